/** How surprising each token of a text is. */
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { kindOf } from "../../text/tokenizer/preparation.ts";
import { detokenizer } from "../../text/tokenizer/detokenize.ts";
import { type LineTokens, tokenizeLines } from "../../text/tokens/tokenize_lines.ts";
import type { OpenedModel } from "../generation/open_model.ts";
import { makeCandidates } from "../sampling/candidates.ts";
import { logSumExp } from "../sampling/log_sum_exp.ts";
import { likeliest } from "./likeliest.ts";
import { pageRows } from "./page_model.ts";
import { tokenNames } from "./token_name.ts";

export interface MeasuredToken {
  readonly token: number;
  /**
   * As it stands in the text, with the space before it; empty for an end of a sentence, and for a
   * part of a character that others complete.
   */
  readonly text: string;
  readonly isEnd: boolean;
  readonly isKnown: boolean;
  /** Surprise: −log₂ of its probability. */
  readonly bits: number;
  /** How many tokens are likelier, and one. */
  readonly rank: number;
  /** How it is called where it stands alone, see token_name.ts. */
  readonly name: string;
  /** The tokens that were likeliest. */
  readonly likeliest: ReadonlyArray<{ readonly name: string; readonly probability: number }>;
}

/** Tokens that are measured at most: each is a place on the page. */
export const mostMeasured = 10_000;

/** Milliseconds of work after which the page is drawn. */
const turn = 20;

/**
 * The tokens of each line, measured as `score` does: a line is a text by itself. Ends early after
 * {@link mostMeasured} tokens.
 */
export const measureText = (
  model: OpenedModel,
  text: string,
): Effect.Effect<ReadonlyArray<readonly MeasuredToken[]>, InputError> =>
  Effect.gen(function* () {
    const { vocabulary, preparation } = model;
    const lines = yield* tokenizeLines(text.split(/\r\n?|\n/), vocabulary, preparation);
    const measure = tokenMeter(model, pageRows.measured);
    const measured: MeasuredToken[][] = [];
    let left = mostMeasured;
    let end = performance.now() + turn;
    for (const line of lines) {
      const tokens: MeasuredToken[] = [];
      measured.push(tokens);
      for (const next of followingTokens(line, model)) {
        if (left-- === 0) return measured;
        tokens.push(measure(next));
        if (performance.now() < end) continue;
        yield* Effect.yieldNow;
        end = performance.now() + turn;
      }
    }
    return measured;
  });

/** A token that is read, the one that follows it, and how that is written. */
export interface Following {
  /** Whether a row begins with what is read. */
  readonly begins: boolean;
  readonly read: number;
  readonly token: number;
  readonly text: string;
}

/** What follows each token that a line reads. */
export function* followingTokens(
  { rows, unknown }: LineTokens,
  { vocabulary: { words, unknown: unknownId }, preparation }: OpenedModel,
): Generator<Following> {
  const spell = detokenizer(kindOf(preparation));
  const written = unknown[Symbol.iterator]();
  for (const row of rows) {
    for (let i = 0; i + 1 < row.length; i++) {
      const token = row[i + 1]!;
      const word = words[token]!;
      const text = spell(word);
      yield {
        begins: i === 0,
        read: row[i]!,
        token,
        text: token === unknownId ? text.replace(word, () => written.next().value ?? word) : text,
      };
    }
  }
}

/** Measures the tokens of rows, each in its turn, in one row of the model. */
export function tokenMeter(
  model: OpenedModel,
  row: number,
): (next: Following) => MeasuredToken {
  const { inference, vocabulary: { words, unknown, start, end } } = model;
  const nameOf = tokenNames(model);
  const room = makeCandidates(words.length, new Set());
  const banned = new Set([unknown, start].filter((id) => id !== undefined));
  return ({ begins, read, token, text }) => {
    if (begins) inference.begin(row);
    inference.read(row, Int32Array.of(read));
    const logits = inference.logits(row);
    const total = logSumExp(logits, room);
    const logit = logits[token]!;
    let rank = 1;
    for (let other = 0; other < logits.length; other++) if (logits[other]! > logit) rank++;
    return {
      token,
      text,
      isEnd: token === end,
      name: token === unknown ? text.trim() : nameOf(token),
      isKnown: token !== unknown,
      bits: (total - logit) / Math.LN2,
      rank,
      likeliest: likeliest(logits, total, banned).map(({ token, probability }) => ({
        name: nameOf(token),
        probability,
      })),
    };
  };
}
