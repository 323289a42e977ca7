/** Which values and gradients of a layer outlive the tape that makes them. */
import type { Columns } from "../units/columns.ts";
import { gateKernel } from "./gate_steps.ts";
import type { Segment, Segments } from "../units/segments.ts";
import {
  argsOf,
  type CellUnits,
  type GateUnit,
  numbered,
  scopes,
  type UnitId,
} from "../units/units.ts";

/** How a gate's value and its gradient are used. */
export interface UnitUse {
  /** The value is read outside the tape that makes it. */
  readonly saved: boolean;
  /** The gradient is made and read within one backward tape. */
  readonly gradientInTape: boolean;
  /** A sum whose place the gate's value takes over, since nothing else reads the sum. */
  readonly inPlaceOf: UnitId | undefined;
}

/** The use of each gate; other units have places of their own. */
export type UnitUses = ReadonlyMap<UnitId, UnitUse>;

export interface ShapedCell {
  readonly cell: CellUnits;
  readonly columns: Columns;
  readonly segments: Segments;
}

export const unitUses = (shaped: ShapedCell): UnitUses => {
  const reading = findReaders(shaped);
  return new Map(
    numbered(shaped.cell.units).flatMap(([id, unit]) =>
      unit.kind === "gate" ? [[id, useOf(shaped.cell, reading, id, unit)] as const] : []
    ),
  );
};

/** Who makes and reads the units. */
interface Readers {
  readonly made: ReadonlyMap<UnitId, Segment>;
  /** Segments that read a unit, once for each time. */
  readonly readers: readonly (readonly Segment[])[];
  /** Read by a product, as the next value of a state, or as the layer's output. */
  readonly outside: ReadonlySet<UnitId>;
  /** Read by the backward of a gate. */
  readonly kept: ReadonlySet<UnitId>;
}

const findReaders = ({ cell, columns, segments }: ShapedCell): Readers => {
  const { units } = cell;
  const made = new Map<UnitId, Segment>();
  const readers = units.map((): Segment[] => []);
  for (const segment of scopes.flatMap((scope) => segments[scope])) {
    if (segment.kind === "products") continue;
    for (const id of madeBy(segment)) made.set(id, segment);
    for (const id of readBy(units, segment)) readers[id]!.push(segment);
  }
  const operands = columns.products.map((product) => product.operand);
  const outside = new Set<UnitId>([...cell.next, cell.output, ...operands]);
  return { made, readers, outside, kept: readOnTheWayBack(units, made) };
};

const useOf = (
  cell: CellUnits,
  reading: Readers,
  id: UnitId,
  gate: GateUnit,
): UnitUse => {
  const { made, readers, outside, kept } = reading;
  const elsewhere = outside.has(id) || readers[id]!.some((reader) => reader !== made.get(id));
  return {
    saved: elsewhere || kept.has(id),
    gradientInTape: !elsewhere,
    inPlaceOf: takesPlaceOfSum(cell, reading, id, gate) ? gate.args[0] : undefined,
  };
};

/** Whether a gate's value may take the place of its argument: a sum that nothing but the gate reads. */
const takesPlaceOfSum = (
  { units }: CellUnits,
  { readers, outside, kept }: Readers,
  id: UnitId,
  { gate, args, scope }: GateUnit,
): boolean => {
  const [argument, ...others] = args;
  if (argument === undefined || others.length > 0 || gate === "concat") return false;
  const sum = units[argument]!;
  const madeTogether = sum.kind === "sum" && sum.scope === scope;
  const readByGateAlone = readers[argument]!.length === 1 && !outside.has(argument) &&
    !kept.has(argument);
  const readByTapesOnly = !outside.has(id);
  return madeTogether && readByGateAlone && readByTapesOnly;
};

/**
 * Units of the loop that what follows it reads, sums apart: their gradients have a row per token
 * anyway.
 */
export const readAfterLoop = (
  { cell: { units }, segments }: Pick<ShapedCell, "cell" | "segments">,
): UnitId[] =>
  [...new Set(segments.post.flatMap((segment) => readBy(units, segment)))]
    .filter((id) => units[id]!.scope === "loop" && units[id]!.kind !== "sum");

const madeBy = (segment: Segment): readonly UnitId[] => {
  switch (segment.kind) {
    case "products":
      return [];
    case "gate":
      return [segment.unit];
    case "tape":
      return segment.items.flatMap((item) => item.kind === "gate" ? [item.unit] : []);
  }
};

/** Once for each time that it is read. */
const readBy = (units: CellUnits["units"], segment: Segment): readonly UnitId[] => {
  switch (segment.kind) {
    case "products":
      return segment.products.map((product) => product.operand);
    case "gate":
      return argsOf(units[segment.unit]!);
    case "tape":
      return segment.items.flatMap((item) =>
        item.kind === "addend" ? [item.unit] : argsOf(units[item.unit]!)
      );
  }
};

/** Units whose values the backward of a gate reads; that of a user's gate may read all of them. */
const readOnTheWayBack = (
  units: CellUnits["units"],
  made: ReadonlyMap<UnitId, Segment>,
): ReadonlySet<UnitId> => {
  const kept = new Set<UnitId>();
  for (const [id, unit] of numbered(units)) {
    if (unit.kind !== "gate" || unit.gate === "concat") continue;
    const operands = made.get(id)?.kind === "gate"
      ? ["y" as const, ...unit.args.keys()]
      : gateKernel(unit.gate).gradients.flatMap((step) => step.operands);
    for (const operand of operands) {
      if (operand === "y") kept.add(id);
      else if (operand !== "dy") kept.add(unit.args[operand]!);
    }
  }
  return kept;
};
