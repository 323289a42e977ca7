/** Entry of the program: runs the command line and ends with its status. */
import "../base/prevent_async_resources.ts"; // before Effect
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Console, Effect, Layer } from "effect";
import process from "node:process";
import { standardOutput } from "../base/terminal/output.ts";
import { standardScreen } from "../base/terminal/screen.ts";
import { endingOf } from "./exit_status.ts";
import { outlivesTerminal } from "./outlives_terminal.ts";
import { pipelines } from "./pipelines.ts";
import { programConsole } from "./program_console.ts";
import { isDebugging, screenLogger } from "./screen_logger.ts";
import { enterUsersFolder, suspendWithTask } from "./started_by_task.ts";
import { unroll } from "./unroll.ts";

enterUsersFolder();
suspendWithTask();

// A terminal that is closed ends the program as Ctrl-C does, unless `nohup` says otherwise;
// `runMain` knows SIGINT and SIGTERM.
const outlives = outlivesTerminal();
process.on("SIGHUP", () => outlives || process.emit("SIGINT", "SIGINT"));

const output = standardOutput();
const screen = standardScreen();

// A write beyond the limit on the size of files would end the process without a word; heard, it
// fails as any other write does.
if (process.platform !== "win32") process.on("SIGXFSZ", () => {});

unroll(pipelines, process.argv.slice(2)).pipe(
  Effect.provide(Layer.merge(NodeServices.layer, screenLogger)),
  Effect.provideService(Console.Console, programConsole(output, screen)),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    teardown: (exit, onExit) => {
      const { status, message } = endingOf(exit, isDebugging());
      if (message !== undefined) screen.print(message);
      onExit(status === 0 && output.refused() ? 1 : status);
    },
  }),
);
