/**
 * How one step follows another. The main thread stages a step. The last worker to leave the
 * previous step starts it; if that step is already over, the main thread does. So workers need not
 * wait until the main thread learns that a step has ended.
 */
import { bindingLayout } from "../plan/binding.ts";
import { control, mostPhases } from "../plan/control.ts";
import type { Plan } from "../plan/plan.ts";
import { takeStaged } from "../step/staging.ts";
import { resetPhases } from "./barrier.ts";

/** The views through which a thread takes part. */
export interface Handover {
  readonly plan: Plan;
  /** The whole memory, and the control words in it. */
  readonly int32: Int32Array;
  readonly words: Int32Array;
}

/**
 * Starts the step after `generation` if it is staged and nobody has started it; returns whether it
 * did. Call it only when nobody runs `generation` any more.
 */
export const startNext = ({ plan, int32, words }: Handover, generation: number): boolean => {
  const next = generation + 1;
  if (Atomics.load(words, control.staged) !== next) return false;
  if (Atomics.compareExchange(words, control.started, generation, next) !== generation) {
    return false;
  }
  takeStaged(int32, plan, bindingLayout(plan.capacity));
  resetPhases(words, mostPhases);
  Atomics.store(words, control.generation, next);
  Atomics.notify(words, control.generation);
  return true;
};

/** Says that `generation` is over, and lets the next one begin; by the last worker to leave. */
export const endStep = (handover: Handover, generation: number): void => {
  const { words } = handover;
  const begun = startNext(handover, generation);
  Atomics.store(words, control.done, generation);
  Atomics.notify(words, control.done);
  // The main thread may have staged a step since, and not have seen the end of this one.
  if (!begun) startNext(handover, generation);
};

/** Marks the staging area as ready; returns its generation. */
export const stageStep = (handover: Handover): number => {
  const { words } = handover;
  const generation = Atomics.add(words, control.staged, 1) + 1;
  if (Atomics.load(words, control.done) === generation - 1) startNext(handover, generation - 1);
  return generation;
};

/** Waits until what was staged last has been started, so that the staging area is free. */
export const stagingFree = async (words: Int32Array): Promise<void> => {
  const staged = Atomics.load(words, control.staged);
  await until(words, control.generation, (started) => started >= staged);
};

/** Waits until a generation is over. */
export const stepOver = (words: Int32Array, generation: number): Promise<void> =>
  until(words, control.done, (done) => done >= generation);

const until = async (
  words: Int32Array,
  word: number,
  enough: (value: number) => boolean,
): Promise<void> => {
  for (let seen = Atomics.load(words, word); !enough(seen); seen = Atomics.load(words, word)) {
    const waiting = Atomics.waitAsync(words, word, seen);
    if (waiting.async) await waiting.value;
  }
};
