/**
 * The command line in the test's own process, which takes a tenth of the time of one of its own. The
 * working folder is that of all tests: paths are given in full.
 */
import "../../src/base/prevent_async_resources.ts"; // before Effect
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Console, Effect, Fiber, Layer } from "effect";
import { endingOf } from "../../src/cli/exit_status.ts";
import { pipelines } from "../../src/cli/pipelines.ts";
import { programConsole } from "../../src/cli/program_console.ts";
import { screenLogger } from "../../src/cli/screen_logger.ts";
import { unroll } from "../../src/cli/unroll.ts";
import { makeOutput, Output } from "../../src/base/terminal/output.ts";
import { makeScreen, Screen } from "../../src/base/terminal/screen.ts";
import type { Ended } from "./program.ts";
import { onSharedThreads } from "./shared_threads.ts";

/** Runs a command line to its end, as src/cli/main.ts does. */
export const commandLine = (...args: readonly string[]): Promise<Ended> => runLine(args, () => {});

/** Runs a command line, and stops it as Ctrl-C does when standard error first matches. */
export function stoppedCommandLine(pattern: RegExp, ...args: readonly string[]): Promise<Ended> {
  let stopped = false;
  return runLine(args, (stderr, stop) => {
    if (stopped || !pattern.test(stderr)) return;
    stopped = true;
    stop();
  });
}

async function runLine(
  args: readonly string[],
  look: (stderr: string, stop: () => void) => void,
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const write = (text: string) => {
    stderr += text;
    look(stderr, () => fiber.interruptUnsafe());
  };
  const screen = makeScreen({ write }, true);
  const output = makeOutput({ write: (text) => void (stdout += text) }, screen);
  const fiber = unroll(pipelines, args).pipe(
    onSharedThreads,
    Effect.provide(Layer.merge(NodeServices.layer, screenLogger)),
    Effect.provideService(Console.Console, programConsole(output, screen)),
    Effect.provideService(Output, output),
    Effect.provideService(Screen, screen),
    (line) => Effect.andThen(Effect.yieldNow, line), // so that there is a fiber to stop
    Effect.runFork,
  );
  const exit = await Effect.runPromise(Fiber.await(fiber));
  const { status, message } = endingOf(exit, false);
  if (message !== undefined) screen.print(message);
  return { status, stdout, stderr };
}
