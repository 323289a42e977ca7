/** `compare RUN RUN…` or `compare SWEEP`: compares runs. */
import { Argument, Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { json, optionalFlag, pathArgument } from "./flags.ts";
import { store } from "./sweep_flags.ts";

const targets = pathArgument("RUN").pipe(
  Argument.withDescription(
    "Directories of two or more runs, or of one sweep; with --store, the sweep's name",
  ),
  Argument.variadic({ min: 1 }),
);

/** The command `compare`. */
export const compareCommand = (pipelines: Pipelines) =>
  Command.make(
    "compare",
    { targets, store: optionalFlag(store), json },
    (options) => pipelines.compare(options),
  ).pipe(
    Command.withDescription(
      "Compare runs, or the trials of a sweep: results and differences",
    ),
    examples(
      ["runs/small-d32f2d11 runs/names-cb773980", "Compare two runs"],
      ["runs/sweep-small-gru", "Compare the trials of a sweep"],
    ),
  );
