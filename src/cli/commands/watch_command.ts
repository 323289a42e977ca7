/** `watch [RUNS]`: follows a folder of runs in the browser. */
import { Argument, Command, Flag } from "effect/cli";
import { wholeNumber } from "../../config/fields.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { decoded, pathArgument, usualRuns } from "./flags.ts";

const folder = pathArgument("RUNS").pipe(
  Argument.withDescription("Folder of run directories; default runs"),
  Argument.withDefault(usualRuns),
);

const port = Flag.Int("port").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Port to listen at; 0 for any that is free; default 0"),
  decoded("port", wholeNumber(0, 65535)),
  Flag.withDefault(0),
);

/** The command `watch`. */
export const watchCommand = (pipelines: Pipelines) =>
  Command.make("watch", { runs: folder, port }, (options) => pipelines.watch(options)).pipe(
    Command.withDescription("Follow the runs and sweeps of a folder in a browser, as they happen"),
    examples(
      ["", "Print the address of a page that follows the runs of runs"],
      ["experiments --port 6006", "Follow another folder, at a port of your choice"],
    ),
  );
