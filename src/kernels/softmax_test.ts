import { elementsOn, nowhere, type Pointer } from "./pointer.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { loadKernels } from "./load_kernels.ts";
import { TestArena, testNumbers } from "./test_arena.ts";

const arena = new TestArena(32);
const kernels = loadKernels(arena.memory);

const cases = fc.record({
  tokens: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 })),
  words: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 300 })),
  blocks: fc.integer({ min: 1, max: 4 }),
  spread: fc.constantFrom(0.1, 5, 80, 1e4),
  bias: fc.boolean(),
  seed: fc.nat(1000),
});

/** logsumexp of numbers in float64. */
function logSumExp(x: Float32Array): number {
  const top = Math.max(...x);
  let sum = 0;
  for (const v of x) sum += Math.exp(v - top);
  return top + Math.log(sum);
}

interface Softmax {
  /** A row a token. */
  readonly logits: readonly Float32Array[];
  readonly targets: readonly number[];
  readonly scale: number;
  readonly bias?: Float32Array;
  /** Blocks that the words are cut into. */
  readonly blocks?: number;
}

/** Runs all kernels over all blocks; what comes back has a row per token again. */
function run({ logits, targets, scale, bias, blocks: most = 1 }: Softmax) {
  arena.reset();
  const tokens = targets.length, vocabulary = logits[0]!.length;
  const stride = Math.ceil(tokens / 8) * 8;
  const size = Math.ceil(vocabulary / most), blocks = Math.ceil(vocabulary / size);
  const columns = new Float32Array(vocabulary * stride);
  logits.forEach((row, t) => row.forEach((x, w) => columns[w * stride + t] = x));
  const targetsAt = arena.ints(targets);
  const biasAt = bias === undefined ? nowhere : arena.floats(bias);
  const [at, kept] = [arena.floats(columns), arena.floats(columns)];
  const picked = arena.bytes(4 * stride), losses = arena.bytes(4 * stride);
  const factors = arena.bytes(4 * stride);
  const tops = arena.bytes(4 * stride * blocks), sums = arena.bytes(4 * stride * blocks);
  const order = Array.from({ length: blocks }, (_, block) => block);
  const each = (
    visit: (block: number, first: number, words: number) => void,
    inOrder = order,
  ) => {
    for (const b of inOrder) visit(b, b * size, Math.min(size, vocabulary - b * size));
  };
  // Once in order and once from the last block on: whoever comes first, the results are the same.
  const softmax = (x: Pointer, exponentials: 0 | 1) => {
    each((b, first, words) => {
      const place = b * stride;
      kernels.blockSoftmax(
        elementsOn(x, stride * first),
        stride,
        words,
        tokens,
        biasAt === nowhere ? nowhere : elementsOn(biasAt, first),
        targetsAt,
        first,
        picked,
        elementsOn(tops, place),
        elementsOn(sums, place),
        exponentials,
      );
    }, exponentials === 1 ? order.toReversed() : order);
    kernels.softmaxLosses(tops, sums, stride, blocks, tokens, picked, losses);
    return arena.view(losses, tokens).slice();
  };
  const forward = softmax(kept, 0);
  const backward = softmax(at, 1);
  each((b, first, words) => {
    const x = elementsOn(at, stride * first);
    kernels.blockSoftmaxGradient(
      x,
      stride,
      words,
      tokens,
      targetsAt,
      first,
      tops,
      sums,
      stride,
      blocks,
      b,
      scale,
      factors,
    );
  });
  const rows = (x: Pointer) =>
    targets.map((_, t) =>
      Float32Array.from(
        { length: vocabulary },
        (_, w) => arena.view(x, vocabulary * stride)[w * stride + t]!,
      )
    );
  return { forward, losses: backward, logits: rows(kept), gradient: rows(at) };
}

describe("softmax by blocks of words", () => {
  it("is the cross-entropy and its gradient, however the words are cut", () => {
    fc.assert(
      fc.property(cases, ({ tokens, words, blocks, spread, bias: biased, seed }) => {
        const vocabulary = words * blocks - (blocks > 1 ? seed % words : 0);
        const logits = Array.from(
          { length: tokens },
          (_, t) => testNumbers(seed + t, vocabulary, spread),
        );
        const targets = logits.map((_, t) => (seed + 31 * t) % vocabulary);
        const scale = 0.37;
        const bias = testNumbers(seed, vocabulary, 1);
        const given = { logits, targets, scale, blocks };
        const got = run(biased ? { ...given, bias } : given);
        assert.deepEqual(got.forward, got.losses);
        logits.forEach((given, t) => {
          const row = given.map((x, w) => biased ? Math.fround(x + bias[w]!) : x);
          assert.deepEqual(got.logits[t], row);
          const total = logSumExp(row);
          const loss = total - row[targets[t]!]!;
          assert.ok(Math.abs(got.losses[t]! - loss) <= 3e-7 * Math.max(1, loss), `${loss}`);
          row.forEach((x, w) => {
            const wanted = (Math.exp(x - total) - (w === targets[t] ? 1 : 0)) * scale;
            const found = got.gradient[t]![w]!;
            assert.ok(Math.abs(found - wanted) <= 1e-6, `${found} is not ${wanted}`);
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  it("keeps small probabilities to float32's precision", () => {
    const logits = [Float32Array.of(0, -40, -80)];
    for (const blocks of [1, 3]) {
      const [row] = run({ logits, targets: [0], scale: 1, blocks }).gradient;
      assert.ok(Math.abs(row![1]! / Math.exp(-40) - 1) < 1e-6);
      assert.equal(row![2], 0); // too small to move anything
    }
  });

  it("leaves no gradient that is not a normal number, nor any whose products would not be", () => {
    const logits = [Float32Array.from({ length: 300 }, (_, w) => -w / 2)];
    const [row] = run({ logits, targets: [0], scale: 1 / 64, blocks: 3 }).gradient;
    assert.ok(row!.every((x) => x === 0 || Math.abs(x) >= 1e-25));
    assert.ok(row![100]! > 0 && row![299] === 0);
  });

  it("is accurate over 10,000 words", () => {
    const logits = testNumbers(3, 10000, 2);
    for (const blocks of [1, 16]) {
      const { losses } = run({ logits: [logits], targets: [17], scale: 1, blocks });
      assert.ok(Math.abs(losses[0]! - (logSumExp(logits) - logits[17]!)) < 2e-6);
    }
  });

  it("keeps what a sum of many equal exponentials would lose in float32", () => {
    for (const logit of [-2.3, -0.1]) {
      for (const words of [10_000, 30_000]) {
        const row = new Float32Array(words).fill(logit);
        row[0] = 0;
        const { losses } = run({ logits: [row], targets: [0], scale: 1 });
        const loss = logSumExp(row);
        assert(Math.abs(losses[0]! - loss) < 1e-6, `${losses[0]} is not ${loss}`);
      }
    }
  });

  it("shows a number that isn't finite in its token's loss and gradient, and no other's", () => {
    for (const bad of [NaN, Infinity]) {
      for (const place of [0, 4, 6]) {
        for (const target of [0, 1, 6]) {
          for (const at of [0, 17]) {
            const logits = Array.from({ length: 18 }, (_, t) => testNumbers(t, 7));
            logits[at]![place] = bad;
            const targets = logits.map(() => target);
            const { losses, forward, gradient } = run({ logits, targets, scale: 1, blocks: 2 });
            logits.forEach((_, t) => {
              assert.equal(Number.isFinite(losses[t]), t !== at, `${bad} at ${place}`);
              assert.equal(Number.isFinite(forward[t]), t !== at);
              if (t === at) assert.ok(gradient[t]!.every(Number.isNaN));
              else assert.ok(gradient[t]!.every(Number.isFinite));
            });
          }
        }
      }
    }
  });

  it("gives a word of logit −Infinity no probability, and all others theirs", () => {
    const without = testNumbers(5, 12);
    for (const blocks of [1, 2, 4]) {
      for (const ruledOut of [[0], [11], [1, 5, 7], [0, 1, 2], [3, 4, 5, 6, 7, 8, 9, 10, 11]]) {
        const row = without.map((x, w) => ruledOut.includes(w) ? -Infinity : x);
        const target = row.findIndex(Number.isFinite);
        const logits = [...Array.from({ length: 9 }, () => without), row];
        const targets = logits.map(() => target);
        const { losses, forward, gradient } = run({ logits, targets, scale: 1, blocks });
        const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
        assert.ok(Math.abs(losses[9]! - (total - row[target]!)) < 1e-6, `${losses[9]}`);
        assert.equal(forward[9], losses[9]);
        row.forEach((x, w) => {
          const wanted = Math.exp(x - total) - (w === target ? 1 : 0);
          assert.ok(Math.abs(gradient[9]![w]! - wanted) < 1e-6, `${gradient[9]}`);
          if (x === -Infinity) assert.equal(gradient[9]![w], 0);
        });
      }
    }
  });

  it("gives an infinite loss to a target without probability, and NaN where no word has any", () => {
    const ruledOut = Float32Array.of(1, -Infinity, 2, 3);
    const nothing = new Float32Array(4).fill(-Infinity);
    for (const blocks of [1, 2, 4]) {
      const given = { logits: [ruledOut, nothing], targets: [1, 1], scale: 1, blocks };
      const { losses, forward, gradient } = run(given);
      assert.deepEqual([...losses], [Infinity, NaN]);
      assert.deepEqual([...forward], [Infinity, NaN]);
      assert.ok(gradient[0]!.every(Number.isFinite));
      assert.ok(gradient[1]!.every(Number.isNaN));
    }
  });

  it("doesn't overflow for large logits", () => {
    const logits = [Float32Array.of(3e38, 3e38, -1e38)];
    const { losses, gradient } = run({ logits, targets: [1], scale: 1, blocks: 2 });
    assert.ok(Number.isFinite(losses[0]) || losses[0] === Infinity);
    assert.ok(Math.abs(gradient[0]![0]! - 0.5) < 1e-6);
    assert.ok(Math.abs(gradient[0]![1]! + 0.5) < 1e-6);
  });
});
