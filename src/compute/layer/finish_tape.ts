/**
 * Ends a tape: temporaries get places in a worker's scratch, where those whose lives do not overlap
 * share one, and instructions become words.
 */
import { Operation, scratchClass, tapeWords } from "../../kernels/tape.ts";
import { byteOf, elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { mostTapeRows, tapeCacheElements } from "../../kernels/tuning.ts";
import type { Arena } from "../plan/arena.ts";
import type { Tape } from "../plan/calls.ts";
import { rowClassNumber } from "../plan/matrices.ts";
import type { Operand } from "./operand.ts";
import type { Instruction } from "./tape_writer.ts";

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
