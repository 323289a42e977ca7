/** The JavaScript peers: their packages, and a process for each, with as many threads as it likes best. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Effect, Exit, Scope } from "effect";
import { type RunError } from "../../../src/base/errors.ts";
import { BenchFailed } from "../bench_error.ts";
import { runtime } from "../../../src/base/runtime.ts";
import { type Peer, startPeer } from "./peer_process.ts";

export interface JavaScriptSystem {
  readonly name: string;
  /** Program in this folder: PROGRAM FOLDER THREADS. */
  readonly program: string;
  /** Whether it can use more than one thread. */
  readonly threaded: boolean;
  /** Workloads that it can't do. */
  readonly unable: readonly string[];
}

export const javascriptSystems: readonly JavaScriptSystem[] = [
  { name: "jax-js", program: "jax_peer.mjs", threaded: true, unable: [] },
  { name: "TensorFlow.js", program: "tensorflow_peer.mjs", threaded: true, unable: [] },
  // One sequence at a time is all that it reads.
  { name: "brain.js", program: "brain_peer.mjs", threaded: false, unable: ["W2"] },
];

const folder = fileURLToPath(new URL(".", import.meta.url));
const deno = runtime.name === "deno" ? process.execPath : "deno";
/** As those who use them start them: without the options of V8 that this program is started with. */
const { DENO_V8_FLAGS: _, ...environment } = process.env;
/** They read this folder and the workload's, and reach no network. */
const permissions = ["--allow-read", "--allow-env", "--allow-sys"];

/** Installs the packages of this folder's package.json as its lock file says, where they are missing. */
export const installPackages: Effect.Effect<void, RunError> = Effect.suspend(() => {
  const { status, stderr, error } = spawnSync(deno, ["install", "--frozen"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status === 0) return Effect.void;
  const said = (error?.message ?? stderr).trim();
  return new BenchFailed({ problem: `The JavaScript peers could not be installed: ${said}` });
});

const start = ({ program }: JavaScriptSystem, workload: string, threads: number) =>
  startPeer({
    command: deno,
    args: ["run", "--no-prompt", ...permissions, `${folder}${program}`, workload, String(threads)],
    env: environment,
  });

/** How long the choice between thread counts looks at each. */
const trialSeconds = 0.5;

/**
 * The system with the number of threads out of `threadCounts` that trains faster; processes of the
 * other numbers are ended.
 */
export const startJavaScript = (
  system: JavaScriptSystem,
  workload: string,
  threadCounts: readonly number[],
): Effect.Effect<{ readonly peer: Peer; readonly threads: number }, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const trials = [];
    for (const threads of system.threaded ? threadCounts : [1]) {
      const scope = yield* Effect.acquireRelease(
        Scope.make(),
        (scope) => Scope.close(scope, Exit.void),
      );
      const peer = yield* Scope.provide(start(system, workload, threads), scope);
      const rate = yield* peer.measure(trialSeconds);
      trials.push({ peer, threads, scope, rate });
    }
    const best = trials.reduce((a, b) => b.rate > a.rate ? b : a);
    for (const trial of trials) {
      if (trial !== best) yield* Scope.close(trial.scope, Exit.void);
    }
    const ready = yield* best.peer.check;
    return { peer: { ...best.peer, ready }, threads: best.threads };
  });
