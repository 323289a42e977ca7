/** The command line in a test's own process, on pipelines that do nothing. */
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Console, Effect, Layer, Logger } from "effect";
import { FileRunError } from "../base/files/file_error.ts";
import type { Pipelines } from "./commands/commands.ts";
import { endingOf } from "./exit_status.ts";
import { unroll } from "./unroll.ts";

/** Runs a command line on pipelines that only note what they are called with. */
export async function run(...args: string[]) {
  const calls: (readonly [string, unknown])[] = [];
  const out: string[] = [];
  const err: string[] = [];
  const logged: string[] = [];
  const logger = Logger.make(({ message }) => void logged.push(String(message)));
  const note = (name: string) => (options: unknown) =>
    Effect.sync(() => void calls.push([name, options])).pipe(Effect.andThen(Effect.logInfo(name)));
  const pipelines: Pipelines = {
    train: note("train"),
    resume: note("resume"),
    evaluate: note("evaluate"),
    score: note("score"),
    generate: () =>
      Effect.fail(
        new FileRunError({ operation: "write", path: "x", code: undefined, cause: "it is full" }),
      ),
    serve: note("serve"),
    init: note("init"),
    doctor: note("doctor"),
    watch: note("watch"),
    reproduce: note("reproduce"),
    runs: note("runs"),
    sweep: note("sweep"),
    worker: note("worker"),
    compare: note("compare"),
    report: note("report"),
    exportWeights: note("export"),
    checkGradient: note("check --gradient"),
    describePlan: () => Effect.succeed("first\n\nsecond"),
  };
  const console: Console.Console = Object.assign(Object.create(globalThis.console), {
    log: (...words: unknown[]) => void out.push(words.join(" ")),
    error: (...words: unknown[]) => void err.push(words.join(" ")),
  });
  const exit = await Effect.runPromiseExit(
    unroll(pipelines, args).pipe(
      Effect.provide(Layer.merge(NodeServices.layer, Logger.layer([logger]))),
      Effect.provideService(Console.Console, console),
    ),
  );
  const { status, message } = endingOf(exit, false);
  const said = [...err, ...(message === undefined ? [] : [message])].join("\n");
  return { status, calls, out: out.join("\n"), err: said, logged };
}
