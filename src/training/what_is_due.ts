import type { Every } from "../config/every.ts";

/** A place in the training: whole steps and epochs done, and whether it lies between two epochs. */
export interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly epochEnd: boolean;
}

/** How often things happen in a training, and how long it is. */
export interface Periods {
  /** Lines of metrics. */
  readonly line: Every;
  /** Measurements of the validation part; undefined without one. */
  readonly evaluation: Every | undefined;
  readonly checkpoint: Every;
  /** Measurements of the training part, which a schedule may ask for; undefined for none. */
  readonly look: Every | undefined;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** Steps after which training pauses; Infinity for never. */
  readonly pauseAfter: number;
  /** Whether every step measures its gradient. */
  readonly everyNorm: boolean;
}

/** What is due at a moment: after the step that leads to it, and before the next one. */
export interface Due {
  /** A line of metrics. */
  readonly line: boolean;
  /** A measurement of the validation part. */
  readonly evaluation: boolean;
  readonly checkpoint: boolean;
  /** A measurement of the training part, before the next step. */
  readonly look: boolean;
  /** Whether the step measures the norm of its gradient. */
  readonly norm: boolean;
  /** Whether the engine rests after the step, because something else wants it. */
  readonly rest: boolean;
}

/** Everything that is due at a moment. Before the first step that is a look alone. */
export function whatIsDue(moment: Moment, periods: Periods): Due {
  const { step, epoch, epochEnd } = moment;
  const after = (every: Every | undefined) => step > 0 && isDue(every, moment);
  const line = after(periods.line);
  const evaluation = after(periods.evaluation);
  const checkpoint = after(periods.checkpoint);
  const look = isDue(periods.look, moment);
  // After the last epoch comes a line that is not due otherwise. An evaluation may stop training, so
  // that its step is the last one. A checkpoint looks at the gradient.
  const norm = line || evaluation || checkpoint || epoch === periods.epochs || periods.everyNorm;
  const rest = evaluation || checkpoint || look || epochEnd || step >= periods.pauseAfter;
  return { line, evaluation, checkpoint, look, norm, rest };
}

/** Steps are due at their multiples wherever they fall, epochs at the ends of their multiples. */
export function isDue(every: Every | undefined, { step, epoch, epochEnd }: Moment): boolean {
  if (every === undefined) return false;
  return every.unit === "steps" ? step % every.count === 0 : epochEnd && epoch % every.count === 0;
}
