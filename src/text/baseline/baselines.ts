import { exp, log } from "../../kernels/math.ts";
import { predictedTokens, type TokenPart } from "../tokens/token_part.ts";

/** How well an n-gram model predicts: nats per token, and perplexity. */
export interface BaselineScore {
  readonly loss: number;
  readonly perplexity: number;
}

/** What a recurrent model has to beat, over the same tokens. */
export interface Baselines {
  readonly unigram: BaselineScore;
  /** With the share of the bigram that was best on the tokens measured. */
  readonly bigram: BaselineScore & { readonly weight: number };
}

/** Shares of the bigram that are tried. */
export const bigramWeights: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Loss of an n-gram model of `train` on the predicted tokens of `measured` (each row's tokens but
 * its first).
 *
 * Unigram: (count(w) + 1) / (N + V), so that a word unseen in training keeps some probability.
 * Bigram: λ · count(v, w) / count(v) + (1 − λ) · unigram(w) after a token v, with the λ of
 * {@link bigramWeights} that is best on `measured` itself (which flatters the baseline, not the
 * model); after a v that training never saw, the unigram alone. `vocabulary` is V. Linear
 * interpolation after Jelinek and Mercer (1980).
 */
export function baselines(train: TokenPart, measured: TokenPart, vocabulary: number): Baselines {
  const unigrams = new Float64Array(vocabulary); // as predicted
  const contexts = new Float64Array(vocabulary); // as what precedes
  const pairs = countPairs(measured, vocabulary);
  const seen = new Map<number, number>(); // pairs of `measured`, as often as in training
  for (const pair of pairs.keys()) seen.set(pair, 0);
  eachPair(train, (before, word) => {
    unigrams[word] = (unigrams[word] ?? 0) + 1;
    contexts[before] = (contexts[before] ?? 0) + 1;
    const pair = before * vocabulary + word;
    const count = seen.get(pair);
    if (count !== undefined) seen.set(pair, count + 1);
  });

  const total = predictedTokens(train) + vocabulary;
  const n = predictedTokens(measured);
  let unigramLoss = 0;
  const bigramLosses = bigramWeights.map(() => 0);
  for (const [pair, times] of pairs) {
    const word = pair % vocabulary, context = contexts[(pair - word) / vocabulary] ?? 0;
    const unigram = ((unigrams[word] ?? 0) + 1) / total;
    unigramLoss -= times * log(unigram);
    const bigram = context === 0 ? unigram : (seen.get(pair) ?? 0) / context;
    bigramWeights.forEach((weight, i) => {
      const probability = weight * bigram + (1 - weight) * unigram;
      bigramLosses[i] = (bigramLosses[i] ?? 0) - times * log(probability);
    });
  }
  const best = Math.min(...bigramLosses);
  const weight = bigramWeights[bigramLosses.indexOf(best)] ?? 0;
  return { unigram: score(unigramLoss / n), bigram: { ...score(best / n), weight } };
}

function score(loss: number): BaselineScore {
  return { loss, perplexity: exp(loss) };
}

/** How often each pair occurs, under `before · V + word`, in the order of first sight. */
function countPairs(part: TokenPart, vocabulary: number): Map<number, number> {
  const counts = new Map<number, number>();
  eachPair(part, (before, word) => {
    const pair = before * vocabulary + word;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  });
  return counts;
}

function eachPair(part: TokenPart, visit: (before: number, word: number) => void): void {
  for (let row = 0; row + 1 < part.offsets.length; row++) {
    const end = part.offsets[row + 1] ?? 0;
    for (let i = (part.offsets[row] ?? 0) + 1; i < end; i++) {
      visit(part.tokens[i - 1] ?? 0, part.tokens[i] ?? 0);
    }
  }
}
