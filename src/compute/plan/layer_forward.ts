/** A layer's forward calls: for all tokens at once, then the loop over time steps, then all at once again. */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import type { KernelOperand } from "../../model/gates/gate.ts";
import { gateKernel, writeStep } from "./gate_steps.ts";
import { gateCall } from "./gate_call.ts";
import { type LayerContext, matrixOf } from "./layer_context.ts";
import type { BiasVector, Call, MatrixRows } from "./plan.ts";
import type { Run } from "../units/columns.ts";
import {
  finishTape,
  makeTapeWriter,
  type Operand,
  shifted,
  type WrittenTape,
} from "./tape_writer.ts";
import type { PointwiseItem, Segment } from "../units/segments.ts";
import { scopes, type UnitId } from "../units/units.ts";

export interface LayerForward {
  readonly calls: readonly Call[];
  readonly biases: readonly BiasVector[];
  readonly tapes: readonly WrittenTape[];
}

export const layerForward = (context: LayerContext): LayerForward => {
  const tapes: WrittenTape[] = [];
  const { prefill, biases, beta } = startOfSums(context);
  const callsOf = (list: readonly Segment[]): Call[] =>
    list.flatMap((segment): Call[] => {
      if (segment.kind === "products") {
        return segment.runs.map((run) => product(context, run, beta(run)));
      }
      if (segment.kind === "gate") return [gateCall(context, segment.unit)];
      const written = forwardTape(context, segment.items);
      tapes.push(written);
      return [{ op: "tape", tape: written.tape, ages: "none" }];
    });
  const calls: Call[] = [
    ...prefill,
    ...callsOf(context.segments.tokens),
    { op: "loop", states: context.states, body: callsOf(context.segments.loop) },
    ...callsOf(context.segments.post),
  ];
  return { calls, biases, tapes };
};

/**
 * Products accumulate into the wide matrix. Where there are biases it is filled with them first and
 * every product adds; without, the first product into a column stores.
 */
const startOfSums = (context: LayerContext) => {
  const { cell, columns, arena, wide, parameter, graph, segments } = context;
  const parts: { vector: Pointer; column: number; columns: number }[] = [];
  let addends = false;
  for (const [id, column] of columns.of) {
    const unit = cell.units[id]!;
    if (unit.kind !== "sum") continue;
    addends ||= unit.addends.length > 0;
    for (const bias of unit.biases) {
      parts.push({ vector: parameter(bias), column, columns: graph.parameters[bias]!.rows });
    }
  }
  const written = new Set<UnitId>();
  const first = new Set<Run>();
  let mixed = false;
  for (const segment of scopes.flatMap((scope) => segments[scope])) {
    if (segment.kind !== "products") continue;
    for (const run of segment.runs) {
      const known = run.members.filter((member) => written.has(member.sum)).length;
      if (known === 0) first.add(run);
      else if (known < run.members.length) mixed = true;
      for (const member of run.members) written.add(member.sum);
    }
  }
  if (parts.length === 0 && !addends && !mixed) {
    return { prefill: [], biases: [], beta: (run: Run): 0 | 1 => first.has(run) ? 0 : 1 };
  }
  const beta = (): 0 | 1 => 1;
  if (parts.length === 0) {
    const zero: Call = { op: "zero", destination: wide, columns: columns.width };
    return { prefill: [zero], biases: [], beta };
  }
  const destination = arena.elements(columns.width);
  const fill: Call = {
    op: "fillRows",
    vector: destination,
    columns: columns.width,
    destination: wide,
  };
  return { prefill: [fill], biases: [{ destination, columns: columns.width, parts }], beta };
};

const product = (context: LayerContext, run: Run, beta: 0 | 1): Call => {
  const destination: MatrixRows = {
    ...context.wide,
    base: elementsOn(context.wide.base, run.first),
  };
  const weight = context.weight(run);
  if (run.lookup) {
    return {
      op: "gather",
      table: weight.pointer,
      columns: run.width,
      destination,
      accumulate: beta,
    };
  }
  return {
    op: "product",
    weight,
    form: "forward",
    source: matrixOf(context.saved(run.operand)),
    destination,
    beta,
  };
};

const forwardTape = (context: LayerContext, items: readonly PointwiseItem[]): WrittenTape => {
  const tape = makeTapeWriter();
  const temporaries = new Map<UnitId, Operand>();
  const value = (id: UnitId): Operand => {
    const saved = context.saved(id) ?? temporaries.get(id);
    if (saved !== undefined) return saved;
    const temporary = tape.temporary(context.cell.units[id]!.size);
    temporaries.set(id, temporary);
    return temporary;
  };
  for (const item of items) {
    const unit = context.cell.units[item.unit]!;
    if (item.kind === "addend") {
      tape.write("copy", value(item.sum), unit.size, [value(item.unit)], { accumulate: true });
      continue;
    }
    if (unit.kind !== "gate") continue;
    if (unit.gate === "concat") {
      let column = 0;
      for (const arg of unit.args) {
        const size = context.cell.units[arg]!.size;
        tape.write("copy", shifted(value(item.unit), column), size, [value(arg)]);
        column += size;
      }
      continue;
    }
    const { args } = unit;
    const operand = (what: KernelOperand) =>
      value(typeof what === "number" ? args[what]! : item.unit);
    const { forward } = gateKernel(unit.gate);
    writeStep(tape, forward, unit, value(item.unit), operand, context.rowKeys);
  }
  return finishTape(tape.instructions, context.arena);
};
