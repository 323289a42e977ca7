import { atOnce } from "../../base/slices.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import type { CellsConfig } from "../../model/cells/schema.ts";
import { buildModel } from "../../model/build_model.ts";
import type { Model } from "../../model/model.ts";
import type { ModelConfig } from "../../model/schema.ts";
import { findOverflow, type OverflowOptions } from "./find_overflow.ts";

const modelOf = (config: Partial<ModelConfig>, cells: CellsConfig = {}): Model =>
  Result.getOrThrow(buildModel(
    {
      ...{ cell: "gru", embedding: 2, hidden: 2, layers: 2, dropout: 0 },
      ...{ tied: false, bias: true, truncate: "full" },
      ...config,
    },
    cells,
    5,
  ));

/** Every weight 0.1, but those of `other`. */
const weightsOf = (model: Model, other: Readonly<Record<string, number>> = {}) =>
  new Map(model.parameters.map(({ key, rows, columns }) => [
    key,
    new Float64Array(rows * columns).fill(other[key] ?? 0.1),
  ]));

const batch = {
  ...{ epoch: 0, index: 0, carried: false },
  lengths: Int32Array.of(3, 2),
  offsets: Int32Array.of(0, 3, 5),
  inputs: Int32Array.of(1, 2, 3, 4, 0),
  targets: Int32Array.of(2, 3, 4, 0, 1),
};
const options: OverflowOptions = {
  precision: "float32",
  carried: undefined,
  rowKey: (row, time) => 10 * row + time,
  scale: 1,
  mostWork: Infinity,
};
const find = (
  model: Model,
  weights: Readonly<Record<string, number>>,
  given: Partial<OverflowOptions> = {},
) => atOnce(findOverflow(model, weightsOf(model, weights), batch, { ...options, ...given }));

describe("findOverflow", () => {
  it("finds nothing where everything is finite", () => {
    assert.equal(find(modelOf({}), {}), undefined);
  });

  it("names a weight that is not finite already", () => {
    assert.equal(find(modelOf({}), { "1.Whn": NaN }), 'the weight "Whn" of layer 1 is NaN');
  });

  it("names gate, equation, layer and time step of a value that only float32 can't hold", () => {
    // The state is 0 at the first step; Whn h passes the largest float32 at the next.
    const weights = { "1.Whn": 3e38, "1.Win": 50, "1.Wiz": -50 };
    const model = modelOf({ bias: false });
    assert.equal(find(model, weights, { precision: "float64" }), undefined);
    const strong = { ...weights, "embedding.weight": 5, "1.Whn": 3.4e38 };
    const found = find(model, strong);
    const where = 'gate "multiply" (Whn h) in "n = tanh(Win x + r * Whn h)"';
    assert.equal(found, `${where} gives Infinity in layer 1 at time step 1 of row 0`);
  });

  it("rounds on the way: what is too small for float32 is 0 there", () => {
    const cells = { small: { state: "h", equations: "h' = log(exp(Wx x + 0 * h))" } };
    const model = modelOf({ cell: "small", layers: 1 }, cells);
    const weights = { "embedding.weight": -10, "0.Wx": 10 };
    assert.equal(find(model, weights, { precision: "float64" }), undefined);
    assert.match(
      find(model, weights)!,
      /^gate "log" \(log\(exp\(Wx x.* gives -Infinity in layer 0/,
    );
  });

  it("names the gate that a gradient overflows in", () => {
    // log's argument is 1e-39, a float32; the gradient there is 1e39, which is none.
    const cells = { small: { state: "h", equations: "h' = log(exp(Wx x)) + 0 * h" } };
    const model = modelOf({ cell: "small", layers: 1 }, cells);
    const weights = { "embedding.weight": -4.5, "0.Wx": 10, "output.weight": 0 };
    const uneven = weightsOf(model, weights);
    uneven.get("output.weight")!.set([3, 3], 0);
    const found = atOnce(findOverflow(model, uneven, batch, options));
    assert.match(
      found!,
      /^gate "log" .* gives a gradient of -?Infinity in layer 0 at time step \d/,
    );
  });

  it("rests after each token, there and back", () => {
    let rests = 0;
    const work = findOverflow(modelOf({}), weightsOf(modelOf({})), batch, options);
    for (let next = work.next(); next.done !== true; next = work.next()) rests++;
    assert.ok(rests >= 2 * batch.inputs.length, `${rests} rests`);
  });

  it("looks at rows until its work is spent", () => {
    const model = modelOf({ bias: false });
    const last = { ...batch, inputs: Int32Array.of(1, 1, 1, 4, 0) };
    const weights = weightsOf(model);
    weights.get("embedding.weight")!.set([1e39, 1e39], 8);
    assert.match(atOnce(findOverflow(model, weights, last, options))!, /of row 1$/);
    assert.equal(
      atOnce(findOverflow(model, weights, last, { ...options, mostWork: 1 })),
      undefined,
    );
  });
});
