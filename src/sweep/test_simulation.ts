/** A sweep without training, to test stoppers: trials whose results are known in advance. */
import type { Job } from "./stoppers/job.ts";
import type { Stopper } from "./stoppers/stopper.ts";
import type { Trial } from "./trial.ts";

export interface Simulation {
  readonly trials: readonly Trial[];
  /** What was begun and continued, in order, as `new 3` or `3 to rung 1`. */
  readonly log: readonly string[];
  /** Units of training in all. */
  readonly trained: number;
}

/**
 * Runs a stopper to its end with some workers, each of which takes a job when it is free; jobs take
 * as long as they train.
 *
 * @param count most trials
 * @param value what trial `trial` has after `length` units of training
 */
export function simulate(
  { rungs, next }: Stopper,
  count: number,
  value: (trial: number, length: number) => number,
  workers = 1,
): Simulation {
  const trials: Trial[] = [];
  const log: string[] = [];
  const busy: { trial: number; rung: number; until: number }[] = [];
  let now = 0;
  let trained = 0;

  const start = (trial: number, rung: number) => {
    const length = rungs[rung]! - (rung === 0 ? 0 : rungs[rung - 1]!);
    trained += length;
    busy.push({ trial, rung, until: now + length });
    trials[trial] = { ...trials[trial]!, state: "running" };
  };
  const act = (job: Job): boolean => {
    if (job.kind === "new") {
      const number = trials.length;
      trials.push({ number, values: {}, state: "waiting", rungs: [] });
      log.push(`new ${number}`);
      start(number, 0);
    } else if (job.kind === "continue") {
      log.push(`${job.trial} to rung ${job.rung}`);
      start(job.trial, job.rung);
    } else if (job.kind === "prune") {
      trials[job.trial] = { ...trials[job.trial]!, state: "pruned" };
    }
    return job.kind !== "wait" && job.kind !== "done";
  };

  for (;;) {
    while (busy.length < workers && act(next(trials, trials.length < count)));
    if (busy.length === 0) return { trials, log, trained };
    busy.sort((a, b) => a.until - b.until || a.trial - b.trial);
    const { trial, rung, until } = busy.shift()!;
    now = until;
    const result = value(trial, rungs[rung]!);
    const last = rung === rungs.length - 1;
    trials[trial] = {
      ...trials[trial]!,
      state: last ? "finished" : "paused",
      ...last ? { objective: result } : {},
      rungs: [...trials[trial]!.rungs, { rung, value: result }],
    };
  }
}
