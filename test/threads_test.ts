/** Whether `deno task test` runs every test. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/program.ts";
import { testFilesIn, testFilesOfShare } from "./support/thread_tests.ts";

const { command }: { command: string } =
  JSON.parse(readFileSync(join(root, "deno.json"), "utf8")).tasks.test;

/** The files that a thread runs, by its one line of code. */
const filesOf = (code: string): readonly string[] => {
  const [, folder] = /^await runHere\(testFilesIn\("(.*)"\)\);$/m.exec(code) ?? [];
  if (folder !== undefined) return testFilesIn(folder);
  const [, share] = /^await runHere\(testFilesOfShare\((\d+)\)\);$/m.exec(code) ?? [];
  return share === undefined ? [] : testFilesOfShare(Number(share));
};

describe("deno task test", () => {
  it("runs the tests of every file, once", () => {
    const threads = join(root, "test", "threads");
    const run = readdirSync(threads)
      .flatMap((name) => filesOf(readFileSync(join(threads, name), "utf8")));
    const all = ["pipelines", "scripts", "src", "test"].flatMap(testFilesIn);
    assert.deepEqual(run.sort(), all.sort());
    assert(all.length > 400);
    assert.match(command, / test\/threads\/\*\.ts$/);
  });

  it("runs every example in a comment of src", () => {
    const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) => /\* ```ts$/m.test(readFileSync(join(root, "src", name), "utf8")))
      .map((name) => join("src", name));
    assert(files.length > 0);
    const [, examples = ""] = / --doc (.*) test\/threads\//.exec(command) ?? [];
    assert.deepEqual(examples.split(" ").sort(), ["mod.ts", ...files].sort());
  });
});
