/**
 * What the JavaScript peers share: reading a workload's folder (write_workload.ts) and answering
 * over standard input and output (peer_process.ts). Plain JavaScript for Deno and Node, so that
 * their packages are asked for when they run and never when the repository is checked.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";

/** Tensors by name of a safetensors file: `{ shape, data }`. */
function readTensors(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  const types = { F32: Float32Array, I32: Int32Array };
  return Object.fromEntries(
    Object.entries(header).map(([name, { dtype, shape, data_offsets: [start, end] }]) => {
      const copy = new Uint8Array(bytes.subarray(8 + length + start, 8 + length + end)).buffer;
      return [name, { shape, data: new types[dtype](copy) }];
    }),
  );
}

/**
 * A batch in time order, longest row first: at step t the first sizes[t] rows are active.
 * `rows[i]` is the row of token i in that order.
 */
function timeMajor(lengths, inputs, targets) {
  const starts = [];
  let tokens = 0;
  for (const length of lengths) {
    starts.push(tokens);
    tokens += length;
  }
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a]);
  const places = [];
  const rows = [];
  const sizes = [];
  for (let t = 0; t < lengths[order[0]]; t++) {
    const active = order.filter((row) => lengths[row] > t);
    active.forEach((row, index) => {
      places.push(starts[row] + t);
      rows.push(index);
    });
    sizes.push(active.length);
  }
  return {
    tokens,
    sizes,
    rows,
    inputs: Int32Array.from(places, (place) => inputs[place]),
    targets: Int32Array.from(places, (place) => targets[place]),
  };
}

/** The workload's description, first weights and batches. */
export function readWorkload(folder) {
  const { lengths, inputs, targets } = readTensors(`${folder}/batches.safetensors`);
  const [count, rows] = lengths.shape;
  const batches = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const own = [...lengths.data.subarray(index * rows, (index + 1) * rows)];
    const end = at + own.reduce((sum, length) => sum + length, 0);
    batches.push(timeMajor(own, inputs.data.subarray(at, end), targets.data.subarray(at, end)));
    at = end;
  }
  return {
    ...JSON.parse(readFileSync(`${folder}/workload.json`, "utf8")),
    rows,
    weights: readTensors(`${folder}/weights.safetensors`),
    batches,
  };
}

/** A tensor's transpose, row-major: what a product x · W without flags wants of PyTorch's matrices. */
export function transposed({ shape: [rows, columns], data }) {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = data[row * columns + column];
    }
  }
  return { shape: [columns, rows], data: turned };
}

/** Distance of values from a tensor's, element by element in the same order. */
export function distance({ data }, values) {
  return Math.sqrt(values.reduce((sum, value, i) => sum + (value - data[i]) ** 2, 0));
}

/** The version of a package beside this file. */
export function installedVersion(name) {
  const path = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")).version;
}

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/**
 * Makes an update, says that it is ready, and measures whenever asked. Asked to `check`, it makes
 * what is missing of the checked updates and answers again, now with what is compared.
 *
 * update(batch) trains on a batch and gives its mean loss; moved() gives the distances of the
 * tensors from their first values. Without moved() nothing is compared: another model.
 */
export async function serve({ system, chosen, batches, checkedUpdates, update, moved }) {
  let updates = 0;
  const losses = [];
  let distances;
  /** Trains on the next batch; gives its tokens. */
  const advance = async () => {
    const batch = batches[updates++ % batches.length];
    const loss = await update(batch);
    if (updates <= checkedUpdates) losses.push(loss);
    if (updates === checkedUpdates && moved !== undefined) distances = await moved();
    return batch.tokens;
  };
  const measure = async (seconds) => {
    const start = performance.now();
    let tokens = 0;
    let passed = 0;
    do {
      tokens += await advance();
      passed = (performance.now() - start) / 1000;
    } while (passed < seconds);
    return { tokens, seconds: passed };
  };
  const check = async () => {
    if (moved === undefined) return { system, chosen, forms: {} };
    while (updates < checkedUpdates) await advance();
    return { system, chosen, forms: { [chosen]: { losses, moved: distances } } };
  };
  await advance(); // compiles what is compiled
  answer({ system, chosen, forms: {} });
  for await (const line of createInterface({ input: process.stdin })) {
    const [question, seconds] = line.split(" ");
    answer(question === "check" ? await check() : await measure(Number(seconds)));
  }
  process.exit(0);
}
