/** The program as its users start it: a process of its own, in a folder of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "src", "cli", "main.ts");

/** The permissions that deno.json's tasks give the program. */
const permissions = taskPermissions();

function taskPermissions(): readonly string[] {
  const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
  const { command }: { command: string } = tasks.unroll;
  const [, main = ""] = command.split(") "); // behind what finds the options
  return main.split(" ").filter((word) => word.startsWith("-"));
}

export type RuntimeUnderTest = "deno" | "bun";

/** Whether the second runtime is on this machine. */
export const hasBun = spawnSync("bun", ["--version"]).status === 0;

export interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** When standard error first matches; rejected if the program ends before. */
  readonly said: (pattern: RegExp) => Promise<void>;
}

export interface ProgramOptions {
  /** Working directory: runs and the token cache go there. */
  readonly folder: string;
  readonly runtime?: RuntimeUnderTest;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Beside those that the program always has. */
  readonly permissions?: readonly string[];
  /** Whether it leads a process group of its own. */
  readonly detached?: boolean;
  /** What a shell does with the command line `"$@"`. */
  readonly shell?: string;
}

/** Starts the program with a command line. */
export function start(
  args: readonly string[],
  { folder, runtime = "deno", input, env = {}, permissions: more = [], detached = false, shell }:
    ProgramOptions,
): Started {
  const [command, first] = runtime === "deno"
    ? [process.execPath, ["run", ...permissions, ...more, main]]
    : ["bun", [main]];
  const line = [command, ...first, ...args];
  const [program, ...rest] = shell === undefined ? line : ["sh", "-c", shell, "sh", ...line];
  // A task that started the tests has not started the program.
  const { UNROLL_FROM: _, ...inherited } = process.env;
  const child = spawn(program!, rest, {
    cwd: folder,
    detached,
    env: { ...inherited, NO_COLOR: "1", ...env },
  });
  let stdout = "";
  let stderr = "";
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = withoutWaiting(stderr + text);
    for (const look of waiting) look();
  });
  child.stdin.on("error", () => {}); // one that ends before it has read everything
  child.stdin.end(input ?? "");
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      // Deno reports an exit with 130 as an end by SIGINT.
      resolve({ status: signal === "SIGINT" ? 130 : status, stdout, stderr });
    });
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const missed = (what: string) => reject(new Error(`${what} ${pattern}:\n${stderr}`));
      const timer = setTimeout(() => missed("Not said in two minutes:"), 120_000);
      const look = () => {
        if (!pattern.test(stderr)) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      ended.then(() => missed("Ended without"), reject).finally(() => clearTimeout(timer));
    });
  return { child, ended, said };
}

/** Runs a command line to its end. */
export const unroll = (args: readonly string[], options: ProgramOptions): Promise<Ended> =>
  start(args, options).ended;

/** What Deno says where several of its processes start at once is none of the program's words. */
const withoutWaiting = (text: string) =>
  text.replace(/^Blocking waiting for file lock on .*\n/gm, "");
