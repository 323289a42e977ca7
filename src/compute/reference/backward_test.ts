import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { initialWeights } from "../../model/initial_weights.ts";
import { modelForTest } from "../units/test_model.ts";
import { backwardRow, stateGradients } from "./backward.ts";
import { softmaxCrossEntropy } from "../../model/gates/softmax_cross_entropy.ts";
import { forwardRow } from "./forward.ts";
import { copyNetwork } from "./network.ts";
import { initialStates, type States } from "./states.ts";

const tokens = Int32Array.of(1, 5, 3, 2, 6);
const targets = Int32Array.of(5, 3, 2, 6, 0);

/** The gradient of a GRU's whole row, and of steps from `first` to `last` whose start is given. */
const truncatedTo = (truncate: number | "full") => {
  const model = modelForTest("gru", { truncate, layers: 2 });
  const { network, gradients } = copyNetwork(model, initialWeights(model, 3));
  const { steps } = forwardRow(network, tokens, initialStates(network), () => undefined);
  return (first = 0, last = tokens.length - 1): number[] => {
    for (const gradient of gradients.values()) gradient.fill(0);
    const [from, to] = [first, last + 1];
    backwardRow(network, steps.slice(from, to), targets.subarray(from, to), 1, false);
    return [...gradients.values()].flatMap((gradient) => [...gradient]);
  };
};

const assertSum = (actual: readonly number[], parts: ReadonlyArray<readonly [1 | -1, number[]]>) =>
  actual.forEach((value, i) => {
    const sum = parts.reduce((total, [sign, part]) => total + sign * part[i]!, 0);
    assert.ok(Math.abs(value - sum) < 1e-12, `${value} instead of ${sum}`);
  });

describe("backwardRow", () => {
  it("truncated to 0 steps is the sum over steps that each stand alone", () => {
    const gradient = truncatedTo(0);
    assertSum(gradient(), [...tokens.keys()].map((t) => [1, gradient(t, t)]));
  });

  it("truncated to 1 step lets each loss reach the step before it, and no other", () => {
    const gradient = truncatedTo(1);
    // Of two steps the later one's loss alone: both losses less that of the earlier.
    const pairs = [...tokens.keys()].slice(1).flatMap((t) =>
      [[1, gradient(t - 1, t)], [-1, gradient(t - 1, t - 1)]] as const
    );
    assertSum(gradient(), [[1, gradient(0, 0)], ...pairs]);
  });

  it("truncated to as many steps as there are is not truncated", () => {
    assert.deepEqual(truncatedTo(tokens.length - 1)(), truncatedTo("full")());
    assert.notDeepEqual(truncatedTo(tokens.length - 2)(), truncatedTo("full")());
  });
});

describe("stateGradients", () => {
  it("are what differences of the last token's loss are, for states any number of steps before", () => {
    const model = modelForTest("lstm", { layers: 2 });
    const { network } = copyNetwork(model, initialWeights(model, 3));
    const none = () => undefined;
    const last = targets.at(-1)!;
    /** Loss of the last token from the states before step `first`. */
    const lossFrom = (first: number, states: States) => {
      const { steps } = forwardRow(network, tokens.subarray(first), states, none);
      return softmaxCrossEntropy.loss(steps.at(-1)!.logits, last);
    };
    const { steps } = forwardRow(network, tokens, initialStates(network), none);
    const found = [...stateGradients(network, steps, last)];
    assert.equal(found.length, tokens.length);
    found.forEach((layers, back) => {
      const first = tokens.length - 1 - back;
      const { states } = forwardRow(
        network,
        tokens.subarray(0, first),
        initialStates(network),
        none,
      );
      layers.forEach((gradients, l) =>
        gradients.forEach((gradient, s) =>
          gradient!.forEach((value, i) => {
            const moved = (by: number): States =>
              states.map((layer, l2) =>
                layer.map((state, s2) =>
                  state.map((held, i2) => held + (l2 === l && s2 === s && i2 === i ? by : 0))
                )
              );
            const slope = (lossFrom(first, moved(1e-5)) - lossFrom(first, moved(-1e-5))) / 2e-5;
            assert.ok(Math.abs(value - slope) < 1e-9, `${value} instead of ${slope}`);
          })
        )
      );
    });
  });
});
