/** The states of one row between two tokens, and those of a whole batch between two batches. */
import type { Model } from "../../model/model.ts";
import type { CarriedState } from "../engine.ts";
import type { Network } from "./network.ts";

/** Value of each state, by layer and state. */
export type States = readonly (readonly Float64Array[])[];

/** The states before the first token of a row: learned, or zeros. */
export const initialStates = ({ layers }: Network): States =>
  layers.map(({ graph, parameters }) =>
    graph.states.map(({ size, learned }) =>
      learned === undefined ? new Float64Array(size) : parameters[learned]!
    )
  );

/** The states that a row starts from: those that the batch before left it, or the initial ones. */
export const startOfRow = (
  network: Network,
  carried: CarriedState | undefined,
  row: number,
): States =>
  carried?.map((layer, l) =>
    layer.map((rows, s) => {
      const { size } = network.model.layers[l]!.states[s]!;
      return rows.slice(row * size, (row + 1) * size);
    })
  ) ?? initialStates(network);

/** The states after the rows of a batch, joined: rows × size for each layer and state. */
export const joinRows = ({ layers }: Model, rows: readonly States[]): CarriedState =>
  layers.map(({ states }, l) =>
    states.map(({ size }, s) => {
      const joined = new Float64Array(rows.length * size);
      rows.forEach((row, i) => joined.set(row[l]![s]!, i * size));
      return joined;
    })
  );

/** Rows of a carried state; undefined if there is none. */
export const carriedRows = (
  { layers }: Model,
  carried: CarriedState | undefined,
): number | undefined => {
  const first = carried?.[0]?.[0];
  return first && first.length / layers[0]!.states[0]!.size;
};
