/** `worker`: trains trials of the sweeps in a store. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, runs } from "./flags.ts";
import { keepInStore, lease, oversubscribe, parallel, store, trialWorkers } from "./sweep_flags.ts";

/** The command `worker`. */
export const workerCommand = (pipelines: Pipelines) =>
  Command.make(
    "worker",
    {
      store,
      parallel: parallel(1),
      workers: trialWorkers,
      oversubscribe,
      lease,
      keepInStore,
      runs,
      allowCode,
    },
    (options) => pipelines.worker(options),
  ).pipe(
    Command.withDescription("Train trials of the sweeps in a store, until stopped"),
    examples(
      ["--store postgres://me@host/sweeps", "Take trials from a database"],
      ["--store sweeps.sqlite --parallel 1", "Train one trial at a time"],
    ),
  );
