/**
 * A gate without a kernel, such as a user's: a TypeScript function that a worker calls row by row.
 */
import type { Call, GateOperand } from "../plan/calls.ts";
import type { GateUnit, UnitId } from "../units/units.ts";
import type { LayerContext } from "./layer_context.ts";
import type { Operand } from "./operand.ts";
import type { ScopeGradients } from "./scope_gradients.ts";
import { inMemory } from "./unit_place.ts";

/** The forward call of a gate unit. */
export const gateCall = (context: LayerContext, id: UnitId): Call & { op: "gate" } => {
  const { gate, settings, args } = gateUnit(context, id);
  const value = (unit: UnitId) =>
    gateOperand(inMemory(context.values.of(unit)), context.cell.units[unit]!.size);
  return { op: "gate", gate, settings, args: args.map(value), output: value(id) };
};

/** The backward call of a gate unit. */
export const gateBackwardCall = (
  context: LayerContext,
  id: UnitId,
  gradients: ScopeGradients,
): Call => {
  const { size, args } = gateUnit(context, id);
  const targets = args.map((arg) => {
    const place = gradients.place(arg);
    if (place.in === "nothing") return undefined;
    const accumulate = gradients.isStarted(arg);
    gradients.start(arg);
    return { ...gateOperand(inMemory(place), context.cell.units[arg]!.size), accumulate };
  });
  const outputGradient = gateOperand(inMemory(gradients.place(id)), size);
  return { ...gateCall(context, id), op: "gateBackward", outputGradient, gradients: targets };
};

const gateUnit = ({ cell }: LayerContext, id: UnitId): GateUnit => {
  const unit = cell.units[id]!;
  if (unit.kind !== "gate") throw new Error("Only a gate can be called");
  return unit;
};

const gateOperand = (operand: Operand, columns: number): GateOperand => {
  switch (operand.at) {
    case "rows":
      return { matrix: operand.matrix, columns };
    case "vector":
      return { matrix: { base: operand.pointer, ld: 0, rows: "token" }, columns };
    case "temporary":
      throw new Error("A gate without a kernel needs its operands in memory");
  }
};
