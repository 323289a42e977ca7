import { Effect, Stream } from "effect";
import type { InputError } from "../../base/errors.ts";
import { streamLines } from "../../text/corpus/stream_lines.ts";

/** Characters after which no more lines are read: more than the tokens that are looked at have. */
const enough = 40_000;

/** The first lines of a file, gzipped or not, or with `-` of standard input. */
export const readBeginning = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<string, InputError> {
  const lines: string[] = [];
  let length = 0;
  const { reads } = yield* streamLines(path);
  yield* Stream.runForEachWhile(reads, (read) =>
    Effect.sync(() => {
      for (const { text } of read.lines) {
        lines.push(text);
        length += text.length + 1;
        if (length > enough) return false;
      }
      return true;
    }));
  return lines.join("\n");
});
