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

  it("ends before the stop text that is complete first, however the text comes", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 30 });
    const stop = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 4 });
    fc.assert(fc.property(fc.array(text), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
      const whole = pieces.join("");
      const isStop = (read: string) => stops.some((one) => one !== "" && read.endsWith(one));
      const reads = Array.from(whole, (_, i) => whole.slice(0, i + 1));
      const read = reads.find(isStop);
      const ended = stops.filter((one) => one !== "" && read?.endsWith(one));
      const cut = Math.max(0, ...ended.map((one) => one.length));
      const { text, stopped } = filtered(pieces, stops);
      assert.deepEqual(
        [text, stopped],
        [(read ?? whole).slice(0, (read ?? whole).length - cut), read !== undefined],
      );
    }));
  });
});
