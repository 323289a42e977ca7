/**
 * A pool that runs a plan's programs in this thread: for tests that want many small models and no
 * worker's start. It is as nasty as workers may be: the pieces of a phase run last to first, and all
 * memory that a plan must write before it reads holds NaN.
 */
import { byteOf, elementIndex } from "../../src/kernels/pointer.ts";
import { Effect } from "effect";
import type { Gate } from "../../src/model/gates/gate.ts";
import { loadKernels } from "../../src/kernels/load_kernels.ts";
import { loadProduct } from "../../src/kernels/load_product.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import { sharedMemory } from "../../src/kernels/shared_memory.ts";
import { bindingLayout } from "../../src/compute/plan/binding.ts";
import {
  makeWorkerEnvironment,
  productScratch,
} from "../../src/compute/step/worker_environment.ts";
import type { Plan } from "../../src/compute/plan/plan.ts";
import { leaveResults } from "../../src/compute/step/results.ts";
import { stageProgram, takeStaged } from "../../src/compute/step/staging.ts";
import type { Pool } from "../../src/compute/workers/pool.ts";
import { makePrograms } from "../../src/compute/workers/programs.ts";

export const localPool = (
  plan: Plan,
  gemm: ProductKind,
  optimizerCode: number,
  gates: ReadonlyMap<string, Gate> = new Map(),
): Pool => {
  const memory = sharedMemory(plan.bytes);
  // Slots start at 0 and so do the gaps between parameters; what follows them does not.
  const ranges = [plan.parameters, plan.gradient, ...plan.slots];
  const zeros = Math.max(...ranges.map(byteOf)) + 4 * plan.parameterElements;
  new Float32Array(memory.buffer, zeros, (plan.bytes - zeros) / 4).fill(NaN);
  const int32 = new Int32Array(memory.buffer);
  for (const { pointer, words } of plan.constants) int32.set(words, elementIndex(pointer));
  const product = loadProduct(gemm, memory, productScratch(plan, 0));
  const env = makeWorkerEnvironment(plan, memory, loadKernels(memory), product, 0, gates);
  const programs = makePrograms(optimizerCode);
  let generation = 0;
  const submit = (program: number, norm: boolean) =>
    Effect.sync(() => {
      generation++;
      stageProgram(int32, plan, program, norm);
      takeStaged(int32, plan, bindingLayout(plan.capacity));
      for (const phase of programs[program]!) {
        for (let piece = phase.pieces(env) - 1; piece >= 0; piece--) phase.run(env, piece);
      }
      leaveResults(env, generation);
      return generation;
    });
  return {
    memory,
    free: Effect.void,
    submit,
    over: () => Effect.void,
    run: (program) => Effect.asVoid(submit(program, true)),
    profile: () => [],
  };
};
