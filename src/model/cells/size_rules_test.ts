import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { makeSizeRules } from "./size_rules.ts";
import { joinSizes, knownSize, sizeOf, unknownSize } from "./size_variable.ts";

const at = { line: 1, column: 2 };

describe("sums of lengths", () => {
  it("are known with their parts", () => {
    const total = makeSizeRules().add([knownSize(2, "hidden"), knownSize(3, "3")], at, "c");
    assert.deepEqual(sizeOf(total), {
      length: 5,
      label: "hidden + 3",
      origin: ["from ", { line: 1 }, ""],
    });
  });

  it("give a part that alone is unknown, however late", () => {
    const sums = makeSizeRules();
    const [part, outer] = [unknownSize(), unknownSize()];
    const total = sums.add([part, knownSize(3, "3")], at, "inner");
    sums.add([total, outer], at, "outer");
    assert.deepEqual(sums.settle(), []);
    assert.equal(sizeOf(part), undefined);
    joinSizes(total, knownSize(8, "8"), 4);
    assert.deepEqual(sums.settle(), []);
    assert.equal(sizeOf(part)?.length, 5);
  });

  it("report a contradiction once", () => {
    const sums = makeSizeRules();
    const part = unknownSize();
    const total = sums.add([part, knownSize(3, "3")], at, "c");
    joinSizes(total, knownSize(3, "3"), 4);
    const [mistake] = sums.settle();
    assert.equal(mistake?.message, 'Length of "c" is more than 3 but 3 is expected');
    assert.deepEqual(sums.settle(), []);
  });
});
