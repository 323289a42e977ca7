import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { atOnce } from "../../base/slices.ts";
import { forwardRow } from "../../compute/reference/forward.ts";
import { stateGradients } from "../../compute/reference/backward.ts";
import { copyNetwork } from "../../compute/reference/network.ts";
import { initialStates } from "../../compute/reference/states.ts";
import { modelForTest } from "../../compute/units/test_model.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import { gradientByLag, longestLag } from "./gradient_by_lag.ts";
import { stateValues } from "./state_values.ts";

const model = modelForTest("lstm", { layers: 2 });
const { network } = copyNetwork(model, initialWeights(model, 5));
const none = () => undefined;
const longRow = Int32Array.from({ length: 3 * longestLag }, (_, i) => (i * i + 3) % 7);

describe("stateValues", () => {
  it("has the value of each unit after each token that is predicted, row by row", () => {
    const rows = [longRow, Int32Array.of(2, 6, 1)];
    const units = atOnce(stateValues(network, rows));
    assert.equal(units.length, 2 * 2 * 3);
    let at = 0;
    for (const row of rows) {
      for (let end = 2; end <= row.length; end++, at++) {
        const { states } = forwardRow(network, row.subarray(0, end), initialStates(network), none);
        if (end % 17 > 2) continue;
        const found = units.map(({ values }) => values[at]!);
        assert.deepEqual(found, states.flat().flatMap((state) => [...state]));
      }
    }
    assert.equal(units[0]!.values.length, at);
    const third = units[3]!;
    assert.deepEqual([third.layer, third.state, third.unit], [0, "c", 0]);
  });
});

describe("gradientByLag", () => {
  const normOf = (gradients: readonly (Float64Array | undefined)[]) =>
    Math.hypot(...gradients.flatMap((gradient) => [...gradient ?? []]));

  it("is the geometric mean of norms over pieces of long rows, by layer and steps back", () => {
    const rows = [longRow, longRow.toReversed()];
    const norms = atOnce(gradientByLag(network, rows));
    const length = longestLag + 1;
    const expected = rows.flatMap((row) =>
      [0, 1].map((piece) => {
        const { steps } = forwardRow(network, row, initialStates(network), none);
        const from = piece * length;
        const all = stateGradients(
          network,
          steps.slice(from, from + length - 1),
          row[from + length - 1]!,
        );
        return [...all].map((layers) => layers.map(normOf));
      })
    );
    assert.equal(norms.length, 2);
    norms.forEach((lags, layer) => {
      assert.equal(lags.length, longestLag);
      lags.forEach((norm, lag) => {
        const all = expected.reduce((product, one) => product * one[lag]![layer]!, 1);
        const mean = all ** (1 / expected.length);
        assert.ok(Math.abs(norm - mean) <= 1e-9 * mean, `${norm} instead of ${mean}`);
      });
    });
  });

  it("goes as far back as half of the rows are long", () => {
    const rows = [5, 5, 4, 9, 9, 2].map((length) => longRow.subarray(0, length));
    assert.deepEqual(atOnce(gradientByLag(network, rows)).map(({ length }) => length), [4, 4]);
    assert.deepEqual(atOnce(gradientByLag(network, [Int32Array.of(1)])), [[], []]);
  });
});
