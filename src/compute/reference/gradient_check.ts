/**
 * Whether the gradient is right. By the definition of a derivative, moving one weight w by a small ±ε
 * changes the loss by about 2 ε ∂L/∂w; so the gradient that backward gives is compared with such central
 * differences of the loss that forward gives, weight by weight. A mistake in either
 * shows here.
 */
import type { Batch } from "../../text/batch/batch.ts";
import { batchRow } from "../../text/batch/batch_row.ts";
import { tokenCount } from "../../text/batch/token_count.ts";
import { differenceSlices, gradientError } from "../../model/user_gates/central_differences.ts";
import { spread } from "../../model/user_gates/spread.ts";
import { stepNear } from "../../model/user_gates/gate_gradient_error.ts";
import { softmaxCrossEntropy } from "../../model/gates/softmax_cross_entropy.ts";
import { dropoutKey } from "../../model/dropout_key.ts";
import type { Model, Values } from "../../model/model.ts";
import { backwardSlices } from "./backward.ts";
import { forwardSlices, type RowForward } from "./forward.ts";
import type { Slices } from "../../base/slices.ts";
import { copyNetwork, type Network } from "./network.ts";
import { initialStates } from "./states.ts";

export interface GradientCheck {
  /** By parameter key: the largest error, as `gradientError` in user_gates/central_differences.ts measures it. */
  readonly errors: ReadonlyMap<string, number>;
  /** Smallest distance of any gate's argument from a kink; below 1e-4 the errors mean nothing. */
  readonly kinkDistance: number;
}

/**
 * Compares the gradient of the mean loss per token with central differences of the loss, for every
 * element of every parameter. Dropout masks are those of the given training step. With truncation
 * the two differ by design: check with `truncate: full`.
 * @param mostElements of each parameter that are looked at, evenly spread
 */
export function* checkModelGradient(
  model: Model,
  weights: Values,
  batch: Batch,
  dropout: { readonly seed: number; readonly step: number },
  mostElements = Infinity,
): Slices<GradientCheck> {
  const { network, values, gradients } = copyNetwork(model, weights);
  const tokens = tokenCount(batch);
  const rows = Array.from(batch.lengths, (_, row) => ({
    ...batchRow(batch, row),
    key: (time: number) => dropoutKey(dropout.seed, dropout.step, row, time),
  }));
  const loss = function* (): Slices<number> {
    let sum = 0;
    for (const { inputs, targets, key } of rows) {
      const { steps } = yield* forwardSlices(network, inputs, initialStates(network), key);
      steps.forEach(({ logits }, t) =>
        sum += softmaxCrossEntropy.loss(logits, targets[t]!) / tokens
      );
    }
    return sum;
  };
  let kinkDistance = Infinity;
  for (const { inputs, targets, key } of rows) {
    const forward = yield* forwardSlices(network, inputs, initialStates(network), key);
    kinkDistance = Math.min(kinkDistance, distanceFromKinks(network, forward));
    yield* backwardSlices(network, forward.steps, targets, 1 / tokens, true);
  }
  const step = stepNear(kinkDistance);
  const errors = new Map<string, number>();
  for (const [key, value] of values) {
    const elements = spread(value.length, mostElements);
    const analytic = elements.map((element) => gradients.get(key)![element]!);
    const numeric = yield* differenceSlices(loss, value, step, elements);
    errors.set(key, gradientError(analytic, numeric).error);
  }
  return { errors, kinkDistance };
}

function distanceFromKinks({ layers }: Network, { steps }: RowForward): number {
  let distance = Infinity;
  for (const { graph, index } of layers) {
    for (const node of graph.nodes) {
      const kinks = node.op === "gate" ? graph.gates.get(node.gate)!.kinks : undefined;
      if (node.op !== "gate" || kinks === undefined) continue;
      for (const step of steps) {
        const args = node.args.map((arg) => step.layers[index]!.values[arg]!);
        distance = Math.min(distance, kinks(args));
      }
    }
  }
  return distance;
}
