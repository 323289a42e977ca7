import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import {
  counted,
  formatCount,
  formatDuration,
  formatMeasure,
  formatShare,
  shortNumber,
} from "./format_number.ts";

describe("numbers as people read them", () => {
  it("counts have commas", () => {
    assert.deepEqual(
      [0, 999, 1000, 12345.6, 1234567, NaN].map(formatCount),
      ["0", "999", "1,000", "12,346", "1,234,567", "?"],
    );
    assert.deepEqual([2 ** 53 - 1, 1e20].map(formatCount), ["9,007,199,254,740,991", "1e20"]);
  });
  it("shares are all or nothing only where they are", () => {
    assert.deepEqual(
      [0, 1e-5, 0.9114, 0.99998, 1 - 1e-9, 1, NaN].map(formatShare),
      ["0.0 %", "0.001 %", "91.1 %", "99.998 %", "99.9999999 %", "100.0 %", "? %"],
    );
  });
  it("nouns agree with their count", () => {
    assert.deepEqual([0, 1, 1234].map((n) => counted(n, "token")), [
      "0 tokens",
      "1 token",
      "1,234 tokens",
    ]);
  });

  it("measures keep to their decimals until they are large", () => {
    assert.deepEqual(
      [5.1234, 167.84, 1e6, 2.5e30, Infinity, null].map((value) => formatMeasure(value, 1)),
      ["5.1", "167.8", "1.000e+6", "2.500e+30", "?", "?"],
    );
  });
  it("durations are minutes and seconds, with hours where there are any", () => {
    assert.deepEqual(
      [-3, 0, 7.4, 59.6, 754, 3723].map(formatDuration),
      ["0:00", "0:00", "0:07", "1:00", "12:34", "1:02:03"],
    );
  });
});

describe("shortNumber", () => {
  it("is short", () => {
    const values = [0, 0.25, 0.0001234, 1234, 12345, 250000, 12345678, -0.00002];
    assert.deepEqual(values.map((value) => shortNumber(value)), [
      "0",
      "0.25",
      "1.23e-4",
      "1,234",
      "12.35k",
      "250k",
      "1.23e7",
      "-2e-5",
    ]);
  });

  it("changes its form at round numbers", () => {
    const values = [0.000999, 0.001, 9999, 10_000, 9_999_000, 1e7];
    assert.deepEqual(values.map((value) => shortNumber(value)), [
      "9.99e-4",
      "0.001",
      "9,999",
      "10k",
      "9,999k",
      "1e7",
    ]);
  });
});
