/** Entry of the program: runs the command line and ends with its status. */
import "../without_async_resources.ts"; // before Effect
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Effect, Layer } from "effect";
import process from "node:process";
import { endingOf } from "./exit_status.ts";
import { pipelines } from "./pipelines.ts";
import { screenLogger } from "./screen_logger.ts";
import { unroll } from "./unroll.ts";

// A terminal that is closed ends the program as Ctrl-C does; `runMain` knows SIGINT and SIGTERM.
process.on("SIGHUP", () => process.emit("SIGINT", "SIGINT"));

unroll(pipelines, process.argv.slice(2)).pipe(
  Effect.provide(Layer.merge(NodeServices.layer, screenLogger)),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    teardown: (exit, onExit) => {
      const { status, message } = endingOf(exit, process.env["UNROLL_DEBUG"] === "1");
      if (message !== undefined) process.stderr.write(`${message}\n`);
      onExit(status);
    },
  }),
);
