import { pointerTo } from "./pointer.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { instantiate } from "./instantiate.ts";
import { loadKernels } from "./load_kernels.ts";
import { reservedBytes } from "./reserved_bytes.ts";

const files = ["./kernels.wasm", "./product_wasm.wasm", "./product_fma.wasm"];

/** Two pages that nobody has used, filled with a pattern. */
function patternMemory(): { memory: WebAssembly.Memory; bytes: Uint8Array } {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const bytes = new Uint8Array(memory.buffer).fill(0xa5);
  return { memory, bytes };
}

describe("loadKernels", () => {
  it("has every kernel", () => {
    const { memory } = patternMemory();
    const names = [
      "tape",
      "blockSoftmax",
      "blockSoftmaxGradient",
      "softmaxLosses",
      "gatherRows",
      "sumRows",
      "columnSums",
      "rowSums",
      "sumBlocks",
      "transpose",
      "fill",
      "fillRows",
      "copy",
      "sumSquares",
      "update",
      "exp",
      "log",
      "cos",
      "pow",
    ];
    const kernels = loadKernels(memory);
    assert.deepEqual(Object.keys(kernels).sort(), [...names].sort());
    assert.ok(Object.values(kernels).every((kernel) => typeof kernel === "function"));
  });

  it("writes only to the reserved bytes, and the same each time", () => {
    const { memory, bytes } = patternMemory();
    const states = [0, 1].map(() => {
      for (const file of files) instantiate(file, memory);
      return bytes.slice();
    });
    assert.deepEqual(states[0], states[1]);
    assert.ok(states[0]!.subarray(reservedBytes).every((byte) => byte === 0xa5));
  });

  it("takes a memory of any size up to 4 GiB", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    for (const file of files) instantiate(file, memory);
  });

  it("reaches addresses above 2 GiB", () => {
    const memory = new WebAssembly.Memory({ initial: 40000, maximum: 40000, shared: true });
    const kernels = loadKernels(memory);
    const at = 39999 * 65536;
    kernels.fill(pointerTo(at), 5, 2);
    assert.deepEqual([...new Float32Array(memory.buffer, at, 6)], [2, 2, 2, 2, 2, 0]);
    assert.equal(kernels.sumSquares(pointerTo(at), 6), 20);
  });
});
