/**
 * Writes a tape: instructions on operands in the shared memory and on temporaries, which get places
 * in a worker's scratch; temporaries whose lives do not overlap share a place.
 */
import { Operation, scratchClass, tapeWords } from "../../kernels/tape.ts";
import { byteOf, elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { mostTapeRows, tapeCacheElements } from "../../kernels/tuning.ts";
import type { Arena } from "./arena.ts";
import { type MatrixRows, rowClassNumber, type Tape } from "./plan.ts";

/** An operand of a tape: rows of a matrix, one vector for all rows, or a temporary. */
export type Operand =
  | { readonly at: "rows"; readonly matrix: MatrixRows }
  | { readonly at: "vector"; readonly pointer: Pointer }
  | {
    readonly at: "temporary";
    readonly id: number;
    readonly size: number;
    readonly column: number;
  };

export interface Instruction {
  readonly operation: number;
  readonly accumulate: boolean;
  readonly columns: number;
  readonly destination: Operand;
  readonly sources: readonly Operand[];
  readonly constants: readonly [number, number];
  /** Goes into word 15 as an integer in place of the second constant. */
  readonly salt: number | undefined;
}

/** The same operand, `column` columns further on. */
export const shifted = (operand: Operand, column: number): Operand => {
  if (column === 0) return operand;
  switch (operand.at) {
    case "rows":
      return {
        at: "rows",
        matrix: { ...operand.matrix, base: elementsOn(operand.matrix.base, column) },
      };
    case "vector":
      return { at: "vector", pointer: elementsOn(operand.pointer, column) };
    case "temporary":
      return { ...operand, column: operand.column + column };
  }
};

export interface TapeWriter {
  readonly instructions: Instruction[];
  /** A new temporary of `size` elements a row. */
  readonly temporary: (size: number) => Operand;
  readonly write: (
    operation: keyof typeof Operation,
    destination: Operand,
    columns: number,
    sources: readonly Operand[],
    options?: { accumulate?: boolean; constants?: readonly [number, number]; salt?: number },
  ) => void;
}

export const makeTapeWriter = (): TapeWriter => {
  const instructions: Instruction[] = [];
  let temporaries = 0;
  return {
    instructions,
    temporary: (size) => ({ at: "temporary", id: temporaries++, size, column: 0 }),
    write: (operation, destination, columns, sources, options = {}) => {
      instructions.push({
        operation: Operation[operation],
        accumulate: options.accumulate ?? false,
        columns,
        destination,
        sources,
        constants: options.constants ?? [0, 0],
        salt: options.salt,
      });
    },
  };
};

/** Word of an instruction that holds the rate of dropout. */
const rateWord = 14;

export interface WrittenTape {
  readonly tape: Tape;
  readonly words: readonly number[];
  readonly scratchBytes: number;
  readonly dropouts: ReadonlyArray<{ readonly pointer: Pointer; readonly rate: number }>;
}

/** Gives the temporaries their places and encodes the tape. */
export const finishTape = (instructions: readonly Instruction[], arena: Arena): WrittenTape => {
  const { offsets, elements } = placeTemporaries(instructions);
  const blockRows = Math.max(
    1,
    Math.min(mostTapeRows, Math.floor(tapeCacheElements / Math.max(1, elements))),
  );
  const words = instructions.flatMap((instruction) => encode(instruction, offsets, blockRows));
  const program = arena.elements(words.length);
  return {
    tape: { program, instructions: instructions.length, blockRows },
    words,
    scratchBytes: elements * blockRows * 4,
    dropouts: instructions.flatMap(({ operation, constants }, at) =>
      operation === Operation.dropout
        ? [{ pointer: elementsOn(program, at * tapeWords + rateWord), rate: constants[0] }]
        : []
    ),
  };
};

/** Linear scan: a place is free again after the last instruction that names its temporary. */
const placeTemporaries = (instructions: readonly Instruction[]) => {
  const lives = new Map<number, { size: number; first: number; last: number }>();
  instructions.forEach(({ destination, sources }, at) => {
    for (const operand of [destination, ...sources]) {
      if (operand.at !== "temporary") continue;
      const life = lives.get(operand.id);
      if (life === undefined) lives.set(operand.id, { size: operand.size, first: at, last: at });
      else life.last = at;
    }
  });
  const offsets = new Map<number, number>();
  const taken: { offset: number; size: number; last: number }[] = [];
  let elements = 0;
  for (const [id, { size, first, last }] of [...lives].sort((a, b) => a[1].first - b[1].first)) {
    const busy = taken.filter((place) => place.last >= first).sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const place of busy) {
      if (offset + size <= place.offset) break;
      offset = Math.max(offset, place.offset + place.size);
    }
    offsets.set(id, offset);
    taken.push({ offset, size, last });
    elements = Math.max(elements, offset + size);
  }
  return { offsets, elements };
};

const bits = new DataView(new ArrayBuffer(4));
const floatBits = (value: number): number => {
  bits.setFloat32(0, value, true);
  return bits.getInt32(0, true);
};

const encode = (
  { operation, accumulate, columns, destination, sources, constants, salt }: Instruction,
  offsets: ReadonlyMap<number, number>,
  blockRows: number,
): number[] => {
  // A temporary's rows lie one after another: its place is a block of blockRows × size elements.
  const place = (operand: Operand | undefined): [number, number, number] => {
    if (operand === undefined) return [0, 0, 0];
    switch (operand.at) {
      case "rows": {
        const { base, ld, rows } = operand.matrix;
        return [byteOf(base), ld * 4, rowClassNumber[rows]];
      }
      case "vector":
        return [byteOf(operand.pointer), 0, 0];
      case "temporary":
        return [
          4 * (offsets.get(operand.id)! * blockRows + operand.column),
          operand.size * 4,
          scratchClass,
        ];
    }
  };
  const words = [
    operation | (accumulate ? 256 : 0),
    columns,
    ...place(destination),
    ...place(sources[0]),
    ...place(sources[1]),
    ...place(sources[2]),
    floatBits(constants[0]),
    salt ?? floatBits(constants[1]),
  ];
  if (words.length !== tapeWords) throw new Error("A tape instruction has the wrong length");
  return words;
};
