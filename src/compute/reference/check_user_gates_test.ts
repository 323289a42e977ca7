import { atOnce } from "../../base/slices.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { type Gate, sameSize } from "../../model/gates/gate.ts";
import { watchedGate } from "../../model/user_gates/user_gate.ts";
import { buildModel } from "../../model/build_model.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import { checkUserGates } from "./check_user_gates.ts";

const leaky: Gate = {
  name: "leaky",
  arity: 1,
  size: sameSize,
  forward: ([x]) => x!.map((xi) => (xi > 0 ? xi : 0.1 * xi)),
  backward: (dy, [x]) => [dy.map((d, i) => (x![i]! > 0 ? d : 0.1 * d))],
};

const check = (gate: Gate, equations: string) => {
  const config = {
    cell: "own",
    embedding: 5,
    hidden: 4,
    layers: 2,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full" as const,
  };
  const gates = [watchedGate(gate)];
  const gateModule = { path: "own.ts", source: "", sha256: "", gates };
  const cells = { own: { state: "h", equations } };
  const model = Result.getOrThrow(buildModel(config, cells, 7, gateModule));
  return atOnce(checkUserGates(model, initialWeights(model, 1), 1));
};

describe("checkUserGates", () => {
  it("answers the error of a right gate, also where a state starts at its kink", () => {
    const { errors, mistakes } = check(leaky, "h' = tanh(W x + leaky(h))");
    assert.deepEqual(mistakes, []);
    assert(errors.get("leaky")! < 1e-8);
  });

  it("names the gate, the argument and the error of a wrong one", () => {
    const wrong: Gate = { ...leaky, backward: (dy) => [dy.slice()] };
    const { mistakes } = check(wrong, "h' = leaky(W x + V h)");
    assert.equal(mistakes.length, 1);
    assert.match(
      mistakes[0]!,
      /^Gate "leaky": its backward gives .* of element \d of argument 1, .* \(error 0\.9, expected/,
    );
  });

  it("finds one that is wrong at some of the places only", () => {
    const wrong: Gate = {
      ...leaky,
      backward: (dy, args, ...rest) =>
        leaky.backward(args[0]![0]! > 0 ? dy : dy.map((d) => 2 * d), args, ...rest),
    };
    const { mistakes } = check(wrong, "h' = leaky(W x + V h)");
    assert.match(mistakes[0]!, /\(error 0\.5, expected/);
  });

  it("tells of a gate that fails, or that has a kink wherever it is met", () => {
    const failing: Gate = {
      ...leaky,
      forward: () => {
        throw new Error("Boom");
      },
    };
    assert.deepEqual(check(failing, "h' = leaky(W x)").mistakes, [
      'Gate "leaky": forward failed: Boom',
    ]);
    const { mistakes } = check(leaky, "h' = tanh(0 W x + leaky(0 h))");
    assert.match(mistakes[0]!, /^Gate "leaky": its backward can't be checked/);
  });

  it("leaves gates alone that the model does not use", () => {
    const { errors, mistakes } = check(leaky, "h' = tanh(W x)");
    assert.deepEqual([[...errors], mistakes], [[], []]);
  });
});
