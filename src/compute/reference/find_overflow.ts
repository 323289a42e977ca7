/**
 * Where the first number that is not finite comes from: a batch is run once more, gate by gate in
 * float64, each value looked at as the engine's precision would hold it. Slow, for a run that has
 * failed; it takes the same steps as forward.ts and backward.ts.
 */
import type { Batch } from "../../text/batch/batch.ts";
import { batchRow } from "../../text/batch/batch_row.ts";
import { nodeAt } from "../../model/cells/graph.ts";
import type { Model, Values } from "../../model/model.ts";
import { allFinite } from "../all_finite.ts";
import type { CarriedState } from "../engine.ts";
import { backwardSlices } from "./backward.ts";
import { forwardSlices, type RowForward } from "./forward.ts";
import { nameNode, nameParameter } from "./names.ts";
import { copyNetwork, type Network } from "./network.ts";
import type { Slices } from "../../base/slices.ts";
import { firstWrong, type Round, wrongIn } from "./not_finite.ts";
import { startOfRow } from "./states.ts";
import { watchGates, type WrongGradient } from "./watch_gates.ts";

export interface OverflowOptions {
  readonly precision: "float32" | "float64";
  /** States that the rows start from; undefined: the model's initial ones. */
  readonly carried: CarriedState | undefined;
  /** Key of the dropout masks of a row's token; undefined for an evaluation, which has no backward. */
  readonly rowKey: ((row: number, time: number) => number) | undefined;
  /** What the gradient of a token's loss is multiplied by. */
  readonly scale: number;
  /** Multiplications that may be spent: rows after those are not looked at. */
  readonly mostWork: number;
}

/** A gate's call in multiplications, however short its vectors are. */
const workOfGate = 500;

/**
 * The origin in words: the gate as the equations write it, its layer, and the time step (from 0);
 * undefined where everything that was looked at is finite.
 */
export function* findOverflow(
  model: Model,
  weights: Values,
  batch: Batch,
  options: OverflowOptions,
): Slices<string | undefined> {
  const broken = findWeight(weights);
  if (broken !== undefined) return broken;
  const round = options.precision === "float32" ? Math.fround : (x: number) => x;
  const { rowKey, mostWork } = options;
  const watched = watchGates(model, round);
  const { network, values, gradients } = copyNetwork(watched.model, weights);
  const parameters = [...values.values()].reduce((sum, { length }) => sum + length, 0);
  const gates = model.layers.reduce((sum, { nodes }) => sum + nodes.length, 0);
  let work = 0;
  for (const [row, length] of batch.lengths.entries()) {
    work += (parameters + workOfGate * gates) * length * (rowKey === undefined ? 1 : 3);
    if (work > mostWork && row > 0) return undefined;
    const { inputs, targets } = batchRow(batch, row);
    const start = startOfRow(network, options.carried, row);
    const forward = yield* forwardSlices(
      network,
      inputs,
      start,
      (time) => watched.at(time, rowKey?.(row, time)),
    );
    const value = yield* findValue(network, forward, round);
    if (value !== undefined) return `${value} of row ${row}`;
    if (rowKey === undefined) continue;
    yield* backwardSlices(
      network,
      forward.steps,
      targets,
      options.scale,
      options.carried === undefined,
    );
    const back = watched.found();
    if (back !== undefined) return `${inWords(model, back)} of row ${row}`;
  }
  const sum = firstWrong(gradients, round);
  return sum && `the gradient of ${nameParameter(sum.key)} adds up to ${sum.value}`;
}

const inWords = (model: Model, { layer, node, value, reaches, time }: WrongGradient): string =>
  `${nameNode(model, layer, node)} ${reaches ? "is reached by" : "gives"} a gradient of ${value} ` +
  `in layer ${layer} at time step ${time ?? "unknown"}`;

/** The first parameter with a value that is not finite, in words. */
export function findWeight(weights: Values): string | undefined {
  const wrong = firstWrong(weights, (x) => x);
  return wrong && `the weight ${nameParameter(wrong.key)} is ${wrong.value}`;
}

/** The first number that an optimizer remembers and that is not finite, in words. */
export function findSlot(slots: ReadonlyMap<string, Values>): string | undefined {
  for (const [name, values] of slots) {
    if (allFinite(values)) continue;
    const { key, value } = firstWrong(values, (x) => x)!;
    return `the optimizer's "${name}" of ${nameParameter(key)} is ${value}`;
  }
  return undefined;
}

/** The first value in the order of computation. */
function* findValue(
  { model, layers }: Network,
  { steps }: RowForward,
  round: Round,
): Slices<string | undefined> {
  const wrong = (values: Float64Array) => wrongIn(values, round);
  for (const [time, { layers: done, logits }] of steps.entries()) {
    yield;
    for (const { index } of layers) {
      for (const [id, values] of done[index]!.values.entries()) {
        const value = wrong(values);
        if (value === undefined) continue;
        return `${nameNode(model, index, nodeAt(id))} gives ${value} in layer ${index} ` +
          `at time step ${time}`;
      }
    }
    const value = wrong(logits);
    if (value !== undefined) return `the output layer gives ${value} at time step ${time}`;
  }
  return undefined;
}
