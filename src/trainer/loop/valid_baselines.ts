/** The baselines of a corpus, which the trials of a process that share it compute once. */
import { type Baselines, baselines } from "../../text/baseline/baselines.ts";
import { predictedPart } from "../../text/batch/predicted_part.ts";
import type { BatchConfig } from "../../text/batch/schema.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";

const known = new WeakMap<TokenizedCorpus, Map<string, Baselines>>();

/** Baselines over the tokens of the validation part that batches predict; undefined without one. */
export function validBaselines(
  corpus: TokenizedCorpus,
  batch: BatchConfig,
): Baselines | undefined {
  const { train, valid, vocabulary } = corpus;
  if (valid === undefined) return undefined;
  const ofCorpus = known.get(corpus) ?? new Map<string, Baselines>();
  known.set(corpus, ofCorpus);
  const key = JSON.stringify(batch);
  const found = ofCorpus.get(key) ??
    baselines(train, predictedPart(valid, batch), vocabulary.words.length);
  ofCorpus.set(key, found);
  return found;
}
