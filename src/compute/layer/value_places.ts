/** Where the values of a layer's units are in memory. */
import type { MatrixRows } from "../plan/matrices.ts";
import { numbered, type UnitId } from "../units/units.ts";
import type { LayerBuffers } from "./layer_buffers.ts";
import type { LayerInput } from "./layer_input.ts";
import { inNothing, inRows, inTape, type UnitPlace } from "./unit_place.ts";
import type { UnitUses } from "./unit_uses.ts";
import { columnsOfSum, type WideMatrix } from "./wide_matrix.ts";

export interface ValuePlaces {
  /** Of each state, its value before a step. */
  readonly previous: readonly MatrixRows[];
  readonly of: (unit: UnitId) => UnitPlace;
}

export const placeValues = (
  layer: LayerInput,
  uses: UnitUses,
  wide: WideMatrix,
  buffers: LayerBuffers,
): ValuePlaces => {
  const { units } = layer.cell;
  const previous = layer.graph.states.map(({ size }, state) => {
    const read = numbered(units).filter(([, unit]) =>
      unit.kind === "state" && unit.state === state
    );
    return buffers.values(size, read.map(([id]) => id));
  });
  const placeOfGate = (id: UnitId): UnitPlace => {
    const { saved, inPlaceOf } = uses.get(id)!;
    if (!saved) return inTape;
    return inRows(
      inPlaceOf === undefined
        ? buffers.values(units[id]!.size, [id])
        : columnsOfSum(layer, wide.values, inPlaceOf),
    );
  };
  const places = numbered(units).map(([id, unit]): UnitPlace => {
    switch (unit.kind) {
      case "input":
        return layer.input === undefined ? inNothing : inRows(layer.input);
      case "state":
        return inRows(previous[unit.state]!);
      case "vector":
        return {
          in: "memory",
          operand: { at: "vector", pointer: layer.parameter(unit.parameter) },
        };
      case "sum":
        return inRows(columnsOfSum(layer, wide.values, id));
      case "gate":
        return placeOfGate(id);
    }
  });
  return { previous, of: (unit) => places[unit]! };
};
