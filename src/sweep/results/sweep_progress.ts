/** A sweep as a terminal shows it: one live line, and a plain line for what has happened. */
import { formatDuration, formatMeasure } from "../../base/terminal/format_number.ts";
import type { ScreenShape } from "../../base/terminal/screen.ts";
import type { SweepEvent } from "../records/events.ts";
import { formatValue } from "../space/format_value.ts";
import { rankTrials } from "./rank_trials.ts";
import type { Assignment } from "../space/space.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import type { Goal } from "../trial.ts";
import type { SweepProgress } from "../trials/run_head_with_workers.ts";

/** A trial that is trained in this process. */
interface Running {
  readonly step: number;
  readonly total: number;
}

export interface ProgressOptions {
  readonly screen: ScreenShape;
  readonly goal: Goal;
  /** Trials in the end, as far as is known. */
  readonly most: number;
  /** Seconds, from a clock that never goes back. */
  readonly seconds: () => number;
}

/** Seconds between two drawings. */
const interval = 0.1;

export function sweepProgress(
  { screen, goal, most, seconds }: ProgressOptions,
): SweepProgress {
  const running = new Map<number, Running>();
  const begun = seconds();
  let trials: readonly ViewedTrial[] = [];
  let settledBefore: number | undefined;
  let drawn = -Infinity;
  const draw = () => {
    if (!screen.live || seconds() - drawn < interval) return;
    drawn = seconds();
    const settled = trials.filter(isSettled).length;
    const rate = (settled - (settledBefore ?? 0)) / (drawn - begun);
    const left = rate > 0 ? (most - settled) / rate : undefined;
    screen.draw(renderSweep({ trials, running, goal, most, left }, screen.columns()));
  };
  return {
    trials: (now) => {
      trials = now;
      settledBefore ??= now.filter(isSettled).length;
      draw();
    },
    lineOf: (event) => {
      const isShown = screen.live && (event.event === "begun" || event.event === "continued");
      return isShown ? undefined : describeEvent(event, trials);
    },
    step: (trial, step, total) => {
      running.set(trial, { step, total });
      draw();
    },
    ended: (trial) => {
      running.delete(trial);
    },
  };
}

const isSettled = ({ state }: ViewedTrial) =>
  state === "finished" || state === "failed" || state === "pruned" || state === "paused";

/** The live line; what matters least goes first where there is no room. */
export function renderSweep(
  { trials, running, goal, most, left }: {
    readonly trials: readonly ViewedTrial[];
    readonly running: ReadonlyMap<number, Running>;
    readonly goal: Goal;
    readonly most: number;
    /** Seconds. */
    readonly left: number | undefined;
  },
  columns: number,
): string {
  const count = (state: ViewedTrial["state"], name: string = state) => {
    const { length } = trials.filter((trial) => trial.state === state);
    return length === 0 ? [] : [`${length} ${name}`];
  };
  const [best] = rankTrials(trials, goal);
  const now = [...running].map(([trial, { step, total }]) =>
    `#${trial} ${total > 0 ? Math.floor((100 * step) / total) : 0} %`
  );
  const parts = [
    `${trials.filter(isSettled).length}/${most} trials`,
    ...(best ? [`best ${formatMeasure(best.objective, 4)} (#${best.number})`] : []),
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
    ...count("failed"),
    ...count("pruned"),
    ...count("paused"),
    ...now,
  ];
  const room = Math.max(0, columns - 1);
  for (let length = parts.length; length > 1; length--) {
    const line = parts.slice(0, length).join("  ");
    if (line.length <= room) return line;
  }
  return parts[0]!.slice(0, room);
}

function describeEvent(
  event: SweepEvent,
  trials: readonly ViewedTrial[],
): string | undefined {
  switch (event.event) {
    case "sweep": {
      const known = Object.entries(event.statuses).map(([state, count]) => `${count} ${state}`);
      const noun = known.at(-1)?.startsWith("1 ") ? "trial" : "trials";
      return known.length === 0 ? undefined : `going on with ${known.join(", ")} ${noun}`;
    }
    case "begun":
      return `trial ${event.trial} begun  ${describeValues(event.values)}`;
    case "continued":
      return `trial ${event.trial} continues to rung ${event.rung}`;
    case "pruned":
      return `trial ${event.trial} pruned`;
    case "failed":
      return `trial ${event.trial} failed: ${event.failure.split("\n")[0]}`;
    default: {
      const values = trials[event.trial]?.values ?? {};
      const what = event.event === "finished" ? "finished" : `reached rung ${event.rung}`;
      return `trial ${event.trial} ${what}  ${formatMeasure(event.value, 4)}  ${
        describeValues(values)
      }`.trimEnd();
    }
  }
}

/** `model.hidden=64 training.optimizer.learningRate=0.002`. */
export const describeValues = (values: Assignment): string =>
  Object.entries(values).map(([path, value]) => `${path}=${formatValue(value)}`).join(" ");
