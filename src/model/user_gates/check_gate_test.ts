import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { checkGate, largestGateError } from "./check_gate.ts";
import type { Gate } from "../gates/gate.ts";
import { gates } from "../gates/gates.ts";
import { layernormEpsilon } from "../gates/layernorm.ts";
import { GateFailure } from "./user_gate.ts";

const elementwise = (f: (x: number) => number, df: (x: number) => number): Gate => ({
  name: "own",
  arity: 1,
  size: ([n]) => n!,
  forward: ([x]) => x!.map(f),
  backward: (dy, [x]) => [dy.map((d, i) => d * df(x![i]!))],
});
const x = Float64Array.of(-1.5, -0.2, 0.3, 2);
const dy = Float64Array.of(1, -0.5, 0.7, 0.2);

describe("checkGate", () => {
  it("finds the built-in gates right", () => {
    for (const name of ["sigmoid", "tanh", "softsign", "exp", "softmax", "relu"]) {
      const { error, compared } = checkGate(gates.get(name)!, [x], dy);
      assert(error < largestGateError, `${name}: ${error}`);
      assert.equal(compared, 4, name);
    }
    for (const name of ["add", "subtract", "hadamard"]) {
      assert.equal(checkGate(gates.get(name)!, [x, dy.slice()], dy).compared, 8, name);
    }
    const norm = gates.get("layernorm")!;
    const set: Gate = {
      ...norm,
      forward: (args, _, context) => norm.forward(args, [layernormEpsilon], context),
      backward: (d, args, y, _, context) => norm.backward(d, args, y, [layernormEpsilon], context),
    };
    assert(checkGate(set, [x], dy).error < largestGateError);
  });

  it("says where a backward is furthest off", () => {
    const wrong = elementwise((x) => x * x, (x) => (x > 1 ? 3 * x : 2 * x));
    const { error, argument, element, analytic, numeric } = checkGate(wrong, [x], dy);
    assert.deepEqual([argument, element], [0, 3]);
    assert(Math.abs(error - 1 / 3) < 1e-6);
    assert(Math.abs(analytic - 1.2) < 1e-9 && Math.abs(numeric - 0.8) < 1e-6);
  });

  it("looks at every argument", () => {
    const hadamard = gates.get("hadamard")!;
    const swapped: Gate = {
      ...hadamard,
      backward: (dy, [a, b]) => [dy.map((d, i) => d * b![i]!), dy.map((d, i) => d * a![i]! * 2)],
    };
    assert.equal(checkGate(swapped, [x, dy.slice()], dy).argument, 1);
  });

  it("leaves elements out that stand at a kink, and sees a wrong gradient beside it", () => {
    const leaky = (x: number) => (x > 0 ? x : 0.1 * x);
    const right = elementwise(leaky, (x) => (x > 0 ? 1 : 0.1));
    const at = Float64Array.of(0, 1e-5, 1, -1);
    const found = checkGate(right, [at], dy);
    assert.equal(found.compared, 2);
    assert(found.error < largestGateError);
    const wrong = elementwise(leaky, (x) => (x > 0 ? 1 : 0.2));
    assert(checkGate(wrong, [at], dy).error > 0.4);
  });

  it("manages steep places and those near the end of a domain", () => {
    const steep = elementwise((x) => Math.exp(6 * x), (x) => 6 * Math.exp(6 * x));
    assert(checkGate(steep, [Float64Array.of(2.5)], Float64Array.of(1)).error < largestGateError);
    const root = elementwise(Math.sqrt, (x) => 0.5 / Math.sqrt(x));
    assert(checkGate(root, [Float64Array.of(1.5e-3)], Float64Array.of(1)).error < largestGateError);
  });

  const bad: readonly [string, Gate, RegExp][] = [
    ["gives NaN", elementwise(() => NaN, () => 0), /forward gives NaN/],
    ["has a gradient of NaN", elementwise((x) => x, () => NaN), /backward gives NaN/],
    ["is drawn", elementwise(() => Math.random(), () => 0), /another output the second time/],
    [
      "changes its argument",
      {
        ...elementwise((x) => x, () => 1),
        backward: (dy, [x]) => {
          x![0] = 9;
          return [dy.slice()];
        },
      },
      /changes its arguments/,
    ],
  ];
  for (const [what, gate, message] of bad) {
    it(`fails for a gate that ${what}`, () => {
      assert.throws(
        () => checkGate(gate, [x.slice()], dy),
        (error) => error instanceof GateFailure && message.test(error.message),
      );
    });
  }
});
