import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { lineCounter } from "./line_counter.ts";

describe("lineCounter", () => {
  it("finds the line of the next byte that ends no line", () => {
    const counter = lineCounter();
    counter.push(new TextEncoder().encode("a\r\nb\n"));
    counter.push(new TextEncoder().encode("\r\n\rc"));
    assert.deepEqual([0, 1, 3, 4, 8].map(counter.lineFrom), [1, 2, 2, 5, 5]);
  });
  it("counts the same however the text is cut", () => {
    const bytes = fc.array(fc.constantFrom(97, 10, 13), { maxLength: 20 });
    fc.assert(fc.property(bytes, fc.nat(20), fc.nat(20), (bytes, cut, offset) => {
      const whole = lineCounter(), parts = lineCounter();
      whole.push(Uint8Array.from(bytes));
      parts.push(Uint8Array.from(bytes.slice(0, cut)));
      parts.push(Uint8Array.from(bytes.slice(cut)));
      assert.equal(parts.lineFrom(offset), whole.lineFrom(offset));
    }));
  });
});
