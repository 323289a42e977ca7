import { Stream } from "effect";
import type { Scorable, Window } from "./score_windows.ts";

/** UTF-16 units of a window's lines: enough of them to find many of like length. */
const windowLength = 1 << 18;

/** Lines of a program, in windows. What their source throws is a defect. */
export const windowsOf = (
  lines: Iterable<string> | AsyncIterable<string>,
): Stream.Stream<Window<Scorable>> =>
  Stream.suspend(() =>
    Stream.fromAsyncIterable(gathered(lines), (cause) => cause).pipe(Stream.orDie)
  );

async function* gathered(
  lines: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<Window<Scorable>> {
  let window: Scorable[] = [];
  let length = 0;
  let line = 0;
  for await (const text of lines) {
    window.push({ text, line: ++line });
    length += text.length + 1;
    if (length < windowLength) continue;
    yield { lines: window, bytes: 0 };
    window = [];
    length = 0;
  }
  if (window.length > 0) yield { lines: window, bytes: 0 };
}
