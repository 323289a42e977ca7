/** Least epochs that a longer training is proposed with. */
const least = 10;

/** A finished training. */
export interface FinishedTraining {
  /** Epochs that were asked for, and that were trained. */
  readonly epochs: number;
  readonly done: number;
  /** Kind of its schedule. */
  readonly schedule: string;
}

/**
 * Flags with which `resume` makes a training longer: it goes on where it stopped early, or twice as
 * long. Undefined where the schedule spans the whole training, so that a longer one begins in
 * another way.
 */
export function longerTraining(
  { epochs, done, schedule }: FinishedTraining,
): readonly string[] | undefined {
  if (schedule === "cosine") return undefined;
  if (done < epochs) return ["--set", "training.stop=none"];
  return ["--set", `training.epochs=${Math.max(least, 2 * epochs)}`];
}
