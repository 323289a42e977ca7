import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { textTable } from "./text_table.ts";

it("textTable aligns columns, numbers to the right", () => {
  const rows = [["run", "loss", "note"], ["a", "12.5", "x"], ["longer", "–", ""]];
  assert.equal(textTable(rows), "run     loss  note\na       12.5  x\nlonger     –");
});

it("textTable keeps a row on its line and its columns aligned, whatever a cell holds", () => {
  const rows = [["run", "state"], ["a\x1b[2J\nb", "x"], ["c", "y"]];
  assert.equal(
    textTable(rows),
    "run                state\na\\u001b[2J\\u000ab  x\nc                  y",
  );
});
