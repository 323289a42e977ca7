import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeSafetensors } from "../../../src/run/tensors/safetensors.ts";
import { workloads } from "../workload.ts";
import { batchTensors, describeWorkload, writeWorkload } from "./write_workload.ts";

// Comparing elements one by one takes minutes.
const bytes = ({ buffer, byteOffset, byteLength }: NodeJS.ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

describe("writeWorkload", () => {
  it("leaves a model, first weights under PyTorch's names, and batches", () => {
    const folder = mkdtempSync(join(tmpdir(), "unroll-peers-"));
    try {
      const workload = workloads.W3!();
      writeWorkload(folder, workload);
      const read = (name: string) =>
        Result.getOrThrow(
          decodeSafetensors(new Uint8Array(readFileSync(join(folder, name))), name),
        );
      const written = JSON.parse(readFileSync(join(folder, "workload.json"), "utf8"));
      assert.deepEqual(written, describeWorkload(workload));
      const weights = read("weights.safetensors");
      assert.deepEqual(weights.get("lstm.weight_ih_l0")!.shape, [1024, 64]);
      assert.deepEqual(weights.get("output.bias")!.shape, [65]);
      const batches = read("batches.safetensors");
      for (const [name, { shape, data }] of batchTensors(workload.batches)) {
        const found = batches.get(name)!;
        assert.deepEqual(found.shape, shape);
        assert.ok(bytes(found.data).equals(bytes(data)), name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("says what the peers ask for", () => {
    const { cell, embedding, clipNorm, carried, layers } = describeWorkload(workloads.W4!());
    assert.deepEqual([cell, embedding, clipNorm, carried, layers], ["lstm", 256, 0.25, true, 2]);
    const tutorial = describeWorkload(workloads.W1!());
    assert.deepEqual([tutorial.embedding, tutorial.clipNorm, tutorial.carried], [
      null,
      null,
      false,
    ]);
  });
});

describe("batchTensors", () => {
  it("sets all tokens one after another", () => {
    const { batches } = workloads.W2!();
    const tensors = batchTensors(batches);
    assert.deepEqual(tensors.get("lengths")!.shape, [64, 32]);
    const second = batches[0]!.inputs.length;
    const inputs = tensors.get("inputs")!.data as Int32Array;
    assert.deepEqual(inputs.subarray(second, second + 5), batches[1]!.inputs.subarray(0, 5));
  });
});
