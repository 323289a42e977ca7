/** `export RUN`: writes a run's model for other tools. */
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, optionalFlag, pathFlag, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const format = Flag.Literals("format", ["safetensors", "json", "onnx", "page"]).pipe(
  Flag.withDescription(
    "File format: safetensors, json with shapes and numbers, onnx, a model that runs in other " +
      "tools, or page, an HTML file that runs it in a browser; default safetensors",
  ),
  Flag.withDefault("safetensors"),
);

const output = pathFlag("output").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("File to write; default the run's name, in the working directory"),
  optionalFlag,
);

/** The command `export`. */
export const exportCommand = (pipelines: Pipelines) =>
  Command.make(
    "export",
    { ...namedRun, format, output, set: setFiles, allowCode },
    (options) => onRun(options, pipelines.exportWeights),
  )
    .pipe(
      Command.withDescription(
        "Write a run's model for other tools, with its vocabulary and a model card",
      ),
      examples(
        ["runs/small-d32f2d11", "Write small-d32f2d11.safetensors here"],
        ["runs/small-d32f2d11 --format json --output weights.json", "Write JSON"],
        ["runs/small-d32f2d11 --format onnx", "Write two models for ONNX Runtime"],
        [
          "runs/small-d32f2d11 --format page",
          "Write small-d32f2d11.html, to be opened in a browser",
        ],
      ),
    );
