import { spawnSync } from "node:child_process";
import process from "node:process";
import { root } from "./program.ts";

/** Options that the tasks give V8 where nobody asks for others: see scripts/v8_flags.ts. */
export function taskFlags(): string {
  const { DENO_V8_FLAGS: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, ["task", "-q", "v8"], { cwd: root, env });
  return stdout.toString().trim();
}
