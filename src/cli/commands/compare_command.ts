/** `compare RUN RUN…` or `compare SWEEP`: compares runs. */
import { Argument, Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { onDirectories, runsAndSweeps } from "./given_lazily.ts";
import { json, optionalFlag, pathArgument, pathFlag, runs } from "./flags.ts";
import { store } from "./sweep_flags.ts";

const targets = pathArgument("RUN").pipe(
  Argument.withDescription(
    "Two or more runs, or one sweep, by their directories or names in --runs; with --store, the " +
      "sweep's name there",
  ),
  Argument.variadic({ min: 1 }),
);

const output = pathFlag("output").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("Write a page of the runs instead, with their curves; default a table"),
  optionalFlag,
);

/** The command `compare`. */
export const compareCommand = (pipelines: Pipelines) =>
  Command.make(
    "compare",
    { targets, runs, store: optionalFlag(store), output, json },
    ({ targets, runs, ...options }) =>
      onDirectories(
        targets,
        runsAndSweeps(runs, options.store),
        (directories) => pipelines.compare({ ...options, targets: directories }),
      ),
  ).pipe(
    Command.withDescription(
      "Compare runs, or the trials of a sweep: results and differences",
    ),
    examples(
      ["runs/small-d32f2d11 runs/names-cb773980", "Compare two runs"],
      [
        "runs/small-d32f2d11 runs/names-cb773980 --output two.html",
        "Lay their curves over each other",
      ],
      ["runs/sweep-small-gru", "Compare the trials of a sweep"],
    ),
  );
