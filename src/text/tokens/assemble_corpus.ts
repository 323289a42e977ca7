import type { Corpus } from "../corpus/corpus.ts";
import type { PartName } from "../sources/part_name.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { assemblePart } from "./assemble_part.ts";
import { placeUnits } from "../tokenizer/place_units.ts";
import { countSymbols, encodeUnits } from "../tokenizer/encode_units.ts";
import { type GivenVocabulary, withGiven } from "../vocabulary/given_vocabulary.ts";
import { kindOf, type Preparation } from "../tokenizer/preparation.ts";
import { firstSymbol } from "../tokenizer/symbol_table.ts";
import type { CollectedText } from "../tokenizer/text_collector.ts";
import type { CachedCorpus } from "./cached_corpus.ts";
import { specialTokens } from "../tokenizer/special_tokens.ts";

/**
 * Divides a collected text into its parts and gives it the vocabulary of the training part, or the
 * one that is given.
 */
export function assembleCorpus(
  corpus: Pick<Corpus, "hash" | "bytes">,
  text: CollectedText,
  split: CorpusConfig["split"],
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
  given?: GivenVocabulary,
): CachedCorpus {
  const { layout } = preparation;
  const kind = kindOf(preparation);
  const placed = layout.kind === "contiguous" && !("files" in split)
    ? placeUnits(text, kind.isStream, split)
    : text;
  const counts = countSymbols(placed, text.symbols.length);
  const own = kind.learn(text.symbols, counts, specialTokens(preparation));
  const vocabulary = given === undefined ? own : withGiven(own, given);
  const units = encodeUnits(placed, text.symbols, vocabulary, kind);
  let cut = 0;
  const part = (name: PartName) => {
    const assembled = assemblePart(units, name, vocabulary, layout);
    cut += assembled.cut;
    return assembled.part;
  };
  return {
    vocabulary,
    train: part("train"),
    valid: asksFor(split, "valid") ? part("valid") : undefined,
    test: asksFor(split, "test") ? part("test") : undefined,
    hash: corpus.hash,
    cut,
    counts: {
      bytes: corpus.bytes,
      documents: text.documents,
      sentences: text.sentences,
      dropped: text.dropped,
      distinct: text.symbols.length - firstSymbol,
    },
  };
}

/** Whether a split keeps a validation or test part. */
function asksFor(split: CorpusConfig["split"], name: "valid" | "test"): boolean {
  return "files" in split ? split.files[name] !== undefined : split[name] > 0;
}
