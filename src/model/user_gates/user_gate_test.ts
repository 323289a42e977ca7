import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Gate } from "../gates/gate.ts";
import { GateFailure, gateMistake, watchedGate } from "./user_gate.ts";

const twice: Gate = {
  name: "twice",
  arity: 1,
  size: ([n]) => n!,
  forward: ([x]) => x!.map((xi) => 2 * xi),
  backward: (dy) => [dy.map((d) => 2 * d)],
};
const context = { rowKey: 7, salt: 3 };

describe("gateMistake", () => {
  it("finds nothing wrong with a gate", () => assert.equal(gateMistake(twice), undefined));

  const wrong: readonly [unknown, string][] = [
    [3, "Expected a gate, { name, arity, size, forward, backward }, or a list of gates"],
    [null, "Expected a gate, { name, arity, size, forward, backward }, or a list of gates"],
    [{}, "Expected as name letters, digits and _ after a small letter, got undefined"],
    [
      { ...twice, name: "Twice" },
      'Expected as name letters, digits and _ after a small letter, got "Twice"',
    ],
    [{ ...twice, name: "tanh" }, 'Name "tanh" is taken: expected another'],
    [{ ...twice, name: "hadamard" }, 'Name "hadamard" is taken: expected another'],
    [{ ...twice, name: "x" }, 'Name "x" is taken: expected another'],
    [
      { ...twice, arity: 0 },
      'Gate "twice": expected as arity a whole number of at least 1 or "many", got 0',
    ],
    [{ ...twice, size: 3 }, 'Gate "twice": expected a function as size, got 3'],
    [
      { ...twice, backward: undefined },
      'Gate "twice": expected a function as backward, got undefined',
    ],
    [{ ...twice, kinks: 0 }, 'Gate "twice": expected a function as kinks, got 0'],
    [{ ...twice, kernel: {} }, 'Gate "twice": only the built-in gates have a kernel'],
    [
      {
        ...twice,
        size: () => {
          throw new Error("Boom");
        },
      },
      'Gate "twice": its size fails: Boom',
    ],
  ];
  for (const [value, mistake] of wrong) {
    it(mistake, () => assert.equal(gateMistake(value), mistake));
  }
});

describe("watchedGate", () => {
  const x = Float64Array.of(1, 2);

  it("gives what the gate gives, and no dropout key to it", () => {
    const seen: unknown[] = [];
    const gate = watchedGate({
      ...twice,
      forward: (args, settings, given) => {
        seen.push(settings, given);
        return twice.forward(args, settings, given);
      },
    });
    assert.deepEqual(gate.forward([x], [1], context), Float64Array.of(2, 4));
    assert.deepEqual(gate.backward(x, [x], x, [], context), [Float64Array.of(2, 4)]);
    assert.deepEqual(seen, [[], { rowKey: undefined, salt: 0 }]);
  });

  const bad: readonly [string, Partial<Gate>, string][] = [
    ["throws", {
      forward: () => {
        throw new RangeError("Too far");
      },
    }, 'Gate "twice": forward failed: Too far'],
    [
      "gives too little",
      { forward: () => Float64Array.of(1) },
      'Gate "twice": expected the output as a Float64Array of length 2, got one of length 1',
    ],
    [
      "gives a plain list",
      { forward: () => [1, 2] as unknown as Float64Array },
      'Gate "twice": expected the output as a Float64Array of length 2, got Array',
    ],
  ];
  for (const [what, part, message] of bad) {
    it(`fails where forward ${what}`, () => {
      const gate = watchedGate({ ...twice, ...part });
      assert.throws(
        () => gate.forward([x], [], context),
        (error) => error instanceof GateFailure && error.message === message,
      );
    });
  }

  it("fails where backward gives too few or too short gradients", () => {
    const few = watchedGate({ ...twice, backward: () => [] });
    assert.throws(() => few.backward(x, [x], x, [], context), {
      message: 'Gate "twice": expected a list of 1 gradients from backward',
    });
    const short = watchedGate({ ...twice, backward: () => [new Float64Array(3)] });
    assert.throws(() => short.backward(x, [x], x, [], context), {
      message: 'Gate "twice": expected the gradient of argument 1 as a Float64Array of length 2, ' +
        "got one of length 3",
    });
  });
});
