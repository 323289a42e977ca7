import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const fastest = "--experimental-wasm-revectorize,--no-wasm-bounds-checks";

/** What the task prints where V8 was asked for something already. */
async function printed(asked: string | undefined, folder = root): Promise<string> {
  // not by spawnSync, whose processes under Deno 2.9 have all variables of this one
  const { DENO_V8_FLAGS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["task", "-q", "v8"], {
    cwd: folder,
    env: { ...env, ...(asked === undefined ? {} : { DENO_V8_FLAGS: asked }) },
  });
  return stdout.trim();
}

const known = await printed(undefined) === fastest;

describe("the options of V8", () => {
  it("are those that are fastest, where V8 knows them", async () => {
    assert(known || await printed(undefined) === "--wasm-bounds-checks");
  });

  it("are harmless where V8 does not know them", async () => {
    const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const { command }: { command: string } = tasks.v8;
    const elsewhere = command.replaceAll("--experimental-wasm-revectorize", "--no-such-option");
    assert.notEqual(elsewhere, command);
    const folder = mkdtempSync(join(tmpdir(), "unroll-v8-"));
    try {
      const task = elsewhere.replaceAll("scripts/", `${root}scripts/`);
      writeFileSync(join(folder, "deno.json"), JSON.stringify({ tasks: { v8: task } }));
      assert.equal(await printed(undefined, folder), "--wasm-bounds-checks");
      assert.equal(
        await printed("--stack-size=2000", folder),
        "--wasm-bounds-checks,--stack-size=2000",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  (known ? it : it.skip)("stand before what was asked for", async () => {
    for (const asked of ["--stack-size=2000", "--trace-wasm-revectorize"]) {
      assert.equal(await printed(asked), `${fastest},${asked}`);
    }
  });

  (known ? it : it.skip)("are the user's where those speak of them", async () => {
    for (const asked of ["--wasm-bounds-checks", `--max-lazy,${fastest}`]) {
      assert.equal(await printed(asked), asked);
    }
  });
});
