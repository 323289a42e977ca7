/** Generation: prompt → tokens → forward gates → log-probabilities → a sampled token, and again. */
import { Effect } from "effect";
import type { Batch } from "../src/text/batch/batch.ts";
import { corpusFailure } from "../src/text/sources/corpus_failure.ts";
import { Engine } from "../src/compute/engine.ts";
import type { InputError, RunError } from "../src/base/errors.ts";
import { Output } from "../src/base/terminal/output.ts";
import { checkSampling } from "../src/use/sampling/check_sampling.ts";
import { sampler } from "../src/use/sampling/sampler.ts";
import type { Sampling } from "../src/use/sampling/sampling.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { loadRun } from "../src/use/load_run.ts";
import { runPreparation } from "../src/experiment/setup/run_preparation.ts";
import { engineLayer } from "../src/experiment/setup/open_engine.ts";
import { detokenizer } from "../src/text/tokenizer/detokenize.ts";
import { type EncodedPrompt, encodePrompt } from "../src/text/tokens/encode_prompt.ts";
import type { Vocabulary } from "../src/text/tokenizer/vocabulary.ts";

export interface GenerateOptions extends RunFiles {
  readonly run: string;
  readonly prompt: string;
  /** 0 always takes the most likely token. */
  readonly temperature: number;
  readonly topK: number | undefined;
  readonly topP: number | undefined;
  readonly seed: number;
  /** Most tokens written. */
  readonly tokens: number;
}

/** Tokens of the prompt that are read at once. */
const readAhead = 64;

/** Text that continues a prompt, including the prompt. */
export const generateText = Effect.fnUntraced(function* (
  options: GenerateOptions,
): Effect.fn.Return<string, InputError | RunError> {
  let text = "";
  yield* writeText(options, (more) => {
    text += more;
    return true;
  });
  return text;
});

/**
 * Writes the prompt and text that continues it, each token as soon as it is drawn.
 *
 * @param write returns whether to continue
 */
export const writeText = Effect.fnUntraced(function* (
  options: GenerateOptions,
  write: (text: string) => boolean,
): Effect.fn.Return<void, InputError | RunError> {
  const loaded = yield* loadRun(options.run, options);
  const { experiment, existing, vocabulary } = loaded;
  const preparation = runPreparation(experiment, existing.manifest);
  const prompt = yield* Effect.try({
    try: () => encodePrompt(options.prompt, vocabulary, preparation),
    catch: corpusFailure("--prompt"),
  });
  yield* tellOfPrompt(prompt);
  const { temperature, topK, topP } = options;
  const banned = new Set([vocabulary.unknown, vocabulary.start].filter((id) => id !== undefined));
  const sampling: Sampling = { temperature, topK, topP, banned };
  const mistake = checkSampling(sampling, vocabulary.words.length);
  if (mistake !== undefined) return yield* mistake;
  const spell = detokenizer(experiment.tokenizer.kind);
  const writeToken = (id: number) => write(spell(vocabulary.words[id]!));
  if (!write(prompt.ids.map((id) => spell(vocabulary.words[id]!)).join(""))) return;
  yield* drawTokens(prompt.ids.slice(prompt.from), vocabulary, sampling, options, writeToken).pipe(
    Effect.provide(engineLayer({
      ...loaded,
      engine: { ...loaded.engine, workers: 1 },
      capacity: { rows: 1, tokens: readAhead, steps: readAhead },
    })),
  );
});

/** Reports the parts of a prompt that the model does not read as written. */
const tellOfPrompt = Effect.fnUntraced(function* ({ unknown, from, dropped }: EncodedPrompt) {
  if (unknown.length > 0) {
    const words = unknown.map((word) => JSON.stringify(word)).join(", ");
    yield* Effect.logInfo(`Not in the vocabulary, treated as unknown: ${words}`);
  }
  if (from > 0) {
    yield* Effect.logInfo(
      "Only the prompt's last sentence is read: the model was trained on each by itself",
    );
  }
  if (dropped > 0) yield* Effect.logInfo("Sentences without words are left out, as in training");
});

/** Draws the wished number of tokens; after the end of a sentence a new one begins. */
const drawTokens = Effect.fnUntraced(function* (
  prompt: readonly number[],
  { start, end }: Vocabulary,
  sampling: Sampling,
  { seed, tokens }: GenerateOptions,
  write: (token: number) => boolean,
): Effect.fn.Return<void, RunError, Engine> {
  const engine = yield* Engine;
  const draw = sampler(sampling, seed);
  let next: Float64Array = new Float64Array();
  for (let at = 0; at < prompt.length; at += readAhead) {
    next = yield* engine.predict(oneRow(prompt.slice(at, at + readAhead), at > 0));
  }
  for (let drawn = 0;; drawn++) {
    const token = yield* Effect.fromResult(draw(next, drawn));
    if (!write(token) || drawn + 1 === tokens) return;
    const begins = token === end && start !== undefined;
    next = yield* engine.predict(oneRow([begins ? start : token], !begins));
  }
});

/** A batch of one row; what it predicts is not measured. */
const oneRow = (ids: readonly number[], carried: boolean): Batch => ({
  epoch: 0,
  index: 0,
  lengths: Int32Array.of(ids.length),
  offsets: Int32Array.of(0, ids.length),
  inputs: Int32Array.from(ids),
  targets: new Int32Array(ids.length),
  carried,
});

/** The command `generate`: what is written stays, however it ends. */
export const generate = (options: GenerateOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.gen(function* () {
    const output = yield* Output;
    let begun = false;
    const write = (text: string) => {
      begun = true;
      return output.write(text);
    };
    const endLine = Effect.sync(() => void (begun && output.write("\n")));
    yield* writeText(options, write).pipe(Effect.ensuring(endLine));
  });
