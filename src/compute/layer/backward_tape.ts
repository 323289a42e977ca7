/** The backward of a pass of gates as instructions of a tape: the items of the pass, last to first. */
import type { KernelOperand } from "../../model/gates/gate.ts";
import type { PointwiseItem } from "../units/segments.ts";
import type { GateUnit, UnitId } from "../units/units.ts";
import { gateKernel, writeStep } from "./gate_steps.ts";
import type { LayerContext } from "./layer_context.ts";
import { type Operand, shifted } from "./operand.ts";
import type { ScopeGradients } from "./scope_gradients.ts";
import type { TapeWriter } from "./tape_writer.ts";
import { type UnitOperands, unitOperands } from "./unit_operands.ts";
import { inMemory } from "./unit_place.ts";

/** What the writing of one tape needs. */
interface BackwardTape {
  readonly context: LayerContext;
  readonly tape: TapeWriter;
  readonly gradients: ScopeGradients;
  /** The gradient of a unit, undefined where nobody wants it. */
  readonly gradient: UnitOperands;
}

export const writeBackward = (
  context: LayerContext,
  tape: TapeWriter,
  items: readonly PointwiseItem[],
  gradients: ScopeGradients,
): void => {
  const { units } = context.cell;
  const gradient = unitOperands(tape, units, gradients.place);
  const backward = { context, tape, gradients, gradient };
  for (const item of items.toReversed()) {
    const unit = units[item.unit]!;
    if (item.kind === "addend") {
      if (gradients.isStarted(item.sum)) pass(backward, item.unit, gradient(item.sum)!);
    } else if (unit.kind === "gate" && gradients.isStarted(item.unit)) {
      const dy = gradient(item.unit)!;
      if (unit.gate === "concat") splitGradient(backward, unit, dy);
      else writeGate(backward, item.unit, unit, dy);
    }
  }
};

/** Gives a unit the gradient `from` as it is. */
const pass = (
  { context, tape, gradients, gradient }: BackwardTape,
  to: UnitId,
  from: Operand,
): void => {
  const destination = gradient(to);
  if (destination === undefined) return;
  const { size } = context.cell.units[to]!;
  tape.write("copy", destination, size, [from], { accumulate: gradients.isStarted(to) });
  gradients.start(to);
};

/** Each argument of a concat gets its columns. */
const splitGradient = (backward: BackwardTape, { args }: GateUnit, dy: Operand): void => {
  let column = 0;
  for (const arg of args) {
    pass(backward, arg, shifted(dy, column));
    column += backward.context.cell.units[arg]!.size;
  }
};

const writeGate = (
  { context, tape, gradients, gradient }: BackwardTape,
  id: UnitId,
  unit: GateUnit,
  dy: Operand,
): void => {
  const operand = (what: KernelOperand): Operand =>
    what === "dy" ? dy : inMemory(context.values.of(what === "y" ? id : unit.args[what]!));
  unit.args.forEach((arg, index) => {
    const to = gradient(arg);
    if (to === undefined) return;
    const step = gateKernel(unit.gate).gradients[index]!;
    writeStep(tape, step, unit, to, operand, context.rowKeys, gradients.isStarted(arg));
    gradients.start(arg);
  });
};
