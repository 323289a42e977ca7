/**
 * What the compilation of one layer knows: the cell's units, their order, and where each value and
 * each gradient lives.
 */
import type { CellGraph } from "../cells/graph.ts";
import type { Pointer } from "../kernels/kernels.ts";
import type { Arena } from "./arena.ts";
import type { Columns, Run } from "./columns.ts";
import { gateKernel } from "./gate_steps.ts";
import type { Capacity, LoopState, MatrixRows, RowClass, Weight } from "./plan.ts";
import type { Segment } from "./segments.ts";
import type { Operand } from "./tape_writer.ts";
import type { CellUnits, Scope, UnitId } from "./units.ts";

export interface LayerInput {
  readonly graph: CellGraph;
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Readonly<Record<Scope, readonly Segment[]>>;
  readonly arena: Arena;
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

export interface LayerContext extends LayerInput {
  /** All sums of the layer side by side, and their gradients: by age, and summed over the ages. */
  readonly wide: MatrixRows;
  readonly wideGradient: MatrixRows;
  readonly wideGradientSum: MatrixRows;
  readonly states: readonly LoopState[];
  /** Where the value of a unit stands; undefined for a value that lives within one tape only. */
  readonly saved: (unit: UnitId) => Operand | undefined;
  /** Where the gradient of a unit stands; undefined: within one tape; null: not wanted. */
  readonly gradientPlace: (unit: UnitId) => Operand | undefined | null;
  /** Gradient rows of a vector parameter that is used other than as a bias. */
  readonly contributions: ReadonlyMap<number, MatrixRows>;
}

export const rowsOperand = (matrix: MatrixRows): Operand => ({ at: "rows", matrix });

/** The matrix of an operand that must be one. */
export const matrixOf = (operand: Operand | undefined | null): MatrixRows => {
  if (operand?.at !== "rows") throw new Error("A product needs a matrix in memory");
  return operand.matrix;
};

/** Reserves the places of a layer's values and gradients. */
export const layerContext = (layer: LayerInput): LayerContext => {
  const { graph, cell, columns, arena, capacity, ages } = layer;
  const { units } = cell;
  const matrix = (rows: RowClass, columnCount: number): MatrixRows => {
    const count = {
      token: capacity.tokens,
      age: capacity.tokens * ages,
      step: capacity.rows * ages,
    };
    return { base: arena.elements(count[rows] * columnCount), ld: columnCount, rows };
  };
  const wide = matrix("token", columns.width);
  const wideGradient = matrix("age", columns.width);
  const wideGradientSum: MatrixRows = ages === 1
    ? { ...wideGradient, rows: "token" }
    : matrix("token", columns.width);
  const inWide = (of: MatrixRows, sum: UnitId): MatrixRows => ({
    ...of,
    base: of.base + 4 * columns.of.get(sum)!,
  });

  const uses = unitUses(layer);
  const values = new Map<UnitId, Operand>();
  const previous = graph.states.map((state) => matrix("token", state.size));
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
            ? matrix("token", unit.size)
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
    learned: state.learned === undefined ? 0 : layer.parameter(state.learned),
    nextGradient: matrix("step", state.size),
    previousGradient: matrix("step", state.size),
  }));

  const contributions = new Map<number, MatrixRows>();
  const gradients = new Map<UnitId, Operand | null>();
  units.forEach((unit, id) => {
    switch (unit.kind) {
      case "input":
        gradients.set(id, layer.inputGradient ? rowsOperand(layer.inputGradient) : null);
        break;
      case "state":
        gradients.set(id, rowsOperand(states[unit.state]!.previousGradient));
        break;
      case "vector": {
        const rows = contributions.get(unit.parameter) ?? matrix("age", unit.size);
        contributions.set(unit.parameter, rows);
        gradients.set(id, rowsOperand(rows));
        break;
      }
      case "sum":
        gradients.set(id, rowsOperand(inWide(wideGradient, id)));
        break;
      case "gate": {
        const state = cell.next.indexOf(id);
        if (carriesGradient(layer, id, state)) {
          gradients.set(id, rowsOperand(states[state]!.nextGradient));
        } else if (!uses[id]!.gradientInTape) {
          gradients.set(id, rowsOperand(matrix(unit.scope === "loop" ? "step" : "age", unit.size)));
        }
      }
    }
  });
  return {
    ...layer,
    wide,
    wideGradient,
    wideGradientSum,
    states,
    saved: (unit) => values.get(unit),
    gradientPlace: (unit) => gradients.get(unit),
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

interface Uses {
  /** The value is read outside the tape that makes it. */
  saved: boolean;
  /** The gradient is made and read within one backward tape. */
  gradientInTape: boolean;
  /** A sum whose place the gate's value takes, since nothing else reads the sum. */
  inPlaceOf: UnitId | undefined;
}

const unitUses = ({ cell, columns, segments }: LayerInput): Uses[] => {
  const { units } = cell;
  const uses: Uses[] = units.map(() => ({
    saved: false,
    gradientInTape: true,
    inPlaceOf: undefined,
  }));
  const made = new Map<UnitId, Segment>();
  const readers = units.map((): Segment[] => []);
  const outside = new Set<UnitId>([
    ...cell.next,
    cell.output,
    ...columns.runs.map((run) => run.operand),
  ]);
  for (const segment of [...segments.tokens, ...segments.loop]) {
    if (segment.kind !== "tape") continue;
    for (const item of segment.items) {
      if (item.kind === "addend") readers[item.unit]!.push(segment);
      else {
        made.set(item.unit, segment);
        const unit = units[item.unit]!;
        if (unit.kind === "gate") { for (const arg of unit.args) readers[arg]!.push(segment); }
      }
    }
  }
  const readBackward = (id: UnitId) =>
    units.some((unit, by) =>
      unit.kind === "gate" && unit.gate !== "concat" &&
      gateKernel(unit.gate).gradients.some(({ operands }) =>
        operands.some((read) =>
          (read === "y" && by === id) || (typeof read === "number" && unit.args[read] === id)
        )
      )
    );
  units.forEach((unit, id) => {
    if (unit.kind !== "gate") return;
    const own = made.get(id);
    const elsewhere = outside.has(id) || readers[id]!.some((reader) => reader !== own);
    uses[id]!.gradientInTape = !elsewhere;
    uses[id]!.saved = elsewhere || readBackward(id);
    const arg = unit.args[0]!;
    const only = unit.args.length === 1 && units[arg]!.kind === "sum" &&
      readers[arg]!.length === 1 &&
      !outside.has(arg) && !outside.has(id) && !readBackward(arg) && unit.gate !== "concat";
    if (only && units[arg]!.scope === unit.scope) uses[id]!.inPlaceOf = arg;
  });
  return uses;
};
