import * as fs from "node:fs";
import process from "node:process";
import { errorCode } from "../base/files/system_error.ts";

/** Number of the device /dev/null on Linux. */
const nowhere = 0x103;

/**
 * Whether `nohup` started the program, so that it outlives its terminal. That it ignores SIGHUP is
 * gone by now, since the runtime listens to it; but standard input, which was the terminal, is a
 * /dev/null that can't be read.
 */
export function outlivesTerminal(): boolean {
  if (process.platform !== "linux") return false;
  try {
    if (fs.fstatSync(0).rdev === nowhere) fs.readSync(0, new Uint8Array(1));
    return false;
  } catch (cause) {
    return errorCode(cause) === "EBADF";
  }
}
