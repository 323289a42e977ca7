/** A gate without a kernel in a plan, such as a user's: a TypeScript function that a worker calls row by row. */
import type { GradientPlace, LayerContext } from "./layer_context.ts";
import type { Call, GateOperand } from "./plan.ts";
import type { Operand } from "./tape_writer.ts";
import type { GateUnit, UnitId } from "../units/units.ts";

/** The forward call of a gate unit. */
export const gateCall = (context: LayerContext, id: UnitId): Call => {
  const { gate, settings, args } = gateUnit(context, id);
  const value = (unit: UnitId) => operandOf(context.saved(unit), context.cell.units[unit]!.size);
  return { op: "gate", gate, settings, args: args.map(value), output: value(id) };
};

/** The backward call of a gate unit in a scope; `started` are units whose gradients hold something. */
export const gateBackwardCall = (
  context: LayerContext,
  id: UnitId,
  place: (unit: UnitId) => GradientPlace,
  started: { readonly has: (unit: UnitId) => boolean; readonly add: (unit: UnitId) => void },
): Call => {
  const { gate, settings, args, size } = gateUnit(context, id);
  const gradients = args.map((arg) => {
    const to = place(arg);
    if (to.in === "nothing") return undefined;
    const accumulate = started.has(arg);
    started.add(arg);
    return { ...operandOf(inMemory(to), context.cell.units[arg]!.size), accumulate };
  });
  const { args: values, output } = gateCall(context, id) as Call & { op: "gate" };
  const outputGradient = operandOf(inMemory(place(id)), size);
  return { op: "gateBackward", gate, settings, args: values, output, outputGradient, gradients };
};

const inMemory = (place: GradientPlace): Operand | undefined =>
  place.in === "memory" ? place.operand : undefined;

const gateUnit = ({ cell }: LayerContext, id: UnitId): GateUnit => {
  const unit = cell.units[id]!;
  if (unit.kind !== "gate") throw new Error("Only a gate can be called");
  return unit;
};

const operandOf = (operand: Operand | undefined, columns: number): GateOperand => {
  if (operand?.at === "rows") return { matrix: operand.matrix, columns };
  if (operand?.at === "vector") {
    return { matrix: { base: operand.pointer, ld: 0, rows: "token" }, columns };
  }
  throw new Error("A gate without a kernel needs its operands in memory");
};
