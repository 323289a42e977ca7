import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../test/support/program.ts";
import { taskFlags } from "../test/support/task_flags.ts";
import { testFolder } from "../test/support/test_folder.ts";

const fastest = "--experimental-wasm-revectorize,--no-wasm-bounds-checks";

const known = await taskFlags() === fastest;

describe("the options of V8", () => {
  it("are those that are fastest, where V8 knows them", async () => {
    assert(known || await taskFlags() === "--wasm-bounds-checks");
  });

  it("are harmless where V8 does not know them", async () => {
    const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
    const script = readFileSync(join(root, "scripts", "prepare.ts"), "utf8");
    const elsewhere = script.replaceAll("--experimental-wasm-revectorize", "--no-such-option");
    assert.notEqual(elsewhere, script);
    const folder = testFolder({
      "deno.json": JSON.stringify({ tasks: { v8: tasks.v8 } }),
      "node_modules/a": "",
      "scripts/prepare.ts": elsewhere,
    });
    assert.equal(await taskFlags(undefined, folder), "--wasm-bounds-checks");
    assert.equal(
      await taskFlags("--stack-size=2000", folder),
      "--wasm-bounds-checks,--stack-size=2000",
    );
  });

  (known ? it : it.skip)("stand before what was asked for", async () => {
    for (const asked of ["--stack-size=2000", "--trace-wasm-revectorize"]) {
      assert.equal(await taskFlags(asked), `${fastest},${asked}`);
    }
  });

  (known ? it : it.skip)("are the user's where those speak of them", async () => {
    for (const asked of ["--wasm-bounds-checks", `--max-lazy,${fastest}`]) {
      assert.equal(await taskFlags(asked), asked);
    }
  });
});
