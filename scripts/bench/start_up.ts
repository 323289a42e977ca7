import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Effect } from "effect";
import { type RunError } from "../../src/base/errors.ts";
import { BenchFailed } from "./bench_error.ts";
import { runtime } from "../../src/base/runtime.ts";
import { type Spread, spread } from "./spread.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const starts = 5;

/** Starts a run as a user does, one that reports every step; gives the seconds until it has reported the first. */
const start = (runs: string): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const begun = performance.now();
  const child = spawn(process.execPath, [
    ...(runtime.name === "deno" ? ["task", "-q", "run"] : ["src/cli/main.ts", "run"]),
    "configs/small.yaml",
    "--set=metrics.every=1 steps",
    "--set=metrics.sinks=[console]",
    `--runs=${runs}`,
    "--again",
  ], {
    cwd: root,
    env: { ...process.env, INIT_CWD: root },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
    if (!/^epoch .*step 1 /m.test(said)) return;
    resolve((performance.now() - begun) / 1000);
    process.kill(-child.pid!, "SIGKILL"); // with the processes that the task started
  });
  child.on("error", reject);
  child.on("close", () => reject(new Error(`The run ended before its first step: ${said}`)));
  return promise;
};

/** Seconds from the start of the process to the first step of configs/small.yaml, its corpus cached. */
export const timeToFirstStep: Effect.Effect<Spread, RunError> = Effect.tryPromise({
  try: async () => {
    const runs = mkdtempSync(join(tmpdir(), "unroll-bench-"));
    try {
      await start(runs); // fills the cache
      const seconds: number[] = [];
      for (let i = 0; i < starts; i++) seconds.push(await start(runs));
      return spread(seconds);
    } finally {
      rmSync(runs, { recursive: true, force: true });
    }
  },
  catch: (cause) =>
    new BenchFailed({ problem: cause instanceof Error ? cause.message : String(cause) }),
});
