/** `runs`: lists runs. */
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { json, keyValues, runs } from "./flags.ts";

const sort = Flag.Literals("sort", ["started", "name", "status", "steps", "perplexity"]).pipe(
  Flag.withDescription("Order: the oldest, the most steps or the best first; default started"),
  Flag.withDefault("started"),
);

const trials = Flag.Boolean("trials").pipe(
  Flag.withDescription("List the trials of sweeps one by one"),
  Flag.withDefault(false),
);

const where = keyValues("where").pipe(
  Flag.withDescription(
    "Only runs with this name, status or key of the config; * is any text; may be repeated; " +
      "default all",
  ),
);

/** The command `runs`. */
export const runsCommand = (pipelines: Pipelines) =>
  Command.make(
    "runs",
    { runs, sort, where, trials, json },
    (options) => pipelines.runs(options),
  ).pipe(
    Command.withDescription(
      "List runs with status, steps and best loss, the trials of a sweep as one",
    ),
    examples(
      ["", "List all runs, the oldest first"],
      ["--sort perplexity --where model.cell=gru --trials", "Rank all GRUs, trials included"],
      ["--where status=interrupted", "List what can be resumed"],
    ),
  );
