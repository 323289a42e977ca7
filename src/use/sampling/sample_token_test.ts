import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Result } from "effect";
import fc from "fast-check";
import { makeCandidates } from "./candidates.ts";
import { sampleToken } from "./sample_token.ts";
import type { Sampling } from "./sampling.ts";

const plain: Sampling = { temperature: 1, banned: new Set() };
const logs = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);
const roomFor = ({ length }: Float64Array, { banned }: Sampling) => makeCandidates(length, banned);
const sample = (
  logits: Float64Array,
  sampling: Sampling,
  u: number,
  room = roomFor(logits, sampling),
) => sampleToken(logits, sampling, u, room);
const take = (...asked: Parameters<typeof sample>) => Result.getOrThrow(sample(...asked));
/** Shares of each token over a fine, even grid of u. */
const shares = (probabilities: Float64Array, sampling: Sampling): number[] => {
  const n = 2000;
  const counts = Array.from(probabilities, () => 0);
  const room = roomFor(probabilities, sampling);
  for (let i = 0; i < n; i++) counts[take(probabilities, sampling, (i + 0.5) / n, room)]! += 1 / n;
  return counts;
};
const close = (actual: readonly number[], expected: readonly number[]) =>
  actual.forEach((a, i) => assert.ok(Math.abs(a - expected[i]!) < 2e-3, `${actual}`));

describe("sampleToken", () => {
  const four = logs(0.1, 0.4, 0.3, 0.2);

  it("gives each token its probability", () => close(shares(four, plain), [0.1, 0.4, 0.3, 0.2]));

  it("sharpens and flattens by temperature: probabilities to the power 1/T", () => {
    const squares = [0.01, 0.16, 0.09, 0.04].map((x) => x / 0.3);
    close(shares(four, { ...plain, temperature: 0.5 }), squares);
    const roots = [0.1, 0.4, 0.3, 0.2].map(Math.sqrt);
    const sum = roots.reduce((a, b) => a + b);
    close(shares(four, { ...plain, temperature: 2 }), roots.map((x) => x / sum));
  });

  it("is greedy at temperature 0 and with top-k 1, equal ones by id", () => {
    const ties = logs(0.1, 0.3, 0.3, 0.3);
    for (const u of [0, 0.5, 0.9999999]) {
      assert.equal(take(ties, { ...plain, temperature: 0 }, u), 1);
      assert.equal(take(ties, { ...plain, topK: 1 }, u), 1);
      assert.equal(take(ties, { ...plain, topP: 1e-9 }, u), 1);
      assert.equal(take(four, { ...plain, temperature: 1e-308 }, u), 1);
    }
  });

  it("keeps the k likeliest, or all when k is larger than the vocabulary", () => {
    close(shares(four, { ...plain, topK: 2 }), [0, 4 / 7, 3 / 7, 0]);
    close(shares(four, { ...plain, topK: 99 }), [0.1, 0.4, 0.3, 0.2]);
  });

  it("keeps the smallest set that holds the share", () => {
    close(shares(four, { ...plain, topP: 0.6 }), [0, 4 / 7, 3 / 7, 0]);
    close(shares(four, { ...plain, topP: 0.75 }), [0, 4 / 9, 3 / 9, 2 / 9]);
    close(shares(four, { ...plain, topP: 1 }), [0.1, 0.4, 0.3, 0.2]);
  });

  it("takes the share of what top-k left", () => {
    close(shares(four, { ...plain, topK: 2, topP: 0.5 }), [0, 1, 0, 0]);
  });

  it("never gives a banned token, whatever its probability", () => {
    close(shares(four, { ...plain, banned: new Set([1, 3]) }), [0.25, 0, 0.75, 0]);
    assert.equal(take(four, { ...plain, temperature: 0, banned: new Set([1]) }, 0), 2);
  });

  it("does not need normalized log-probabilities", () => {
    close(shares(four.map((x) => x - 700), plain), [0.1, 0.4, 0.3, 0.2]);
    close(shares(four.map((x) => x + 700), plain), [0.1, 0.4, 0.3, 0.2]);
  });

  it("fails when no token is left", () => {
    const banned = new Set([0, 1, 2, 3]);
    for (
      const result of [
        sample(four, { ...plain, banned }, 0.5),
        sample(four, { ...plain, temperature: 0, banned }, 0.5),
        sample(logs(0, 0), plain, 0.5),
      ]
    ) {
      assert.ok(Result.isFailure(result));
      assert.match(result.failure.message, /^No token is left to choose from/);
    }
  });

  it("fails on NaN rather than choosing by it", () => {
    const result = sample(Float64Array.of(-1, NaN, -2), plain, 0.5);
    assert.ok(Result.isFailure(result));
    assert.match(result.failure.message, /token 1 is NaN/);
  });

  it("gives an allowed token of positive probability for any input", () => {
    const logProbability = fc.oneof(
      fc.double({ min: -800, max: 0, noNaN: true }),
      fc.constant(-Infinity),
    );
    fc.assert(fc.property(
      fc.array(logProbability, { minLength: 1, maxLength: 20 }),
      fc.uniqueArray(fc.nat(19)),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.integer({ min: 1, max: 25 }),
      fc.double({ min: 1e-12, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (list, bannedIds, temperature, topK, topP, u) => {
        const values = Float64Array.from(list);
        const banned = new Set(bannedIds);
        const allowed = list.flatMap((x, id) => x > -Infinity && !banned.has(id) ? [id] : []);
        const result = sample(values, { temperature, topK, topP, banned }, u);
        if (allowed.length === 0) return Result.isFailure(result);
        return Result.isSuccess(result) && allowed.includes(result.success) &&
          allowed.filter((id) => list[id]! > list[result.success]!).length < topK;
      },
    ));
  });

  it("draws what the whole ranking, sorted and added up, says, or without a limit the ids", () => {
    const logit = fc.oneof(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.integer({ min: -2, max: 2 }), // many equal ones
    );
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 1, maxLength: 300, size: "max" }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 320 }), { nil: undefined }),
        fc.option(fc.double({ min: 0.01, max: 1, noNaN: true }), { nil: undefined }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (list, temperature, topK, topP, u) => {
          const sampling = { temperature, topK, topP, banned: new Set([2]) };
          const ranked = [...list.keys()].filter((id) => id !== 2)
            .sort((a, b) => list[b]! - list[a]! || a - b);
          if (ranked.length === 0) return;
          const top = list[ranked[0]!]!;
          if ((topK ?? list.length) >= list.length && (topP ?? 1) === 1) {
            ranked.sort((a, b) => a - b);
          }
          const weighed = ranked.slice(0, topK)
            .map((id) => [id, Math.exp((list[id]! - top) / temperature)] as const);
          const sums: number[] = [];
          for (const [, weight] of weighed) sums.push((sums.at(-1) ?? 0) + weight);
          const share = (topP ?? 1) * sums.at(-1)!;
          const kept = Math.max(0, sums.findIndex((sum) => sum >= share * (1 - 1e-12)));
          const target = u * (topP === undefined ? sums.at(-1)! : sums[kept]!);
          // Where a rounding decides, either is right.
          if (sums.some((sum) => [share, target].some((x) => Math.abs(sum / x - 1) < 1e-9))) return;
          const expected = weighed[sums.findIndex((sum) => sum > target)]![0];
          assert.equal(take(Float64Array.from(list), sampling, u), expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
