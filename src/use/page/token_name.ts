import { detokenize } from "../../text/tokenizer/detokenize.ts";
import { kindOf } from "../../text/tokenizer/preparation.ts";
import type { OpenedModel } from "../generation/open_model.ts";
import { shownText } from "./shown_text.ts";

/**
 * How tokens are called where they stand alone: as they are written, white space made visible. A part
 * of a character is called as in the vocabulary, and the end of a sentence `end`.
 */
export function tokenNames(
  { vocabulary: { words, end }, preparation }: Pick<OpenedModel, "vocabulary" | "preparation">,
): (token: number) => string {
  const kind = kindOf(preparation);
  return (token) => {
    if (token === end) return "end";
    const text = detokenize([words[token]!], kind);
    return text === "" ? words[token]! : shownText(text);
  };
}
