import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { toPlain } from "./located.ts";
import { formatMistake } from "./mistake.ts";
import { readOverrides, setOverrides } from "./overrides.ts";

const read = (set: Readonly<Record<string, string>>) =>
  readOverrides(setOverrides(set, ["file.path"]), 0);

function messages(set: Readonly<Record<string, string>>): readonly string[] {
  const result = read(set);
  assert.ok(Result.isFailure(result), "it was accepted");
  return result.failure.map(formatMistake);
}

describe("setOverrides and readOverrides", () => {
  it("make maps of key paths, and read values as YAML", () => {
    const set = { "a.b": "1", "a.c": "[x, true]", "e": "" };
    const result = Result.getOrThrow(read(set));
    assert.deepEqual(toPlain(result!), { a: { b: 1, c: ["x", true] }, e: null });
    assert.equal(Result.getOrThrow(read({})), undefined);
  });

  it("take the name of a file as it was typed, or in quotes", () => {
    const texts = ["my #2.txt", "*", "[1]/text.txt", "{a,b}/text.txt", "!t.txt", "123", "~", "-"];
    texts.push("&a.txt", "blank ", " b", "#5", "a: b", "true", "'", "it's", '"a" b', "a\\n");
    for (const path of texts) {
      const config = Result.getOrThrow(read({ "file.path": path, "file.number": "1" }));
      assert.deepEqual(toPlain(config!), { file: { path, number: 1 } });
    }
    for (const quoted of ['"a #\\u0041"', "'a #A'"]) {
      const config = Result.getOrThrow(read({ "file.path": quoted }));
      assert.deepEqual(toPlain(config!), { file: { path: "a #A" } });
    }
    assert.match(messages({ "file.path": "'a' 'b'" })[0]!, /file.path: Not valid YAML/);
  });

  it("refuse what YAML would cut at a comment", () => {
    for (const name of ["my #2", "#2", "{a: b} # c", "[x, y #2]", '"a" #b', "|\n  a\n# b"]) {
      assert.match(messages({ name })[0]!, /name: YAML takes " #" and what follows for a comment/);
    }
    for (const [name, value] of [["a#b", "a#b"], ["'a #b'", "a #b"], ["|-\n  # a", "# a"]]) {
      assert.deepEqual(toPlain(Result.getOrThrow(read({ name: name! }))!), { name: value });
    }
  });

  it("refuse paths that name no key", () => {
    for (const path of ["", ".", "a..b", "a. ", "__proto__", "a.__proto__.b"]) {
      assert.match(messages({ [path]: "1" })[0]!, /Expected keys joined by dots such as/);
    }
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it("refuse values that explode, nest or never end", () => {
    const path = "a.b";
    const deep = Array(70).fill("k").join(".");
    assert.match(messages({ [deep]: "[1]" })[0]!, /Nested more than 60 levels deep/);
    assert.match(messages({ [path]: "[".repeat(100_000) })[0]!, /more than 50000 words and signs/);
    assert.match(messages({ [path]: "[".repeat(10_000) })[0]!, /nested too deeply/i);
    assert.match(messages({ [path]: "[&a [*a]]" })[0]!, /The alias "a" holds itself/);
  });

  it("answer any flags with a config or mistakes", () => {
    const key = fc.oneof(
      fc.constantFrom("a", "b", "__proto__", "constructor", "extends", ""),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join("."));
    const value = fc.oneof(
      fc.constantFrom("1e999", "0x1F", ".nan", "{a: 1}", "[", "&a *a", "!!set {}", "\n- \t", "---"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.dictionary(path, value, { maxKeys: 4, noNullPrototype: true }), (set) => {
        const result = read(set);
        if (Result.isFailure(result)) assert.ok(result.failure.every(formatMistake));
        else if (result.success !== undefined) JSON.stringify(toPlain(result.success));
      }),
      { numRuns: 300 },
    );
    assert.equal(({} as { a?: unknown }).a, undefined);
  });
});
