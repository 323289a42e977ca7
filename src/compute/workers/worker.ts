/**
 * One worker of the pool. It sleeps until the generation changes, runs the program's phases piece
 * by piece, waits for the others after each, and sleeps again. When its pool is closed, it waits
 * for the plan of another pool.
 */
import { ownThread } from "../../base/thread.ts";
import { byteOf } from "../../kernels/pointer.ts";
import type { Gate } from "../../model/gates/gate.ts";
import { gates as builtin } from "../../model/gates/gates.ts";
import { importGates } from "../../model/user_gates/import_gates.ts";
import { GateFailure, type GateFault } from "../../model/user_gates/user_gate.ts";
import { loadKernels } from "../../kernels/load_kernels.ts";
import { loadProduct } from "../../kernels/load_product.ts";
import type { Product } from "../../kernels/product.ts";
import { control } from "../plan/control.ts";
import { makeWorkerEnvironment, productScratch, profilePlace } from "../step/worker_environment.ts";
import type { Plan } from "../plan/plan.ts";
import { leaveResults } from "../step/results.ts";
import { Abandoned, awaitGeneration, leave, meet, takePiece } from "./barrier.ts";
import { makeClock, unwatched } from "./profile.ts";
import { makePrograms } from "./programs.ts";
import { endStep } from "./step_handover.ts";

/** What a worker is told at the start of a pool. */
export interface WorkerStart {
  readonly plan: Plan;
  readonly memory: WebAssembly.Memory;
  readonly gemm: Product["kind"];
  readonly optimizerCode: number;
  readonly worker: number;
  readonly workers: number;
  readonly spin: boolean;
  /** Source of the user's file of gates, where the plan calls such. */
  readonly gateSource: string | undefined;
  /** Whether the worker times its phases (see profile.ts). */
  readonly profile: boolean;
  /** Kept as long as the thread lives: the pool notices when it closes. */
  readonly life: MessagePort;
}

export type WorkerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly by: "gate"; readonly fault: GateFault }
  /** `said`: the message of what was thrown. */
  | { readonly kind: "failed"; readonly by: "program"; readonly said: string };

const serve = (
  start: WorkerStart,
  gates: readonly Gate[],
  report: (message: WorkerMessage) => void,
): void => {
  const { plan, memory, workers, worker, spin } = start;
  const kernels = loadKernels(memory);
  const product = loadProduct(start.gemm, memory, productScratch(plan, worker));
  const clock = start.profile ? makeClock(memory, profilePlace(plan, worker)) : unwatched;
  const env = makeWorkerEnvironment(
    plan,
    memory,
    clock.kernels(kernels),
    clock.product(product),
    worker,
    new Map([...builtin, ...gates.map((gate) => [gate.name, gate] as const)]),
  );
  const programs = clock.programs(makePrograms(start.optimizerCode));
  const meetOthers = clock.waiting(meet);
  const words = new Int32Array(memory.buffer, byteOf(plan.control));
  report({ kind: "ready" });
  const handover = { plan, int32: env.int32, words };
  let generation = 0;
  for (;;) {
    // Looking costs the main thread its processor: only where the next step waits already.
    const soon = spin && Atomics.load(words, control.staged) !== generation;
    awaitGeneration(words, generation, soon);
    generation = Atomics.load(words, control.generation);
    if (Atomics.load(words, control.closing) === 1) return report({ kind: "closed" });
    const phases = programs[Atomics.load(words, control.program)]!;
    phases.forEach((phase, index) => {
      const pieces = phase.pieces(env);
      for (let piece = takePiece(words, index); piece < pieces; piece = takePiece(words, index)) {
        phase.run(env, piece);
      }
      if (pieces > 0 && index + 1 < phases.length) meetOthers(words, index, workers, spin);
    });
    if (!leave(words, workers)) continue;
    leaveResults(env, generation);
    endStep(handover, generation);
  }
};

const failureOf = (error: unknown): WorkerMessage => {
  if (error instanceof GateFailure) {
    const { gate, what, said } = error;
    return { kind: "failed", by: "gate", fault: { gate, what, said } };
  }
  const said = error instanceof Error ? error.message : String(error);
  return { kind: "failed", by: "program", said };
};

const { receive, send, end } = ownThread<WorkerStart, WorkerMessage>();

/** Otherwise it would be garbage-collected, and close. */
let life: MessagePort | undefined;

receive(async (start) => {
  life?.close();
  life = start.life;
  try {
    const { gateSource } = start;
    serve(start, gateSource === undefined ? [] : await importGates(gateSource), send);
  } catch (error) {
    const words = new Int32Array(start.memory.buffer, byteOf(start.plan.control));
    Atomics.store(words, control.failed, 1);
    if (!(error instanceof Abandoned)) send(failureOf(error));
    end();
  }
});
