import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { ModelConfig } from "../../model/schema.ts";
import { compile } from "./compile.ts";
import { summarizePlan } from "./summarize_plan.ts";
import { modelForTest } from "../units/test_model.ts";

const linesOf = (config: Partial<ModelConfig>) => {
  const model = modelForTest("gru", config, 1000);
  const capacity = { rows: 32, tokens: 3200, steps: 100 };
  return summarizePlan(model, compile(model, { capacity, slots: 0, gemm: "wasm", workers: 1 }));
};

describe("summarizePlan", () => {
  it("tells the stages, gates and sizes of a GRU", () => {
    const lines = linesOf({ embedding: 8, hidden: 16 });
    assert.deepEqual(lines.slice(0, 7), [
      "stages",
      "  embedding: 1,000 × 8",
      "  layer 0: gru, 8 → 16",
      "    all tokens at once: product [Win Wiz Wir] x, 8 → 48",
      "    each time step: product [Whz Whr Whn] h, 16 → 48",
      "    each time step: one pass of 9 gates (sigmoid, affine, sigmoid, hadamard, add, tanh, " +
      "hadamard, hadamard, add)",
      "  output: 16 → 1,000 with bias, softmax with cross-entropy",
    ]);
    assert.ok(lines.includes("parameters: 26,248"));
    assert.match(lines.at(-2)!, /^memory: \d+ MiB for batches of up to 32 rows, 3,200 tokens/);
  });

  it("tells dropout, tying, one-hot input and truncation", () => {
    const lines = linesOf({ embedding: 16, hidden: 16, dropout: 0.5, tied: true, truncate: 4 });
    assert.ok(lines.includes("  layer 0: gru, 16 → 16, dropout 0.5 on its input"));
    assert.ok(lines.some((line) => line.includes("dropout 0.5, 16 → 1,000 with bias, tied")));
    assert.ok(lines.some((line) => line.includes("through 4 earlier steps (5 gradient rows")));
    const oneHot = linesOf({ embedding: "none" });
    assert.ok(oneHot.includes("  input: one-hot, 1,000 words"));
    assert.ok(oneHot.some((line) => line.includes("columns looked up [Win Wiz Wir] x, 1000 → 9")));
  });
});
