import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const fastest = "--experimental-wasm-revectorize,--no-wasm-bounds-checks";

/** What the task prints where V8 was asked for something already. */
function printed(asked: string | undefined, folder = root): string {
  const { DENO_V8_FLAGS: _, ...env } = process.env;
  const { stdout, status } = spawnSync(process.execPath, ["task", "-q", "v8"], {
    cwd: folder,
    env: { ...env, ...(asked === undefined ? {} : { DENO_V8_FLAGS: asked }) },
    encoding: "utf8",
  });
  assert.equal(status, 0);
  return stdout.trim();
}

const known = printed(undefined) === fastest;

describe("the options of V8", () => {
  it("are those that are fastest, where V8 knows them", () => {
    assert(known || printed(undefined) === "--wasm-bounds-checks");
  });

  it("are harmless where V8 does not know them", () => {
    const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const { command }: { command: string } = tasks.v8;
    const elsewhere = command.replace("--experimental-wasm-revectorize", "--no-such-option");
    assert.notEqual(elsewhere, command);
    const folder = mkdtempSync(join(tmpdir(), "unroll-v8-"));
    try {
      const task = elsewhere.replace("scripts/", `${root}scripts/`);
      writeFileSync(join(folder, "deno.json"), JSON.stringify({ tasks: { v8: task } }));
      assert.equal(printed(undefined, folder), "--wasm-bounds-checks");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  (known ? it : it.skip)("stand before what was asked for", () => {
    assert.equal(printed("--stack-size=2000"), `${fastest},--stack-size=2000`);
  });

  (known ? it : it.skip)("are the user's where those speak of them", () => {
    for (const asked of ["--wasm-bounds-checks", `--max-lazy,${fastest}`]) {
      assert.equal(printed(asked), asked);
    }
  });
});
