/**
 * The command line in the test's own process, which takes a tenth of the time of one of its own. The
 * working folder is that of all tests: paths are given in full.
 */
import "../../src/base/prevent_async_resources.ts"; // before Effect
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Console, Effect, Layer } from "effect";
import { endingOf } from "../../src/cli/exit_status.ts";
import { pipelines } from "../../src/cli/pipelines.ts";
import { programConsole } from "../../src/cli/program_console.ts";
import { screenLogger } from "../../src/cli/screen_logger.ts";
import { unroll } from "../../src/cli/unroll.ts";
import { makeOutput, Output } from "../../src/base/terminal/output.ts";
import { makeScreen, Screen } from "../../src/base/terminal/screen.ts";
import type { Ended } from "./program.ts";

/** Runs a command line to its end, as src/cli/main.ts does. */
export async function commandLine(...args: readonly string[]): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const screen = makeScreen({ write: (text) => void (stderr += text) }, true);
  const output = makeOutput({ write: (text) => void (stdout += text) }, screen);
  const exit = await unroll(pipelines, args).pipe(
    Effect.provide(Layer.merge(NodeServices.layer, screenLogger)),
    Effect.provideService(Console.Console, programConsole(output, screen)),
    Effect.provideService(Output, output),
    Effect.provideService(Screen, screen),
    Effect.runPromiseExit,
  );
  const { status, message } = endingOf(exit, false);
  if (message !== undefined) screen.print(message);
  return { status, stdout, stderr };
}
