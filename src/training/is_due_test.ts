import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { isDue } from "./is_due.ts";

describe("isDue", () => {
  const at = (step: number, epoch: number, epochEnd: boolean) => ({ step, epoch, epochEnd });

  it("is due at multiples of steps wherever they fall", () => {
    const every = { count: 20, unit: "steps" } as const;
    assert.ok(isDue(every, at(40, 0, false)));
    assert.ok(isDue(every, at(40, 1, true)));
    assert.ok(!isDue(every, at(41, 1, true)));
  });
  it("is due at the ends of epochs only", () => {
    const every = { count: 2, unit: "epochs" } as const;
    assert.ok(isDue(every, at(100, 2, true)));
    assert.ok(!isDue(every, at(101, 2, false)));
    assert.ok(!isDue(every, at(150, 3, true)));
  });
  it("is due at the very start, for what is measured before an epoch", () => {
    assert.ok(isDue({ count: 1, unit: "epochs" }, at(0, 0, true)));
    assert.ok(isDue({ count: 7, unit: "steps" }, at(0, 0, true)));
  });
});
