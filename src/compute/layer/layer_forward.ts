/** A layer's forward calls: for all tokens at once, then the loop over time steps, then all at once again. */
import type { KernelOperand } from "../../model/gates/gate.ts";
import type { Call } from "../plan/calls.ts";
import type { BiasVector } from "../plan/parameters.ts";
import type { JoinedProduct } from "../units/columns.ts";
import type { PointwiseItem, Segment } from "../units/segments.ts";
import type { GateUnit, UnitId } from "../units/units.ts";
import { finishTape, type WrittenTape } from "./finish_tape.ts";
import { gateCall } from "./gate_call.ts";
import { gateKernel, writeStep } from "./gate_steps.ts";
import type { LayerContext } from "./layer_context.ts";
import { matrixOf, type Operand, shifted } from "./operand.ts";
import { startSums } from "./sum_starts.ts";
import { makeTapeWriter, type TapeWriter } from "./tape_writer.ts";
import { unitOperands } from "./unit_operands.ts";
import { inMemory } from "./unit_place.ts";
import { fromColumn } from "./wide_matrix.ts";

export interface LayerForward {
  readonly calls: readonly Call[];
  readonly biases: readonly BiasVector[];
  readonly tapes: readonly WrittenTape[];
}

export const compileLayerForward = (context: LayerContext): LayerForward => {
  const { segments, states } = context;
  const tapes: WrittenTape[] = [];
  const { prefill, biases, beta } = startSums(context);
  const callsOf = (segment: Segment): readonly Call[] => {
    switch (segment.kind) {
      case "products":
        return segment.products.map((product) => productCall(context, product, beta(product)));
      case "gate":
        return [gateCall(context, segment.unit)];
      case "tape": {
        const written = writeTape(context, segment.items);
        tapes.push(written);
        return [{ op: "tape", tape: written.tape, ages: "none" }];
      }
    }
  };
  const calls: Call[] = [
    ...prefill,
    ...segments.tokens.flatMap(callsOf),
    { op: "loop", states, body: segments.loop.flatMap(callsOf) },
    ...segments.post.flatMap(callsOf),
  ];
  return { calls, biases, tapes };
};

const productCall = (context: LayerContext, product: JoinedProduct, beta: 0 | 1): Call => {
  const destination = fromColumn(context.wide.values, product.first);
  const weight = context.weight(product);
  if (product.lookup) {
    const { pointer: table } = weight;
    return { op: "gather", table, columns: product.width, destination, accumulate: beta };
  }
  const source = matrixOf(inMemory(context.values.of(product.operand)));
  return { op: "product", weight, form: "forward", source, destination, beta };
};

const writeTape = (context: LayerContext, items: readonly PointwiseItem[]): WrittenTape => {
  const { units } = context.cell;
  const tape = makeTapeWriter();
  const operands = unitOperands(tape, units, context.values.of);
  const value = (id: UnitId): Operand => operands(id)!;
  for (const item of items) {
    const unit = units[item.unit]!;
    if (item.kind === "addend") {
      tape.write("copy", value(item.sum), unit.size, [value(item.unit)], { accumulate: true });
    } else if (unit.kind === "gate") writeGate(context, tape, item.unit, unit, value);
  }
  return finishTape(tape.instructions, context.arena);
};

const writeGate = (
  { cell, rowKeys }: LayerContext,
  tape: TapeWriter,
  id: UnitId,
  unit: GateUnit,
  value: (id: UnitId) => Operand,
): void => {
  const { args } = unit;
  if (unit.gate === "concat") {
    let column = 0;
    for (const arg of args) {
      const { size } = cell.units[arg]!;
      tape.write("copy", shifted(value(id), column), size, [value(arg)]);
      column += size;
    }
    return;
  }
  const operand = (what: KernelOperand) => value(typeof what === "number" ? args[what]! : id);
  writeStep(tape, gateKernel(unit.gate).forward, unit, value(id), operand, rowKeys);
};
