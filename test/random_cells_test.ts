import { atOnce } from "../src/base/slices.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import { gates } from "../src/model/gates/gates.ts";
import { checkModelGradient } from "../src/compute/reference/gradient_check.ts";
import { buildModel } from "../src/model/build_model.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { type LayerShape, layerShapes } from "../src/compute/units/layer_shape.ts";
import { scopes } from "../src/compute/units/units.ts";
import { randomCell } from "./support/random_cell.ts";
import { randomWeights } from "./support/random_weights.ts";
import { bothEngines } from "./support/both_engines.ts";
import { batchOf } from "./support/random_case.ts";
import { sentenceBatch } from "./support/sentence_batch.ts";

const modelOf = (seed: number, embedding: number | "none") => {
  const config = {
    cell: "random",
    embedding,
    hidden: 3,
    layers: 1,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full" as const,
  };
  const cell = randomCell(seed);
  const model = buildModel(config, { random: cell }, 5);
  assert.ok(Result.isSuccess(model), `${cell.equations}\n${JSON.stringify(model)}`);
  return { model: model.success, cell };
};

describe("random cells", () => {
  it("have the lengths that the gates' shape rules give", () => {
    fc.assert(fc.property(fc.nat(), (seed) => {
      const { model } = modelOf(seed, 4);
      const graph = model.layers[0]!;
      graph.nodes.forEach((node, id) => {
        if (!("args" in node)) return;
        assert.ok(node.args.every((arg) => arg < id), "topological order");
        const sizes = node.args.map((arg) => graph.nodes[arg]!.size);
        if (node.op === "gate") {
          assert.equal(gates.get(node.gate)!.size(sizes, node.settings), node.size);
        } else {
          const { rows, columns } = graph.parameters[node.parameter]!;
          assert.deepEqual([rows, columns], [node.size, sizes[0]]);
        }
      });
    }));
  });

  it("have gradients that agree with central differences", () => {
    const batch = sentenceBatch([[1, 3, 2, 0], [4, 4]]);
    let checked = 0;
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(4, "none" as const), (seed, embedding) => {
        const { model, cell } = modelOf(seed, embedding);
        const weights = randomWeights(model, seed);
        const { errors, kinkDistance } = atOnce(checkModelGradient(model, weights, batch, {
          seed,
          step: 0,
        }));
        // Nearer to a kink the step must be short, and gradients as small as 1e-6 drown in rounding.
        if (kinkDistance < 0.05) return;
        checked++;
        for (const [name, error] of errors) {
          assert.ok(error <= 1e-6, `${name}: error ${error}\n${cell.equations}`);
        }
      }),
      // Seeded: about one cell in two thousand is too steep for differences to be that exact.
      { numRuns: 12, seed: 2 },
    );

    assert.ok(checked > 5);
  });

  it("are computed by the kernels as by the float64 gates", () => {
    const options = {
      optimizer: makeOptimizer({
        kind: "adagrad",
        learningRate: NaN,
        epsilon: 1e-2,
        weightDecay: 0,
      }),
      clip: "none",
      loss: "token-mean",
      seed: 3,
    } as const;
    const times = new Set<string>();
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(4, "none" as const), (seed, embedding) => {
        const { model } = modelOf(seed, embedding);
        const batches = [[4, 2, 7, 1], [3, 5]].map((rows, i) => batchOf(rows, 5, seed + i));
        const engines = bothEngines(model, randomWeights(model, seed), options, batches, "wasm");
        batches.forEach((batch, step) => {
          engines.train(batch, step);
          engines.evaluate(batch, "after a step");
        });
        const [{ segments }] = layerShapes(model) as [LayerShape];
        for (const scope of scopes) if (segments[scope].length > 0) times.add(scope);
      }),
      { numRuns: 60, seed: 1 },
    );
    assert.equal(times.size, scopes.length, "work before the loop, in it and after it");
  });
});
