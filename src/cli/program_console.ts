/** Effect's console for the program: results to standard output, messages to standard error. */
import type { Console } from "effect";
import type { OutputShape } from "../base/terminal/output.ts";
import type { ScreenShape } from "../base/terminal/screen.ts";

/** A console that writes on `output` and `screen`, and counts and times nothing. */
export function programConsole(output: OutputShape, screen: ScreenShape): Console.Console {
  const result = (...words: readonly unknown[]) => void output.write(`${words.join(" ")}\n`);
  const message = (...words: readonly unknown[]) => screen.print(words.join(" "));
  const value = (item: unknown) => result(item);
  const nothing = () => {};
  return {
    log: result,
    info: result,
    debug: result,
    dir: value,
    dirxml: result,
    table: value,
    group: result,
    groupCollapsed: result,
    error: message,
    warn: message,
    trace: message,
    assert: nothing,
    clear: nothing,
    count: nothing,
    countReset: nothing,
    groupEnd: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
  };
}
