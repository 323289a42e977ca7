/** Whether `deno task test` runs all that stands beside the files of `src` and `scripts`. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/program.ts";
import { testFilesIn } from "../support/unit_tests.ts";

const { command }: { command: string } =
  JSON.parse(readFileSync(join(root, "deno.json"), "utf8")).tasks.test;

describe("deno task test", () => {
  it("runs the tests of every folder, once", () => {
    const units = readdirSync(join(root, "test", "units"))
      .map((name) => readFileSync(join(root, "test", "units", name), "utf8"))
      .flatMap((text) => /^await unitTestsIn\("(.*)"\);$/m.exec(text)?.slice(1) ?? []);
    const run = units.flatMap((folder) => testFilesIn(folder)).sort();
    assert.deepEqual(run, ["scripts", "src"].flatMap((folder) => testFilesIn(folder)));
    assert(run.length > 300);
    assert.match(command, / test pipelines( |$)/);
  });

  it("runs every example in a comment of src", () => {
    const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) => /\* ```ts$/m.test(readFileSync(join(root, "src", name), "utf8")))
      .map((name) => join("src", name));
    assert(files.length > 0);
    const [, examples = ""] = / --doc (.*?) test pipelines/.exec(command) ?? [];
    assert.deepEqual(examples.split(" ").sort(), ["mod.ts", ...files].sort());
  });
});
