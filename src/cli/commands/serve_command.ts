/** `serve RUN`: answers requests over HTTP with a trained model. */
import { Config } from "effect";
import { Command, Flag } from "effect/cli";
import { text, wholeNumber } from "../../config/fields.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, decoded, optionalFlag, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const host = Flag.String("host").pipe(
  Flag.withMetavar("ADDRESS"),
  Flag.withDescription(
    "Address to listen at; 0.0.0.0 for all, which wants a token; default 127.0.0.1, this machine",
  ),
  decoded("host", text),
  Flag.withDefault("127.0.0.1"),
);

const port = Flag.Int("port").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Port to listen at; 0 for any that is free; default 8000"),
  decoded("port", wholeNumber(0, 65535)),
  Flag.withDefault(8000),
);

const token = Flag.String("token").pipe(
  Flag.withMetavar("TOKEN"),
  Flag.withDescription(
    "What clients send as Authorization: Bearer TOKEN; default UNROLL_TOKEN of the environment, or none",
  ),
  Flag.withFallbackConfig(Config.String("UNROLL_TOKEN")),
  decoded("token", text),
  optionalFlag,
);

/** The command `serve`. */
export const serveCommand = (pipelines: Pipelines) =>
  Command.make(
    "serve",
    { ...namedRun, host, port, token, set: setFiles, allowCode },
    (options) => onRun(options, pipelines.serve),
  ).pipe(
    Command.withDescription(
      "Answer requests over HTTP with a trained model, in the form of OpenAI's completions",
    ),
    examples(
      ["runs/small-d32f2d11", "Serve a model to programs on this machine"],
      ["runs/small-d32f2d11 --port 9000", "Listen at another port"],
    ),
  );
