import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { shownProbability, shownText } from "./shown_text.ts";

it("shownText makes white space visible", () => {
  assert.deepEqual([" the", "\n", "a\tb"].map(shownText), ["␣the", "⏎", "a⇥b"]);
});

it("shownProbability keeps the digits of small ones", () => {
  const shown = [1, 0.1234, 0.001, 0.000042].map(shownProbability);
  assert.deepEqual(shown, ["100.0 %", "12.3 %", "0.1 %", "0.0042 %"]);
});
