/** Generating: prompt → tokens → forward gates → log-probabilities → a drawn token, again and again. */
import { Console, Effect, Stream } from "effect";
import type { Batch } from "../src/batch/batch.ts";
import { Engine } from "../src/engine/engine.ts";
import type { InputError, RunError } from "../src/errors.ts";
import { Screen } from "../src/metrics/screen.ts";
import { checkSampling } from "../src/sampling/check_sampling.ts";
import { sampler } from "../src/sampling/sampler.ts";
import type { Sampling } from "../src/sampling/sampling.ts";
import { loadRun, type RunFiles } from "../src/session/load_run.ts";
import { engineLayer } from "../src/session/open_engine.ts";
import { detokenize } from "../src/tokenizer/detokenize.ts";
import { encodePrompt } from "../src/tokenizer/encode_prompt.ts";

export interface GenerateOptions extends RunFiles {
  readonly run: string;
  readonly prompt: string;
  /** 0 is always the likeliest token. */
  readonly temperature: number;
  readonly topK: number | undefined;
  readonly topP: number | undefined;
  readonly seed: number;
  /** Most tokens written. */
  readonly tokens: number;
}

/** Tokens of the prompt that are read at once. */
const readAhead = 64;

/** Text that goes on from a prompt, the prompt included. */
export const generateText = Effect.fnUntraced(function* (
  options: GenerateOptions,
): Effect.fn.Return<string, InputError | RunError> {
  const loaded = yield* loadRun(options.run, options);
  const { experiment, vocabulary } = loaded;
  const { tokenizer, batch } = experiment;
  const prompt = encodePrompt(options.prompt, vocabulary, tokenizer, batch.kind);
  if (prompt.unknown.length > 0) {
    const words = prompt.unknown.map((word) => JSON.stringify(word)).join(", ");
    (yield* Screen).print(`Not in the vocabulary, read as an unknown word: ${words}`);
  }
  const { temperature, topK, topP } = options;
  const banned = new Set([vocabulary.unknown, vocabulary.start].filter((id) => id !== undefined));
  const sampling: Sampling = { temperature, topK, topP, banned };
  const mistake = checkSampling(sampling, vocabulary.words.length);
  if (mistake !== undefined) return yield* mistake;
  const engine = engineLayer({
    ...loaded,
    engine: { ...loaded.engine, workers: 1 },
    capacity: { rows: 1, tokens: readAhead, steps: readAhead },
  });
  const drawn = yield* drawTokens(prompt.ids, vocabulary.start, vocabulary.end, sampling, options)
    .pipe(
      Effect.provide(engine),
    );
  return detokenize([...prompt.ids, ...drawn].map((id) => vocabulary.words[id]!), tokenizer.kind);
});

/** Draws the wished number of tokens; after the end of a sentence a new one begins. */
const drawTokens = Effect.fnUntraced(function* (
  prompt: readonly number[],
  start: number | undefined,
  end: number | undefined,
  sampling: Sampling,
  { seed, tokens }: GenerateOptions,
): Effect.fn.Return<readonly number[], RunError, Engine> {
  const engine = yield* Engine;
  const draw = sampler(sampling, seed);
  const drawn: number[] = [];
  let next: Float64Array = yield* read(prompt, false);
  while (drawn.length < tokens) {
    const token = yield* Effect.fromResult(draw(next, drawn.length));
    drawn.push(token);
    if (drawn.length === tokens) break;
    const begins = token === end && start !== undefined;
    next = yield* engine.predict(oneRow([begins ? start : token], !begins));
  }
  return drawn;

  function read(ids: readonly number[], carried: boolean) {
    const chunks = Array.from(
      { length: Math.ceil(ids.length / readAhead) },
      (_, chunk) =>
        oneRow(ids.slice(chunk * readAhead, (chunk + 1) * readAhead), carried || chunk > 0),
    );
    return Stream.fromIterable(chunks).pipe(
      Stream.mapEffect(engine.predict),
      Stream.runFold((): Float64Array => new Float64Array(), (_, last) => last),
    );
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

/** The command `generate`. */
export const generate = (options: GenerateOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.flatMap(generateText(options), (text) => Console.log(text));
