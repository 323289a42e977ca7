import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { blasName } from "../src/kernels/blas.ts";
import { commandLine } from "./support/command_line.ts";
import { madeSentences } from "./support/made_text.ts";
import { hasBun, root } from "./support/program.ts";
import { resultOf } from "./support/run_files.ts";
import { taskFlags } from "./support/task_flags.ts";
import { testFolder } from "./support/test_folder.ts";

const files = { "text.txt": madeSentences(120).join(" ") };
/** Every product that this machine has. */
const products = ["wasm", "wasm-fma", ...(blasName() === undefined ? [] : ["blas"])];

const head = "name: bits\ncorpus: { path: text.txt }\ntokenizer: { kind: word, vocabulary: 40 }\n";

/** Sizes that are no multiple of 4 or 16, so that every kernel meets its remainder. */
const experiments: Readonly<Record<string, string>> = {
  "packed sentences": `
batch: { kind: sentences, size: 13 }
model: { cell: lstm, embedding: 23, hidden: 37, layers: 2, dropout: 0.2 }
training: { epochs: 2, clip: { norm: 0.5 } }
`,
  "a stream": `
batch: { kind: contiguous, size: 5, length: 9 }
model: { cell: gru, embedding: none, hidden: 29, truncate: 3, init: { uniform: 0.1 } }
training:
  epochs: 2
  loss: window-sum
  optimizer: { kind: sgd, learningRate: 0.03, momentum: 0.9 }
  schedule: { kind: step, every: 5 steps, from: 1 epoch }
`,
  "one sentence a step": `
batch: { kind: sentences, size: 1 }
model: { cell: rnn, embedding: 21, hidden: 21, tied: true }
training: { epochs: 1, loss: sentence-sum, clip: { value: 0.5 } }
`,
};

/** What a run of an experiment comes to, in a folder of its own; made once for all who ask. */
function resultWith(experiment: string, gemm: string, workers: number) {
  const key = JSON.stringify([experiment, gemm, workers]);
  const result = results.get(key) ?? train(experiment, gemm, workers);
  results.set(key, result);
  return result;
}
const results = new Map<string, ReturnType<typeof train>>();

async function train(experiment: string, gemm: string, workers: number) {
  const folder = testFolder({ ...files, "run.yaml": head + experiment });
  const args = ["--runs", join(folder, "runs"), "--set", `engine.gemm=${gemm}`];
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, "run.yaml"), ...args, "--workers", `${workers}`],
  );
  assert.equal(status, 0, stderr);
  return resultOf(stdout.trim());
}

/** What all the experiments come to in one process, on two workers. */
function resultsIn(
  [command, ...args]: readonly [string, ...string[]],
  gemms: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const folder = testFolder(files);
  const cases = Object.entries(experiments).flatMap(([name, experiment]) =>
    gemms.map((gemm) => ({ name, gemm, experiment }))
  );
  const configs = cases.map(({ experiment, gemm }, i) => {
    const config = join(folder, `${i}.yaml`);
    writeFileSync(config, `${head}${experiment}engine: { gemm: ${gemm}, workers: 2 }\n`);
    return config;
  });
  const program = join(root, "test", "support", "train_program.ts");
  return promisify(execFile)(command, [...args, program, join(folder, "runs"), ...configs], {
    cwd: folder,
    env: { ...process.env, ...env },
  }).then(({ stdout }) => {
    const directories: string[] = JSON.parse(stdout.trim().split("\n").at(-1)!);
    return new Map(
      cases.map(({ name, gemm }, i) => [`${name}, ${gemm}`, resultOf(directories[i]!)]),
    );
  });
}

describe("the number of workers changes no bit", () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    for (const gemm of name === "packed sentences" ? products : ["wasm"]) {
      it(`of ${name} with ${gemm}`, async () => {
        const one = await resultWith(experiment, gemm, 1);
        for (const more of gemm === "wasm" ? [2, 3] : [4]) {
          assert.deepEqual(await resultWith(experiment, gemm, more), one);
        }
      });
    }
  }
});

(hasBun ? describe : describe.skip)("the runtime changes no bit", () => {
  const gemms = products.filter((product) => product !== "wasm-fma");
  let bun: Awaited<ReturnType<typeof resultsIn>>;
  before(async () => {
    bun = await resultsIn(["bun"], gemms);
  });
  for (const [name, experiment] of Object.entries(experiments)) {
    for (const gemm of gemms) {
      it(`of ${name} with ${gemm}`, async () => {
        assert.deepEqual(bun.get(`${name}, ${gemm}`), await resultWith(experiment, gemm, 2));
      });
    }
  }
});

const wide = await taskFlags();

(wide.includes("revectorize") ? describe : describe.skip)("vectors of eight change no bit", () => {
  const gemms = products.filter((product) => product !== "blas");
  /** Optimized from the first call on, which a short run would not live to see. */
  const withFlags = (flags: string) =>
    resultsIn([process.execPath, "run", "--no-check", "--allow-all"], gemms, {
      DENO_V8_FLAGS: `${flags},--no-liftoff`,
    });
  let eight: Awaited<ReturnType<typeof resultsIn>>;
  let four: typeof eight;
  before(async () => {
    [eight, four] = await Promise.all([withFlags(wide), withFlags("--wasm-bounds-checks")]);
  });
  for (const name of Object.keys(experiments)) {
    for (const gemm of gemms) {
      it(`of ${name} with ${gemm}`, () => {
        const result = eight.get(`${name}, ${gemm}`);
        assert(result !== undefined);
        assert.deepEqual(result, four.get(`${name}, ${gemm}`));
      });
    }
  }
});
