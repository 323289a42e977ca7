/** The sizes of a run's corpus and model, as its manifest has them. */
import type { Experiment } from "../../experiment/schema.ts";
import type { Model } from "../../model/model.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import type { PartSize, RunSizes } from "../../run/manifest.ts";
import { predictedPart } from "../../text/batch/predicted_part.ts";
import { countPredicted, type TokenPart } from "../../text/tokens/token_part.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";

/** Counts over the tokens that batches predict. */
export function runSizes(
  { batch }: Pick<Experiment, "batch">,
  corpus: TokenizedCorpus,
  model: Model,
): RunSizes {
  const { vocabulary, counts: { bytes, documents }, cut } = corpus;
  const sizeOf = (part: TokenPart): PartSize => {
    const { tokens, unknown } = countPredicted(predictedPart(part, batch), vocabulary.unknown);
    const sentences = batch.kind === "sentences" ? { sentences: part.offsets.length - 1 } : {};
    return { tokens, unknown, ...sentences };
  };
  const { train, valid, test } = corpus;
  return {
    parameters: parameterCount(model),
    vocabulary: vocabulary.words.length,
    bytes,
    documents,
    cut,
    train: sizeOf(train),
    ...(valid === undefined ? {} : { valid: sizeOf(valid) }),
    ...(test === undefined ? {} : { test: sizeOf(test) }),
  };
}
