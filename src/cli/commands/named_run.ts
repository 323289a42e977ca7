/** The run that a command is about, as a user calls it. */
import { Argument } from "effect/cli";
import type { PipelineRun } from "./commands.ts";
import { pathArgument, runs } from "./flags.ts";
import { onDirectories } from "./given_lazily.ts";

const run = pathArgument("RUN").pipe(
  Argument.withDescription(
    "Run's directory, its name in --runs, or how only that begins: runs/small-3f9c2a1b, small-3f",
  ),
);

/** A run, by its directory or its name, and the folder in which that is looked for. */
export const namedRun = { run, runs };

/** Calls a pipeline with the directory of the run that the user named. */
export const onRun = <O extends { readonly run: string; readonly runs: string }>(
  { run, runs, ...options }: O,
  pipeline: (options: Omit<O, "run" | "runs"> & { readonly run: string }) => PipelineRun,
): PipelineRun =>
  onDirectories(
    [run],
    { runs, kinds: ["run"] },
    ([directory]) => pipeline({ ...options, run: directory! }),
  );
