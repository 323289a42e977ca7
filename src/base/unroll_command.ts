/** Commands as messages name them: to be typed as this program was started. */
import process from "node:process";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { programFile } from "./program_files.ts";
import { runtimeWords } from "./runtime.ts";
import { shellWord } from "./shell_word.ts";

/** Set by the tasks of deno.json: the directory in which the user typed the command. */
export const usersDirectory = "UNROLL_FROM";

/** The program's entry; empty where its modules are no files. */
const entryPath = (): string => {
  const entry = programFile("src/cli/main.ts");
  return entry.protocol === "file:" ? fileURLToPath(entry) : "";
};

/** How a program was started. */
export interface Start {
  /** Path of the script. */
  readonly script: string;
  /** Whether a task of deno.json started it. */
  readonly byTask: boolean;
  readonly directory: string;
  /** The words by which the runtime starts a script. */
  readonly runtime: readonly string[];
}

/** A command line with this program's command and its words, quoted for a shell. */
export const unrollCommand = (command: string, ...words: readonly string[]): string =>
  [unrollStart(), ...[command, ...words].map(shellWord)].join(" ");

/** What stands before a command's name, quoted for a shell. */
export const unrollStart = (): string => startWords(thisStart()).map(shellWord).join(" ");

function thisStart(): Start {
  const script = process.argv[1] ?? "";
  // Programs that use the library need not permit it to read the environment.
  const byTask = script === entryPath() && process.env[usersDirectory] !== undefined;
  return { script, byTask, directory: process.cwd(), runtime: runtimeWords() };
}

/** The words before the name of a command. */
export function startWords({ script, byTask, directory, runtime }: Start): readonly string[] {
  const entry = entryPath();
  if (/^unroll(\.\w+)?$/.test(basename(script))) return ["unroll"];
  if (script === entry && !byTask) return [...runtime, nearer(entry, directory)];
  const project = dirname(dirname(dirname(entry)));
  // Deno looks for tasks in the working directory and above.
  const isOutside = byTask && relative(project, directory).split(/[/\\]/)[0] === "..";
  return isOutside
    ? ["deno", "task", "--config", nearer(join(project, "deno.json"), directory)]
    : ["deno", "task"];
}

/** A path as it is written from `directory`, unless the whole path is shorter. */
function nearer(path: string, directory: string): string {
  const from = relative(directory, path);
  return isAbsolute(from) || from.length > path.length ? path : from;
}
