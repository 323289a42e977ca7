/** `reproduce RUN`: runs a finished run again and compares. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { allowCode, json, run, setFiles } from "./flags.ts";

/** The command `reproduce`. */
export const reproduceCommand = (pipelines: Pipelines) =>
  Command.make(
    "reproduce",
    { run, set: setFiles, allowCode, json },
    (options) => pipelines.reproduce(options),
  )
    .pipe(
      Command.withDescription(
        "Run a finished run again and say whether every metric and the weights are identical",
      ),
    );
