import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { root } from "./support/program.ts";
import { taskFlags } from "./support/task_flags.ts";

const flags = await taskFlags();

/** Runs statements on kernels `k` and a product `p`; sizes of the functions that V8 joined vectors in. */
function joined(statements: string): number[] {
  const program = `
    import { loadKernels } from "./src/kernels/load_kernels.ts";
    import { loadProduct } from "./src/kernels/load_product.ts";
    import { sharedMemory } from "./src/kernels/shared_memory.ts";
    const memory = sharedMemory(2 ** 25);
    const p = loadProduct("wasm-fma", memory, 2 ** 16);
    const k = loadKernels(memory);
    const [a, b, c, d, e] = [4, 8, 12, 16, 20].map((place) => place * 2 ** 20);
    ${statements}
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["eval", program], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DENO_V8_FLAGS: `${flags},--no-liftoff,--trace-wasm-revectorize` },
    maxBuffer: 2 ** 27,
  });
  assert.equal(status, 0, stderr);
  return [...stdout.matchAll(/Decided to vectorize, (\d+) revectorizable nodes/g)]
    .map(([, nodes]) => Number(nodes)).sort((x, y) => y - x);
}

/** A loop that does one vector at a time, or a branch in it, would cost half the speed and no bit. */
(flags.includes("revectorize") ? describe : describe.skip)("V8 joins the vectors", () => {
  for (const transposed of [true, false]) {
    it(`of a block of a product, the left matrix ${transposed ? "transposed" : "as it lies"}`, () => {
      const lda = transposed ? 60 : 50;
      const call = `p.gemm(${transposed}, false, 60, 64, 50, 1, a, ${lda}, b, 64, 0, c, 64);`;
      const [block] = joined(call);
      assert(block! > 500, `${block} operations`);
    });
  }

  it("of the output layer's softmax and its gradient", () => {
    const there = joined("k.blockSoftmax(a, 64, 100, 64, 0, b, 0, c, d, e, 1);");
    assert(there.length === 2, `${there}`);
    const back = joined("k.blockSoftmaxGradient(a, 64, 100, 64, b, 0, c, d, 64, 1, 0, 1, e);");
    assert(back.length >= 1, `${back}`);
  });

  it("of optimizers", () => {
    for (const code of [0, 4]) {
      assert(joined(`k.update(${code}, a, b, c, d, 1000, e);`).length >= 1);
    }
  });
});
