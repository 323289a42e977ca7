import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/program.ts";

const text = readFileSync(join(root, "docs", "reliability.md"), "utf8");

/** Rows of the tables, their heads left out. */
const rows = text.split("\n").filter((line, at, lines) =>
  line.startsWith("|") && !/^\|[-|: ]+\|$/.test(line) && lines[at - 1]?.startsWith("|")
);

/** A test file and the names of tests that are quoted behind it. */
const named = /`([\w/.]+_test\.ts)`(?:: ("[^"]+"(?:; "[^"]+")*))?/g;

describe("docs/reliability.md", () => {
  it("has a test for each row", () => {
    assert.ok(rows.length > 30);
    assert.deepEqual(rows.filter((row) => !/`[\w/.]+_test\.ts`/.test(row)), []);
  });

  it("names tests that there are", () => {
    for (const [, file, names = ""] of text.matchAll(named)) {
      const path = join(root, file!);
      assert.ok(existsSync(path), `${file} does not exist`);
      const source = readFileSync(path, "utf8");
      for (const [, name] of names.matchAll(/"([^"]+)"/g)) {
        const quoted = [`"${name}"`, `'${name}'`, `\`${name}\``];
        assert.ok(quoted.some((word) => source.includes(word)), `${file} has no test "${name}"`);
      }
    }
  });
});
