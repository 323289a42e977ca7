import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { join } from "node:path";
import { blasName } from "../src/kernels/blas.ts";
import { madeSentences } from "./made_text.ts";
import { hasBun, type ProgramOptions, unroll } from "./program.ts";
import { resultOf } from "./run_files.ts";
import { taskFlags } from "./task_flags.ts";
import { testFolder } from "./test_folder.ts";

const files = { "text.txt": madeSentences(300).join(" ") };
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
model: { cell: gru, embedding: none, hidden: 29, truncate: 3 }
training: { epochs: 2, optimizer: { kind: sgd, learningRate: 0.3, momentum: 0.9 } }
`,
  "one sentence a step": `
batch: { kind: sentences, size: 1 }
model: { cell: rnn, embedding: 21, hidden: 21, tied: true }
training: { epochs: 1, loss: sentence-sum, clip: { value: 0.5 } }
`,
};

/** What a run of an experiment comes to, in a folder of its own. */
async function resultWith(
  experiment: string,
  args: readonly string[],
  options: Omit<ProgramOptions, "folder"> = {},
) {
  const folder = testFolder({ ...files, "run.yaml": head + experiment });
  const { status, stdout, stderr } = await unroll(["run", "run.yaml", ...args], {
    folder,
    ...options,
  });
  assert.equal(status, 0, stderr);
  return resultOf(join(folder, stdout.trim()));
}

describe("the number of workers changes no bit", () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    for (const gemm of name === "packed sentences" ? products : ["wasm"]) {
      it(`of ${name} with ${gemm}`, async () => {
        const [one, ...more] = await Promise.all(
          ["1", "2", "3", "4"].map((workers) =>
            resultWith(experiment, ["--set", `engine.gemm=${gemm}`, "--workers", workers])
          ),
        );
        for (const other of more) assert.deepEqual(other, one);
      });
    }
  }
});

(hasBun ? describe : describe.skip)("the runtime changes no bit of gemm: wasm", () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    it(`of ${name}`, async () => {
      const args = ["--set", "engine.gemm=wasm", "--workers", "2"];
      const [deno, bun] = await Promise.all([
        resultWith(experiment, args),
        resultWith(experiment, args, { runtime: "bun" }),
      ]);
      assert.deepEqual(bun, deno);
    });
  }
});

const wide = await taskFlags();

/** Optimized from the first call on, which a short run would not live to see. */
const withFlags = (flags: string) => ({ env: { DENO_V8_FLAGS: `${flags},--no-liftoff` } });

(wide.includes("revectorize") ? describe : describe.skip)("vectors of eight change no bit", () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    for (const gemm of products.filter((product) => product !== "blas")) {
      it(`of ${name} with ${gemm}`, async () => {
        const args = ["--set", `engine.gemm=${gemm}`, "--workers", "2"];
        const [eight, four] = await Promise.all([
          resultWith(experiment, args, withFlags(wide)),
          resultWith(experiment, args, withFlags("--wasm-bounds-checks")),
        ]);
        assert.deepEqual(eight, four);
      });
    }
  }
});
