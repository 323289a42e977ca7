import process from "node:process";
import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { utf8Decoder } from "../../text/corpus/utf8.ts";
import { corpusFailure } from "../../text/sources/corpus_failure.ts";

/** Bytes of a prompt at most. */
const most = 1 << 24;

/** More on standard input than a prompt may have. */
export class PromptTooLong extends InputError.extend<PromptTooLong>("PromptTooLong")({
  _tag: Schema.tag("PromptTooLong"),
}) {
  override get message(): string {
    return `--prompt -: Expected at most ${most / 2 ** 20} MiB on standard input, got more`;
  }
}

/** All of standard input as a prompt; a line break at its end is dropped, as a shell's $(…) does. */
export const readStandardInput = (
  input: AsyncIterable<Uint8Array> = process.stdin,
): Effect.Effect<string, InputError> =>
  Effect.tryPromise({
    try: async () => {
      const { push, end } = utf8Decoder("standard input");
      let text = "", bytes = 0;
      for await (const chunk of input) {
        bytes += chunk.length;
        if (bytes > most) throw new PromptTooLong();
        text += push(chunk);
      }
      end();
      return text.replace(/\r?\n$/, "");
    },
    catch: corpusFailure("--prompt -"),
  });
