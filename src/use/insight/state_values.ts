/** What every unit of a model holds after each token of a text. */
import { forwardRow } from "../../compute/reference/forward.ts";
import type { Network } from "../../compute/reference/network.ts";
import { initialStates } from "../../compute/reference/states.ts";
import type { Slices } from "../../base/slices.ts";

/** Where a unit is: layer and unit from 0, the state as the cell calls it. */
export interface UnitPlace {
  readonly layer: number;
  readonly state: string;
  readonly unit: number;
}

export interface UnitValues extends UnitPlace {
  /** After each token that is predicted, in order. */
  readonly values: Float64Array;
}

/** Tokens whose steps are kept at a time: each has the values of every gate. */
const stretch = 32;

/**
 * The values of all units over the rows of a text. Each row begins with the model's initial states; its
 * first token is read, and not counted.
 */
export function* stateValues(
  network: Network,
  rows: readonly Int32Array[],
): Slices<readonly UnitValues[]> {
  const count = rows.reduce((sum, { length }) => sum + length - 1, 0);
  const units = network.layers.flatMap(({ graph, index }) =>
    graph.states.map(({ name, size }) =>
      Array.from({ length: size }, (_, unit): UnitValues => ({
        layer: index,
        state: name,
        unit,
        values: new Float64Array(count),
      }))
    )
  );
  let at = 0;
  for (const row of rows) {
    let states = initialStates(network);
    for (let from = 0; from < row.length; from += stretch) {
      const read = forwardRow(
        network,
        row.subarray(from, from + stretch),
        states,
        () => undefined,
      );
      read.steps.forEach((step, t) => {
        if (from + t === 0) return;
        let state = 0;
        for (const { graph, index } of network.layers) {
          const { values } = step.layers[index]!;
          for (const { next } of graph.states) {
            const after = values[next]!;
            for (const unit of units[state]!) unit.values[at] = after[unit.unit]!;
            state++;
          }
        }
        at++;
      });
      states = read.states;
      yield;
    }
  }
  return units.flat();
}
