import { byteOf, type Pointer, pointerTo } from "./pointer.ts";
import type { Product } from "./product.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { instantiate } from "./instantiate.ts";
import { loadKernels } from "./load_kernels.ts";
import { reservedBytes } from "./reserved_bytes.ts";

const pageBytes = 65536;

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
      "exponentials",
      "largest",
      "reaching",
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

  for (const [initial, maximum] of [[2, 2], [2, 65536], [40000, 40000], [65536, 65536]] as const) {
    it(`works to the end of ${initial} pages that may become ${maximum}`, () => {
      const memory = new WebAssembly.Memory({ initial, maximum, shared: true });
      const end = initial * pageBytes;
      const kernels = loadKernels(memory);
      kernels.fill(pointerTo(end - 20), 5, 2);
      assert.deepEqual([...new Float32Array(memory.buffer, end - 24, 6)], [0, 2, 2, 2, 2, 2]);
      assert.equal(kernels.sumSquares(pointerTo(end - 24), 6), 20);
      for (const file of files.slice(1)) {
        const { packedBytes, pack } = instantiate(file, memory) as unknown as Product;
        const panel = packedBytes(1, 16);
        const [from, to] = [end - 2 * panel, end - panel].map(pointerTo) as [Pointer, Pointer];
        new Float32Array(memory.buffer, byteOf(from), 16).fill(3);
        pack(false, 1, 16, from, 16, to, 0, 1);
        assert.deepEqual([...new Float32Array(memory.buffer, byteOf(to), 16)], Array(16).fill(3));
      }
    });
  }
});
