/** `runs`: lists runs. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { json, runs } from "./flags.ts";

/** The command `runs`. */
export const runsCommand = (pipelines: Pipelines) =>
  Command.make("runs", { runs, json }, (options) => pipelines.runs(options)).pipe(
    Command.withDescription("List runs with status, steps and best loss"),
    examples(["", "List all runs, the oldest first"]),
  );
