/** `deno task bench --sweep` and `--asha`: what sweeps cost and save. */
import { Effect } from "effect";
import { measureAsha } from "./asha.ts";
import { describeMachine, machine } from "./machine.ts";
import { sweepOverhead } from "./sweep_overhead.ts";

const print = (lines: readonly string[]) => console.log(lines.join("\n"));
const ms = (value: number) => `${value.toFixed(2)} ms`;

/** Trials of the measurement. */
const trials = 500;

/** Prints the overhead of a trial, or all numbers as JSON. */
export const benchSweep = (json: boolean) =>
  Effect.map(sweepOverhead(trials), (measured) => {
    if (json) return print([JSON.stringify({ machine: machine(), ...measured }, null, 2)]);
    const { whole, training, overhead, flush } = measured;
    print([
      describeMachine(machine()),
      "",
      `sweep of ${trials} trials of a tiny model, one at a time`,
      `a trial              ${ms(whole)}`,
      `its steps alone      ${ms(training)}`,
      `overhead             ${ms(overhead)} (at most 20 ms wanted)`,
      `one flush            ${ms(flush.median)} (${ms(flush.min)} to ${ms(flush.max)})`,
    ]);
  });

/** Prints what ASHA found with which share of the grid's steps, or all numbers as JSON. */
export const benchAsha = (json: boolean) =>
  Effect.map(measureAsha, (measured) => {
    if (json) return print([JSON.stringify({ machine: machine(), ...measured }, null, 2)]);
    const { gridBest, found, above, steps } = measured;
    print([
      "ASHA over a grid of 27 trials, full length nine times the grace, five orders",
      `best of the grid     ${gridBest.toFixed(4)}`,
      ...found.map(({ loss, steps }, order) =>
        `order ${order + 1}              ${loss.toFixed(4)} with ${
          (100 * steps).toFixed(1)
        } % of the steps`
      ),
      `median               ${above.toFixed(2)} % above the best (at most 2 wanted), ` +
      `${steps.toFixed(1)} % of the steps (at most 40 wanted)`,
    ]);
  });
