/** `reproduce RUN`: repeats a finished run and compares. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, json, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

/** The command `reproduce`. */
export const reproduceCommand = (pipelines: Pipelines) =>
  Command.make(
    "reproduce",
    { ...namedRun, set: setFiles, allowCode, json },
    (options) => onRun(options, pipelines.reproduce),
  )
    .pipe(
      Command.withDescription(
        "Repeat a finished run and check that all metrics and weights are identical",
      ),
      examples(
        [
          "runs/small-d32f2d11",
          "Train the run again, in a folder that is removed afterwards, and compare",
        ],
      ),
    );
