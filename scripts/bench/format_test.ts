import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { formatMeasurements, formatProfile } from "./format.ts";
import type { Measurement } from "./measure.ts";

const measurement: Measurement = {
  workload: "W1",
  gemm: "blas",
  workers: 2,
  tokensPerSecond: { median: 12345.6, min: 9000, max: 13000.4 },
  gigaflops: 59.96,
  productGigaflops: 80,
  fraction: 0.7495,
  rates: [],
  firstLosses: [],
  moved: {},
};

describe("formatMeasurements", () => {
  it("gives speeds, spread and the share of the machine's own product speed", () => {
    assert.deepEqual(formatMeasurements([measurement]), [
      "    product  workers  tokens/s    min     max  GFLOP/s  alone  share",
      "W1  blas           2    12,346  9,000  13,000     60.0   80.0   75 %",
    ]);
  });
});

describe("formatProfile", () => {
  it("accounts for the whole step, phase by phase and by kind of kernel", () => {
    const lines = formatProfile(measurement, {
      total: 2000,
      phases: [{ name: "forward", work: 1000, wait: 400 }, { name: "logits", work: 300, wait: 0 }],
      between: 300,
      kernels: {
        products: 1100,
        packing: 0,
        pointwise: 100,
        softmax: 0,
        "sums and copies": 0,
        "norm and update": 0,
        other: 100,
      },
    });
    assert.equal(lines[0], "W1 blas 2: a step takes 2,000 µs");
    const shares = new Map(
      lines.slice(1).map((line) => {
        const [name, time, share] = line.trim().split(/ {2,}/);
        return [name, `${time} ${share}`];
      }),
    );
    assert.equal(shares.get("forward"), "1,000 50 %");
    assert.equal(shares.get("waiting"), "400 20 %");
    assert.equal(shares.get("between steps"), "300 15 %");
    assert.equal(shares.get("products"), "1,100 55 %");
  });
});
