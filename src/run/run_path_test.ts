import assert from "node:assert/strict";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { isNameOfRun, runPath } from "./run_path.ts";
import { testHash } from "./test_support.ts";

describe("isNameOfRun", () => {
  it("knows the names of an experiment's runs and no other", () => {
    const hash = testHash;
    const own = [1, 2, 9, 10, 123].map((count) => path.basename(runPath("r", "a-2", hash, count)));
    for (const name of own) assert.ok(isNameOfRun(name, "a-2", hash), name);
    const others = ["a-2", "a-2-3f9c2a1c", "b-3f9c2a1b", "a-2-3f9c2a1b-1", "a-2-3f9c2a1b-02"]
      .concat("a-2-3f9c2a1b-2-2", "../a-2-3f9c2a1b", "a-2-3f9c2a1b/..", "a-2-3f9c2a1b-2 ");
    for (const name of others) assert.ok(!isNameOfRun(name, "a-2", hash), name);
  });
});
