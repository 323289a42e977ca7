import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { stopFilter } from "./stop_filter.ts";

const filtered = (pieces: readonly string[], stops: readonly string[]) => {
  const filter = stopFilter(stops);
  const shown = pieces.map(filter.push);
  return { shown, text: shown.join("") + filter.rest(), stopped: filter.stopped() };
};

describe("stopFilter", () => {
  it("holds back what may become a stop text, and nothing more", () => {
    const { shown, text, stopped } = filtered(["a", "b", "x", "a", "bc", "d"], ["abc"]);
    assert.deepEqual(shown, ["", "", "abx", "", "", ""]);
    assert.deepEqual([text, stopped], ["abx", true]);
    assert.deepEqual(filtered(["a", "b"], ["abc"]), {
      shown: ["", ""],
      text: "ab",
      stopped: false,
    });
  });

  it("ends before the stop text that begins first, however the text comes", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 30 });
    const stop = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 4 });
    fc.assert(fc.property(fc.array(text), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
      const whole = pieces.join("");
      const found = stops.filter((one) => one !== "").map((one) => whole.indexOf(one))
        .filter((at) => at >= 0);
      const end = found.length > 0 ? Math.min(...found) : whole.length;
      const { text, stopped } = filtered(pieces, stops);
      assert.deepEqual([text, stopped], [whole.slice(0, end), found.length > 0]);
    }));
  });
});
