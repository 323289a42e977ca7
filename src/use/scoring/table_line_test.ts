import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { checkColumns, tableLines } from "./table_line.ts";

const lines = ["1\tone\tx", "2\ttwo"].map((text, index) => ({ text, line: index + 5 }));

describe("tableLines", () => {
  effect("takes one column and keeps the line", function* () {
    const found = yield* tableLines("f.tsv", lines, { column: 2, rank: undefined });
    assert.deepEqual(found.map(({ text }) => text), ["one", "two"]);
    assert.deepEqual(found.map(({ whole }) => whole), ["1\tone\tx", "2\ttwo"]);
    assert.deepEqual(found[0]!.columns, ["1", "one", "x"]);
  });
  effect("takes whole lines without a column", function* () {
    const found = yield* tableLines("f.tsv", lines, { column: undefined, rank: undefined });
    assert.deepEqual(found.map(({ text, columns }) => [text, columns]), [
      ["1\tone\tx", undefined],
      ["2\ttwo", undefined],
    ]);
  });
  effect("names the first line that lacks a column, the id's too", function* () {
    const message = "f.tsv:6: Expected at least 3 columns separated by tabs, got 2";
    for (const columns of [{ column: 3, rank: 1 }, { column: 1, rank: 3 }]) {
      assert.equal((yield* Effect.flip(tableLines("f.tsv", lines, columns))).message, message);
    }
  });
});

describe("checkColumns", () => {
  effect("refuses to rank without a column to score", function* () {
    yield* checkColumns({ column: 2, rank: 1 });
    const { message } = yield* Effect.flip(checkColumns({ column: undefined, rank: 1 }));
    assert.match(message, /^--rank .*expected --column N/);
  });
});
