/**
 * Where the main thread writes the next step while a step is running: the batch, the step's numbers
 * and its program. Whoever starts the step copies it to where the workers read it.
 */
import { elementIndex, elementsOn, type Pointer } from "../../kernels/pointer.ts";
import type { BindingLayout } from "../plan/binding.ts";
import { control, floatCount, floatWords } from "../plan/control.ts";
import type { Plan } from "../plan/plan.ts";
import { stagingHead, stagingPlaces } from "../plan/reserved.ts";

/** Where a batch is bound. */
export const stagedBinding = (plan: Pick<Plan, "staging">): Pointer =>
  elementsOn(plan.staging, stagingHead);

/** Where the step's float32 numbers are written, as float words of `floats` (control.ts). */
export const stagedFloats = (plan: Pick<Plan, "staging">): Pointer =>
  elementsOn(plan.staging, stagingPlaces.floats);

/** Sets which program the staged step runs, and whether the norm of its gradient is wanted. */
export const stageProgram = (
  int32: Int32Array,
  { staging }: Pick<Plan, "staging">,
  program: number,
  norm: boolean,
): void => {
  const at = elementIndex(staging);
  int32[at + stagingPlaces.program] = program;
  int32[at + stagingPlaces.norm] = norm ? 1 : 0;
};

/** Copies the staged step to where the workers read it. */
export const takeStaged = (
  int32: Int32Array,
  { staging, binding, control: words }: Plan,
  layout: BindingLayout,
): void => {
  const from = elementIndex(staging);
  const to = elementIndex(words);
  int32.copyWithin(
    to + floatWords,
    from + stagingPlaces.floats,
    from + stagingPlaces.floats + floatCount,
  );
  int32[to + control.program] = int32[from + stagingPlaces.program]!;
  int32[to + control.norm] = int32[from + stagingPlaces.norm]!;
  int32.copyWithin(elementIndex(binding), from + stagingHead, from + stagingHead + layout.words);
};
