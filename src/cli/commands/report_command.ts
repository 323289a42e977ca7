/** `report RUN|SWEEP`: writes a page with plots. */
import { Argument, Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { onDirectories, runsAndSweeps } from "./given_lazily.ts";
import { optionalFlag, pathArgument, pathFlag, runs } from "./flags.ts";
import { store } from "./sweep_flags.ts";

const target = pathArgument("RUN").pipe(
  Argument.withDescription(
    "A run or a sweep, by its directory or its name in --runs; with --store, the sweep's name",
  ),
);

const output = pathFlag("output").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("Page to write; default report.html in that directory"),
  optionalFlag,
);

/** The command `report`. */
export const reportCommand = (pipelines: Pipelines) =>
  Command.make(
    "report",
    { target, runs, store: optionalFlag(store), output },
    ({ target, runs, ...options }) =>
      onDirectories(
        [target],
        runsAndSweeps(runs, options.store),
        ([directory]) => pipelines.report({ ...options, target: directory! }),
      ),
  ).pipe(
    Command.withDescription("Write a self-contained HTML page with plots"),
    examples(
      ["runs/small-d32f2d11", "Write report.html into the directory of the run"],
      ["runs/sweep-small-gru --output sweep.html", "Write the page of a sweep elsewhere"],
    ),
  );
