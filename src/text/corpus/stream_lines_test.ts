import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { after, describe } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import { effect } from "../../base/test_effect.ts";
import { streamLines } from "./stream_lines.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-"));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** The lines of standard input that comes in such chunks. */
const linesOf = Effect.fnUntraced(function* (path: string, chunks: readonly Uint8Array[] = []) {
  async function* input() {
    yield* chunks;
  }
  const { reads } = yield* streamLines(path, input());
  return (yield* Stream.runCollect(reads)).flatMap(({ lines }) => lines);
});

describe("streamLines", () => {
  effect("reads files, gzip and standard input alike", function* () {
    const text = "\ufeffone\r\n\ntwo é\nlast";
    const bytes = new TextEncoder().encode(text);
    const expected = ["one", "", "two é", "last"].map((text, i) => ({ text, line: i + 1 }));
    assert.deepEqual(yield* linesOf(file("a.txt", bytes)), expected);
    assert.deepEqual(yield* linesOf(file("a.txt.gz", gzipSync(bytes))), expected);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
      assert.deepEqual(yield* linesOf("-", chunks), expected);
    }
    assert.deepEqual(yield* linesOf(file("empty.txt", "")), []);
  });
  effect("says how far a file is read", function* () {
    const { size, reads } = yield* streamLines(file("b.txt", "a\n".repeat(300_000)));
    const bytes = (yield* Stream.runCollect(reads)).map(({ bytes }) => bytes);
    assert.equal(size, 600_000);
    assert.ok(bytes.length > 2 && bytes.at(-1) === size);
    assert.deepEqual(bytes, bytes.toSorted((a, b) => a - b));
  });
  effect("gives the lines before one that is not UTF-8, then fails with its place", function* () {
    const bytes = Uint8Array.of(...new TextEncoder().encode("one\ntwo\nx"), 0xff, 10, 65, 10);
    const { name, reads } = yield* streamLines(file("c.txt", bytes));
    const seen: string[] = [];
    const failure = yield* Effect.flip(
      Stream.runForEach(
        reads,
        ({ lines }) => Effect.sync(() => void seen.push(...lines.map(({ text }) => text))),
      ),
    );
    assert.deepEqual(seen, ["one", "two"]);
    assert.ok(failure.message.startsWith(`${name}:3: Not UTF-8: byte 0xff at offset 9 `));
  });
  effect("refuses a line that is too long to be held, with its number", function* () {
    const chunk = new Uint8Array(1 << 20).fill(97);
    const chunks = [Uint8Array.of(97, 10), ...Array.from({ length: 17 }, () => chunk)];
    const { message } = yield* Effect.flip(linesOf("-", chunks));
    assert.match(message, /^standard input:2: The line is longer than 16,777,216 characters; /);
  });
  effect("names what is no file", function* () {
    const none = yield* Effect.flip(streamLines(join(folder, "none.txt")));
    assert.equal(none.message, `There is no file "${join(folder, "none.txt")}"`);
    const directory = yield* Effect.flip(streamLines(folder));
    assert.equal(directory.message, `Expected a file of lines, got the directory "${folder}"`);
  });
});
