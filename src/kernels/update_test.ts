import { elementsOn, nowhere, type Pointer } from "./pointer.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { loadKernels } from "./load_kernels.ts";
import { TestArena, testNumbers } from "./test_arena.ts";

const arena = new TestArena(8);
const kernels = loadKernels(arena.memory);

/** One element's parameter and slots, in float64. */
interface Element {
  p: number;
  s0: number;
  s1: number;
}

const rate = 0.01, decay = 0.1;
const mu = 0.9, alpha = 0.99, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;

/** PyTorch's updates on a clipped gradient element, at time t from 1. */
const reference: Record<string, { code: number; own: (t: number) => number[]; step: Step }> = {
  sgd: {
    code: 0,
    own: () => [],
    step: (e, g) => {
      e.p -= rate * (g + decay * e.p);
    },
  },
  momentum: {
    code: 1,
    own: () => [mu, 0],
    step: (e, g) => {
      e.s0 = mu * e.s0 + g + decay * e.p;
      e.p -= rate * e.s0;
    },
  },
  nesterov: {
    code: 1,
    own: () => [mu, 1],
    step: (e, g) => {
      const slope = g + decay * e.p;
      e.s0 = mu * e.s0 + slope;
      e.p -= rate * (slope + mu * e.s0);
    },
  },
  rmsprop: {
    code: 2,
    own: () => [alpha, epsilon],
    step: (e, g) => {
      const slope = g + decay * e.p;
      e.s0 = alpha * e.s0 + (1 - alpha) * slope ** 2;
      e.p -= rate * slope / (Math.sqrt(e.s0) + epsilon);
    },
  },
  adagrad: {
    code: 3,
    own: () => [1e-10],
    step: (e, g) => {
      const slope = g + decay * e.p;
      e.s0 += slope ** 2;
      e.p -= rate * slope / (Math.sqrt(e.s0) + 1e-10);
    },
  },
  adam: {
    code: 4,
    own: adamNumbers,
    step: (e, g, t) => adamStep(e, g + decay * e.p, t),
  },
  adamw: {
    code: 5,
    own: adamNumbers,
    step: (e, g, t) => {
      e.p *= 1 - rate * decay;
      adamStep(e, g, t);
    },
  },
};

type Step = (element: Element, gradient: number, time: number) => void;

function adamNumbers(t: number): number[] {
  return [
    beta1,
    beta2,
    epsilon,
    1 - beta1 ** t,
    Math.sqrt(1 - beta2 ** t),
    1 - beta1,
    1 - beta2,
  ];
}

function adamStep(e: Element, g: number, t: number): void {
  e.s0 = beta1 * e.s0 + (1 - beta1) * g;
  e.s1 = beta2 * e.s1 + (1 - beta2) * g * g;
  const root = Math.sqrt(e.s1) / Math.sqrt(1 - beta2 ** t) + epsilon;
  e.p -= rate / (1 - beta1 ** t) * e.s0 / root;
}

describe("update", () => {
  for (const [name, { code, own, step }] of Object.entries(reference)) {
    it(`${name} follows PyTorch's formula over several steps, clipping included`, () => {
      const clips = fc.constantFrom([1, Infinity], [0.25, Infinity], [1, 0.3]);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(999), clips, (n, seed, clip) => {
          arena.reset();
          const [scale, limit] = clip as [number, number];
          const start = testNumbers(seed, n);
          const p = arena.floats(start);
          const slots = [0, 1].map(() => arena.floats(new Float32Array(n + 1).fill(0)));
          const elements = [...start].map((x) => ({ p: x, s0: 0, s1: 0 }));
          const g = arena.bytes(4 * n), settings = arena.bytes(64);
          for (let t = 1; t <= 5; t++) {
            const gradient = testNumbers(seed + t, n);
            arena.view(g, n).set(gradient);
            arena.view(settings, 16).set([rate, scale, limit, decay, ...own(t)]);
            kernels.update(code, p, g, slots[0]!, slots[1]!, n, settings);
            elements.forEach((e, i) => {
              step(e, Math.max(-limit, Math.min(limit, gradient[i]! * scale)), t);
            });
          }
          const check = (at: Pointer, wanted: number[]) => {
            const got = arena.view(at, n);
            for (let i = 0; i < n; i++) {
              assert.ok(
                Math.abs(got[i]! - wanted[i]!) <= 2e-6,
                `${i}: ${got[i]}, not ${wanted[i]}`,
              );
            }
          };
          check(p, elements.map((e) => e.p));
          check(slots[0]!, elements.map((e) => e.s0));
          check(slots[1]!, elements.map((e) => e.s1));
          for (const slot of slots) assert.equal(arena.view(slot, n + 1)[n], 0);
        }),
      );
    });
  }

  it("gives the same bits for any cut", () => {
    arena.reset();
    const n = 61;
    for (const { code, own } of Object.values(reference)) {
      const g = arena.floats(testNumbers(2, n));
      const settings = arena.floats([rate, 1, Infinity, decay, ...own(3), ...Array(12).fill(0)]);
      const run = (cuts: number[]) => {
        const at = [1, 5, 6].map((seed) => arena.floats(testNumbers(seed, n).map(Math.abs)));
        for (let i = 1; i < cuts.length; i++) {
          const x = cuts[i - 1]!;
          kernels.update(
            code,
            elementsOn(at[0]!, x),
            elementsOn(g, x),
            elementsOn(at[1]!, x),
            elementsOn(at[2]!, x),
            cuts[i]! - cuts[i - 1]!,
            settings,
          );
        }
        return at.map((pointer) => [...arena.view(pointer, n)]);
      };
      assert.deepEqual(run([0, n]), run([0, 1, 7, 30, 30, 60, n]));
    }
  });

  it("lets NaN through the clipping", () => {
    arena.reset();
    const p = arena.floats([1, 1]), g = arena.floats([NaN, 5]);
    kernels.update(
      0,
      p,
      g,
      nowhere,
      nowhere,
      2,
      arena.floats([0.5, 1, 1, 0, ...Array(12).fill(0)]),
    );
    assert.deepEqual([...arena.view(p, 2)], [NaN, 0.5]);
  });
});
