/** Adjusts a program that a task of deno.json started. */
import { constants } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { realpathSync } from "node:fs";
import { programFile } from "../base/program_files.ts";
import { openLibrary, runtime } from "../base/runtime.ts";
import { usersDirectory } from "../base/unroll_command.ts";

/** The project's folder, in which its tasks start. */
const project = fileURLToPath(programFile(""));

/**
 * Changes to the user's directory: a task starts in the project's folder. A program that starts
 * elsewhere stays there.
 */
export function enterUsersFolder(): void {
  const folder = process.env[usersDirectory];
  if (folder === undefined || folder === "") return;
  try {
    if (realpathSync(process.cwd()) === realpathSync(project)) process.chdir(folder);
  } catch {
    // A folder that is gone or closed: paths are relative to the project's then.
  }
}

/**
 * Lets Ctrl-Z suspend the program. A task's parent processes do not stop with it, so the shell
 * would keep waiting for them. SIGSTOP, which no process can ignore, stops them all, and `fg`
 * continues them all.
 */
export function suspendWithTask(): void {
  if (process.env[usersDirectory] === undefined || process.platform === "win32") return;
  const stop = groupStopper();
  if (stop !== undefined) process.on("SIGTSTP", stop);
}

/** Stops every process of the terminal's foreground group, this one included. */
function groupStopper(): (() => void) | undefined {
  if (runtime.name !== "deno") return () => void process.kill(0, "SIGSTOP");
  // Deno's own kill wants the permission to run programs.
  const library = openLibrary(["libc.so.6", "libSystem.dylib", "libc.so"], {
    kill: { parameters: ["int", "int"], result: "int" },
  });
  const kill = library?.functions.kill;
  return kill && (() => void kill(0, constants.signals.SIGSTOP));
}
