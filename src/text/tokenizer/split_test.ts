import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { partOf, streamCuts } from "./split.ts";

describe("partOf", () => {
  it("goes by the first 48 bits of SHA-256", () => {
    const bits = createHash("sha256").update("Call me Ishmael.").digest().readUIntBE(0, 6);
    const place = bits / 2 ** 48;
    assert.equal(partOf("Call me Ishmael.", { valid: place, test: 0.01 }), "test");
    assert.equal(partOf("Call me Ishmael.", { valid: place * 1.0001, test: 0 }), "valid");
    assert.equal(partOf("Call me Ishmael.", { valid: place / 2, test: place / 2.0001 }), "train");
  });
  it("gives each part its share", () => {
    const counts = { train: 0, valid: 0, test: 0 };
    for (let i = 0; i < 20_000; i++) counts[partOf(`Sentence ${i}.`, { valid: 0.1, test: 0.2 })]++;
    assert.ok(Math.abs(counts.valid - 2000) < 150, `${counts.valid}`);
    assert.ok(Math.abs(counts.test - 4000) < 200, `${counts.test}`);
  });
  it("never moves a sentence out of validation when its share grows", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 0.5, noNaN: true }), (text, valid) => {
        if (partOf(text, { valid, test: 0 }) === "valid") {
          assert.equal(partOf(text, { valid: valid + 0.1, test: 0.1 }), "valid");
        }
      }),
    );
  });
});

describe("streamCuts", () => {
  it("takes test from the end and validation before it", () => {
    assert.deepEqual(streamCuts(100, { valid: 0.05, test: 0.1 }), { valid: 85, test: 90 });
    assert.deepEqual(streamCuts(100, { valid: 0, test: 0 }), { valid: 100, test: 100 });
    assert.deepEqual(streamCuts(3, { valid: 0.1, test: 0.1 }), { valid: 2, test: 3 });
  });
});
