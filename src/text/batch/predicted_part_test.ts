import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { countPredicted, predictedTokens } from "../tokens/token_part.ts";
import { partOfRows } from "./test_batch.ts";
import { evaluationBatches } from "./batches.ts";
import { predictedPart } from "./predicted_part.ts";

describe("predictedPart", () => {
  it("predicts as many tokens as the batches do", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 99 }), fc.integer({ min: 1, max: 7 }), (n, size) => {
        const part = partOfRows([Array.from({ length: n }, (_, i) => i)]);
        const config = { kind: "contiguous", size, length: 4 } as const;
        const predicted = predictedPart(part, config);
        const targets = [...evaluationBatches(part, config)].flatMap((batch) => [...batch.targets]);
        assert.equal(predictedTokens(predicted), targets.length);
        assert.deepEqual([...predicted.tokens.subarray(1)], targets.sort((a, b) => a - b));
        // A token of the part stands for one character more than its id, and two bytes more.
        const characters = targets.reduce((sum, id) => sum + id + 1, 0);
        const bytes = characters + targets.length;
        const counts = { tokens: targets.length, unknown: 0, characters, bytes };
        assert.deepEqual(countPredicted(predicted, -1), counts);
      }),
    );
  });
  it("leaves sentences as they are", () => {
    const part = partOfRows([[1, 2], [3, 4, 5]]);
    const config = { kind: "sentences", size: 2, shuffle: false, maxLength: "none" } as const;
    assert.equal(predictedPart(part, config), part);
  });
});
