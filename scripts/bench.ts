/** Measures how fast this machine trains; deno task bench --help lists the options. */
import "../src/base/prevent_async_resources.ts"; // before Effect, as the program itself does
import process from "node:process";
import { Effect } from "effect";
import { endingOf } from "../src/cli/exit_status.ts";
import { InputError } from "../src/base/errors.ts";
import { BenchFailed, WrongBench } from "./bench/bench_error.ts";
import { type BenchOptions, readFlags, usage } from "./bench/flags.ts";
import { formatMeasurements, formatProfile } from "./bench/format.ts";
import { describeMachine, machine } from "./bench/machine.ts";
import { measure, type Measurement } from "./bench/measure.ts";
import { compareWorkload, type Comparison } from "./bench/peers/compare_workload.ts";
import { findPeers } from "./bench/peers/find_peers.ts";
import { formatMarkdown, formatPeers, formatRatios } from "./bench/peers/format_comparison.ts";
import { ratios } from "./bench/peers/ratios.ts";
import { timeToFirstStep } from "./bench/start_up.ts";
import { workloads } from "./bench/workload.ts";

const explanation = `
tokens/s  predicted tokens a second of whole training steps: median, slowest and fastest repetition
GFLOP/s   of the step's matrix products alone, two a multiply-add
alone     GFLOP/s of as many threads that do only the products of such a step, whole, on operands of their own
share     GFLOP/s / alone, the median of the repetitions' ratios`;

const peersExplanation = `
sgemm     GFLOP/s of PyTorch's own product of two 512 × 512 matrices
losses    the first ten updates of a peer and of ours differ by so many nats a token at most
goal      what a ratio should reach on two cores
Ratios are medians of the repetitions' ratios, against the better of PyTorch's thread counts and the
fastest JavaScript system. W1/4 stands beside W1 of the peers, which have no such truncation. brain.js
trains another model: no cell state, relu, RMSProp, one sequence at a time.`;

const print = (lines: readonly string[]) => console.log(lines.join("\n"));

const bench = (options: BenchOptions) =>
  Effect.gen(function* () {
    const measurements: Measurement[] = [];
    const comparisons: Comparison[] = [];
    const quiet = options.json || options.markdown;
    if (!options.json) print([describeMachine(machine()), ""]);
    const peers = options.peers ? yield* findPeers : undefined;
    for (const name of options.only) {
      const workload = workloads[name]!();
      const comparison = peers && (yield* compareWorkload(workload, options, peers));
      const measured = comparison?.measurements ?? (yield* measure(workload, options));
      measurements.push(...measured);
      if (comparison) comparisons.push(comparison);
      if (quiet) continue;
      print([`${name}: ${workload.title}`, ...formatMeasurements(measured), ""]);
      if (comparison) print([...formatPeers(comparison), "", ...formatRatios(comparison), ""]);
      for (const measurement of measured) {
        if (measurement.profile) print([...formatProfile(measurement, measurement.profile), ""]);
      }
    }
    const secondsToFirstStep = options.start ? yield* timeToFirstStep : undefined;
    if (options.json) {
      const compared = comparisons.map((comparison) => {
        const { workload, peers, mistakes } = comparison;
        return { workload, peers, ratios: ratios(comparison), mistakes };
      });
      const results = {
        machine: machine(),
        measurements,
        ...(peers ? { comparisons: compared } : {}),
        secondsToFirstStep,
      };
      print([JSON.stringify(results, null, 2)]);
    } else {
      if (options.markdown) print([...formatMarkdown(comparisons), ""]);
      if (secondsToFirstStep !== undefined) {
        const { median, min, max } = secondsToFirstStep;
        const range = `${min.toFixed(2)} to ${max.toFixed(2)}`;
        print([`start to first step of configs/small.yaml: ${median.toFixed(2)} s (${range})`]);
      }
      if (!quiet) print([explanation.trim(), ...(peers ? [peersExplanation.trim()] : [])]);
    }
    const mistakes = comparisons.flatMap((comparison) => comparison.mistakes);
    if (mistakes.length > 0) return yield* new BenchFailed({ problem: mistakes.join("\n") });
  });

const program = Effect.try({
  try: () => readFlags(process.argv.slice(2), Object.keys(workloads)),
  catch: (error) =>
    error instanceof InputError ? error : new WrongBench({ problem: String(error) }),
}).pipe(
  Effect.flatMap((options) => {
    if (options.help) return Effect.sync(() => print([usage]));
    if (options.inference) {
      return Effect.promise(() => import("./bench/inference/bench_inference.ts")).pipe(
        Effect.flatMap(({ benchInference }) => benchInference(options)),
      );
    }
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
