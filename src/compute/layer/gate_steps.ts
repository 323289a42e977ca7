/** A gate's kernel steps as instructions of a tape. */
import type { GateKernel, KernelOperand, KernelStep } from "../../model/gates/gate.ts";
import { gates } from "../../model/gates/gates.ts";
import type { Pointer } from "../../kernels/pointer.ts";
import type { Operand } from "./operand.ts";
import type { TapeWriter } from "./tape_writer.ts";
import type { GateUnit } from "../units/units.ts";

/** The float32 form of a gate by its name. */
export const gateKernel = (gate: string): GateKernel => {
  const kernel = gates.get(gate)?.kernel;
  if (kernel === undefined) throw new Error(`The gate "${gate}" has no kernel`);
  return kernel;
};

/**
 * Writes one step of a gate to `destination`.
 * @param operand the place of what the step reads
 * @param rowKeys keys of dropout masks, one int32 per token
 */
export const writeStep = (
  tape: TapeWriter,
  step: KernelStep,
  { settings, salt, size }: GateUnit,
  destination: Operand,
  operand: (what: KernelOperand) => Operand,
  rowKeys: Pointer,
  accumulate = false,
): void => {
  const sources = step.operands.map(operand);
  const constants = step.constants?.(settings) ?? [0, 0];
  if (step.masked) {
    const keys = keysOperand(rowKeys);
    tape.write(step.operation, destination, size, [...sources, keys], {
      constants,
      salt,
      accumulate,
    });
  } else tape.write(step.operation, destination, size, sources, { constants, accumulate });
};

/** The keys of dropout masks: one int32 per token. */
export const keysOperand = (base: Pointer): Operand => ({
  at: "rows",
  matrix: { base, ld: 1, rows: "token" },
});
