/**
 * Another system in a process of its own. It says once that it is ready, then answers each line
 * `measure SECONDS` (and, those in JavaScript, `check`: they make the updates that are compared only
 * then, once their number of threads is chosen). Until it is asked it waits for a line and costs
 * nothing. It ends with its standard input.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Effect, Result, type Scope } from "effect";
import { RunError } from "../../../src/base/errors.ts";
import { BenchFailed } from "../bench_error.ts";
import type { Rival } from "../measure.ts";
import { parseMeasured, parseReady, type Ready } from "./answers.ts";

export interface Peer extends Rival {
  readonly ready: Ready;
  /** Its first answer again, once it has made all updates that are compared. */
  readonly check: Effect.Effect<Ready, RunError>;
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
      check: process.ask("check", parseReady),
      measure: (seconds) => process.ask(`measure ${seconds}`, parseMeasured),
    };
  });

const open = ({ command, args, env }: PeerCommand) => {
  const child = spawn(command, args, { env });
  const reader = createInterface({ input: child.stdout });
  const lines = reader[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (data) => complaint = `${complaint}${data}`.slice(-shownComplaint));
  // Both are told by the end of standard output too, which is what an answer waits for.
  child.stdin.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      complaint += error.message;
      reader.close(); // a program that is missing has no output that could end
      resolve();
    });
    child.on("close", () => resolve());
  });
  const nextAnswer = async (): Promise<string> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done) {
        await closed;
        throw new BenchFailed({ problem: `A peer ended: ${command}: ${complaint.trim()}` });
      }
      if (value.startsWith("{")) return value; // else a library's own chatter
    }
  };
  type Parse<A> = (line: string) => Result.Result<A, RunError>;
  const answer = <A>(parse: Parse<A>): Effect.Effect<A, RunError> =>
    Effect.tryPromise({
      try: nextAnswer,
      catch: (cause) =>
        cause instanceof RunError ? cause : new BenchFailed({ problem: String(cause) }),
    }).pipe(Effect.flatMap((line) => Effect.fromResult(parse(line))));
  return {
    answer,
    ask: <A>(question: string, parse: Parse<A>): Effect.Effect<A, RunError> =>
      Effect.suspend(() => {
        child.stdin.write(`${question}\n`);
        return answer(parse);
      }),
    end: () => {
      child.stdin.end();
      child.kill();
      return closed;
    },
  };
};
