import { it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { formatInference } from "./format_inference.ts";

const one = { median: 2000, min: 1900, max: 2100 };
const torch = {
  ...{ system: "PyTorch 1", form: "nn.GRU, multinomial", ratio: 4 },
  ...{ tokensPerSecond: { median: 500, min: 400, max: 600 }, difference: 1e-6 },
};

it("formatInference shows milliseconds a token, with and without PyTorch", () => {
  const measured = [
    { workload: "I1", rows: 1, ours: one, gigabytes: 1.25, torch },
    { workload: "I1", rows: 32, ours: one, gigabytes: 1 },
  ];
  const [first, second] = formatInference(measured, true).slice(2);
  assert.equal(
    first,
    "| I1 | 1 | 0.500 | 2,000 | 1,900 | 2,100 | 1.3 | nn.GRU, multinomial | 2.000 | 500 | 4.00 | ≥ 3 |",
  );
  assert.match(second!, /^\| I1 \| 32 \| 0\.500 .* \| {2}\| {2}\|/);
  assert.match(formatInference(measured, false)[2]!, /^I1 +32 +0\.500/);
});
