/** How workers share out the pieces of a phase and wait for one another. */
import { lookUpMilliseconds, spins } from "../../kernels/tuning.ts";
import { control, firstPhaseWord, phaseWords } from "../plan/control.ts";

/** Thrown in a worker when another one has failed. */
export class Abandoned extends Error {}

/** Tells the processor that this thread only looks again; Node has it from 24 on. */
const pause: () => void = Atomics.pause ?? (() => {});

/** Takes the next piece of phase `index`. */
export const takePiece = (words: Int32Array, index: number): number =>
  Atomics.add(words, firstPhaseWord + index * phaseWords, 1);

/** Waits until all workers have ended phase `index`; `spin` is false where there are fewer cores than workers. */
export const meet = (words: Int32Array, index: number, workers: number, spin: boolean): void => {
  const word = firstPhaseWord + index * phaseWords + phaseWords / 2;
  if (Atomics.add(words, word, 1) === workers - 1) {
    Atomics.notify(words, word);
    return;
  }
  for (let i = spin ? spins : 0; i > 0 && Atomics.load(words, word) < workers; i--) pause();
  for (;;) {
    const seen = Atomics.load(words, word);
    if (seen >= workers) return;
    if (Atomics.load(words, control.failed) === 1) throw new Abandoned();
    Atomics.wait(words, word, seen, lookUpMilliseconds);
  }
};

/**
 * Leaves a program; returns whether this worker is the last. Nobody waits here, so once the last
 * has left, no worker reads the counters any more and they may be reset.
 */
export const leave = (words: Int32Array, workers: number): boolean =>
  Atomics.add(words, control.left, 1) === workers - 1;

/** Waits for the generation after this one; `spin` where that is about to start. */
export const awaitGeneration = (words: Int32Array, generation: number, spin: boolean): void => {
  const passed = () => Atomics.load(words, control.generation) !== generation;
  for (let i = spin ? spins : 0; i > 0 && !passed(); i--) pause();
  while (!passed()) Atomics.wait(words, control.generation, generation);
};

/** Sets the counters of all phases to zero: before a program starts. */
export const resetPhases = (words: Int32Array, phases: number): void => {
  Atomics.store(words, control.left, 0);
  for (let index = 0; index < phases; index++) {
    Atomics.store(words, firstPhaseWord + index * phaseWords, 0);
    Atomics.store(words, firstPhaseWord + index * phaseWords + phaseWords / 2, 0);
  }
};

/** A number for how far a program is: another one whenever a piece is taken or a worker ends a phase. */
export const readProgress = (words: Int32Array, phases: number): number => {
  let sum = Atomics.load(words, control.left);
  for (let index = 0; index < phases; index++) {
    const word = firstPhaseWord + index * phaseWords;
    sum += Atomics.load(words, word) + Atomics.load(words, word + phaseWords / 2);
  }
  return sum;
};
