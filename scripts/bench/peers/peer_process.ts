/**
 * Another system in a process of its own. It says once that it is ready, then answers each line
 * `measure SECONDS`; until it is asked it waits for a line and costs nothing. It ends with its
 * standard input.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Effect, Result, type Scope } from "effect";
import { RunError } from "../../../src/errors.ts";
import type { Rival } from "../measure.ts";
import { parseMeasured, parseReady, type Ready } from "./answers.ts";

export interface Peer extends Rival {
  readonly ready: Ready;
}

export interface PeerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** How much of what a peer says on standard error is shown when it fails. */
const shownComplaint = 600;

/** Starts a peer and waits until it is ready; it ends with the scope. */
export const startPeer = (command: PeerCommand): Effect.Effect<Peer, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const process = yield* Effect.acquireRelease(
      Effect.sync(() => open(command)),
      ({ end }) => Effect.promise(end),
    );
    const ready = yield* process.answer(parseReady);
    return {
      ready,
      measure: (seconds) =>
        Effect.suspend(() => {
          process.say(`measure ${seconds}\n`);
          return process.answer(parseMeasured);
        }),
    };
  });

const open = ({ command, args, env }: PeerCommand) => {
  const child = spawn(command, args, { env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (data) => complaint = `${complaint}${data}`.slice(-shownComplaint));
  // Both are told by the end of standard output too, which is what an answer waits for.
  child.stdin.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      complaint += error.message;
      resolve();
    });
    child.on("close", () => resolve());
  });
  const nextAnswer = async (): Promise<string> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done) {
        await closed;
        throw new RunError({ message: `A peer ended: ${command}: ${complaint.trim()}` });
      }
      if (value.startsWith("{")) return value; // else a library's own chatter
    }
  };
  return {
    say: (line: string) => void child.stdin.write(line),
    answer: <A>(parse: (line: string) => Result.Result<A, RunError>): Effect.Effect<A, RunError> =>
      Effect.tryPromise({
        try: nextAnswer,
        catch: (cause) =>
          cause instanceof RunError ? cause : new RunError({ message: String(cause) }),
      }).pipe(Effect.flatMap((line) => Effect.fromResult(parse(line)))),
    end: () => {
      child.stdin.end();
      child.kill();
      return closed;
    },
  };
};
