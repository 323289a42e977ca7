/**
 * Backpropagation through time (Werbos 1990; Rumelhart, Hinton and Williams 1986): the loss of a
 * sentence is the sum of the losses of its tokens, L = Σₜ Lₜ, and Lₜ depends on hₜ, which depends on
 * hₜ₋₁, and so on. So the steps are gone through in reverse, and each gets two gradients of its states:
 * one from its own loss, one from the step after it.
 *
 *   dzₜ = softmax(zₜ) − onehot(targetₜ)           vocabulary
 *   dV += dzₜ xₜᵀ,  dc += dzₜ,  dxₜ = Vᵀ dzₜ       then the layers, top to bottom (layer.ts)
 *   dhₜ = its part of dxₜ + what step t + 1 gives  then step t − 1
 *
 * Truncated to k steps (Williams and Peng 1990) this follows the definition: the loss of each token flows
 * back on its own, through its own step and the k before it, and the gradients are summed. That is slow
 * but plainly correct; the fast engine is checked against it.
 */
import { dropout } from "../../model/gates/dropout.ts";
import { embedding } from "../../model/gates/embedding.ts";
import { multiply } from "../../model/gates/multiply.ts";
import { softmaxCrossEntropy } from "../../model/gates/softmax_cross_entropy.ts";
import { embeddingSalt, layerSalt } from "../../model/dropout_key.ts";
import { atOnce, type Slices } from "../../base/slices.ts";
import type { TokenStep } from "./forward.ts";
import { addTo, layerBackward } from "./layer.ts";
import type { Network } from "./network.ts";

/**
 * Adds the gradient of scale · Σ loss over a row's tokens to the network's gradients. `learned` says
 * that the row started from the initial states of the model, which then get their gradient too.
 */
export function backwardRow(...row: Parameters<typeof backwardSlices>): void {
  atOnce(backwardSlices(...row));
}

/** The same, with a rest after each token. */
export function* backwardSlices(
  network: Network,
  steps: readonly TokenStep[],
  targets: Int32Array,
  scale: number,
  learned: boolean,
): Slices<void> {
  const diffs = steps.map(({ logits }, t) =>
    softmaxCrossEntropy.diff(logits, targets[t]!).map((d) => d * scale)
  );
  const { truncate } = network.model;
  if (truncate >= steps.length - 1) return yield* throughTime(network, steps, 0, diffs, learned);
  for (let t = 0; t < steps.length; t++) {
    const first = Math.max(0, t - truncate);
    const alone = diffs.slice(0, t + 1).map((diff, s) => (s === t ? diff : undefined));
    yield* throughTime(network, steps.slice(0, t + 1), first, alone, learned);
  }
}

/**
 * From the last of the steps back to number `first`, all layers; `diffs` are the gradients of the
 * logits, undefined where a step's own loss is left out. States before step `first` are constants,
 * except that the model's initial states, read by step 0, are parameters.
 */
function* throughTime(
  network: Network,
  steps: readonly TokenStep[],
  first: number,
  diffs: readonly (Float64Array | undefined)[],
  learned: boolean,
): Slices<void> {
  const { layers } = network;
  let dNext: readonly (readonly (Float64Array | undefined)[])[] = layers.map(() => []);
  for (let t = steps.length - 1; t >= first; t--) {
    dNext = backwardToken(network, steps[t]!, diffs[t], dNext);
    yield;
  }
  if (first > 0 || !learned) return;
  for (const { graph, gradients, index } of layers) {
    graph.states.forEach((state, i) => {
      const diff = dNext[index]![i];
      if (state.learned !== undefined && diff !== undefined) addTo(gradients[state.learned]!, diff);
    });
  }
}

/**
 * The gradients of the states before each step, from the last one back, of the loss of the token that
 * follows the last: what backpropagation through time brings to each state from this loss alone. By
 * layer and state, undefined where it is zero. Adds to the gradients of the parameters.
 */
export function* stateGradients(
  network: Network,
  steps: readonly TokenStep[],
  target: number,
): Generator<readonly (readonly (Float64Array | undefined)[])[]> {
  let gradients: readonly (readonly (Float64Array | undefined)[])[] = network.layers.map(() => []);
  for (let t = steps.length - 1; t >= 0; t--) {
    const step = steps[t]!;
    const isLast = t === steps.length - 1;
    const diff = isLast ? softmaxCrossEntropy.diff(step.logits, target) : undefined;
    gradients = backwardToken(network, step, diff, gradients);
    yield gradients;
  }
}

/** One step, top to bottom; from the gradients of the states after it to those of the states before. */
function backwardToken(
  { model, embedding: table, layers, output, outputBias }: Network,
  { token, rowKey, layers: steps, top }: TokenStep,
  diff: Float64Array | undefined,
  dNext: readonly (readonly (Float64Array | undefined)[])[],
): readonly (readonly (Float64Array | undefined)[])[] {
  const dropped = (d: Float64Array | undefined, salt: number) =>
    d && dropout.backward(d, [d], d, [model.dropout], { rowKey, salt })[0]!;
  let dx: Float64Array | undefined;
  if (diff !== undefined) {
    if (outputBias !== undefined) addTo(outputBias.gradient, diff);
    dx = multiply.backward(diff, output.values, top, output.gradient);
  }
  const dPrevious: (readonly (Float64Array | undefined)[])[] = [];
  for (const layer of layers.toReversed()) {
    const dOutput = dropped(dx, layerSalt(layer.index));
    const back = layerBackward(layer, steps[layer.index]!, dOutput, dNext[layer.index]!);
    dPrevious[layer.index] = back.previous;
    dx = back.input;
  }
  const dEmbedded = dropped(dx, embeddingSalt);
  if (table !== undefined && dEmbedded !== undefined) {
    embedding.backward(dEmbedded, model.embedding!, token, table.gradient);
  }
  return dPrevious;
}
