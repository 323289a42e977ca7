/**
 * Where the first number that is not finite comes from: a batch is run once more, gate by gate in
 * float64, each value looked at as the engine's precision would hold it. Slow, for a run that has
 * failed; it goes the way of reference_forward.ts and reference_backward.ts.
 */
import type { Batch } from "../../text/batch/batch.ts";
import { nodeAt, type NodeId } from "../../model/cells/graph.ts";
import { equationOf, showNode } from "../../model/cells/show_node.ts";
import type { Model, Values } from "../../model/model.ts";
import { allFinite } from "../all_finite.ts";
import type { CarriedState } from "../engine.ts";
import { backwardSlices } from "./backward.ts";
import { forwardSlices, initialStates, type RowForward, type States } from "./forward.ts";
import { makeNetwork, type Network } from "./network.ts";
import type { Slices } from "../../base/slices.ts";
import { watchGates } from "./watch_gates.ts";

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
  const values = new Map([...weights].map(([key, value]) => [key, Float64Array.from(value)]));
  const gradients = new Map(
    [...values].map(([key, { length }]) => [key, new Float64Array(length)]),
  );
  const network = makeNetwork(watched.model, values, gradients);
  const parameters = [...values.values()].reduce((sum, { length }) => sum + length, 0);
  const gates = model.layers.reduce((sum, { nodes }) => sum + nodes.length, 0);
  let work = 0;
  for (const [row, length] of batch.lengths.entries()) {
    work += (parameters + workOfGate * gates) * length * (rowKey === undefined ? 1 : 3);
    if (work > mostWork && row > 0) return undefined;
    const from = batch.offsets[row]!;
    const tokens = batch.inputs.subarray(from, from + length);
    const start = startOf(network, options.carried, row);
    const forward = yield* forwardSlices(
      network,
      tokens,
      start,
      (time) => watched.at(time, rowKey?.(row, time)),
    );
    const value = yield* findValue(network, forward, round);
    if (value !== undefined) return `${value} of row ${row}`;
    if (rowKey === undefined) continue;
    const targets = batch.targets.subarray(from, from + length);
    yield* backwardSlices(
      network,
      forward.steps,
      targets,
      options.scale,
      options.carried === undefined,
    );
    const back = watched.found();
    if (back !== undefined) {
      const { layer, node, value, reaches, time } = back;
      const what = reaches ? "is reached by a gradient of" : "gives a gradient of";
      return `${nameNode(model, layer, node)} ${what} ${value} in layer ${layer} ` +
        `at time step ${time ?? "unknown"} of row ${row}`;
    }
  }
  const sum = firstWrong(gradients, round);
  return sum && `the gradient of ${nameParameter(sum.key)} adds up to ${sum.value}`;
}

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

/** `0.Whn` as `"Whn" of layer 0`. */
export function nameParameter(key: string): string {
  const [, layer, name] = /^(\d+)\.(.*)$/.exec(key) ?? [];
  return layer === undefined ? `"${key}"` : `"${name}" of layer ${layer}`;
}

/** `gate "multiply" (Whn h) in "n = tanh(…)"`. */
function nameNode({ layers }: Pick<Model, "layers">, layer: number, id: NodeId): string {
  const graph = layers[layer]!;
  const node = graph.nodes[id]!;
  const text = showNode(graph, id);
  if (node.op !== "gate" && node.op !== "product" && node.op !== "lookup") return `"${text}"`;
  const gate = node.op === "gate" ? node.gate : node.op === "product" ? "multiply" : "lookup";
  const equation = equationOf(graph, id);
  return `gate "${gate}" (${text})${equation === undefined ? "" : ` in "${equation}"`}`;
}

/** The first value in the order of computation. */
function* findValue(
  { model, layers }: Network,
  { steps }: RowForward,
  round: (x: number) => number,
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

const startOf = (network: Network, carried: CarriedState | undefined, row: number): States =>
  carried?.map((layer, l) =>
    layer.map((rows, s) => {
      const { size } = network.model.layers[l]!.states[s]!;
      return rows.slice(row * size, (row + 1) * size);
    })
  ) ?? initialStates(network);

const wrongIn = (
  values: Float32Array | Float64Array,
  round: (x: number) => number,
): number | undefined => {
  for (const value of values) if (!Number.isFinite(round(value))) return round(value);
  return undefined;
};

const firstWrong = (values: Values, round: (x: number) => number) => {
  for (const [key, array] of values) {
    const value = wrongIn(array, round);
    if (value !== undefined) return { key, value };
  }
  return undefined;
};
