/**
 * Standard output and standard error, the only place that writes to them. A write is done when it
 * returns, so that nothing is lost when the process ends, and throws as node:fs does: what a stream
 * of the runtime does with a device that refuses depends on the runtime and on the device.
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
