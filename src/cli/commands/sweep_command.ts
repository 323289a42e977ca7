/** `sweep SWEEP`: searches hyperparameters, or resumes a sweep. */
import { Argument, Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, json, optionalFlag, pathArgument, runs } from "./flags.ts";
import { leadOnLazily } from "./given_lazily.ts";
import {
  keepInStore,
  lease,
  oversubscribe,
  parallel,
  retryFailed,
  store,
  trialWorkers,
} from "./sweep_flags.ts";

const sweep = pathArgument("SWEEP").pipe(
  Argument.withDescription("Sweep's YAML file, such as configs/sweeps/small-gru.yaml"),
);

const events = json.pipe(Flag.withDescription("Print events as JSON, one object per line"));

/** The command `sweep`. */
export const sweepCommand = (pipelines: Pipelines) =>
  Command.make(
    "sweep",
    {
      sweep,
      parallel: parallel(0),
      workers: trialWorkers,
      oversubscribe,
      store: optionalFlag(store),
      lease,
      keepInStore,
      retryFailed,
      runs,
      json: events,
      allowCode,
    },
    (options) =>
      leadOnLazily(pipelines.sweep(options), options.sweep, "a sweep's file", options.runs),
  ).pipe(
    Command.withDescription("Search hyperparameters, or resume a sweep"),
    examples(
      ["configs/sweeps/small-gru.yaml", "Search with one trial per processor"],
      ["configs/sweeps/small-gru.yaml --retry failed", "Run the trials again that failed"],
    ),
  );
