/**
 * Unroll as a library: the pipelines behind the commands. Each function returns an Effect, which
 * `Effect.runPromise` runs. Import this module before Effect. Otherwise each training step leaks
 * memory under Deno (`src/base/prevent_async_resources.ts` says why).
 *
 * ```ts
 * import { evaluateRun, generateText, train } from "./mod.ts";
 * import { Effect } from "effect";
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import assert from "node:assert/strict";
 *
 * const folder = mkdtempSync(join(tmpdir(), "unroll-"));
 * writeFileSync(`${folder}/text.txt`, "The cat sat. The dog ran. ".repeat(200));
 *
 * const program = Effect.gen(function* () {
 *   const run = yield* train({
 *     name: "pets",
 *     corpus: { path: `${folder}/text.txt`, split: { valid: 0, test: 0 } },
 *     model: { cell: "gru", embedding: 16, hidden: 16 },
 *     training: { epochs: 2, optimizer: { kind: "adam", learningRate: 0.02 } },
 *     metrics: { sinks: ["jsonl"] },
 *   }, { runs: `${folder}/runs` });
 *   const { perplexity } = yield* evaluateRun({ run: run.directory, split: "train" });
 *   const asked = { run: run.directory, prompt: "The cat", temperature: 0, tokens: 3 };
 *   const text = yield* generateText(asked);
 *   return { perplexity, text };
 * });
 *
 * const { perplexity, text } = await Effect.runPromise(program);
 * assert(perplexity < 3);
 * assert.equal(text, "The cat sat.");
 * ```
 *
 * @module
 */
import "./src/base/prevent_async_resources.ts"; // before Effect
import { Effect, type Stream } from "effect";
import { evaluateRun as evaluate, type Evaluation } from "./pipelines/evaluate.ts";
import { type GenerateOptions, generateText as generate } from "./pipelines/generate.ts";
import { scoreLines } from "./pipelines/score.ts";
import { resumeRun as resume } from "./pipelines/resume.ts";
import { trainExperiment } from "./pipelines/train.ts";
import { decode, placeFinding } from "./src/config/decode.ts";
import { mistakesError } from "./src/config/mistake.ts";
import { CorpusFormat } from "./src/text/sources/schema.ts";
import { InputError, type RunError } from "./src/base/errors.ts";
import { decodeWithGates } from "./src/experiment/decode_experiment.ts";
import type { RunFiles } from "./src/use/describe_run.ts";
import type { LineScore, LogBase, TokenScore } from "./src/use/scoring/line_score.ts";
import type { Summary } from "./src/trainer/summary.ts";

export { InputError, RunError } from "./src/base/errors.ts";
export { Experiment } from "./src/experiment/schema.ts";
export { decodeExperiment } from "./src/experiment/decode_experiment.ts";
export { readExperiment } from "./src/experiment/read_experiment.ts";
export { type OpenModel, openModel } from "./src/use/generation/model_to_ask.ts";
export type { GenerationOptions } from "./src/use/generation/generation_options.ts";
export type { DrawnToken, Sample } from "./src/use/generation/growing_sample.ts";
export { type LoadedRun, loadRun } from "./src/use/load_run.ts";
export type { Gate } from "./src/model/gates/gate.ts";
export type { Evaluation, LineScore, LogBase, RunFiles, Summary, TokenScore };

/** Where a run is written, and what it may execute. */
export interface TrainOptions {
  /** Folder of run directories; default `runs`. */
  readonly runs?: string;
  /** Whether to train again, in a second directory, if the experiment has a run; default false. */
  readonly again?: boolean;
  /** Whether the TypeScript file of gates that the experiment names may run; default false. */
  readonly allowCode?: boolean;
}

/**
 * Trains an experiment, an object with the keys of a config file, and returns the summary of its run.
 * A finished run is not trained again, and an interrupted one is resumed.
 *
 * Fails with an {@link InputError} that lists every mistake in the experiment with its key path.
 */
export const train = (
  experiment: unknown,
  { runs = "runs", again = false, allowCode = false }: TrainOptions = {},
): Effect.Effect<Summary, InputError | RunError> =>
  decodeWithGates(experiment, { allowCode }).pipe(
    Effect.flatMap((decoded) => trainExperiment({ ...decoded, source: undefined, runs, again })),
    Effect.scoped,
  );

/** Resumes an interrupted run, to the same bits as without the interruption. */
export const resumeRun = (
  run: string,
  files: RunFiles = {},
): Effect.Effect<Summary, InputError | RunError> =>
  Effect.scoped(resume({ run, workers: undefined, ...files })).pipe(
    Effect.map(({ summary }) => summary),
  );

/**
 * Measures a run's model on a part of its corpus (default: test) or on a text file. A text file is
 * read as the corpus was, or in `format`, which is written as `corpus.format` in a config.
 */
export const evaluateRun = (
  options: {
    readonly run: string;
    readonly split?: "train" | "valid" | "test";
    readonly text?: string;
    readonly format?: typeof CorpusFormat.Encoded;
  } & RunFiles,
): Effect.Effect<Evaluation, InputError | RunError> =>
  Effect.gen(function* () {
    const { format: given, ...rest } = options;
    const format = given === undefined ? undefined : yield* decodeFormat(given);
    return yield* evaluate({ split: undefined, text: undefined, ...rest, format });
  }).pipe(Effect.scoped);

const decodeFormat = (given: unknown): Effect.Effect<CorpusFormat, InputError> =>
  Effect.fromResult(decode(CorpusFormat, given)).pipe(
    Effect.mapError((findings) =>
      mistakesError(
        findings.map((finding) =>
          placeFinding({ ...finding, path: ["format", ...finding.path] }, undefined)
        ),
      )
    ),
  );

/**
 * Scores lines with a run's model, each a text by itself: the stream has their log-probabilities in
 * order. Lines are taken as they are needed and computed some thousand at a time, so memory does not
 * grow with their number. What their iterator throws is a defect.
 *
 * ```ts ignore
 * const scores = yield* Stream.runCollect(score({ run, lines: ["The cat sat.", "The cat sit."] }));
 * const [better, worse] = scores.map(({ logProbability }) => logProbability);
 * ```
 *
 * @param options.base of the logarithms: "e" (the default, nats) or "10"
 * @param options.tokens whether each token's log-probability is wanted too; default false
 */
export const score = (
  options: {
    readonly run: string;
    readonly lines: Iterable<string> | AsyncIterable<string>;
    readonly base?: LogBase;
    readonly tokens?: boolean;
  } & RunFiles,
): Stream.Stream<LineScore, InputError | RunError> =>
  scoreLines({ base: "e", tokens: false, ...options });

/**
 * Generates text with a run's model; the text starts with the prompt.
 * @param options.temperature default 1; 0 always takes the most likely token
 * @param options.tokens maximum number of tokens after the prompt; default 100
 * @param options.stop texts before which the text ends
 */
export const generateText = (
  options: Partial<Omit<GenerateOptions, "samples">> & Pick<GenerateOptions, "run">,
): Effect.Effect<string, InputError | RunError> => generate(options);
