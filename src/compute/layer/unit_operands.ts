/** Values or gradients of units as operands of one tape; those used only in it are temporaries. */
import type { CellUnits, UnitId } from "../units/units.ts";
import type { Operand } from "./operand.ts";
import type { TapeWriter } from "./tape_writer.ts";
import type { UnitPlace } from "./unit_place.ts";

/** The operand of a unit, undefined where it is nowhere. */
export type UnitOperands = (id: UnitId) => Operand | undefined;

export const unitOperands = (
  tape: TapeWriter,
  units: CellUnits["units"],
  placeOf: (id: UnitId) => UnitPlace,
): UnitOperands => {
  const temporaries = new Map<UnitId, Operand>();
  return (id) => {
    const place = placeOf(id);
    if (place.in === "memory") return place.operand;
    if (place.in === "nothing") return undefined;
    const temporary = temporaries.get(id) ?? tape.temporary(units[id]!.size);
    temporaries.set(id, temporary);
    return temporary;
  };
};
