/** `report RUN|SWEEP`: writes a page with plots. */
import { Argument, Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { onDirectories, runsAndSweeps } from "./given_lazily.ts";
import { allowCode, optionalFlag, pathArgument, pathFlag, runs, setFiles } from "./flags.ts";
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

const text = pathFlag("text").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "Text whose beginning the run's model reads, or - for standard input: how surprising each " +
      "token is, what units hold, how far back gradients go; default none",
  ),
  optionalFlag,
);

/** The command `report`. */
export const reportCommand = (pipelines: Pipelines) =>
  Command.make(
    "report",
    { target, runs, store: optionalFlag(store), output, text, set: setFiles, allowCode },
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
      ["small-d3 --text novel.txt", "Show what the model makes of a text, too"],
      ["runs/sweep-small-gru --output sweep.html", "Write the page of a sweep elsewhere"],
    ),
  );
