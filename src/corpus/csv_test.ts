import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { InputError } from "../errors.ts";
import { flat, inChunks } from "./chunks_for_test.ts";
import { readCsv } from "./csv.ts";

const read = (
  text: string,
  column: string | number,
  cuts: readonly number[] = [],
  delimiter = ",",
) => flat(readCsv("f.csv", inChunks(text, cuts), column, delimiter));

const fails = (text: string, column: string | number, message: RegExp) =>
  assert.rejects(
    read(text, column),
    (e) => e instanceof InputError && message.test(e.message),
  );

describe("readCsv", () => {
  it("takes a column by its header's name, with the line of each record", async () => {
    const text = 'id,body\r\n1,"He said ""no"",\r\nthen left"\r\n\r\n2,plain\r\n';
    assert.deepEqual(await read(text, "body"), [
      { text: 'He said "no",\r\nthen left', line: 2 },
      { text: "plain", line: 5 },
    ]);
  });
  it("takes a column by its number where there is no header", async () => {
    assert.deepEqual(await read("a;b\nc;d", 2, [], ";"), [
      { text: "b", line: 1 },
      { text: "d", line: 2 },
    ]);
  });
  it("names file, line and what is there", async () => {
    await fails(
      "id,body\n1\n",
      "body",
      /^f\.csv:2: Expected column "body", got a record of 1 field$/,
    );
    await fails("a,b\n", 3, /^f\.csv:1: Expected column 3, got a record of 2 fields$/);
    await fails(
      "id,text\n1,x\n",
      "body",
      /^f\.csv:1: There is no column "body"; the header has "id", "text"$/,
    );
    await fails('a\n\n"x', 1, /^f\.csv:3: A field starts with a quote \("\) that is never closed$/);
    await fails('a\n"x"y\n', 1, /^f\.csv:2: A quoted field goes on after its closing quote/);
    await fails('a\nx"y"\n', 1, /^f\.csv:2: A field that does not start with a quote holds one/);
  });
  it("refuses a record that never ends as soon as it is too long", async () => {
    async function* endless() {
      yield await Promise.resolve('a,b\n"');
      for (let i = 0; i < 100_000; i++) yield "line\n".repeat(100);
      assert.fail("it was read to its end");
    }
    await assert.rejects(
      flat(readCsv("f.csv", endless(), 1, ",", 100_000)),
      (e) =>
        e instanceof InputError &&
        /^f\.csv:\d+: The record is longer than 100000 characters/.test(e.message),
    );
  });
  it("gives records or an InputError for any text", async () => {
    const unit = fc.constantFrom("a", ",", '"', '""', "\n", "\r", "\r\n", "\0", "\ufeff", " ", "é");
    const column = fc.constantFrom<string | number>("a", "", 1, 2, 2 ** 53 - 1);
    const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
    await fc.assert(
      fc.asyncProperty(text, column, fc.array(fc.nat()), async (text, column, cuts) => {
        try {
          await read(text, column, cuts);
        } catch (error) {
          assert.ok(error instanceof InputError, String(error));
          assert.match(error.message, /^f\.csv:\d+: [A-Z]/);
        }
      }),
    );
  });
  it("passes on what its source throws", async () => {
    async function* broken() {
      yield await Promise.resolve("a\nb\n");
      throw new InputError({ message: "from below" });
    }
    await assert.rejects(flat(readCsv("f", broken(), 1, ",")), /from below/);
  });
  it("gives back any fields however the text is cut", async () => {
    const field = fc.string({
      unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r\n", " ", "\u{1f600}"),
    });
    const rows = fc.array(fc.tuple(field, field), { minLength: 1 });
    await fc.assert(fc.asyncProperty(rows, fc.array(fc.nat()), async (rows, cuts) => {
      const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = rows.map((row) => row.map(quote).join(",") + "\n").join("");
      assert.deepEqual(
        (await read(text, 2, cuts)).map((line) => line.text),
        rows.map((row) => row[1]),
      );
    }));
  });
});
