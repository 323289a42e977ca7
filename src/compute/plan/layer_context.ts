/**
 * What the compilation of one layer knows: the cell's units, their order, and where each value and
 * each gradient lives.
 */
import type { CellGraph } from "../../model/cells/graph.ts";
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { Arena } from "./arena.ts";
import type { Buffers } from "./buffers.ts";
import type { Columns, Run } from "../units/columns.ts";
import type { Capacity, LoopState, MatrixRows, RowClass, Weight } from "./plan.ts";
import type { Segments } from "../units/segments.ts";
import type { Operand } from "./tape_writer.ts";
import { readAfterLoop, unitUses } from "./unit_uses.ts";
import type { CellUnits, Scope, Unit, UnitId } from "../units/units.ts";

export interface LayerInput {
  readonly graph: CellGraph;
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Segments;
  readonly arena: Arena;
  readonly buffers: Buffers;
  /** Times of the layer: its forward, its backward, and that of the parameters' gradients. */
  readonly times: LayerTimes;
  readonly capacity: Capacity;
  readonly ages: number;
  /** The layer's input, a row a token; undefined for token ids. */
  readonly input: MatrixRows | undefined;
  /** Gradient of the input (class age); undefined where nothing below learns. */
  readonly inputGradient: MatrixRows | undefined;
  /** Gradient that the layer above gives to the output: class token (age 0 only) or age. */
  readonly outputGradient: MatrixRows;
  readonly rowKeys: Pointer;
  /** Current place of a parameter's values by its index in the graph. */
  readonly parameter: (index: number) => Pointer;
  readonly gradientOf: (parameter: Pointer) => Pointer;
  readonly weight: (run: Run) => Weight;
}

export interface LayerTimes {
  readonly forward: number;
  readonly backward: number;
  readonly gradients: number;
}

export interface LayerContext extends LayerInput {
  /** All sums of the layer side by side, and their gradients: by age, and summed over the ages. */
  readonly wide: MatrixRows;
  readonly wideGradient: MatrixRows;
  readonly wideGradientSum: MatrixRows;
  readonly states: readonly LoopState[];
  /** Where the value of a unit stands; undefined for a value that lives within one tape only. */
  readonly saved: (unit: UnitId) => Operand | undefined;
  /** Where the gradient of a unit stands for work of that scope. */
  readonly gradientPlace: (unit: UnitId, scope: Scope) => GradientPlace;
  /**
   * Gradients that units of the loop get from what follows it, for all tokens: each step of the loop
   * takes in its own.
   */
  readonly handed: ReadonlyMap<UnitId, MatrixRows>;
  /** Gradient rows of a vector parameter that is used other than as a bias. */
  readonly contributions: ReadonlyMap<number, MatrixRows>;
}

/** Where a gradient stands: in memory, within the one tape that makes and reads it, or nowhere: nobody wants it. */
export type GradientPlace =
  | { readonly in: "memory"; readonly operand: Operand }
  | { readonly in: "tape" }
  | { readonly in: "nothing" };

const inTape: GradientPlace = { in: "tape" };
const unwanted: GradientPlace = { in: "nothing" };
const inRows = (matrix: MatrixRows): GradientPlace => ({
  in: "memory",
  operand: rowsOperand(matrix),
});

export const rowsOperand = (matrix: MatrixRows): Operand => ({ at: "rows", matrix });

/** The matrix of an operand that must be one. */
export const matrixOf = (operand: Operand | undefined): MatrixRows => {
  if (operand?.at !== "rows") throw new Error("A product needs a matrix in memory");
  return operand.matrix;
};

/** Reserves the places of a layer's values and gradients. */
export const layerContext = (layer: LayerInput): LayerContext => {
  const { graph, cell, columns, arena, buffers, times, capacity, ages } = layer;
  const { units } = cell;
  const uses = unitUses(layer);
  // Operands of products, and what the layer above is given, are wanted for the parameters' gradients.
  const operands = new Set([...columns.runs.map((run) => run.operand), cell.output]);
  const forwardMatrix = (size: number, ids: Iterable<UnitId>): MatrixRows => {
    const { forward: from, backward, gradients } = times;
    const to = [...ids].some((id) => operands.has(id)) ? gradients : backward;
    return buffers.matrix("token", size, { from, to });
  };
  const backwardMatrix = (rows: RowClass, size: number, to = times.backward): MatrixRows =>
    buffers.matrix(rows, size, { from: times.backward, to });

  const wideUnits = units.flatMap((unit, id) =>
    unit.kind === "sum" || uses[id]?.inPlaceOf !== undefined ? [id] : []
  );
  const wide = forwardMatrix(columns.width, wideUnits);
  const sumsItself = ages === 1;
  const wideGradient = backwardMatrix(
    "age",
    columns.width,
    sumsItself ? times.gradients : times.backward,
  );
  const wideGradientSum: MatrixRows = sumsItself
    ? { ...wideGradient, rows: "token" }
    : backwardMatrix("token", columns.width, times.gradients);
  const inWide = (of: MatrixRows, sum: UnitId): MatrixRows => ({
    ...of,
    base: elementsOn(of.base, columns.of.get(sum)!),
  });

  const values = new Map<UnitId, Operand>();
  const previous = graph.states.map(({ size }, state) => {
    const id = units.findIndex((unit) => unit.kind === "state" && unit.state === state);
    return forwardMatrix(size, [id]);
  });
  units.forEach((unit, id) => {
    if (unit.kind === "input" && layer.input) values.set(id, rowsOperand(layer.input));
    if (unit.kind === "state") values.set(id, rowsOperand(previous[unit.state]!));
    if (unit.kind === "vector") {
      values.set(id, { at: "vector", pointer: layer.parameter(unit.parameter) });
    }
    if (unit.kind === "sum") values.set(id, rowsOperand(inWide(wide, id)));
    if (unit.kind === "gate" && uses[id]!.saved) {
      values.set(
        id,
        rowsOperand(
          uses[id]!.inPlaceOf === undefined
            ? forwardMatrix(unit.size, [id])
            : inWide(wide, uses[id]!.inPlaceOf!),
        ),
      );
    }
  });

  const states = graph.states.map((state, index): LoopState => ({
    size: state.size,
    previous: previous[index]!,
    next: matrixOf(values.get(cell.next[index]!)),
    carried: [
      arena.elements(capacity.rows * state.size),
      arena.elements(capacity.rows * state.size),
    ],
    learned: state.learned === undefined ? nowhere : layer.parameter(state.learned),
    nextGradient: backwardMatrix("step", state.size),
    previousGradient: backwardMatrix(
      "step",
      state.size,
      state.learned === undefined ? times.backward : times.gradients,
    ),
  }));

  const contributions = new Map<number, MatrixRows>();
  const gradientOf = (unit: Unit, id: UnitId): GradientPlace => {
    switch (unit.kind) {
      case "input":
        return layer.inputGradient === undefined ? unwanted : inRows(layer.inputGradient);
      case "state":
        return inRows(states[unit.state]!.previousGradient);
      case "vector": {
        const rows = contributions.get(unit.parameter) ??
          backwardMatrix("age", unit.size, times.gradients);
        contributions.set(unit.parameter, rows);
        return inRows(rows);
      }
      case "sum":
        return inRows(inWide(wideGradient, id));
      case "gate": {
        const state = cell.next.indexOf(id);
        if (carriesGradient(layer, id, state)) return inRows(states[state]!.nextGradient);
        if (uses[id]!.gradientInTape) return inTape;
        return inRows(backwardMatrix(unit.scope === "loop" ? "step" : "age", unit.size));
      }
    }
  };
  const gradients = units.map(gradientOf);
  const handed = new Map(
    readAfterLoop(layer).map((id) => [id, backwardMatrix("age", units[id]!.size)] as const),
  );
  return {
    ...layer,
    wide,
    wideGradient,
    wideGradientSum,
    states,
    saved: (unit) => values.get(unit),
    gradientPlace: (unit, scope) => {
      const late = scope === "post" ? handed.get(unit) : undefined;
      return late === undefined ? gradients[unit]! : inRows(late);
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
