/** Experiments that are stopped and gone on with, and what must come of them. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { madeSentences } from "./made_text.ts";
import { commandLine } from "./command_line.ts";
import { resultOf } from "./run_files.ts";
import { testFolder } from "./test_folder.ts";

/** Each a second of training or so, and each with another memory that must come back. */
export const experiments: Readonly<Record<string, string>> = {
  "shuffled sentences, dropout, Adam": `
corpus: { path: text.txt }
batch: { kind: sentences, size: 8 }
model: { cell: gru, embedding: 12, hidden: 20, dropout: 0.3 }
training:
  epochs: 11
  optimizer: { kind: adam, learningRate: 0.01 }
  schedule: { kind: plateau, watch: valid.loss, patience: 1, factor: 0.5 }
  evaluate: { every: 37 steps }
checkpoint: { every: 25 steps }
metrics: { every: 7 steps }
`,
  "a stream with carried state, momentum, cosine": `
corpus: { path: text.txt }
batch: { kind: contiguous, size: 4, length: 7 }
model: { cell: lstm, embedding: 12, hidden: 20, layers: 2, dropout: 0.1 }
training:
  epochs: 5
  optimizer: { kind: sgd, learningRate: 0.5, momentum: 0.9, nesterov: true }
  schedule: { kind: cosine, floor: 0.01, warmup: 20 steps }
checkpoint: { every: 30 steps, best: train.loss }
metrics: { every: 11 steps }
`,
  "the tutorial's schedule": `
corpus: { path: text.txt }
batch: { kind: sentences, size: 1, shuffle: false, maxLength: none }
model: { cell: rnn, embedding: none, hidden: 16, bias: false, truncate: 4 }
training:
  epochs: 3
  loss: sentence-sum
  optimizer: { kind: sgd, learningRate: 0.3 }
  schedule: { kind: halve-on-rise, watch: train.sentence-loss, every: 150 steps }
  clip: none
checkpoint: { every: 100 steps, best: none }
metrics: { every: 40 steps }
`,
  "float64, stopped amid an evaluation": `
corpus: { path: text.txt, split: { valid: 0.8, test: 0 } }
batch: { kind: sentences, size: 1 }
model: { cell: gru, embedding: 16, hidden: 48 }
training:
  epochs: 1
  optimizer: { kind: adagrad, learningRate: 0.1 }
  evaluate: { every: 30 steps }
checkpoint: { every: 20 steps }
metrics: { every: 30 steps }
engine: { precision: float64 }
`,
  "an early stop": `
corpus: { path: text.txt }
batch: { kind: sentences, size: 4 }
model: { cell: rnn, embedding: 24, hidden: 32 }
training:
  epochs: 100
  optimizer: { kind: rmsprop, learningRate: 0.01 }
  evaluate: { every: 70 steps }
  stop: { patience: 8 }
checkpoint: { every: 60 steps }
metrics: { every: 30 steps }
`,
  "rollbacks": `
corpus: { path: text.txt }
batch: { kind: contiguous, size: 4, length: 9 }
cells: { linear: { state: h, equations: "h' = Wx x + Wh h + b" } }
model: { cell: linear, embedding: 12, hidden: 16 }
training:
  epochs: 5
  optimizer: { kind: sgd, learningRate: 1, momentum: 0.9 }
  schedule: { kind: plateau, watch: valid.loss, patience: 1, factor: 0.5, warmup: 60 steps }
  clip: none
  evaluate: { every: 20 steps }
  onDivergence: rollback
checkpoint: { every: 13 steps, keep: 2 }
metrics: { every: 5 steps }
`,
};
/** Each a few seconds with a checkpoint every few steps, so that many moments fall into one. */
export const manyCheckpoints: Readonly<Record<string, string>> = {
  "carried state, plateau, early stop": `
corpus: { path: text.txt }
batch: { kind: contiguous, size: 4, length: 6 }
model: { cell: lstm, embedding: 8, hidden: 12, layers: 2, dropout: 0.2 }
training:
  epochs: 60
  optimizer: { kind: adam, learningRate: 0.02 }
  schedule: { kind: plateau, watch: valid.loss, patience: 1, factor: 0.5, warmup: 20 steps }
  evaluate: { every: 40 steps }
  stop: { patience: 7 }
checkpoint: { every: 3 steps, keep: 2 }
metrics: { every: 7 steps }
`,
  "shuffled sentences, rollbacks": `
corpus: { path: text.txt }
batch: { kind: sentences, size: 4 }
cells: { linear: { state: h, equations: "h' = Wx x + Wh h + b" } }
model: { cell: linear, embedding: 12, hidden: 16 }
training:
  epochs: 8
  optimizer: { kind: sgd, learningRate: 4, momentum: 0.9 }
  schedule: { kind: halve-on-rise, watch: valid.loss, every: 50 steps, warmup: 300 steps }
  clip: none
  evaluate: { every: 25 steps }
  onDivergence: rollback
checkpoint: { every: 4 steps, keep: 3 }
metrics: { every: 5 steps }
`,
};
export const names = Object.keys(experiments);
const head = "name: run\ntokenizer: { kind: word, vocabulary: 40 }\n";
export const text = madeSentences(400).join(" ");

/** A folder of its own for every run, since each may find the same directory and cache. */
export const folderFor = (name: string) =>
  testFolder({
    "text.txt": text,
    "run.yaml": head + ({ ...experiments, ...manyCheckpoints })[name],
  });

/** The only run in a folder, as the program names it. */
export const runIn = (folder: string) => join("runs", readdirSync(join(folder, "runs"))[0]!);

/** What an experiment comes to that nothing disturbs, run once however often it is asked for. */
export function undisturbed(name: string): Promise<ReturnType<typeof resultOf>> {
  const known = results.get(name);
  if (known !== undefined) return known;
  const folder = folderFor(name);
  const args = ["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--workers", "1"];
  const result = commandLine(...args).then((ended) => {
    assert.equal(ended.status, 0, ended.stderr);
    return resultOf(ended.stdout.trim());
  });
  results.set(name, result);
  return result;
}
const results = new Map<string, Promise<ReturnType<typeof resultOf>>>();

/** Resumes until the run is done; its bytes must be those of the undisturbed one. */
export async function finish(folder: string, run: string, name: string): Promise<string> {
  const directory = join(folder, run);
  const { status, stdout, stderr } = await commandLine("resume", directory, "--workers", "1");
  assert.deepEqual([status, stdout], [0, `${directory}\n`], stderr);
  assert.deepEqual(resultOf(directory), await undisturbed(name));
  return stderr;
}
