/** From a sweep's file to its stopper. */
import type { Every } from "../../config/every.ts";
import { ashaStopper } from "./asha.ts";
import { medianStopper } from "./median.ts";
import type { SweepStopConfig } from "../schema.ts";
import { beginOrWait } from "./job.ts";
import type { Stopper } from "./stopper.ts";
import type { Goal } from "../trial.ts";

/** The unit in which a stopper wants full length: that of its grace, epochs where it has none. */
export function stopUnit(stop: SweepStopConfig): Every["unit"] {
  return typeof stop === "object" && "grace" in stop ? stop.grace.unit : "epochs";
}

/** The stopper of a sweep. `full` is the length of a whole training in {@link stopUnit}. */
export function makeStopper(stop: SweepStopConfig, goal: Goal, full: number): Stopper {
  if (stop === "none" || stop.kind === "none") {
    return { rungs: [full], next: beginOrWait };
  }
  const grace = stop.grace.count;
  return stop.kind === "median"
    ? medianStopper({ grace, startup: stop.startup, goal, full })
    : ashaStopper({ grace, reduction: stop.reduction, goal, full });
}
