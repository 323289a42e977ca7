import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { makeCandidates } from "./candidates.ts";
import { shortestStart } from "./shortest_start.ts";

const candidatesOf = (logits: readonly number[], weights: readonly number[]) => {
  const candidates = makeCandidates(logits.length, new Set());
  candidates.ids.set(logits.keys().toArray());
  candidates.logits.set(logits);
  candidates.weights.set(weights);
  return candidates;
};

describe("shortestStart", () => {
  it("is the start of the ranking that is just enough, by weight or by count", () => {
    const number = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.constant(-Infinity),
      fc.double({ min: -50, max: 5, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, fc.integer({ min: 1, max: 4 })), {
          minLength: 1,
          maxLength: 1500,
          size: "max",
        }),
        fc.constantFrom("weight" as const, "count" as const),
        fc.integer({ min: 1, max: 500 }),
        fc.boolean(),
        (list, weigh, wanted, front) => {
          const logits = list.map(([logit]) => logit);
          const weights = list.map(([, weight]) => weight);
          const ranking = [...list.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
          let length = 0, sum = 0;
          while (length < list.length && sum < wanted) {
            sum += weigh === "count" ? 1 : weights[ranking[length]!]!;
            length++;
          }
          const candidates = candidatesOf(logits, weights);
          const enough = (held: number) => held >= wanted;
          const start = shortestStart(candidates, list.length, { by: weigh, enough, front });
          assert.equal(start.sum, sum);
          assert.equal(candidates.ids[start.last], ranking[length - 1]);
          if (front) {
            assert.equal(start.last, length - 1);
            const ids = candidates.ids.slice(0, length);
            assert.deepEqual([...ids].sort(), ranking.slice(0, length).sort());
          }
          candidates.ids.forEach((id, at) => {
            assert.deepEqual(
              [candidates.logits[at], candidates.weights[at]],
              [logits[id], weights[id]],
            );
          });
        },
      ),
    );
  });
});
