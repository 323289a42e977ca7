import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { textTable } from "./text_table.ts";

it("textTable aligns columns, numbers to the right", () => {
  const rows = [["run", "loss", "note"], ["a", "12.5", "x"], ["longer", "–", ""]];
  assert.equal(textTable(rows), "run     loss  note\na       12.5  x\nlonger     –");
});
