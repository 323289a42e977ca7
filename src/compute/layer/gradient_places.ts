/** Where the gradients of a layer's units are in memory. */
import type { LoopState } from "../plan/calls.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import { numbered, type Scope, type UnitId } from "../units/units.ts";
import type { LayerBuffers } from "./layer_buffers.ts";
import type { LayerInput } from "./layer_input.ts";
import { inNothing, inRows, inTape, type UnitPlace } from "./unit_place.ts";
import { readAfterLoop, type UnitUses } from "./unit_uses.ts";
import { columnsOfSum, type WideMatrix } from "./wide_matrix.ts";

export interface GradientPlaces {
  /** As work of that scope sees them. */
  readonly of: (unit: UnitId, scope: Scope) => UnitPlace;
  /**
   * Gradients that units of the loop get from what follows it, for all tokens: each step of the loop
   * takes in its own.
   */
  readonly handed: ReadonlyMap<UnitId, MatrixRows>;
  /** Gradient rows of a vector parameter that is used other than as a bias, by its index. */
  readonly contributions: ReadonlyMap<number, MatrixRows>;
}

export const placeGradients = (
  layer: LayerInput,
  uses: UnitUses,
  wide: WideMatrix,
  states: readonly LoopState[],
  buffers: LayerBuffers,
): GradientPlaces => {
  const { units } = layer.cell;
  const contributions = new Map<number, MatrixRows>();
  const contributionOf = (parameter: number, size: number): MatrixRows => {
    const rows = contributions.get(parameter) ?? buffers.gradients("age", size, "gradients");
    contributions.set(parameter, rows);
    return rows;
  };
  const places = numbered(units).map(([id, unit]): UnitPlace => {
    switch (unit.kind) {
      case "input":
        return layer.inputGradient === undefined ? inNothing : inRows(layer.inputGradient);
      case "state":
        return inRows(states[unit.state]!.previousGradient);
      case "vector":
        return inRows(contributionOf(unit.parameter, unit.size));
      case "sum":
        return inRows(columnsOfSum(layer, wide.gradient, id));
      case "gate": {
        const state = layer.cell.next.indexOf(id);
        if (carriesGradient(layer, id, state)) return inRows(states[state]!.nextGradient);
        if (uses.get(id)!.gradientInTape) return inTape;
        return inRows(buffers.gradients(unit.scope === "loop" ? "step" : "age", unit.size));
      }
    }
  });
  const handed = new Map(
    readAfterLoop(layer).map((id) => [id, buffers.gradients("age", units[id]!.size)] as const),
  );
  return {
    of: (unit, scope) => {
      const late = scope === "post" ? handed.get(unit) : undefined;
      return late === undefined ? places[unit]! : inRows(late);
    },
    handed,
    contributions,
  };
};

/**
 * Whether the gradient of a unit is the very place where the gradient of a state comes back in time:
 * so for a gate of the loop, unless it is the next value of an earlier state too.
 */
export const carriesGradient = (
  { cell }: Pick<LayerInput, "cell">,
  id: UnitId,
  state: number,
): boolean => {
  const unit = cell.units[id]!;
  return state >= 0 && unit.kind === "gate" && unit.scope === "loop" &&
    cell.next.indexOf(id) === state;
};
