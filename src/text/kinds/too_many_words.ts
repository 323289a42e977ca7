import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/**
 * Maximum number of different words in a text, as written. Each takes some 300 bytes until the
 * vocabulary is made, so a text of nothing but new words must be limited.
 */
export const mostWords = 5_000_000;

/** A text of nearly nothing but new words. */
export class TooManyWords extends InputError.extend<TooManyWords>("TooManyWords")({
  _tag: Schema.tag("TooManyWords"),
  limit: Schema.Number,
}) {
  override get message(): string {
    return `corpus: The text has more than ${
      this.limit.toLocaleString("en-US")
    } different words; ` +
      "read it as characters (tokenizer.kind: char) or take a smaller corpus";
  }
}
