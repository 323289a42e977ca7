/** What a model says of a line. */
import { exp } from "../../kernels/math.ts";
import type { Vocabulary } from "../../text/vocabulary/vocabulary.ts";
import type { LineTokens } from "../../text/tokens/tokenize_lines.ts";

/** What logarithms are to: e for nats, 10 as ARPA tools have it. */
export type LogBase = "e" | "10";

/** A token of a line, and the logarithm of its probability after those before it. */
export interface TokenScore {
  /** As the tokenizer reads it; SENTENCE_START, SENTENCE_END for where a sentence begins and ends. */
  readonly token: string;
  /** Null for a token that is only read: the start of a sentence, or what a stream begins after. */
  readonly logProbability: number | null;
  /** Of tokens that the vocabulary lacks: the model read and predicted the unknown token. */
  readonly unknown?: true;
}

export interface LineScore {
  /** The sum over the predicted tokens; null where there are none. */
  readonly logProbability: number | null;
  /** Predicted tokens, ends of sentences included. */
  readonly tokens: number;
  /** Those of them that the vocabulary lacks. */
  readonly unknown: number;
  /** exp of minus the mean log-probability (in nats) of a token; null where there are none. */
  readonly perplexity: number | null;
  /** Each token, if asked for. */
  readonly perToken?: readonly TokenScore[];
}

export interface ScoreOptions {
  readonly base: LogBase;
  /** Whether each token's log-probability is wanted too. */
  readonly tokens: boolean;
}

/** Nats of a logarithm of 1 to that base. */
export const natsOf = (base: LogBase): number => base === "10" ? Math.LN10 : 1;

/**
 * The score of a line from the losses of its rows, which are summed in the order of the line.
 *
 * @param losses cross-entropy in nats of each predicted token, row by row
 */
export function scoreOf(
  line: LineTokens,
  losses: readonly Float64Array[],
  vocabulary: Vocabulary,
  { base, tokens: named }: ScoreOptions,
): LineScore {
  let loss = 0, tokens = 0;
  for (const row of losses) {
    for (const value of row) loss += value;
    tokens += row.length;
  }
  const unknown = line.unknown.length;
  const perToken = named ? { perToken: tokenScores(line, losses, vocabulary, base) } : {};
  if (tokens === 0) return { logProbability: null, tokens, unknown, perplexity: null, ...perToken };
  return {
    logProbability: -loss / natsOf(base),
    tokens,
    unknown,
    perplexity: exp(loss / tokens),
    ...perToken,
  };
}

function tokenScores(
  { rows, unknown }: LineTokens,
  losses: readonly Float64Array[],
  vocabulary: Vocabulary,
  base: LogBase,
): readonly TokenScore[] {
  const scores: TokenScore[] = [];
  let missing = 0;
  rows.forEach((row, index) => {
    const first = row[0]!;
    // A row that goes on with a sentence begins with the last token of the row before.
    if (index === 0 || first === vocabulary.start) {
      scores.push({ token: vocabulary.words[first]!, logProbability: null });
    }
    losses[index]!.forEach((loss, t) => {
      const id = row[t + 1]!;
      const logProbability = -loss / natsOf(base);
      scores.push(
        id === vocabulary.unknown
          ? { token: unknown[missing++]!, logProbability, unknown: true }
          : { token: vocabulary.words[id]!, logProbability },
      );
    });
  });
  return scores;
}
