/** `reproduce RUN`: repeats a finished run and compares. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
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
    );
