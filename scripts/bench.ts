/** Measures how fast this machine trains: deno task bench --help says what can be chosen. */
import process from "node:process";
import { Effect } from "effect";
import { endingOf } from "../src/cli/exit_status.ts";
import { InputError } from "../src/errors.ts";
import { type BenchOptions, readFlags, usage } from "./bench/flags.ts";
import { formatMeasurements, formatProfile } from "./bench/format.ts";
import { describeMachine, machine } from "./bench/machine.ts";
import { measure, type Measurement } from "./bench/measure.ts";
import { timeToFirstStep } from "./bench/start_up.ts";
import { workloads } from "./bench/workload.ts";

const explanation = `
tokens/s  predicted tokens a second of whole training steps: median, slowest and fastest repetition
GFLOP/s   of the step's matrix products alone, two a multiply-add
alone     GFLOP/s of as many threads that do only the products of such a step, whole, on operands of their own
share     GFLOP/s / alone, the median of the repetitions' ratios`;

const print = (lines: readonly string[]) => console.log(lines.join("\n"));

const bench = (options: BenchOptions) =>
  Effect.gen(function* () {
    const measurements: Measurement[] = [];
    if (!options.json) print([describeMachine(machine()), ""]);
    for (const name of options.only) {
      const workload = workloads[name]!();
      const measured = yield* measure(workload, options);
      measurements.push(...measured);
      if (options.json) continue;
      print([`${name}: ${workload.title}`, ...formatMeasurements(measured), ""]);
      for (const measurement of measured) {
        if (measurement.profile) print([...formatProfile(measurement, measurement.profile), ""]);
      }
    }
    const secondsToFirstStep = options.start ? yield* timeToFirstStep : undefined;
    const results = { measurements, secondsToFirstStep };
    if (options.json) return print([JSON.stringify({ machine: machine(), ...results }, null, 2)]);
    if (secondsToFirstStep !== undefined) {
      const { median, min, max } = secondsToFirstStep;
      const range = `${min.toFixed(2)} to ${max.toFixed(2)}`;
      print([`start to first step of configs/small.yaml: ${median.toFixed(2)} s (${range})`]);
    }
    print([explanation.trim()]);
  });

const program = Effect.try({
  try: () => readFlags(process.argv.slice(2), Object.keys(workloads)),
  catch: (error) =>
    error instanceof InputError ? error : new InputError({ message: String(error) }),
}).pipe(
  Effect.flatMap((options) => {
    if (options.help) return Effect.sync(() => print([usage]));
    if (!options.sweep && !options.asha) return bench(options);
    return Effect.gen(function* () {
      const { benchAsha, benchSweep } = yield* Effect.promise(() => import("./bench/sweeps.ts"));
      if (options.sweep) yield* benchSweep(options.json);
      if (options.asha) yield* benchAsha(options.json);
    });
  }),
);

const { status, message } = endingOf(await Effect.runPromiseExit(program), true);
if (message !== undefined) console.error(message);
process.exit(status);
