import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { flat, inChunks } from "./test_chunks.ts";
import { NotUtf8 } from "./utf8.ts";
import { readCsv } from "./csv.ts";
import { UnfitCsv } from "./csv_error.ts";

const read = (
  text: string,
  column: string | number,
  cuts: readonly number[] = [],
  delimiter = ",",
) => flat(readCsv("f.csv", inChunks(text, cuts), { csv: column, delimiter }));

const fails = (text: string, column: string | number, message: RegExp) =>
  assert.rejects(
    read(text, column),
    (e) => e instanceof InputError && message.test(e.message),
  );

/** The records of a text, character by character; undefined where a quote stands where none may. */
function recordsByHand(text: string): string[][] | undefined {
  const records: string[][] = [];
  let record: string[] = [], field = "", quoted = false, wasQuoted = false;
  let lineEnd = ""; // the first one decides
  const endField = () => {
    record.push(field);
    [field, wasQuoted] = ["", false];
  };
  const endRecord = () => {
    const isEmptyLine = record.length === 0 && field === "" && !wasQuoted;
    endField();
    if (!isEmptyLine) records.push(record);
    record = [];
  };
  for (let i = 0; i < text.length; i++) {
    const [sign, next] = [text[i]!, text[i + 1]];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (next === '"') field += text[++i];
      else [quoted, wasQuoted] = [false, true];
      continue;
    }
    if (lineEnd === "" && /[\r\n]/.test(sign)) lineEnd = sign + next === "\r\n" ? "\r\n" : sign;
    if (lineEnd !== "" && text.startsWith(lineEnd, i)) {
      endRecord();
      i += lineEnd.length - 1;
      continue;
    }
    // A zero byte ends a quoted field for the parser, and is part of it.
    if (sign === "\0") wasQuoted = false;
    if (sign === ",") endField();
    else if (wasQuoted || (sign === '"' && field !== "")) return undefined;
    else if (sign === '"') quoted = true;
    else field += sign;
  }
  if (quoted) return undefined;
  endRecord();
  return records;
}

/** The column of every record; undefined where one has none, or another number of fields. */
function columnByHand(
  records: readonly (readonly string[])[] | undefined,
  column: string | number,
): string[] | undefined {
  const first = records?.[0];
  if (records === undefined || first === undefined) return records && [];
  const named = typeof column === "string";
  const index = named ? first.findIndex((field) => field.trim() === column) : column - 1;
  const fits = (record: readonly string[]) =>
    record[index] !== undefined && record.length >= first.length &&
    record.slice(first.length).every((field) => field === "");
  if (!records.every(fits)) return undefined;
  return records.slice(named ? 1 : 0).map((record) => record[index]!);
}

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
      /^f\.csv:2: Expected 2 fields as in the header, got 1$/,
    );
    await fails("a,b\n", 3, /^f\.csv:1: Expected column 3, got a record of 2 fields$/);
    await fails(
      "id,text\n1,x\n",
      "body",
      /^f\.csv:1: There is no column "body"; the header has "id", "text"$/,
    );
    await fails(
      'a\n\n"x',
      1,
      /^f\.csv:3: A field starts with a quote \("\) that is never closed; .* none$/,
    );
    await fails('a\n"x"y\n', 1, /^f\.csv:2: A quoted field continues after its closing quote/);
    await fails('a\nx"y"\n', 1, /^f\.csv:2: A field that does not start with a quote holds one/);
  });
  it("refuses a record that has more fields than the header, or fewer", async () => {
    const quotes = 'a field that holds "," is put in quotes';
    await fails(
      "id,text\n0,The moon\n1,the river, and the car\n",
      "text",
      new RegExp(`^f\\.csv:3: Expected 2 fields as in the header, got 3; ${quotes}$`),
    );
    await fails("1,a\n2,b,c\n", 2, /^f\.csv:2: Expected 2 fields as in the first record, got 3; /);
    await fails("id,text,by\n1,cut\noff,me\n", "text", /^f\.csv:2: Expected 3 fields .*, got 2$/);
    const empty = "id,text\n1,a,\n2,b,,\n";
    assert.deepEqual((await read(empty, "text")).map(({ text }) => text), ["a", "b"]);
  });
  it("names the line on which a quote that is never closed begins its record", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},"line ${i},\r\n\r\nmore"\r\n\r\n`);
    const text = `id,text\r\n${rows.join("")}7,"open\r\n${"8,more\r\n".repeat(50)}`;
    for (const cuts of [[], [5000], [70_000, 70_001, 90_000]]) {
      await assert.rejects(read(text, "text", cuts), {
        message: `f.csv:${2 + 4 * 3000}: A field starts with a quote (") that is never closed; ` +
          "where fields are never quoted, set corpus.format.quote to none",
      });
    }
  });
  it("takes quotes as they are where no field is quoted", async () => {
    const text = 'id\ttext\n0\tShe said "no".\n1\t"Open\n2\t\n';
    const format = { csv: "text", delimiter: "\t", quote: "none" } as const;
    assert.deepEqual(await flat(readCsv("f.tsv", inChunks(text, [9]), format)), [
      { text: 'She said "no".', line: 2 },
      { text: '"Open', line: 3 },
      { text: "", line: 4 },
    ]);
    await assert.rejects(
      flat(readCsv("f.tsv", inChunks("id\ttext\n1\ta\tb\n", []), format)),
      {
        message:
          /^f\.tsv:2: .* got 3; a field can't hold "\\t" where corpus\.format\.quote is none$/,
      },
    );
    await fails('id,text\n1,a "b"\n', "text", /; .* set corpus\.format\.quote to none$/);
  });
  it("numbers lines as an editor does, whatever ends them", async () => {
    const end = fc.constantFrom("\n", "\r\n", "\n\n", "\r\n\r\n");
    const field = fc.constantFrom("x", '"y"', '"two\nlines"', '"two\r\nlines"', '"a\n\nb"');
    const rows = fc.array(fc.tuple(field, end), { minLength: 1, maxLength: 20 });
    await fc.assert(fc.asyncProperty(rows, fc.array(fc.nat()), async (rows, cuts) => {
      let line = 1;
      const expected = rows.map(([field, end]) => {
        const start = line;
        line += (field + end).split("\n").length - 1;
        return start;
      });
      // The parser takes the first line end that it sees for that of all records.
      const crlf = rows[0]?.[1].startsWith("\r") ?? false;
      const text = rows.map(([field, end]) =>
        `1,${field}${end.replace(/\r?\n/g, crlf ? "\r\n" : "\n")}`
      ).join("");
      assert.deepEqual((await read(text, 2, cuts)).map(({ line }) => line), expected);
    }));
  });
  it("refuses a record that never ends as soon as it is too long", async () => {
    async function* endless() {
      yield await Promise.resolve('a,b\n"');
      for (let i = 0; i < 100_000; i++) yield "line\n".repeat(100);
      assert.fail("it was read to its end");
    }
    await assert.rejects(
      flat(readCsv("f.csv", endless(), { csv: 1, delimiter: "," }, 100_000)),
      (e) =>
        e instanceof InputError &&
        /^f\.csv:\d+: The record is longer than 100000 characters/.test(e.message),
    );
  });
  it("reads any text as one would by hand, or refuses it with an UnfitCsv", async () => {
    const unit = fc.constantFrom("a", ",", '"', '""', "\n", "\r", "\r\n", "\0", "\ufeff", " ", "é");
    const column = fc.constantFrom<string | number>("a", "", 1, 2, 2 ** 53 - 1);
    const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
    const law = fc.asyncProperty(text, column, fc.array(fc.nat()), async (text, column, cuts) => {
      const byHand = columnByHand(recordsByHand(text), column);
      if (byHand !== undefined) {
        assert.deepEqual((await read(text, column, cuts)).map((line) => line.text), byHand);
        return;
      }
      await assert.rejects(
        read(text, column, cuts),
        (e) => e instanceof UnfitCsv && /^f\.csv:\d+: [A-Z]/.test(e.message),
      );
    });
    await fc.assert(law, { numRuns: 1000 });
  });
  it("passes on what its source throws", async () => {
    async function* broken() {
      yield await Promise.resolve("a\nb\n");
      throw new NotUtf8({ file: "f", line: 3, byte: 0xff, offset: 4 });
    }
    await assert.rejects(flat(readCsv("f", broken(), { csv: 1, delimiter: "," })), NotUtf8);
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
