/** Shared by the tests of runs: a folder with a run in it. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Effect, type Scope, SynchronizedRef } from "effect";
import type { Manifest } from "./manifest.ts";
import type { Run } from "./run_directory.ts";

/** Gives a test a new folder, and takes it away after. */
export function inFolder<A>(use: (folder: string) => Promise<A>): () => Promise<A> {
  return async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unroll-test-"));
    try {
      return await use(folder);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** A new folder, which goes with the scope. */
export const newFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "unroll-test-"))),
  (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true })),
);

/** Runs an effect in a scope of its own. */
export const runScoped = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<A> =>
  Effect.runPromise(Effect.scoped(effect));

/** The failure of an effect; the promise is rejected if it succeeds. */
export const failureOf = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<E> =>
  runScoped(Effect.flip(effect));

/** The failure of an effect, which it must have. */
export const failing = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Effect.Effect<E> =>
  Effect.orDie(Effect.flip(Effect.scoped(effect)));

export const testHash = "3f9c2a1b" + "0".repeat(56);

export function testManifest(): Manifest {
  const sha = "ab".repeat(32);
  return {
    format: 1,
    name: "small",
    hash: testHash,
    hashes: { config: sha, corpus: sha, vocabulary: sha, code: sha },
    seed: 42,
    engine: { gemm: "wasm", precision: "float32", workers: 2 },
    runtime: {
      name: "deno",
      version: "2.9.6",
      os: "linux 6",
      architecture: "x64",
      cpu: "cpu",
      cores: 2,
    },
    packages: { effect: "4.1.0" },
    command: ["run", "configs/small.yaml"],
    started: "2026-01-02T03:04:05.678Z",
    resumed: [],
    ended: null,
    outcome: { status: "running", steps: 0, epochs: 0, best: null },
    checkpoints: [],
    best: null,
    last: null,
  };
}

/** A started run in `folder`, without a lock. */
export function testRun(folder: string): Run {
  const manifest = testManifest();
  fs.mkdirSync(path.join(folder, "checkpoints"));
  fs.writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
  for (const name of ["config.yaml", "vocabulary.json", "metrics.jsonl"]) {
    fs.writeFileSync(path.join(folder, name), "");
  }
  return { directory: folder, manifest: SynchronizedRef.makeUnsafe(manifest) };
}
