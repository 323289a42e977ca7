import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { placeAt, placeInText, toPlain, valueAt } from "./located.ts";
import { formatMistake } from "./mistake.ts";
import { readYaml } from "./read_yaml.ts";

const source = { order: 0, label: "a.yaml", directory: "/", isFile: true };

function located(text: string) {
  const result = readYaml(text, source);
  if (Result.isFailure(result)) {
    assert.fail(result.failure.map(formatMistake).join("\n"));
  }
  return result.success;
}

const plain = (text: string) => toPlain(located(text));

describe("readYaml", () => {
  it("gives back what was written", () => {
    const name = fc.string({ minLength: 1, maxLength: 4 }).filter((key) => key !== "__proto__");
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.constant(null),
      ),
      tree: fc.oneof(
        { maxDepth: 3 },
        tie("leaf"),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(name, tie("tree"), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => {
      const written = stringify(value);
      assert.deepEqual(plain(written), value);
    }));
  });

  it("knows line and column of keys and values", () => {
    const tree = located("a: 1\r\nb:\r\n  c: [2, { d: 3 }]\r\n");
    const { line, column } = placeAt(tree, ["b", "c", "1", "d"]);
    assert.deepEqual([line, column], [3, 15]);
    assert.equal(placeAt(tree, ["b", "c"], "key").column, 3);
    assert.equal(placeAt(tree, ["b", "missing", "deep"]).line, 3);
    assert.equal(placeAt(tree, ["missing"]).line, 1);
  });

  it("takes the anchor that was written last for an alias, not one that an alias holds", () => {
    const text = "a: &a [&b 1]\nb: &b 2\nc: *a\nd: *b\n";
    assert.deepEqual(plain(text), { a: [1], b: 2, c: [1], d: 2 });
  });
  it("unfolds aliases, placed where they are used", () => {
    const tree = located("a: &x { k: 1 }\nb: *x\nc: &x 2\nd: *x\n");
    assert.deepEqual(toPlain(tree), { a: { k: 1 }, b: { k: 1 }, c: 2, d: 2 });
    assert.equal(placeAt(tree, ["b"]).line, 2);
    assert.equal(placeAt(tree, ["b", "k"]).line, 1);
  });

  it("refuses YAML of another version at its directive", () => {
    const at = (text: string) => {
      const read = readYaml(text, source);
      assert.ok(Result.isFailure(read), "it was accepted");
      return read.failure.map(formatMistake);
    };
    assert.deepEqual(at("# old\n%YAML 1.1\n---\nseed: 010\n"), [
      "a.yaml:2:1: A config is YAML 1.2, where 010 is ten and yes is a text: expected no %YAML 1.1; " +
      "write numbers, true and false as YAML 1.2 does",
    ]);
    assert.match(at("%YAML 1.3\n---\nseed: 010\n").join(), /^a\.yaml:1:\d+: .*version 1\.3/);
    assert.deepEqual(plain("%YAML 1.2\n---\nseed: 010\n"), { seed: 10 });
    assert.deepEqual(plain("a: |\n  %YAML 1.1\n"), { a: "%YAML 1.1\n" });
  });

  it("takes YAML 1.2's numbers and words, and no more", () => {
    assert.deepEqual(
      plain("[1e-3, 0x10, 0o17, .5, yes, 2024-01-01, 1_000, ~]"),
      [
        0.001,
        16,
        15,
        0.5,
        "yes",
        "2024-01-01",
        "1_000",
        null,
      ],
    );
  });

  it("knows where the lines of a text are", () => {
    const text =
      "cells:\n  a: |\n    one\n\n      two\n  b: 'three'\n  c: four\n  d: >\n    five\n    six\n";
    const tree = located(text);
    const at = (key: string, line: number, column: number) => {
      const place = placeInText(tree, ["cells", key], { line, column });
      return [place.line, place.column];
    };
    assert.deepEqual(at("a", 1, 1), [3, 5]);
    assert.deepEqual(at("a", 3, 3), [5, 7]);
    assert.deepEqual(at("b", 1, 1), [6, 7]);
    assert.deepEqual(at("c", 1, 2), [7, 7]);
    // A folded text has lines of its own: its place is all that can be told.
    const folded = valueAt(tree, ["cells", "d"])!.place;
    assert.deepEqual(at("d", 1, 9), [folded.line, folded.column]);
  });

  it("refuses too deep a tree and finds several mistakes at once", () => {
    const deep = readYaml(`${"[".repeat(80)}${"]".repeat(80)}`, source);
    assert.ok(Result.isFailure(deep));
    assert.match(deep.failure[0]!.message, /Nested more than 60 levels/);
    const nested = (lists: number) => readYaml("[".repeat(lists) + "]".repeat(lists), source);
    assert.deepEqual([61, 62].map((lists) => Result.isSuccess(nested(lists))), [true, false]);
    const twice = readYaml("a: 1\na: 2\nb: { c: 1, c: 2 }\n", source);
    assert.ok(Result.isFailure(twice));
    assert.deepEqual(twice.failure.map(({ path }) => path.join(".")), [
      "a",
      "b.c",
    ]);
  });

  it("refuses a mebibyte that would take seconds by counting its words and signs", () => {
    const fill = (unit: string) => unit.repeat(Math.floor(2 ** 20 / unit.length));
    const units = ["[", "{a: ", "- ", "? ", "]", "}", "&a ", "*a ", "!!set ", "\n", "#\n"];
    const hostile = [...units.map(fill), `[${fill("a,")}]`, `[${fill("'',")}]`, `[${fill("*a,")}]`];
    for (const text of hostile) {
      const result = readYaml(text, source);
      assert.ok(Result.isFailure(result), text.slice(0, 20));
      assert.match(result.failure[0]!.message, /Holds more than 50000 words and signs of YAML/);
    }
  });

  it("takes a long text that is one word of YAML", () => {
    const value = "x".repeat(500_000);
    assert.deepEqual(plain(`a: "${value}"\n`), { a: value });
  });

  it("answers any text with a value or mistakes", () => {
    const signs = "[ ] { } - ? : , # & * ! | > ' \" % @ ` \\ ~ . 0 1 a b << --- ...".split(" ");
    const unit = fc.oneof(
      fc.constantFrom(...signs, " ", "\n", "\r\n", "\t", "  ", "\ufeff", "\0", "\u2028", "é"),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
        const result = readYaml(units.join(""), source);
        if (Result.isSuccess(result)) JSON.stringify(toPlain(result.success));
        else assert.ok(result.failure.length > 0 && result.failure.every(formatMistake));
      }),
      { numRuns: 300 },
    );
  });
});
