/** One model: trained, exported, and compared with what it gives in ONNX Runtime. */
import { join } from "node:path";
import { Effect, type Scope } from "effect";
import { exportRun } from "../../pipelines/export.ts";
import type { InputError, RunError } from "../../src/base/errors.ts";
import { openInference } from "../../src/experiment/setup/open_inference.ts";
import { corpusOfRun } from "../../src/use/corpus_of_run.ts";
import { type InitialState, initialStates } from "../../src/use/onnx/initial_states.ts";
import { loadRun } from "../../src/use/load_run.ts";
import type { OnnxCase } from "./onnx_cases.ts";
import { firstSentences, logProbabilities, ourLogits } from "./our_logits.ts";

export interface Compared {
  readonly name: string;
  readonly files: readonly string[];
  readonly tokens: number;
  /** Largest difference of a logit of the step model, and of a log-probability of the other one. */
  readonly step: number;
  readonly sequence: number;
}

type Sentences = readonly Int32Array[];
/** The functions of runtime.mjs. */
export interface Runtime {
  readonly stepLogits: (
    file: string,
    sentences: Sentences,
    states: readonly InitialState[],
  ) => Promise<readonly Float32Array[]>;
  readonly sequenceProbabilities: (file: string, sentences: Sentences) => Promise<Float32Array>;
}

const sentencesRead = 12;

export const compareCase = Effect.fnUntraced(function* (
  { name, train }: OnnxCase,
  runtime: Runtime,
  folder: string,
): Effect.fn.Return<Compared, InputError | RunError, Scope.Scope> {
  const { directory } = yield* train(join(folder, "runs"));
  const file = join(folder, `${name}.onnx`);
  yield* exportRun({ run: directory, format: "onnx", output: file });
  const other = file.replace(/onnx$/, "sequence.onnx");
  const run = yield* loadRun(directory);
  const { test } = yield* corpusOfRun(run.existing, run);
  const sentences = firstSentences(test!, sentencesRead);
  const inference = yield* openInference(run, 1);
  const ours = sentences.map((sentence) => ourLogits(inference, sentence));
  const { vocabulary } = run.model;
  const steps = yield* Effect.promise(() =>
    runtime.stepLogits(file, sentences, initialStates(run.model, run.weights))
  );
  const step = largest(
    ours,
    (row, time) => difference(ours[row]![time]!, steps[time]!, row * vocabulary),
  );
  const all = yield* Effect.promise(() => runtime.sequenceProbabilities(other, sentences));
  const longest = all.length / vocabulary / sentences.length;
  const sequence = largest(
    ours,
    (row, time) =>
      difference(logProbabilities(ours[row]![time]!), all, (row * longest + time) * vocabulary),
  );
  const beyond = sentences.every(({ length }, row) =>
    all.subarray((row * longest + length) * vocabulary, (row + 1) * longest * vocabulary)
      .every((value) => value === 0)
  );
  return {
    name,
    files: [file, other],
    tokens: ours.flat().length,
    step,
    sequence: beyond ? sequence : Infinity,
  };
});

/** The largest of what is measured for each token of each sentence; NaN where one is. */
const largest = (
  rows: readonly (readonly unknown[])[],
  measured: (row: number, time: number) => number,
): number =>
  Math.max(...rows.flatMap((tokens, row) => tokens.map((_, time) => measured(row, time))));

/** Largest difference from the numbers of `theirs` that begin at `start`. */
const difference = (ours: Float64Array, theirs: Float32Array, start: number): number =>
  ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[start + i]!)), 0);
