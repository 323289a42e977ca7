import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { toPlain } from "./located.ts";
import { formatMistake } from "./mistake.ts";
import { readOverrides, setOverrides } from "./overrides.ts";

const read = (set: Readonly<Record<string, string>>) => readOverrides(setOverrides(set), 0);

function messages(set: Readonly<Record<string, string>>): readonly string[] {
  const result = read(set);
  assert.ok(Result.isFailure(result), "it was accepted");
  return result.failure.map(formatMistake);
}

describe("setOverrides and readOverrides", () => {
  it("make maps of key paths, and read values as YAML", () => {
    const set = { "a.b": "1", "a.c": "[x, true]", "d": "-", "e": "" };
    const result = Result.getOrThrow(read(set));
    assert.deepEqual(toPlain(result!), { a: { b: 1, c: ["x", true] }, d: "-", e: null });
    assert.equal(Result.getOrThrow(read({})), undefined);
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
