import { byteOf, nowhere, pointerTo } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Product } from "../../kernels/product.ts";
import { mostPhases } from "../plan/control.ts";
import { profilePlace } from "../step/worker_environment.ts";
import { workspaceHead } from "../plan/reserved.ts";
import type { Phase } from "../step/phase.ts";
import type { Plan } from "../plan/plan.ts";
import { kernelKinds, makeClock, readProfile, unwatched } from "./profile.ts";
import { program } from "./programs.ts";

const memory = () => new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });

/** Long enough for any clock to notice. */
const work = () => {
  const start = performance.now();
  while (performance.now() - start < 2);
};

describe("a profile", () => {
  const plan = { workspaces: pointerTo(1024), workspaceBytes: 4096 } as Plan;

  it("fits in the head of a worker's workspace", () => {
    const words = 2 * mostPhases + kernelKinds.length;
    assert.ok(byteOf(profilePlace(plan, 0)) + 8 * words <= 1024 + workspaceHead);
  });

  it("adds up what a worker did by phase and by kind of kernel", () => {
    const shared = memory();
    const clock = makeClock(shared, profilePlace(plan, 1));
    const seen: number[] = [];
    const phase: Phase = {
      name: "prepare",
      pieces: () => 1,
      run: (_env, piece) => {
        seen.push(piece);
        work();
      },
    };
    const programs = Object.values(program).map(() => [phase]);
    clock.programs(programs)[program.train]![0]!.run({} as never, 7);
    clock.programs(programs)[program.evaluate]![0]!.run({} as never, 8);
    const kernels = clock.kernels({ copy: work, exp: Math.exp } as unknown as Kernels);
    kernels.copy(nowhere, nowhere, 0);
    assert.equal(kernels.exp(0), 1);
    clock.product({ gemm: work } as unknown as Product).gemm(
      ...[false, false, 1, 1, 1, 1, nowhere, 1, nowhere, 1, 0, nowhere, 1] as const,
    );
    clock.waiting(work)(new Int32Array(1), 2);

    const [idle, busy] = readProfile(plan, shared, 2);
    assert.deepEqual(seen, [7, 8]);
    const where = busy!.phases.flatMap(({ work, wait }, at) => [
      ...(work > 0 ? [`work ${at}`] : []),
      ...(wait > 0 ? [`wait ${at}`] : []),
    ]);
    assert.deepEqual(where, ["work 0", "wait 2"]);
    const kinds = kernelKinds.filter((kind) => busy!.kernels[kind] > 0);
    assert.deepEqual(kinds, ["products", "sums and copies"]);
    assert.ok(idle!.phases.every(({ work, wait }) => work === 0 && wait === 0));
  });

  it("leaves everything as it is where nobody asked", () => {
    const wait = () => {};
    assert.equal(unwatched.waiting(wait), wait);
    const kernels = {} as Kernels;
    assert.equal(unwatched.kernels(kernels), kernels);
  });
});
