/** `compare RUN RUN…` or `compare SWEEP`: compares runs. */
import { Argument, Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
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
  );
