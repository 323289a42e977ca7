/** `doctor`: says what this machine has. */
import { Command } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { json, optionalFlag } from "./flags.ts";
import { store } from "./sweep_flags.ts";

/** The command `doctor`. */
export const doctorCommand = (pipelines: Pipelines) =>
  Command.make(
    "doctor",
    { store: store.pipe(optionalFlag), json },
    (options) => pipelines.doctor(options),
  ).pipe(
    Command.withDescription("Say what this machine has, and what would make it faster"),
    examples(
      ["", "Runtime, processors, BLAS and the speed of products"],
      ["--store postgres://me@host/sweeps", "Also whether a store of sweeps is reached"],
    ),
  );
