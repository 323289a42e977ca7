import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { root } from "./program.ts";

/** Options that the tasks give V8 where nobody asks for others: see scripts/v8_flags.ts. */
export async function taskFlags(): Promise<string> {
  const { DENO_V8_FLAGS: _, ...env } = process.env;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["task", "-q", "v8"], { cwd: root, env });
  return stdout.trim();
}
