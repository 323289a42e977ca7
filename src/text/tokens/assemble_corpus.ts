import type { Corpus } from "../corpus/corpus.ts";
import type { PartName } from "../sources/part_name.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { assemblePart } from "./assemble_part.ts";
import { placeUnits } from "../tokenizer/place_units.ts";
import { countSymbols, symbolIds } from "../tokenizer/symbol_ids.ts";
import { type GivenVocabulary, withGiven } from "../tokenizer/given_vocabulary.ts";
import type { Preparation } from "../tokenizer/preparation.ts";
import { firstSymbol } from "../tokenizer/symbol_table.ts";
import type { CollectedText } from "../tokenizer/text_collector.ts";
import type { CachedCorpus } from "./cached_corpus.ts";
import { buildVocabulary, specialTokens } from "../tokenizer/vocabulary.ts";

/**
 * Divides a collected text into its parts and gives it the vocabulary of the training part, or the
 * one that is given.
 */
export function assembleCorpus(
  corpus: Pick<Corpus, "hash" | "bytes">,
  text: CollectedText,
  split: CorpusConfig["split"],
  { tokenizer, layout }: Pick<Preparation, "tokenizer" | "layout">,
  given?: GivenVocabulary,
): CachedCorpus {
  const units = layout.kind === "contiguous" && !("files" in split)
    ? placeUnits(text, tokenizer.kind, split)
    : text;
  const own = buildVocabulary(
    text.symbols,
    countSymbols(units, text.symbols.length),
    tokenizer.vocabulary,
    specialTokens(tokenizer.kind, layout.kind),
  );
  const vocabulary = given === undefined ? own : withGiven(own, given);
  const ids = symbolIds(text.symbols, vocabulary);
  let cut = 0;
  const part = (name: PartName) => {
    const assembled = assemblePart(units, name, ids, vocabulary, layout);
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
