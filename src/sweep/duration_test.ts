import { describe, it } from "@std/testing/bdd";
import { Schema } from "effect";
import assert from "node:assert/strict";
import { Duration } from "./duration.ts";

describe("Duration", () => {
  const decode = Schema.decodeUnknownSync(Duration);

  it("is in seconds, whatever its unit", () => {
    const written = ["90 s", "1 second", "30 min", "2 minutes", "2 h", "1 hour"];
    assert.deepEqual(written.map((text) => decode(text)), [90, 1, 1800, 120, 7200, 3600]);
  });

  it("needs a whole number above 0 and a unit", () => {
    for (const text of ["30", "0 s", "1.5 h", "-1 s", "1 d", "1  s"]) {
      assert.throws(() => decode(text), text);
    }
  });

  it("is written so that it is read again", () => {
    assert.equal(Schema.encodeSync(Duration)(decode("30 min")), "1800 s");
  });
});
