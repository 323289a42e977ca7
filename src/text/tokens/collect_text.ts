import { Effect, Stream } from "effect";
import { corpusFailure } from "../sources/corpus_failure.ts";
import type { Document } from "../corpus/document.ts";
import type { InputError } from "../../base/errors.ts";
import type { Preparation } from "../tokenizer/preparation.ts";
import type { Shares } from "../tokenizer/split.ts";
import { type CollectedText, textCollector } from "../tokenizer/text_collector.ts";

/**
 * Documents as symbols. All text takes this path: training, evaluation and prompts.
 *
 * @param shares that decide the part of a sentence; undefined puts every one in training
 * @param onChunk called with each chunk after it is processed
 */
export const collectText = Effect.fn("collectText")(function* (
  documents: Stream.Stream<Document, InputError>,
  preparation: Preparation,
  shares: Shares | undefined,
  onChunk: (chunk: readonly Document[]) => void = () => {},
): Effect.fn.Return<CollectedText, InputError> {
  const collector = textCollector(preparation, shares);
  yield* Stream.runForEachArray(documents, (chunk) =>
    Effect.try({
      try: () => {
        chunk.forEach(collector.add);
        onChunk(chunk);
      },
      catch: corpusFailure("corpus"),
    }));
  return collector.finish();
});
