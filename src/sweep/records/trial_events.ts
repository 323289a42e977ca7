import type { SweepEvent } from "./events.ts";
import type { ViewedTrial } from "./sweep_view.ts";
import type { TaskRecord } from "./trial_record.ts";

/** What has happened to a trial, as events. */
export function trialEvents(
  was: ViewedTrial,
  now: ViewedTrial,
  tasks: readonly TaskRecord[],
  lastRung: number,
): SweepEvent[] {
  const trial = now.number;
  if (now.failure !== undefined && was.failure === undefined) {
    return [{ event: "failed", trial, failure: now.failure }];
  }
  return now.rungs.slice(was.rungs.length).map(({ rung, value }) => ({
    event: rung === lastRung ? "finished" : "reached",
    trial,
    rung,
    value,
    runs: now.runs,
    seconds: tasks.reduce((sum, task) => sum + (task.rung === rung ? task.seconds ?? 0 : 0), 0),
  }));
}
