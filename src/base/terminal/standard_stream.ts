/**
 * The only place that writes to standard output and standard error. A write is complete when it
 * returns, so nothing is lost when the process ends. It throws as node:fs does; the runtimes' own
 * streams treat a device that refuses writes in different ways.
 */
import process from "node:process";
import { writeAll } from "../files/atomic_write.ts";

/** What is written on. */
export interface Device {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Writes all of the text, or throws. */
  readonly write: (text: string) => unknown;
}

/** A standard stream of this process. */
export function standardStream(name: "stdout" | "stderr"): Device {
  const file = name === "stdout" ? 1 : 2;
  return {
    get isTTY() {
      return process[name].isTTY === true;
    },
    get columns() {
      return process[name].columns;
    },
    write: (text) => writeAll(file, new TextEncoder().encode(text)),
  };
}
