import { describe, it } from "@std/testing/bdd";
import { Result, Schema } from "effect";
import fc from "fast-check";
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

describe("Every and Steps", () => {
  it("take any text as a period that is written back alike, or refuse it", () => {
    const digits = fc.oneof(fc.bigInt({ min: 0n }).map(String), fc.nat(500).map(String));
    const unit = fc.constantFrom(" step", " steps", " epoch", " epochs", "steps", " days", "\n");
    const text = fc.oneof(
      fc.tuple(digits, unit).map((parts) => parts.join("")),
      fc.tuple(fc.constantFrom("-", "+", "0", "1e", "0x", "٣"), digits, unit)
        .map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (text) => {
        const every = Schema.decodeUnknownResult(Every)(text);
        if (Result.isSuccess(every)) {
          const { count } = every.success;
          assert.ok(Number.isSafeInteger(count) && count >= 1, text);
          const again = Schema.decodeUnknownSync(Every)(Schema.encodeSync(Every)(every.success));
          assert.deepEqual(again, every.success);
        }
        const steps = Schema.decodeUnknownResult(Steps)(text);
        if (Result.isSuccess(steps)) {
          assert.ok(Number.isSafeInteger(steps.success) && steps.success >= 0, text);
        }
      }),
      { numRuns: 300 },
    );
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
