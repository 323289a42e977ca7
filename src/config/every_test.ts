import { describe, it } from "@std/testing/bdd";
import { Result, Schema } from "effect";
import assert from "node:assert/strict";
import { Every, Steps } from "./every.ts";

describe("Every", () => {
  it("reads and writes periods", () => {
    for (const text of ["1 step", "200 steps", "1 epoch", "2 epochs"]) {
      const every = Schema.decodeUnknownSync(Every)(text);
      assert.equal(Schema.encodeSync(Every)(every), text);
    }
    assert.deepEqual(Schema.decodeUnknownSync(Every)("3 epoch"), {
      count: 3,
      unit: "epochs",
    });
  });

  it("refuses everything else", () => {
    for (
      const text of [
        "0 steps",
        "200",
        "steps",
        "1.5 epochs",
        "-1 steps",
        " 1 step",
        200,
        null,
      ]
    ) {
      assert.ok(
        Result.isFailure(Schema.decodeUnknownResult(Every)(text)),
        String(text),
      );
    }
  });
});

describe("Steps", () => {
  it("is a number of steps, 0 included", () => {
    assert.equal(Schema.decodeUnknownSync(Steps)("0 steps"), 0);
    assert.equal(Schema.decodeUnknownSync(Steps)("100 steps"), 100);
    assert.equal(Schema.encodeSync(Steps)(1), "1 step");
    assert.ok(Result.isFailure(Schema.decodeUnknownResult(Steps)("1 epoch")));
  });
});
