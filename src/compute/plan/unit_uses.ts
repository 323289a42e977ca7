/** Which values and gradients of a layer outlive the tape that makes them. */
import type { Columns } from "../units/columns.ts";
import { gateKernel } from "./gate_steps.ts";
import type { Segment, Segments } from "../units/segments.ts";
import { type CellUnits, type GateUnit, scopes, type UnitId } from "../units/units.ts";

/** What becomes of a gate's value and of its gradient. */
export interface UnitUse {
  /** The value is read outside the tape that makes it. */
  readonly saved: boolean;
  /** The gradient is made and read within one backward tape. */
  readonly gradientInTape: boolean;
  /** A sum whose place the gate's value takes, since nothing else reads the sum. */
  readonly inPlaceOf: UnitId | undefined;
}

export interface ShapedCell {
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Segments;
}

/** The use of each gate unit; of other units, which have places of their own, undefined. */
export const unitUses = ({ cell, columns, segments }: ShapedCell): (UnitUse | undefined)[] => {
  const { units } = cell;
  const made = new Map<UnitId, Segment>();
  const readers = units.map((): Segment[] => []);
  const outside = new Set<UnitId>([
    ...cell.next,
    cell.output,
    ...columns.runs.map((run) => run.operand),
  ]);
  for (const segment of scopes.flatMap((scope) => segments[scope])) {
    if (segment.kind === "products") continue;
    for (const id of madeBy(segment)) made.set(id, segment);
    for (const id of readBy(units, segment)) readers[id]!.push(segment);
  }
  const kept = readOnTheWayBack(units, made);
  /** Whether a gate's value may take the place of its argument: a sum that nothing but the gate reads. */
  const takesPlaceOf = (gate: GateUnit, id: UnitId): boolean => {
    const [argument] = gate.args as [UnitId];
    const sum = units[argument]!;
    const onlyReader = readers[argument]!.length === 1 && !outside.has(argument) &&
      !kept.has(argument);
    return gate.args.length === 1 && gate.gate !== "concat" && sum.kind === "sum" &&
      sum.scope === gate.scope && onlyReader && !outside.has(id);
  };
  return units.map((unit, id) => {
    if (unit.kind !== "gate") return undefined;
    const elsewhere = outside.has(id) || readers[id]!.some((reader) => reader !== made.get(id));
    return {
      saved: elsewhere || kept.has(id),
      gradientInTape: !elsewhere,
      inPlaceOf: takesPlaceOf(unit, id) ? unit.args[0] : undefined,
    };
  });
};

/** Units of the loop that what follows it reads, sums apart: their gradients have a row a token anyway. */
export const readAfterLoop = ({ cell: { units }, segments }: ShapedCell): UnitId[] =>
  [...new Set(segments.post.flatMap((segment) => readBy(units, segment)))]
    .filter((id) => units[id]!.scope === "loop" && units[id]!.kind !== "sum");

const madeBy = (segment: Segment): readonly UnitId[] =>
  segment.kind === "tape"
    ? segment.items.flatMap((item) => item.kind === "gate" ? [item.unit] : [])
    : segment.kind === "gate"
    ? [segment.unit]
    : [];

/** Once for each time that it is read. */
const readBy = (units: CellUnits["units"], segment: Segment): readonly UnitId[] => {
  const argsOf = (id: UnitId) => {
    const unit = units[id]!;
    return unit.kind === "gate" ? unit.args : [];
  };
  switch (segment.kind) {
    case "products":
      return segment.runs.map((run) => run.operand);
    case "gate":
      return argsOf(segment.unit);
    case "tape":
      return segment.items.flatMap((item) =>
        item.kind === "addend" ? [item.unit] : argsOf(item.unit)
      );
  }
};

/** Units whose values the backward of a gate reads; that of a user's gate may read all of them. */
const readOnTheWayBack = (
  units: CellUnits["units"],
  made: ReadonlyMap<UnitId, Segment>,
): ReadonlySet<UnitId> => {
  const kept = new Set<UnitId>();
  units.forEach((unit, id) => {
    if (unit.kind !== "gate" || unit.gate === "concat") return;
    const operands = made.get(id)?.kind === "gate"
      ? ["y" as const, ...unit.args.keys()]
      : gateKernel(unit.gate).gradients.flatMap((step) => step.operands);
    for (const operand of operands) {
      if (operand === "y") kept.add(id);
      else if (operand !== "dy") kept.add(unit.args[operand]!);
    }
  });
  return kept;
};
