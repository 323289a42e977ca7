import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { root } from "./program.ts";

/**
 * What the task of `folder` gives V8 (see scripts/prepare.ts), where `asked` stands in DENO_V8_FLAGS already.
 * Not by spawnSync, whose processes under Deno 2.9 have all variables of this one.
 */
export async function taskFlags(asked?: string, folder = root): Promise<string> {
  const { DENO_V8_FLAGS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["task", "-q", "v8"], {
    cwd: folder,
    env: { ...env, ...(asked === undefined ? {} : { DENO_V8_FLAGS: asked }) },
  });
  return stdout.trim();
}
