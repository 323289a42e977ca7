/**
 * Standard error as people see it: messages, one per line. On a terminal there is also a live line
 * below them, which is removed before a message and restored after it.
 */
import process from "node:process";
import { Context } from "effect";
import { printable } from "./printable.ts";
import { type Device, standardStream } from "./standard_stream.ts";

export interface ScreenShape {
  /** Whether there is a live line: on a terminal that can go back in a line. */
  readonly live: boolean;
  /** Columns of the terminal, as they are now. */
  readonly columns: () => number;
  /** Shows `text`, which fits in the columns, as the live line, in place of the one before. */
  readonly draw: (text: string) => void;
  /** Takes the live line away. */
  readonly clear: () => void;
  /** Writes a message of one or more lines, control characters as escapes. */
  readonly print: (text: string) => void;
}

/** Back to the first column, and erase to the end of the line. */
const erase = "\r\x1b[K";

/**
 * A screen on a device; `dumb` is a terminal that knows no control sequences. What cannot be shown,
 * because of a full disk or a reader that went away, is lost: that is no reason to stop.
 */
export function makeScreen(device: Device, dumb: boolean): ScreenShape {
  const live = device.isTTY === true && !dumb;
  let line = "";
  const write = (text: string) => {
    try {
      device.write(text);
    } catch {
      // There is no other place to say so.
    }
  };
  const clear = () => {
    if (line !== "") write(erase);
    line = "";
  };
  return {
    live,
    columns: () => device.columns || 80,
    clear,
    draw: (text) => {
      const shown = printable(text);
      if (!live || shown === line) return;
      line = shown;
      write(erase + shown);
    },
    print: (text) => {
      const before = line === "" ? "" : erase;
      write(`${before}${printable(text)}\n${line}`);
    },
  };
}

let screen: ScreenShape | undefined;

/** Standard error of this process. */
export const standardScreen = (): ScreenShape =>
  screen ??= makeScreen(standardStream("stderr"), process.env["TERM"] === "dumb");

/** The screen of this process: standard error, unless a program provides another. */
export const Screen = Context.Reference<ScreenShape>("unroll/base/Screen", {
  defaultValue: standardScreen,
});
