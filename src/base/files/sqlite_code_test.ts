import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { isSqliteBusy } from "./sqlite_code.ts";

describe("isSqliteBusy", () => {
  it("knows SQLITE_BUSY with its extended codes, and nothing else", () => {
    for (const errcode of [5, 5 | (1 << 8), 5 | (2 << 8)]) assert.ok(isSqliteBusy({ errcode }));
    for (const errcode of [1, 6, 8, 13, 0x15, 10 | (5 << 8)]) assert.ok(!isSqliteBusy({ errcode }));
    for (const other of [undefined, null, new Error("database is locked"), { errcode: "5" }]) {
      assert.ok(!isSqliteBusy(other));
    }
  });
});
