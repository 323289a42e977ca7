/** A layer's backward calls: the forward list mirrored, the loop first. */
import type { KernelOperand } from "../gates/gate.ts";
import { gateKernel, writeStep } from "./gate_steps.ts";
import { carriesGradient, type LayerContext, matrixOf } from "./layer_context.ts";
import type { Call, MatrixRows } from "./plan.ts";
import type { Run } from "./columns.ts";
import {
  finishTape,
  makeTapeWriter,
  type Operand,
  shifted,
  type TapeWriter,
  type WrittenTape,
} from "./tape_writer.ts";
import type { PointwiseItem, Segment } from "./segments.ts";
import type { UnitId } from "./units.ts";

export interface LayerBackward {
  readonly calls: readonly Call[];
  readonly tapes: readonly WrittenTape[];
}

export const layerBackward = (context: LayerContext): LayerBackward => {
  const { cell, ages, states, segments, columns } = context;
  const tapes: WrittenTape[] = [];
  /** Units whose gradient already holds something: the next contribution is added. */
  const started = new Set<UnitId>();
  const tapeCall = (which: "first" | "all", write: (tape: TapeWriter) => void): Call[] => {
    const tape = makeTapeWriter();
    write(tape);
    if (tape.instructions.length === 0) return [];
    const written = finishTape(tape.instructions, context.arena);
    tapes.push(written);
    return [{ op: "tape", tape: written.tape, ages: which }];
  };
  const add = (tape: TapeWriter, unit: UnitId, source: MatrixRows) => {
    const place = context.gradientPlace(unit);
    if (place === null) return;
    if (place === undefined) throw new Error("A gradient from outside a tape needs a place");
    const accumulate = started.has(unit);
    tape.write("copy", place, cell.units[unit]!.size, [{ at: "rows", matrix: source }], {
      accumulate,
    });
    started.add(unit);
  };
  const callsOf = (list: readonly Segment[]): Call[] =>
    [...list].reverse().flatMap((segment): Call[] =>
      segment.kind === "products"
        ? [...segment.runs].reverse().flatMap((run) => productBackward(context, run, started))
        : tapeCall("all", (tape) => backwardItems(context, tape, segment.items, started))
    );

  // What a step starts from: the gradient that came back in time, then the one from above.
  const aliased = states.map((_, state) => carriesGradient(context, cell.next[state]!, state));
  states.forEach((_, state) => aliased[state] && started.add(cell.next[state]!));
  const fromAbove = context.outputGradient.rows === "token" && ages > 1 ? "first" : "all";
  const start: Call[] = [
    ...tapeCall(
      "all",
      (tape) =>
        states.forEach((state, index) =>
          !aliased[index] && add(tape, cell.next[index]!, state.nextGradient)
        ),
    ),
    ...(fromAbove === "first" ? zeroUnlessStarted(context, cell.output, started) : []),
    ...tapeCall(fromAbove, (tape) => add(tape, cell.output, context.outputGradient)),
  ];
  const loop = callsOf(segments.loop);
  const unread = states.flatMap((state, index): Call[] =>
    cell.units.some((unit) => unit.kind === "state" && unit.state === index)
      ? []
      : [{ op: "zero", destination: state.previousGradient, columns: state.size }]
  );
  const input = context.inputGradient;
  const unreadInput: Call[] = input === undefined || cell.units.some(({ kind }) => kind === "input")
    ? []
    : [{ op: "zero", destination: input, columns: input.ld }];
  const sum: Call[] = ages === 1 ? [] : [{
    op: "sumAges",
    source: context.wideGradient.base,
    destination: context.wideGradientSum.base,
    columns: columns.width,
  }];
  const body = [...start, ...loop, ...unread];
  const tokens = callsOf(segments.tokens);
  return {
    calls: [{ op: "loopBackward", states, body }, ...tokens, ...unreadInput, ...sum],
    tapes,
  };
};

const zeroUnlessStarted = (context: LayerContext, unit: UnitId, started: Set<UnitId>): Call[] => {
  if (started.has(unit)) return [];
  started.add(unit);
  const place = context.gradientPlace(unit);
  if (place === null) return [];
  return [{ op: "zero", destination: matrixOf(place), columns: context.cell.units[unit]!.size }];
};

const productBackward = (context: LayerContext, run: Run, started: Set<UnitId>): Call[] => {
  const place = context.gradientPlace(run.operand);
  if (run.lookup || place === null) return [];
  const beta = started.has(run.operand) ? 1 : 0;
  started.add(run.operand);
  const source: MatrixRows = {
    ...context.wideGradient,
    base: context.wideGradient.base + 4 * run.first,
  };
  return [{
    op: "product",
    weight: context.weight(run),
    form: "backward",
    source,
    destination: matrixOf(place),
    beta,
  }];
};

const backwardItems = (
  context: LayerContext,
  tape: TapeWriter,
  items: readonly PointwiseItem[],
  started: Set<UnitId>,
): void => {
  const temporaries = new Map<UnitId, Operand>();
  const gradient = (id: UnitId): Operand | null => {
    const place = context.gradientPlace(id);
    if (place !== undefined) return place;
    const temporary = temporaries.get(id) ?? tape.temporary(context.cell.units[id]!.size);
    temporaries.set(id, temporary);
    return temporary;
  };
  const value = (id: UnitId): Operand => {
    const saved = context.saved(id);
    if (saved === undefined) throw new Error("A value that the way back reads was not kept");
    return saved;
  };
  for (const item of [...items].reverse()) {
    const unit = context.cell.units[item.unit]!;
    if (item.kind === "addend") {
      const to = gradient(item.unit);
      if (to === null || !started.has(item.sum)) continue;
      tape.write("copy", to, unit.size, [gradient(item.sum)!], {
        accumulate: started.has(item.unit),
      });
      started.add(item.unit);
      continue;
    }
    if (unit.kind !== "gate" || !started.has(item.unit)) continue;
    const dy = gradient(item.unit)!;
    if (unit.gate === "concat") {
      let column = 0;
      for (const arg of unit.args) {
        const size = context.cell.units[arg]!.size;
        const to = gradient(arg);
        if (to !== null) {
          tape.write("copy", to, size, [shifted(dy, column)], { accumulate: started.has(arg) });
          started.add(arg);
        }
        column += size;
      }
      continue;
    }
    const { gradients } = gateKernel(unit.gate);
    unit.args.forEach((arg, index) => {
      const to = gradient(arg);
      if (to === null) return;
      const operand = (what: KernelOperand): Operand =>
        what === "dy" ? dy : value(what === "y" ? item.unit : unit.args[what]!);
      writeStep(tape, gradients[index]!, unit, to, operand, context.rowKeys, started.has(arg));
      started.add(arg);
    });
  }
};
