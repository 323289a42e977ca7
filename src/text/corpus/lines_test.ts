import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { flat, inChunks } from "./test_chunks.ts";
import { InputError } from "../../base/errors.ts";
import { linesOf, readLines } from "./lines.ts";

const lines = (text: string, cuts: readonly number[] = []) =>
  flat(readLines(inChunks(text, cuts), "f.txt"));

describe("readLines", () => {
  it("numbers lines and keeps empty ones", async () => {
    assert.deepEqual(await lines("a\n\nb\r\nc"), [
      { text: "a", line: 1 },
      { text: "", line: 2 },
      { text: "b", line: 3 },
      { text: "c", line: 4 },
    ]);
  });
  it("ends no further line with the last line break", async () => {
    assert.deepEqual(await lines("a\n"), [{ text: "a", line: 1 }]);
    assert.deepEqual(await lines(""), []);
  });
  it("takes a line as long as it may be", async () => {
    const chunks = async function* () {
      yield await Promise.resolve("12345");
    };
    assert.equal((await flat(readLines(chunks(), "f", { longest: 5 }))).length, 1);
    await assert.rejects(
      flat(readLines(chunks(), "f", { longest: 4 })),
      /^EndlessLine: f:1: .* than 4 /,
    );
  });
  it("refuses a line that never ends as soon as it is too long", async () => {
    async function* endless() {
      yield await Promise.resolve("short\n");
      for (let i = 0; i < 100; i++) yield "x".repeat(10);
      assert.fail("it was read to its end");
    }
    await assert.rejects(
      flat(readLines(endless(), "f.txt", { longest: 95 })),
      (e) =>
        e instanceof InputError &&
        /^f\.txt:2: The line is longer than 95 characters; .* format "text"$/.test(e.message),
    );
  });
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "\u{1f600}") });
  const cuts = fc.array(fc.nat());
  it("gives the same lines however the text is cut", async () => {
    await fc.assert(fc.asyncProperty(text, cuts, async (text, cuts) => {
      const expected = text.split("\n");
      if (expected.at(-1) === "") expected.pop();
      const found = await lines(text, cuts);
      assert.deepEqual(found.map((line) => line.text), expected.map((l) => l.replace(/\r$/, "")));
      assert.deepEqual(found.map((line) => line.line), expected.map((_, i) => i + 1));
    }));
  });
  it("ends lines with a CR alone where it is asked to", async () => {
    await fc.assert(fc.asyncProperty(text, cuts, async (text, cuts) => {
      const found = await flat(readLines(inChunks(text, cuts), "f.txt", { ends: "any" }));
      assert.deepEqual(found, await lines(text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")));
      assert.deepEqual(found, linesOf(text, "any"));
    }));
  });
});
