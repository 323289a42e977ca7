/** Detects threads that hang. A thread that ends is detected at once (start_workers.ts). */
import { Effect, type Scope } from "effect";
import type { RunError } from "../../base/errors.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import { control, mostPhases } from "../plan/control.ts";
import { lifePlace } from "../step/worker_environment.ts";
import type { Plan } from "../plan/plan.ts";
import { readProgress } from "./barrier.ts";
import { LostWorker } from "./lost_worker.ts";

/**
 * Milliseconds without any progress after which a worker counts as lost. There is progress with every
 * call of a kernel that goes over a time step, a block of tokens or a piece, and with every row that a gate of the
 * user's computes. The longest call that memory can hold is some minutes of one processor's work.
 */
const patience = 900_000;

/** Milliseconds between two looks at the progress. */
const look = 500;

export interface WatchOptions {
  readonly plan: Plan;
  readonly workers: number;
  readonly patience?: number | undefined;
}

/** Fails if a program is running and makes no progress for too long. */
export const watchProgress = (
  memory: WebAssembly.Memory,
  words: Int32Array,
  { plan, workers, patience: most = patience }: WatchOptions,
  fail: (error: RunError) => void,
): Effect.Effect<void, never, Scope.Scope> => {
  const int32 = new Int32Array(memory.buffer);
  const lives = Array.from({ length: workers }, (_, at) => elementIndex(lifePlace(plan, at)));
  let seen = "";
  let still = 0;
  const watch = () => {
    const generation = Atomics.load(words, control.generation);
    if (Atomics.load(words, control.done) >= generation) {
      still = 0;
      return;
    }
    const signs = lives.map((at) => Atomics.load(int32, at)).join(" ");
    const now = `${generation} ${readProgress(words, mostPhases)} ${signs}`;
    still = now === seen ? still + look : 0;
    seen = now;
    if (still < most) return;
    fail(new LostWorker({ fault: { kind: "stalled", milliseconds: most } }));
  };
  return Effect.asVoid(Effect.acquireRelease(
    Effect.sync(() => setInterval(watch, look)),
    (timer) => Effect.sync(() => clearInterval(timer)),
  ));
};
