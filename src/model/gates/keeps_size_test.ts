import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { equalSizes, type Gate } from "./gate.ts";
import { gates } from "./gates.ts";
import { keepsSize } from "./keeps_size.ts";

describe("keepsSize", () => {
  it("is true of gates on vectors of one length, whichever", () => {
    const keeping = [...gates.values()].filter(keepsSize).map(({ name }) => name);
    assert.deepEqual(keeping, [...gates.keys()].filter((name) => name !== "concat"));
  });

  const others: readonly [string, Pick<Gate, "arity" | "size">][] = [
    ["a gate that sums its elements", { arity: 1, size: () => 1 }],
    ["one that wants an even length", { arity: 1, size: ([n]) => n! % 2 === 0 ? n! : "Odd" }],
    ["one that takes the second as it is", { arity: 2, size: ([n]) => n! }],
    ["one that joins all", { arity: "many", size: (sizes) => Math.max(...sizes) }],
  ];
  for (const [what, gate] of others) it(`is false of ${what}`, () => assert(!keepsSize(gate)));

  it("looks at every argument of a gate with three", () => {
    const three = { arity: 3, size: ([a, b]: readonly number[]) => equalSizes([a!, b!]) };
    assert(!keepsSize(three));
  });
});
