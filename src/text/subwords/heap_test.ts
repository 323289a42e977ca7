import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { heap } from "./heap.ts";

describe("heap", () => {
  it("takes out in order what was put in", () => {
    fc.assert(fc.property(fc.array(fc.integer()), fc.nat(), (values, early) => {
      const queue = heap<number>((a, b) => a < b);
      values.slice(0, early).forEach(queue.push);
      const first = queue.pop();
      assert.equal(first, values.slice(0, early).sort((a, b) => a - b)[0]);
      values.slice(early).forEach(queue.push);
      if (first !== undefined) queue.push(first);
      const taken = values.map(() => queue.pop());
      assert.deepEqual(taken, values.toSorted((a, b) => a - b));
      assert.equal(queue.pop(), undefined);
    }));
  });
});
