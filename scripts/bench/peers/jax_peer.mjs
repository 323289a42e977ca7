/**
 * jax-js as a peer, on its WebAssembly device: jax_peer.mjs FOLDER THREADS, where THREADS is 1 or more
 * (its pool then has a thread a processor).
 *
 * An update is one compiled program of fixed shapes, so sentences are padded to the next ten steps
 * and masked. An array is used up by what reads it, unless it is read through `ref`.
 */
import process from "node:process";
import { distance, installedVersion, readWorkload, serve, transposed } from "./workload.mjs";

const [folder, threads] = process.argv.slice(2);
if (threads === "1") delete globalThis.Worker;

// Asked for when this runs only: the package is installed for the benchmark, not with the repository.
const { defaultDevice, init, jit, nn, numpy: np, tree, valueAndGrad } = await import("@jax-js/jax");
await init("wasm");
defaultDevice("wasm");

const workload = readWorkload(folder);
const { weights, vocabulary, hidden, layers, rows, optimizer, clipNorm, carried } = workload;
const lstm = workload.cell === "lstm";

/** First values by name; PyTorch's matrices are transposed, tables and biases are not. */
const first = Object.fromEntries(
  Object.entries(weights).map(([name, tensor]) => [
    name,
    name === "embedding.weight" || tensor.shape.length === 1 ? tensor : transposed(tensor),
  ]),
);
const toArray = ({ shape, data }) => np.array(data).reshape(shape);
const ints = (values) => np.array(values, { dtype: np.int32 });

/** A cell's step: from its input's share of the gates and the state before to the next state. */
const rnnStep = (input, before, recurrent) => ({
  h: np.tanh(before ? input.add(np.matmul(before.h.ref, recurrent.ref)) : input),
});
const lstmStep = (input, before, recurrent) => {
  const gates = input.add(np.matmul(before.h.ref, recurrent.ref));
  const part = (index) => gates.ref.slice([], [index * hidden, (index + 1) * hidden]);
  const written = nn.sigmoid(part(0)).mul(np.tanh(part(2)));
  const c = nn.sigmoid(part(1)).mul(before.c.ref).add(written);
  return { h: nn.sigmoid(part(3)).mul(np.tanh(c.ref)), c };
};

/** Runs a layer over all steps: inputs are steps · rows × width, those of a step together. */
const runLayer = (inputs, steps, state, step, recurrent) => {
  const outputs = [];
  for (let t = 0; t < steps; t++) {
    const input = inputs.ref.slice([t * rows, (t + 1) * rows], []);
    state = step(input, state, recurrent);
    outputs.push(state.h.ref);
  }
  const joined = outputs.length > 1 ? np.concatenate(outputs, 0) : outputs[0];
  return { outputs: joined, state };
};

/** Mean cross-entropy of padded tokens (a share is 0 for padding) and the states at the end. */
const loss = (parameters, inputs, targets, shares, ones, states) => {
  const steps = inputs.shape[0] / rows;
  let left = states;
  let logits;
  if (lstm) {
    // Without a product in between, the compiler refuses the gradient of the look-up.
    let values = np.take(parameters["embedding.weight"].ref, inputs, 0).mul(ones);
    left = states.map((state, layer) => {
      const named = (name) => parameters[`lstm.${name}_l${layer}`].ref;
      const bias = named("bias_ih").add(named("bias_hh"));
      const gates = np.matmul(values, named("weight_ih")).add(bias);
      const ran = runLayer(gates, steps, state, lstmStep, parameters[`lstm.weight_hh_l${layer}`]);
      values = ran.outputs;
      return ran.state;
    });
    logits = np.matmul(values, parameters["output.weight"].ref).add(parameters["output.bias"].ref);
  } else {
    const values = np.take(parameters["rnn.weight_ih_l0"].ref, inputs, 0);
    const ran = runLayer(values, steps, undefined, rnnStep, parameters["rnn.weight_hh_l0"]);
    logits = np.matmul(ran.outputs, parameters["output.weight"].ref);
  }
  const chosen = nn.logSoftmax(logits, -1).mul(nn.oneHot(targets, vocabulary)).sum(-1);
  return [chosen.mul(shares).sum().mul(-1), left];
};

const { learningRate, beta1, beta2, epsilon } = optimizer;

const clipped = (gradients) => {
  const squares = tree.leaves(gradients).map((gradient) => np.square(gradient.ref).sum());
  const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
  const scale = np.minimum(np.array(1), np.array(clipNorm).div(norm.add(1e-6)));
  return tree.map((gradient) => gradient.mul(scale.ref), gradients);
};

const kept = (arrays) => tree.map((array) => array.ref, arrays);

/** Everything that an update changes goes in and comes out, Adam's moments and corrections too. */
const step = jit((memory, inputs, targets, shares, ones, corrections) => {
  const { parameters, states } = memory;
  const [[value, left], gradients] = valueAndGrad(loss, { hasAux: true })(
    kept(parameters),
    inputs,
    targets,
    shares,
    ones,
    states,
  );
  const bounded = clipNorm === null ? gradients : clipped(gradients);
  if (optimizer.kind === "sgd") {
    const next = tree.map((p, g) => p.sub(g.mul(learningRate)), parameters, bounded);
    return [value, { parameters: next, states: left }];
  }
  const mean = tree.map(
    (m, g) => m.mul(beta1).add(g.ref.mul(1 - beta1)),
    memory.mean,
    bounded,
  );
  const square = tree.map(
    (v, g) => v.mul(beta2).add(np.square(g).mul(1 - beta2)),
    memory.square,
    bounded,
  );
  const next = tree.map(
    (p, m, v) => {
      const root = np.sqrt(v.ref.mul(corrections.square.ref)).add(epsilon);
      return p.sub(m.ref.mul(corrections.mean.ref).mul(learningRate).div(root));
    },
    parameters,
    mean,
    square,
  );
  return [value, { parameters: next, states: left, mean, square }];
});

const zeros = (shape) => np.zeros(shape);
const parameters = Object.fromEntries(
  Object.entries(first).map(([name, tensor]) => [name, toArray(tensor)]),
);
const like = () =>
  Object.fromEntries(Object.entries(first).map(([name, { shape }]) => [name, zeros(shape)]));
let memory = {
  parameters,
  states: Array.from(
    { length: carried ? layers : 0 },
    () => ({ h: zeros([rows, hidden]), c: zeros([rows, hidden]) }),
  ),
  ...(optimizer.kind === "adam" ? { mean: like(), square: like() } : {}),
};

/** Tokens in steps × rows, each with its share of the mean; padding has token 0 and share 0. */
const padded = ({ tokens, sizes, rows: rowOf, inputs, targets }) => {
  const length = carried ? sizes.length : Math.ceil(sizes.length / 10) * 10;
  const size = length * rows;
  const batch = {
    tokens,
    inputs: new Int32Array(size),
    targets: new Int32Array(size),
    shares: new Float32Array(size),
  };
  let at = 0;
  sizes.forEach((active, t) => {
    for (let i = 0; i < active; i++, at++) {
      const place = t * rows + rowOf[at];
      batch.inputs[place] = inputs[at];
      batch.targets[place] = targets[at];
      batch.shares[place] = 1 / tokens;
    }
  });
  return batch;
};

let updates = 0;
const update = async ({ inputs, targets, shares }) => {
  updates++;
  const corrections = optimizer.kind === "adam"
    ? {
      mean: np.array(1 / (1 - beta1 ** updates)),
      square: np.array(1 / (1 - beta2 ** updates)),
    }
    : {};
  const [value, next] = step(
    memory,
    ints(inputs),
    ints(targets),
    np.array(shares),
    np.ones([inputs.length, 1]),
    corrections,
  );
  memory = next;
  const [mean] = await value.data();
  return mean;
};

const moved = async () => {
  const distances = {};
  for (const [name, array] of Object.entries(memory.parameters)) {
    distances[name] = distance(first[name], await array.ref.data());
  }
  return distances;
};

await serve({
  ...workload,
  system: `jax-js ${installedVersion("@jax-js/jax")}`,
  chosen: "WebAssembly",
  batches: workload.batches.map(padded),
  update,
  moved,
});
