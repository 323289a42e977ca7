/**
 * Standard output, where results go. Printing never stops work: a training is worth more than a
 * line about it. If the device refuses, a message says so at once and the program ends with status
 * 1. A reader that goes away, as `head` does, is no failure. In both cases nothing more is written,
 * since it would follow a gap.
 */
import { Context } from "effect";
import { describeFileError, errorCode } from "../files/system_error.ts";
import { escapeControls } from "./printable.ts";
import { type ScreenShape, standardScreen } from "./screen.ts";
import { type Device, standardStream } from "./standard_stream.ts";

export interface OutputShape {
  /**
   * Writes a text as it can be shown on a terminal, without a line break behind it. Answers whether
   * it makes sense to write more.
   */
  readonly write: (text: string) => boolean;
  /** The same for a text that was given and is given back: as it is, unless on a terminal. */
  readonly giveBack: (text: string) => boolean;
  /** Whether people see at once what is written. */
  readonly isTerminal: boolean;
  /** Whether the device refused something that was written. */
  readonly refused: () => boolean;
}

/** Results on a device; if the device refuses them, `screen` says so. */
export function makeOutput(device: Device, screen: Pick<ScreenShape, "print">): OutputShape {
  let state: "open" | "left" | "refused" = "open";
  const write = (text: string): boolean => {
    if (state !== "open") return false;
    try {
      device.write(text);
      return true;
    } catch (cause) {
      state = errorCode(cause) === "EPIPE" ? "left" : "refused";
      if (state === "refused") {
        screen.print(`Cannot write to standard output: ${describeFileError(cause)}`);
      }
      return false;
    }
  };
  const isTerminal = device.isTTY === true;
  return {
    isTerminal,
    refused: () => state === "refused",
    write: (text) => write(escapeControls(text)),
    giveBack: (text) => write(isTerminal ? escapeControls(text) : text),
  };
}

let output: OutputShape | undefined;

/** Standard output of this process. */
export const standardOutput = (): OutputShape =>
  output ??= makeOutput(standardStream("stdout"), standardScreen());

/** Where results go: standard output, unless a program provides another. */
export const Output = Context.Reference<OutputShape>("unroll/base/Output", {
  defaultValue: standardOutput,
});
