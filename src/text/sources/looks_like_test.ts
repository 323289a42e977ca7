import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "@std/testing/bdd";
import { looksLike } from "./looks_like.ts";

describe("looksLike", () => {
  let base = "";
  before(() => void (base = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(base, { recursive: true }));

  const look = (name: string, content: string | Uint8Array) => {
    const path = join(base, name);
    writeFileSync(path, content);
    return looksLike({ name, path, gzip: name.endsWith(".gz"), part: undefined });
  };
  const prose = "It rained, and then, at last, it stopped.\nWe went out, all of us.\n";
  const records = '{"id":1,"text":"It rained."}\n\n{"id":2,"text":"It stopped."}\n';

  it("knows a table by its ending and its lines", async () => {
    const table = { like: "csv", names: ["id", "the text"] };
    assert.deepEqual(await look("a.csv", 'id,"the text"\n1,"Rain, wind"\n2,Sun\n'), table);
    assert.deepEqual(await look("b.CSV", "id;the text\r\n1;Rain, wind\r\n"), table);
    assert.deepEqual(await look("c.tsv", "id\tthe text\n1\tRain, wind\n"), table);
    assert.deepEqual(await look("d.tsv.gz", gzipSync("id\tthe text\n1\tRain\n")), table);
    assert.deepEqual(await look("e.csv", 'id,the text\n1,"over\nlines"\n2,Sun'), table);
  });
  it("knows objects by the line, whatever the file is called", async () => {
    const objects = { like: "jsonl", names: ["id", "text"] };
    for (const name of ["a.jsonl", "a.txt", "standard input"]) {
      assert.deepEqual(await look(name, records), objects);
    }
    const long = JSON.stringify({ text: "x".repeat(1000) }) + "\n";
    assert.deepEqual(await look("b.ndjson", long.repeat(300)), { like: "jsonl", names: ["text"] });
  });
  it("takes prose for text", async () => {
    const texts: readonly (readonly [name: string, text: string])[] = [
      ["a.txt", prose],
      ["a.md", "| a | b |\n|---|---|\n| 1 | 2 |\n"],
      ["names.csv", "Ada\nBob\nCleo\n"],
      ["a.jsonl", "He said {no}.\n"],
      ["numbers.txt", "1\n2\n3\n"],
      ["words.txt", '"yes"\n"no"\n'],
      ["a.txt", "id,text\n1,Rain\n"],
      ["a.tsv", prose],
      ["half.txt", `${records}And then the sun.\n`],
      ["empty.csv", ""],
      ["endless.csv", "a,b ".repeat(40_000)],
    ];
    for (const [name, text] of texts) assert.equal(await look(name, text), undefined, name);
  });
});
