import { sentenceEnd, sentenceStart } from "../vocabulary/vocabulary.ts";
import type { TokenKind } from "../kinds/token_kind.ts";

/**
 * Writes tokens as readable text, one after another: each call returns what the token adds. The
 * start of a sentence adds nothing; its end adds a line break once more follows. An unknown token
 * is written out.
 */
export function detokenizer(
  { speller, isStream }: Pick<TokenKind, "speller" | "isStream">,
): (token: string) => string {
  const spell = speller();
  let ends = 0; // of sentences, after which nothing has followed yet
  let begins = true;
  return (token) => {
    if (token === sentenceStart) return "";
    if (token === sentenceEnd) {
      if (!begins || isStream) ends++;
      return "";
    }
    const breaks = "\n".repeat(isStream ? ends : Math.min(ends, 1));
    const text = breaks + spell(token, begins || ends > 0);
    begins = false;
    ends = 0;
    return text;
  };
}

/** All of a text at once, see {@link detokenizer}. */
export function detokenize(
  tokens: readonly string[],
  kind: Pick<TokenKind, "speller" | "isStream">,
): string {
  return tokens.map(detokenizer(kind)).join("");
}
