/** Collects the instructions of a tape, on operands in the shared memory and on temporaries. */
import { Operation } from "../../kernels/tape.ts";
import type { Operand } from "./operand.ts";

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
