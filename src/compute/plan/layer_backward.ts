/** A layer's backward calls: the forward list mirrored. */
import { elementsOn } from "../../kernels/pointer.ts";
import type { KernelOperand } from "../../model/gates/gate.ts";
import { gateBackwardCall } from "./gate_call.ts";
import { gateKernel, writeStep } from "./gate_steps.ts";
import {
  carriesGradient,
  type GradientPlace,
  type LayerContext,
  matrixOf,
} from "./layer_context.ts";
import type { Call, MatrixRows } from "./plan.ts";
import type { Run } from "../units/columns.ts";
import {
  finishTape,
  makeTapeWriter,
  type Operand,
  shifted,
  type TapeWriter,
  type WrittenTape,
} from "./tape_writer.ts";
import type { PointwiseItem } from "../units/segments.ts";
import type { Scope, UnitId } from "../units/units.ts";

export interface LayerBackward {
  readonly calls: readonly Call[];
  readonly tapes: readonly WrittenTape[];
}

export const layerBackward = (context: LayerContext): LayerBackward => {
  const { cell, ages, states, segments, columns, handed } = context;
  const tapes: WrittenTape[] = [];
  const books = makeBooks(context);
  const { started } = books.loop;
  const tapeCall = (which: "first" | "all", write: (tape: TapeWriter) => void): Call[] => {
    const tape = makeTapeWriter();
    write(tape);
    if (tape.instructions.length === 0) return [];
    const written = finishTape(tape.instructions, context.arena);
    tapes.push(written);
    return [{ op: "tape", tape: written.tape, ages: which }];
  };
  const add = (tape: TapeWriter, book: Book, unit: UnitId, source: MatrixRows) => {
    const place = book.place(unit);
    if (place.in === "nothing") return;
    const accumulate = book.started.has(unit);
    tape.write("copy", inMemory(place), cell.units[unit]!.size, [{ at: "rows", matrix: source }], {
      accumulate,
    });
    book.started.add(unit);
  };
  const callsOf = (scope: Scope): Call[] =>
    [...segments[scope]].reverse().flatMap((segment): Call[] => {
      const book = books[scope];
      if (segment.kind === "products") {
        return [...segment.runs].reverse().flatMap((run) => productBackward(context, run, book));
      }
      if (segment.kind === "tape") {
        return tapeCall("all", (tape) => backwardItems(context, tape, segment.items, book));
      }
      if (!book.started.has(segment.unit)) return [];
      return [gateBackwardCall(context, segment.unit, book.place, book.started)];
    });

  // The gradient from above comes in where the output is made: in the loop, or before or after it.
  const fromAbove = (book: Book): Call[] => {
    const which = context.outputGradient.rows === "token" && ages > 1 ? "first" : "all";
    return [
      ...(which === "first" ? zeroUnlessStarted(context, cell.output, book) : []),
      ...tapeCall(which, (tape) => add(tape, book, cell.output, context.outputGradient)),
    ];
  };
  const outputInLoop = cell.units[cell.output]!.scope === "loop";

  // What a step starts from: gradients that came back in time, and from what follows the loop.
  const aliased = states.map((_, state) => carriesGradient(context, cell.next[state]!, state));
  states.forEach((_, state) => aliased[state] && started.add(cell.next[state]!));
  const after = [...(outputInLoop ? [] : fromAbove(books.post)), ...callsOf("post")];
  const start: Call[] = [
    ...tapeCall("all", (tape) => {
      states.forEach((state, index) =>
        !aliased[index] && add(tape, books.loop, cell.next[index]!, state.nextGradient)
      );
      for (const [unit, rows] of handed) {
        if (books.post.started.has(unit)) add(tape, books.loop, unit, rows);
      }
    }),
    ...(outputInLoop ? fromAbove(books.loop) : []),
  ];
  const loop = callsOf("loop");
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
  const tokens = callsOf("tokens");
  return {
    calls: [...after, { op: "loopBackward", states, body }, ...tokens, ...unreadInput, ...sum],
    tapes,
  };
};

/** Where gradients stand for work of a scope, and which of them hold something: the next is added. */
interface Book {
  readonly place: (unit: UnitId) => GradientPlace;
  readonly started: {
    readonly has: (unit: UnitId) => boolean;
    readonly add: (unit: UnitId) => void;
  };
}

/** What is handed to the loop's units by what follows it stands apart from what the loop gives them. */
const makeBooks = ({ gradientPlace, handed }: LayerContext): Record<Scope, Book> => {
  const started = new Set<UnitId>();
  const startedApart = new Set<UnitId>();
  const setOf = (unit: UnitId) => handed.has(unit) ? startedApart : started;
  const bookOf = (scope: Scope): Book => ({
    place: (unit) => gradientPlace(unit, scope),
    started: scope === "post"
      ? { has: (unit) => setOf(unit).has(unit), add: (unit) => void setOf(unit).add(unit) }
      : started,
  });
  return { tokens: bookOf("tokens"), loop: bookOf("loop"), post: bookOf("post") };
};

/** The operand of a gradient that outlives its tape. */
const inMemory = (place: GradientPlace): Operand => {
  if (place.in !== "memory") throw new Error("A gradient from outside a tape needs a place");
  return place.operand;
};

const zeroUnlessStarted = (
  context: LayerContext,
  unit: UnitId,
  { place: placeOf, started }: Book,
): Call[] => {
  if (started.has(unit)) return [];
  started.add(unit);
  const place = placeOf(unit);
  if (place.in === "nothing") return [];
  const destination = matrixOf(inMemory(place));
  return [{ op: "zero", destination, columns: context.cell.units[unit]!.size }];
};

const productBackward = (
  context: LayerContext,
  run: Run,
  { place: placeOf, started }: Book,
): Call[] => {
  const place = placeOf(run.operand);
  if (run.lookup || place.in === "nothing") return [];
  const beta = started.has(run.operand) ? 1 : 0;
  started.add(run.operand);
  const source: MatrixRows = {
    ...context.wideGradient,
    base: elementsOn(context.wideGradient.base, run.first),
  };
  return [{
    op: "product",
    weight: context.weight(run),
    form: "backward",
    source,
    destination: matrixOf(inMemory(place)),
    beta,
  }];
};

const backwardItems = (
  context: LayerContext,
  tape: TapeWriter,
  items: readonly PointwiseItem[],
  { place: placeOf, started }: Book,
): void => {
  const temporaries = new Map<UnitId, Operand>();
  /** Where to write or read a gradient; undefined where nobody wants it. */
  const gradient = (id: UnitId): Operand | undefined => {
    const place = placeOf(id);
    if (place.in === "memory") return place.operand;
    if (place.in === "nothing") return undefined;
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
      if (to === undefined || !started.has(item.sum)) continue;
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
        if (to !== undefined) {
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
      if (to === undefined) return;
      const operand = (what: KernelOperand): Operand =>
        what === "dy" ? dy : value(what === "y" ? item.unit : unit.args[what]!);
      writeStep(tape, gradients[index]!, unit, to, operand, context.rowKeys, started.has(arg));
      started.add(arg);
    });
  }
};
