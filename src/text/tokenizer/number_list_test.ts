import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { intList } from "./number_list.ts";

describe("numberList", () => {
  it("keeps what is pushed, across blocks", () => {
    for (const n of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
      const list = intList();
      for (let i = 0; i < n; i++) list.push(i * 3 - 7);
      assert.equal(list.length(), n);
      assert.deepEqual(list.finish(), Int32Array.from({ length: n }, (_, i) => i * 3 - 7));
    }
  });
});
