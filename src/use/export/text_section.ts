import { runPreparation } from "../../experiment/setup/run_preparation.ts";
import { joiner } from "../../text/kinds/joiners.ts";
import { isTokenStream, kindOf } from "../../text/tokenizer/preparation.ts";
import type { LoadedRun } from "../load_run.ts";
import { code, markdownTable } from "./markdown.ts";

/** How text becomes ids: what a tool needs to know that does not go through Unroll. */
export function textSection({ experiment, existing, vocabulary }: LoadedRun): string {
  const preparation = runPreparation(experiment, existing.manifest);
  const { noun } = kindOf(preparation);
  const { tokenizer } = experiment;
  const lowercase = "lowercase" in tokenizer && tokenizer.lowercase;
  const special = [
    [vocabulary.start, "before the first token of a sentence"],
    [vocabulary.end, "after the last token of a sentence"],
    [vocabulary.unknown, `in place of all ${noun} that the vocabulary lacks`],
  ] as const;
  const rows = special.flatMap(([id, meaning]) =>
    id === undefined ? [] : [[String(id), code(vocabulary.words[id]!), meaning]]
  );
  const reads = isTokenStream(preparation)
    ? "The model reads a text as one stream, from its beginning on."
    : preparation.layout.kind === "contiguous"
    ? "The model reads a text on and on, with the end token after each sentence."
    : "The model reads each sentence by itself, from fresh states.";
  const joined = tokenizer.kind === "word" && vocabulary.words.some((word) => word.includes(joiner))
    ? `\n${code(joiner)} at a token's edge says that no space is there.\n`
    : "";
  const table = rows.length === 0 ? "" : `\n${markdownTable(["id", "token", "stands"], rows)}\n`;
  return `## Text and ids

Tokens are ${noun}${lowercase ? ", in lower case" : ""}.
A token's id is its place in the vocabulary, from 0.
${reads}
${joined}${table}
${cutting(existing)}`;
}

/** Where the ids of a text come from. */
const cutting = ({ vocabularyFile }: LoadedRun["existing"]): string =>
  vocabularyFile === "tokenizer.json"
    ? "The vocabulary is a `tokenizer.json`, which Hugging Face's `tokenizers` reads and gives ids by."
    : "Text must be cut as Unroll cuts it (`unroll score` and `unroll generate` do that by " +
      "themselves);\nother tokens are other ids, and the model knows nothing of them.";
