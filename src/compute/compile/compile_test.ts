import { byteOf, elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { ModelConfig } from "../../model/schema.ts";
import type { Product } from "../../kernels/product.ts";
import { compile } from "./compile.ts";
import { modelForTest } from "../units/test_model.ts";

const planOf = (config: Partial<ModelConfig> = {}, gemm: Product["kind"] = "wasm") =>
  compile(modelForTest("lstm", config), {
    capacity: { rows: 20, tokens: 120, steps: 6 },
    slots: 2,
    gemm,
    workers: 3,
  });

describe("compile", () => {
  it("keeps gradients by age only where truncation can forget something", () => {
    const ages = (truncate: number | "full") => {
      const { ages, truncated } = planOf({ truncate });
      return [ages, truncated];
    };
    assert.deepEqual(ages("full"), [1, false]);
    assert.deepEqual(ages(5), [1, false]);
    assert.deepEqual(ages(4), [5, true]);
    assert.deepEqual(ages(0), [1, true]);
  });

  it("has one loop a layer, each way, and mirrors them", () => {
    const { forward, backward } = planOf({ layers: 2 });
    const ops = (calls: typeof forward) => calls.map(({ op }) => op).join(" ");
    assert.equal(ops(forward), "gather fillRows product loop fillRows product loop");
    assert.equal(ops(backward), "loopBackward product loopBackward product");
  });

  it("gives each weight places for its packed forms only where the product packs", () => {
    const packed = planOf().packs.map(({ weight, form }) =>
      form === "forward" ? weight.packedForward : weight.packedBackward
    );
    assert.equal(packed.length, 4); // input and state, forward and backward
    assert.equal(new Set(packed).size, 4);
    assert.ok(packed.every((place) => place !== nowhere));
    assert.deepEqual(planOf({}, "blas").packs.map(({ form }) => form), ["forward"]);
  });

  it("computes every parameter's gradient once", () => {
    const { gradients, output, places, gradient, parameters } = planOf({ embedding: "none" });
    const starts = new Map<number, number>();
    const add = (pointer: Pointer, elements: number) => {
      const place = byteOf(pointer);
      for (let i = 0; i < elements; i++) {
        starts.set(place + 4 * i, (starts.get(place + 4 * i) ?? 0) + 1);
      }
    };
    for (const job of gradients) {
      if (job.kind === "product") add(job.gradient, job.rows * job.columns);
      if (job.kind === "vector") add(job.gradient, job.columns);
      if (job.kind === "table") {
        const first = elementsOn(job.gradient, job.first * job.columns);
        add(first, (job.last - job.first) * job.columns);
      }
    }
    add(output.weightGradient, output.weight.rows * output.weight.columns);
    add(output.biasGradient, output.weight.rows);
    assert.ok([...starts.values()].every((times) => times === 1));
    for (const { pointer, rows, columns, rowStride, columnStride, key } of places) {
      for (let i = 0; i < rows * columns; i++) {
        const [r, c] = [Math.floor(i / columns), i % columns];
        const at = byteOf(pointer) - byteOf(parameters) + byteOf(gradient) +
          4 * (r * rowStride + c * columnStride);
        assert.equal(starts.get(at), 1, `${key} ${r} ${c}`);
      }
    }
  });

  it("is data that a worker can be sent", () => {
    const plan = planOf({ truncate: 2, dropout: 0.1, layers: 2 });
    assert.deepEqual(structuredClone(plan), plan);
  });
});
