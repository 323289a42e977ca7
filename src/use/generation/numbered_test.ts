import { it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { numbered } from "./numbered.ts";

it("numbered aligns the lines of a text behind its number", () => {
  assert.equal(numbered(1, 1, "a b"), "1  a b\n");
  assert.equal(numbered(7, 10, "a\n\nb"), " 7  a\n\n    b\n");
});
