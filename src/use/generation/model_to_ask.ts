/** A model that stays loaded: asked what follows, token by token, for texts or for scores. */
import { Effect, Schema, type Stream } from "effect";
import { InputError, type RunError } from "../../base/errors.ts";
import { runGates } from "../../compute/run_gates.ts";
import type { RunFiles } from "../describe_run.ts";
import { loadRun } from "../load_run.ts";
import { makeCandidates } from "../sampling/candidates.ts";
import { logSumExp } from "../sampling/log_sum_exp.ts";
import type { LineScore, ScoreOptions } from "../scoring/line_score.ts";
import { type ScoredLines, scoreLinesBy } from "../scoring/score_lines.ts";
import { rowsFor } from "./draw_samples.ts";
import { generateSamples } from "./generate_samples.ts";
import { generationDefaults, type GenerationOptions } from "./generation_options.ts";
import type { Sample } from "./growing_sample.ts";
import { openLoaded } from "./open_model.ts";
import { readPrompt } from "./read_prompt.ts";
import { mostSideBySide } from "./side_by_side.ts";

export interface OpenModel {
  /** The tokens that the model knows, special ones too; a token's id is its place. */
  readonly words: readonly string[];
  /**
   * Begins a text with a prompt, prepared as the corpus was. Returns the log-probability of each
   * token to come next, in nats.
   */
  readonly begin: (prompt?: string) => Effect.Effect<Float64Array, InputError | RunError>;
  /** The text goes on with a token; returns the log-probabilities of the next one. */
  readonly step: (token: number) => Effect.Effect<Float64Array, InputError | RunError>;
  /** Texts that continue a prompt; a text that was begun by {@link begin} stays where it is. */
  readonly generate: (
    options?: Partial<GenerationOptions & { readonly prompt: string }>,
  ) => Effect.Effect<readonly Sample[], InputError | RunError>;
  /** Scores of lines, each a text by itself, as `score` has them; steps and samples stay as they are. */
  readonly score: (
    lines: ScoredLines,
    options?: Partial<ScoreOptions>,
  ) => Stream.Stream<LineScore, InputError | RunError>;
}

/** A number that is no token's. */
export class NoSuchToken extends InputError.extend<NoSuchToken>("NoSuchToken")({
  _tag: Schema.tag("NoSuchToken"),
  token: Schema.Number,
  tokens: Schema.Number,
}) {
  override get message(): string {
    return `Expected a token's number, from 0 to ${this.tokens - 1}, got ${this.token}`;
  }
}

/** Row of the text that is read step by step, behind those of samples. */
const stepped = mostSideBySide;

export const openModel = (
  run: string,
  files: RunFiles = {},
): Effect.Effect<OpenModel, InputError | RunError> =>
  Effect.gen(function* () {
    const loaded = yield* loadRun(run, files);
    const model = yield* openLoaded(loaded, rowsFor(mostSideBySide) + 1);
    const { inference, vocabulary: { words } } = model;
    const room = makeCandidates(words.length, new Set());
    const next = (): Float64Array => {
      const logits = inference.logits(stepped);
      const sum = logSumExp(logits, room);
      return Float64Array.from(logits, (logit) => logit - sum);
    };
    inference.begin(stepped);
    return {
      words,
      begin: (prompt = "") =>
        Effect.map(readPrompt(model, prompt), () => {
          inference.copy(inference.rows - 1, stepped);
          return next();
        }),
      step: (token) =>
        words[token] === undefined
          ? Effect.fail(new NoSuchToken({ token, tokens: words.length }))
          : runGates(() => {
            inference.read(stepped, Int32Array.of(token));
            return next();
          }),
      generate: (asked = {}) =>
        Effect.gen(function* () {
          const options = { ...generationDefaults, ...asked };
          const samples: Sample[] = [];
          const { ids } = yield* readPrompt(model, options.prompt);
          yield* generateSamples(model, { text: options.prompt, ids }, options, {
            end: (sample) => samples.push(sample) > 0,
            wantsTokens: true,
          });
          return samples;
        }),
      score: (lines, options = {}) =>
        scoreLinesBy(loaded, lines, { base: "e", tokens: false, ...options }),
    };
  });
