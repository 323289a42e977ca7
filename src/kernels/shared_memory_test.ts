import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { runtime } from "../base/runtime.ts";
import { sharedMemory } from "./shared_memory.ts";

const pageBytes = 65536;

/** Ends of a process that fills four floats at an address of a memory of one page. */
const fillAt = (address: number, flags: string) => {
  const program = `
    import { loadKernels } from ${JSON.stringify(import.meta.resolve("./load_kernels.ts"))};
    import { sharedMemory } from ${JSON.stringify(import.meta.resolve("./shared_memory.ts"))};
    loadKernels(sharedMemory(1)).fill(${address}, 4, 1);
    console.log("filled");
  `;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["eval", program], {
    env: { ...process.env, NO_COLOR: "1", DENO_V8_FLAGS: flags },
    encoding: "utf8",
  });
  return { ended: signal ?? status, stdout, stderr };
};

describe("a shared memory", () => {
  it("is whole pages, as many as it takes", () => {
    assert.equal(sharedMemory(1).buffer.byteLength, pageBytes);
    assert.equal(sharedMemory(pageBytes).buffer.byteLength, pageBytes);
    assert.equal(sharedMemory(pageBytes + 1).buffer.byteLength, 2 * pageBytes);
    assert(sharedMemory(1).buffer instanceof SharedArrayBuffer);
  });

  it("has all behind it reserved that 32 bits can address", () => {
    const memory = sharedMemory(1);
    memory.grow(2 ** 32 / pageBytes - 1);
    assert.equal(memory.buffer.byteLength, 2 ** 32);
  });

  it("throws where the machine lacks it", () => {
    assert.throws(() => sharedMemory(2 ** 33), RangeError);
  });
});

(runtime.name === "deno" ? describe : describe.skip)("an address outside of a memory", () => {
  it("is a trap where addresses are checked", () => {
    assert.equal(fillAt(pageBytes - 16, "--wasm-bounds-checks").stdout, "filled\n");
    const { ended, stderr } = fillAt(pageBytes - 15, "--wasm-bounds-checks");
    assert.equal(ended, 1);
    assert.match(stderr, /RuntimeError: memory access out of bounds/);
  });

  for (const address of [pageBytes, 2 ** 31, 2 ** 32 - 64]) {
    it(`ends the process where they are not: ${address}`, () => {
      const { ended, stdout } = fillAt(address, "--no-wasm-bounds-checks");
      assert.equal(ended, "SIGSEGV");
      assert.equal(stdout, "");
    });
  }
});
