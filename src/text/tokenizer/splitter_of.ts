import { earlierSplitter } from "../earlier/sentence_splitter.ts";
import { documentSplitter, lineSplitter } from "../sentences/line_splitter.ts";
import { ruleSplitter } from "../sentences/rule_splitter.ts";
import type { SentenceSplitter } from "../sentences/sentence_splitter.ts";
import { type Preparation, sentencesOf } from "./preparation.ts";

/** What cuts the documents of a text into sentences. */
export function splitterOf(
  preparation: Pick<Preparation, "sentences" | "tokenizer" | "version">,
): SentenceSplitter {
  switch (sentencesOf(preparation)) {
    case "rules":
      return preparation.version < 3 ? earlierSplitter() : ruleSplitter();
    case "lines":
      return lineSplitter();
    case "none":
      return documentSplitter();
  }
}
