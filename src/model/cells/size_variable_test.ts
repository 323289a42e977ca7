import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { joinSizes, knownSize, labelOf, sizeOf, unknownSize } from "./size_variable.ts";

describe("joinSizes", () => {
  it("makes a whole group known at once, and remembers the line", () => {
    const [a, b, c] = [unknownSize(), unknownSize(), unknownSize()];
    assert.ok(joinSizes(a, b, 1) && joinSizes(b, c, 2));
    assert.deepEqual([labelOf(a), sizeOf(c)], ["?", undefined]);
    assert.ok(joinSizes(c, knownSize(7, "hidden"), 3));
    assert.deepEqual(sizeOf(a), { length: 7, label: "hidden", origin: ["from ", { line: 3 }, ""] });
  });

  it("refuses two lengths that are known to differ, and changes nothing", () => {
    const [a, b] = [knownSize(2, "2"), knownSize(3, "3")];
    assert.equal(joinSizes(a, b, 1), false);
    assert.deepEqual([labelOf(a), labelOf(b)], ["2", "3"]);
  });

  it("takes equal lengths of different names", () => {
    assert.ok(joinSizes(knownSize(4, "hidden"), knownSize(4, "input"), 1));
  });
});
