/** A piece of work for a worker: one run of a trial, up to a rung. */
import { Schema } from "effect";

export const TrialTask = Schema.Struct({
  /** Name of the sweep. */
  sweep: Schema.String,
  /** Number of the trial, from 0. */
  trial: Schema.Natural,
  /** Index of the rung that it is trained up to. */
  rung: Schema.Natural,
  /** Which of the trial's repetitions, from 0. */
  repeat: Schema.Natural,
});
export type TrialTask = typeof TrialTask.Type;

/** A task's name in the queue, where each name is unique. */
export const taskId = ({ sweep, trial, rung, repeat }: TrialTask): string =>
  `${sweep}/${trial}/${rung}/${repeat}`;
