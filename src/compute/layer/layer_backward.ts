/** A layer's backward calls: the forward list mirrored. */
import type { Call } from "../plan/calls.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import type { JoinedProduct } from "../units/columns.ts";
import type { Scope, UnitId } from "../units/units.ts";
import { writeBackward } from "./backward_tape.ts";
import { finishTape, type WrittenTape } from "./finish_tape.ts";
import { gateBackwardCall } from "./gate_call.ts";
import { carriesGradient } from "./gradient_places.ts";
import type { LayerContext } from "./layer_context.ts";
import { matrixOf, rowsOperand } from "./operand.ts";
import { type ScopeGradients, scopeGradients } from "./scope_gradients.ts";
import { makeTapeWriter, type TapeWriter } from "./tape_writer.ts";
import { inMemory } from "./unit_place.ts";
import { fromColumn } from "./wide_matrix.ts";

export interface LayerBackward {
  readonly calls: readonly Call[];
  readonly tapes: readonly WrittenTape[];
}

/** The layer with what is known of its gradients so far, and the tapes written so far. */
interface Backward {
  readonly context: LayerContext;
  readonly gradients: Readonly<Record<Scope, ScopeGradients>>;
  readonly tapes: WrittenTape[];
}

export const compileLayerBackward = (context: LayerContext): LayerBackward => {
  const gradients = scopeGradients(context.gradients);
  const backward: Backward = { context, gradients, tapes: [] };
  const { states, cell } = context;
  states.forEach((_, state) => {
    const next = cell.next[state]!;
    if (carriesGradient(context, next, state)) gradients.loop.start(next);
  });
  // In this order: what is written to a gradient first is stored, what comes later is added.
  const post = [
    ...(isOutputInLoop(context) ? [] : gradientFromAbove(backward, "post")),
    ...scopeCalls(backward, "post"),
  ];
  const body = [...stepStart(backward), ...scopeCalls(backward, "loop"), ...zeroUnread(context)];
  const tokens = scopeCalls(backward, "tokens");
  return {
    calls: [
      ...post,
      { op: "loopBackward", states, body },
      ...tokens,
      ...zeroUnreadInput(context),
      ...sumAges(context),
    ],
    tapes: backward.tapes,
  };
};

const isOutputInLoop = ({ cell }: LayerContext): boolean =>
  cell.units[cell.output]!.scope === "loop";

/** The calls of a scope, last segment first. */
const scopeCalls = (backward: Backward, scope: Scope): Call[] => {
  const { context } = backward;
  const gradients = backward.gradients[scope];
  return context.segments[scope].toReversed().flatMap((segment): readonly Call[] => {
    switch (segment.kind) {
      case "products":
        return segment.products.toReversed().flatMap((product) =>
          productBackward(context, product, gradients)
        );
      case "tape":
        return tapeCall(
          backward,
          "all",
          (tape) => writeBackward(context, tape, segment.items, gradients),
        );
      case "gate":
        return gradients.isStarted(segment.unit)
          ? [gateBackwardCall(context, segment.unit, gradients)]
          : [];
    }
  });
};

/** What `write` writes as a call; none where it writes nothing. */
const tapeCall = (
  { context, tapes }: Backward,
  ages: "first" | "all",
  write: (tape: TapeWriter) => void,
): Call[] => {
  const tape = makeTapeWriter();
  write(tape);
  if (tape.instructions.length === 0) return [];
  const written = finishTape(tape.instructions, context.arena);
  tapes.push(written);
  return [{ op: "tape", tape: written.tape, ages }];
};

/** Where the output is made, in the loop or before or after it, comes in what the layer above gives. */
const gradientFromAbove = (backward: Backward, scope: Scope): Call[] => {
  const { cell, ages, outputGradient } = backward.context;
  const gradients = backward.gradients[scope];
  const firstAgeOnly = outputGradient.rows === "token" && ages > 1;
  return [
    ...(firstAgeOnly ? zeroUnlessStarted(backward.context, cell.output, gradients) : []),
    ...tapeCall(
      backward,
      firstAgeOnly ? "first" : "all",
      (tape) => addGradient(backward.context, tape, cell.output, outputGradient, gradients),
    ),
  ];
};

/** What a step starts from: gradients that came back in time, and those from above and after the loop. */
const stepStart = (backward: Backward): Call[] => {
  const { context, gradients: { loop, post } } = backward;
  const { cell, states } = context;
  const incoming = tapeCall(backward, "all", (tape) => {
    states.forEach(({ nextGradient }, state) => {
      const next = cell.next[state]!;
      if (carriesGradient(context, next, state)) return;
      addGradient(context, tape, next, nextGradient, loop);
    });
    for (const [unit, rows] of context.gradients.handed) {
      if (post.isStarted(unit)) addGradient(context, tape, unit, rows, loop);
    }
  });
  return [...incoming, ...(isOutputInLoop(context) ? gradientFromAbove(backward, "loop") : [])];
};

/** Adds the rows of a matrix to the gradient of a unit, where that is wanted. */
const addGradient = (
  { cell }: LayerContext,
  tape: TapeWriter,
  unit: UnitId,
  source: MatrixRows,
  gradients: ScopeGradients,
): void => {
  const place = gradients.place(unit);
  if (place.in === "nothing") return;
  tape.write("copy", inMemory(place), cell.units[unit]!.size, [rowsOperand(source)], {
    accumulate: gradients.isStarted(unit),
  });
  gradients.start(unit);
};

const zeroUnlessStarted = (
  { cell }: LayerContext,
  unit: UnitId,
  gradients: ScopeGradients,
): Call[] => {
  if (gradients.isStarted(unit)) return [];
  gradients.start(unit);
  const place = gradients.place(unit);
  if (place.in === "nothing") return [];
  return [{ op: "zero", destination: matrixOf(inMemory(place)), columns: cell.units[unit]!.size }];
};

/** The gradient of a product's operand. */
const productBackward = (
  context: LayerContext,
  product: JoinedProduct,
  gradients: ScopeGradients,
): Call[] => {
  const { operand } = product;
  const place = gradients.place(operand);
  if (product.lookup || place.in === "nothing") return [];
  const beta = gradients.isStarted(operand) ? 1 : 0;
  gradients.start(operand);
  const source = fromColumn(context.wide.gradient, product.first);
  const destination = matrixOf(inMemory(place));
  const weight = context.weight(product);
  return [{ op: "product", weight, form: "backward", source, destination, beta }];
};

/** A state that nothing reads gives nothing to the step before. */
const zeroUnread = ({ cell, states }: LayerContext): Call[] => {
  const read = new Set(cell.units.map((unit) => unit.kind === "state" ? unit.state : undefined));
  return states.flatMap(({ previousGradient, size }, state): Call[] =>
    read.has(state) ? [] : [{ op: "zero", destination: previousGradient, columns: size }]
  );
};

/** Nor does an input that nothing reads give anything to the layer below. */
const zeroUnreadInput = ({ cell, inputGradient }: LayerContext): Call[] =>
  inputGradient === undefined || cell.units.some(({ kind }) => kind === "input")
    ? []
    : [{ op: "zero", destination: inputGradient, columns: inputGradient.ld }];

const sumAges = ({ ages, wide, columns }: LayerContext): Call[] =>
  ages === 1 ? [] : [{
    op: "sumAges",
    source: wide.gradient.base,
    destination: wide.gradientSum.base,
    columns: columns.width,
  }];
