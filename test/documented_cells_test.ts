/** The YAML and the TypeScript of docs/cells.md are right. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { parse } from "yaml";
import { checkedGradient, largestError } from "../pipelines/check_gradient.ts";
import { builtinFunctions } from "../src/model/equations/functions.ts";
import { decodeWithGates } from "../src/experiment/decode_experiment.ts";
import { root } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const text = readFileSync(join(root, "docs", "cells.md"), "utf8");
const blocks = (language: string) =>
  [...text.matchAll(new RegExp("^```" + language + "\\n([^]*?)^```", "gm"))].map(([, code]) =>
    code!
  );
const [code, ...more] = blocks("ts");
const folder = testFolder({ "my_gates.ts": code! });

describe("docs/cells.md", () => {
  it("has one file of gates", () => assert.deepEqual(more, []));

  for (const block of blocks("yaml")) {
    it(`shows a cell that is right: ${block.split("\n").slice(0, 2).join(" ")}`, async () => {
      const config: { readonly gates?: string } = parse(block);
      const object = { name: "a", corpus: { path: "a.txt" }, ...config };
      const gates = config.gates === undefined ? {} : { gates: join(folder, config.gates) };
      const read = await Effect.runPromise(
        decodeWithGates({ ...object, ...gates }, { allowCode: true }),
      );
      const checked = checkedGradient({ ...read, source: undefined });
      const { errors, mistakes } = await Effect.runPromise(checked);
      assert.deepEqual(mistakes, []);
      for (const [key, error] of errors) assert(error <= largestError, `${key}: ${error}`);
    });
  }

  it("names every function", () => {
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) => [...row.matchAll(/`([a-z]+)\(/g)].map(([, name]) => name));
    for (const name of builtinFunctions.keys()) assert(named.includes(name), name);
  });
});
