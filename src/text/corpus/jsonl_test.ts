import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { flat, inChunks } from "./test_chunks.ts";
import { readJsonLines } from "./jsonl.ts";

const read = (text: string, cuts: readonly number[] = []) =>
  flat(readJsonLines("f.jsonl", inChunks(text, cuts), "body"));

describe("readJsonLines", () => {
  it("takes a field of each object and skips blank lines", async () => {
    assert.deepEqual(await read('{"body":"a\\nb"}\n \n{"id":1,"body":"\\ud800x"}'), [
      { text: "a\nb", line: 1 },
      { text: "\ufffdx", line: 3 },
    ]);
  });
  for (
    const [text, message] of [
      [
        '{"body":"a"}\n{"id":1,"txt":2}',
        'f.jsonl:2: Missing field "body"; the object has "id", "txt"',
      ],
      ["{}", 'f.jsonl:1: Missing field "body"; the object has none'],
      ['{"body":7}', 'f.jsonl:1: Expected text in field "body", got 7'],
      ['{"body":null}', 'f.jsonl:1: Expected text in field "body", got null'],
      ["\n[1]", "f.jsonl:2: Expected a JSON object, got [1]"],
      ["{", "f.jsonl:1: Expected a JSON object, got {"],
      ['"toString"', 'f.jsonl:1: Expected a JSON object, got "toString"'],
    ] as const
  ) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      await assert.rejects(read(text), (e) => e instanceof InputError && e.message === message);
    });
  }
  it("keeps its messages short whatever the objects are", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key ${i}`, i]));
    for (const text of [`{"body":${deep}}`, deep, JSON.stringify(keys), "x".repeat(100_000)]) {
      await assert.rejects(read(text), (e) => e instanceof InputError && e.message.length < 1000);
    }
  });
  it("gives lines or an InputError for any text", async () => {
    const unit = fc.oneof(
      fc.constantFrom(...'{ } [ ] : , 1 null true "body" "body": "a" \\u0000'.split(" "), "\n"),
      fc.string({ unit: "binary", maxLength: 2 }),
    );
    const text = fc.oneof(
      fc.array(unit, { maxLength: 15 }).map((units) => units.join("")),
      fc.json(),
      fc.jsonValue().map((body) => JSON.stringify({ body })),
    );
    await fc.assert(fc.asyncProperty(text, fc.array(fc.nat()), async (text, cuts) => {
      try {
        await read(text, cuts);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, /^f\.jsonl:\d+: [A-Z]/);
      }
    }));
  });
  it("gives back any texts however the file is cut", async () => {
    const texts = fc.array(fc.string({ unit: "grapheme" }));
    await fc.assert(fc.asyncProperty(texts, fc.array(fc.nat()), async (texts, cuts) => {
      const file = texts.map((body) => JSON.stringify({ body }) + "\n").join("");
      assert.deepEqual((await read(file, cuts)).map((line) => line.text), texts);
    }));
  });
});
