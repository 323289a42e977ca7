import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "@std/testing/bdd";
import { Cause, Effect, Exit, Fiber, Stream } from "effect";
import { InputError } from "../../base/errors.ts";
import { openCorpus } from "./corpus.ts";
import type { Document } from "./document.ts";
import type { CorpusConfig } from "../sources/schema.ts";

describe("openCorpus", () => {
  let base = "";
  before(() => {
    base = mkdtempSync(join(tmpdir(), "unroll-"));
    mkdirSync(join(base, "directory"));
    const files: Record<string, string | Uint8Array> = {
      "a.txt": "One.\nTwo.\n",
      "b.txt": "",
      "c.txt.gz": gzipSync("Three."),
      "long.txt": "line é\n".repeat(100_000),
      "t.csv": "id,body\n1,x\n2,y\n",
      "o.jsonl": '{"t":"x"}\n{"t":5}\n',
      "latin.txt": Buffer.from([0x61, 0x0a, 0xe9]),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(base, name), content);
  });
  after(() => rmSync(base, { recursive: true }));

  const read = (
    config: Partial<CorpusConfig>,
    input: AsyncIterable<Uint8Array> = Stream.toAsyncIterable(Stream.empty),
  ): Promise<{ documents: Document[]; hash: string; bytes: number }> =>
    Effect.gen(function* () {
      const options = { base, input, spoolFolder: join(base, "spool") };
      const split = { valid: 0, test: 0 };
      const corpus = yield* openCorpus({ format: "text", split, ...config }, options);
      const documents = yield* Stream.runCollect(corpus.documents());
      return { documents, hash: corpus.hash, bytes: corpus.bytes };
    }).pipe(Effect.scoped, Effect.runPromise);
  const fails = (config: Partial<CorpusConfig>, message: string) =>
    assert.rejects(read(config), (e) => e instanceof InputError && e.message === message);
  const texts = (documents: readonly Document[]) => documents.map((d) => [d.file, d.line, d.text]);

  it("makes a document of each file, packed or not", async () => {
    assert.deepEqual(texts((await read({ path: "?.txt*" })).documents), [
      ["a.txt", 1, "One.\nTwo.\n"],
      ["c.txt.gz", 1, "Three."],
    ]);
  });
  it("reads a long file in pieces of one document", async () => {
    const { documents, bytes } = await read({ path: "long.txt" });
    assert.ok(documents.length > 1);
    assert.equal(bytes, 800_000);
    assert.equal(documents.map((d) => d.text).join(""), "line é\n".repeat(100_000));
    assert.deepEqual(
      documents.map((d) => d.continues),
      documents.map((_, i) => i < documents.length - 1),
    );
    const breaks = documents[0]?.text.split("\n").length;
    assert.equal(documents[1]?.line, breaks);
  });
  it("makes a document of each line, field or row", async () => {
    assert.deepEqual(texts((await read({ path: "a.txt", format: "lines" })).documents), [
      ["a.txt", 1, "One."],
      ["a.txt", 2, "Two."],
    ]);
    const csv = { csv: "body", delimiter: "," };
    assert.deepEqual(texts((await read({ path: "t.csv", format: csv })).documents), [
      ["t.csv", 2, "x"],
      ["t.csv", 3, "y"],
    ]);
  });
  it("reads standard input as often as it likes and leaves no file behind", async () => {
    async function* input() {
      yield await Promise.resolve(Buffer.from("On"));
      yield Buffer.from("e.\nTwo.\n");
    }
    const { documents, hash } = await read({ path: "-" }, input());
    assert.deepEqual(texts(documents), [["standard input", 1, "One.\nTwo.\n"]]);
    assert.equal(hash, (await read({ path: "a.txt" })).hash);
    assert.deepEqual(readdirSync(join(base, "spool")), []);
  });
  it("stops looking for files when it is interrupted", async () => {
    const split = { valid: 0, test: 0 };
    const opened = openCorpus({ format: "text", split, path: "/usr/**/*.no-such-ending" });
    const exit = await Effect.runPromise(Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(Effect.scoped(opened), { startImmediately: true });
      yield* Fiber.interrupt(fiber);
      return yield* Fiber.await(fiber);
    }));
    assert(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause), String(exit));
  });
  it("says where a file is wrong", async () => {
    await fails(
      { path: "latin.txt" },
      "latin.txt:2: Not UTF-8: byte 0xe9 at offset 2 is part of no character; expected UTF-8 text",
    );
    await fails(
      { path: "o.jsonl", format: { jsonl: "t" } },
      'o.jsonl:2: Expected text in field "t", got 5',
    );
    await fails({ path: "b.txt" }, "corpus: The corpus is empty (b.txt of 0 bytes)");
    await fails({ path: "-" }, "corpus: The corpus is empty (standard input of 0 bytes)");
    writeFileSync(join(base, "bad.gz"), "no gzip");
    await fails(
      { path: "bad.gz" },
      "bad.gz: Expected gzip data, got something else (incorrect header check)",
    );
  });
});
