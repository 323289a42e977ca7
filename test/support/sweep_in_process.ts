/** Sweeps and workers in the test's own process, with what they say. */
import { join } from "node:path";
import { Effect, Fiber } from "effect";
import { runSweep, type SweepOptions } from "../../pipelines/sweep.ts";
import { worker } from "../../pipelines/worker.ts";
import type { StoreAddress } from "../../src/sweep/store/store_address.ts";
import { saying } from "./in_process.ts";

export interface Watched<A> {
  /** Everything that was said so far. */
  readonly said: () => string;
  /** When that first matches. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** How it ends: its value, or its failure. */
  readonly ended: Promise<{ readonly value?: A; readonly failure?: string }>;
  /** Ctrl-C. */
  readonly stop: () => Promise<void>;
}

/** Runs something beside the test. */
export function watch<A, E extends { readonly message: string }>(
  effect: Effect.Effect<A, E>,
): Watched<A> {
  let text = "";
  const looks = new Set<() => void>();
  const fiber = Effect.runFork(saying(effect, (more) => {
    text += more;
    for (const look of looks) look();
  }));
  const ended = Effect.runPromise(Effect.result(Fiber.join(fiber))).then(
    (result) =>
      result._tag === "Success" ? { value: result.success } : { failure: result.failure.message },
    (defect) => ({ failure: String(defect) }),
  );
  return {
    said: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text)) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
        ended.then((how) =>
          reject(new Error(`${JSON.stringify(how)} without ${pattern}:\n${text}`))
        );
      }),
    ended,
    stop: () => Effect.runPromise(Fiber.interrupt(fiber)),
  };
}

const options = (folder: string, runs: string) => ({
  runs: join(folder, runs),
  parallel: 1,
  workers: 1,
  oversubscribe: true,
  allowCode: false,
  lease: 1,
  keepInStore: false,
});

/** The head of the sweep `search.yaml` of a folder. */
export const watchSweep = (folder: string, over: Partial<SweepOptions> = {}) =>
  watch(Effect.scoped(runSweep({
    ...options(folder, "runs"),
    sweep: join(folder, "search.yaml"),
    store: undefined,
    ...over,
  })));

/** A worker, with a folder of runs of its own unless it is told another. */
export const watchWorker = (
  folder: string,
  store: StoreAddress,
  over: Partial<Parameters<typeof worker>[0]> = {},
) => watch(worker({ ...options(folder, "runs"), store, ...over }));
