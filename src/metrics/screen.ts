/**
 * Standard error as people see it: messages, one a line, and on a terminal one live line below
 * them that is taken away before a message and put back after it.
 */
import process from "node:process";
import { Context } from "effect";

export interface ScreenShape {
  /** Whether there is a live line: on a terminal that can go back in a line. */
  readonly live: boolean;
  /** Columns of the terminal, as they are now. */
  readonly columns: () => number;
  /** Shows `text`, which fits in the columns, as the live line, in place of the one before. */
  readonly draw: (text: string) => void;
  /** Takes the live line away. */
  readonly clear: () => void;
  /** Writes a message of one or more lines. */
  readonly print: (text: string) => void;
}

/** What a screen is drawn on; standard error has this shape. */
export interface Device {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** Back to the first column, and erase to the end of the line. */
const erase = "\r\x1b[K";

/** A screen on a device; `dumb` is a terminal that knows no control sequences. */
export function makeScreen(device: Device, dumb: boolean): ScreenShape {
  const live = device.isTTY === true && !dumb;
  let line = "";
  const clear = () => {
    if (line !== "") device.write(erase);
    line = "";
  };
  return {
    live,
    columns: () => device.columns || 80,
    clear,
    draw: (text) => {
      if (!live || text === line) return;
      line = text;
      device.write(erase + text);
    },
    print: (text) => {
      const before = line === "" ? "" : erase;
      device.write(`${before}${text}\n${line}`);
    },
  };
}

/** The screen of this process: standard error, unless a program provides another. */
export const Screen = Context.Reference<ScreenShape>("unroll/metrics/Screen", {
  defaultValue: () => {
    // A reader of standard error that goes away is no reason to stop training.
    process.stderr.on("error", () => {});
    return makeScreen(process.stderr, process.env["TERM"] === "dumb");
  },
});
