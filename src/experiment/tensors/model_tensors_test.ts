import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import type { ModelParameter } from "../../model/model.ts";
import type { Tensor, Tensors } from "../../run/tensors/safetensors.ts";
import { modelTensors, modelValues, slotTensors, slotValues } from "./model_tensors.ts";

const parameter = (key: string, rows: number, columns: number): ModelParameter => ({
  key,
  rows,
  columns,
  bound: 1,
  initial: undefined,
});

/** Two stacked matrices, a bias, and an embedding that the output layer shares. */
const model = {
  parameters: [
    parameter("embedding.weight", 2, 3),
    parameter("0.A", 1, 2),
    parameter("0.B", 2, 2),
    parameter("0.b", 2, 1),
  ],
  tensors: [
    { name: "embedding.weight", shape: [2, 3], parts: ["embedding.weight"] },
    { name: "rnn.weight_l0", shape: [3, 2], parts: ["0.A", "0.B"] },
    { name: "rnn.bias_l0", shape: [2], parts: ["0.b"] },
    { name: "output.weight", shape: [2, 3], parts: ["embedding.weight"] },
  ],
};
const values = new Map([
  ["embedding.weight", Float64Array.of(1, 2, 3, 4, 5, 6)],
  ["0.A", Float64Array.of(7, 8)],
  ["0.B", Float64Array.of(9, 10, 11, 12)],
  ["0.b", Float64Array.of(0.1, -0)],
]);

const changed = (change: (tensors: Map<string, Tensor>) => void): Tensors => {
  const tensors = new Map(modelTensors(model, values, "float64"));
  change(tensors);
  return tensors;
};

describe("modelTensors", () => {
  it("stacks parts along rows and writes what is tied under both names", () => {
    const tensors = modelTensors(model, values, "float32");
    assert.deepEqual([...tensors.keys()], model.tensors.map(({ name }) => name));
    assert.deepEqual(tensors.get("rnn.weight_l0"), {
      shape: [3, 2],
      data: Float32Array.of(7, 8, 9, 10, 11, 12),
    });
    assert.deepEqual(tensors.get("output.weight"), tensors.get("embedding.weight"));
  });

  it("refuses values that are not the model's", () => {
    const short = new Map(values).set("0.B", Float64Array.of(1));
    assert.throws(() => modelTensors(model, short, "float32"), /Parts of "rnn.weight_l0"/);
    assert.throws(() => modelTensors(model, new Map(), "float32"), RangeError);
  });
});

describe("modelValues", () => {
  it("takes apart what modelTensors put together", () => {
    const back = modelValues(model, modelTensors(model, values, "float64"), "f");
    assert.deepEqual(Result.getOrThrow(back), values);
    const single = Result.getOrThrow(
      modelValues(model, modelTensors(model, values, "float32"), "f"),
    );
    assert.deepEqual(single.get("0.b"), Float32Array.of(0.1, -0));
  });

  const wrong: [string, Tensors, string][] = [
    [
      "missing",
      changed((tensors) => tensors.delete("rnn.bias_l0")),
      '"f": Tensor "rnn.bias_l0" is missing',
    ],
    [
      "extra",
      changed((tensors) => tensors.set("lstm.x", { shape: [0], data: new Float32Array() })),
      '"f": Tensor "lstm.x" is not one of this model',
    ],
    [
      "of another shape",
      changed((tensors) =>
        tensors.set("rnn.weight_l0", { shape: [2, 3], data: new Float32Array(6) })
      ),
      '"f": Tensor "rnn.weight_l0" is [2,3], expected [3,2]',
    ],
    [
      "of another type",
      changed((tensors) => tensors.set("rnn.bias_l0", { shape: [2], data: new Int32Array(2) })),
      '"f": Tensor "rnn.bias_l0" has whole numbers, expected F32 or F64',
    ],
    [
      "tied to other numbers",
      changed((tensors) =>
        tensors.set("output.weight", { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 7) })
      ),
      '"f": Tensor "output.weight" differs from the one that it is tied to',
    ],
  ];
  for (const [name, tensors, message] of wrong) {
    it(`names a tensor that is ${name}`, () => {
      const result = modelValues(model, tensors, "f");
      assert.ok(Result.isFailure(result));
      assert.equal(result.failure.message, message);
    });
  }

  it("names every mistake at once", () => {
    const result = modelValues(model, new Map(), "f");
    assert.ok(Result.isFailure(result));
    assert.equal(result.failure.message.split("\n").length, model.tensors.length);
  });
});

describe("slotTensors and slotValues", () => {
  const slots = new Map([["m", values], ["v", new Map(values)]]);

  it("name SLOT.TENSOR, one of what is tied, and give back the slots", () => {
    const tensors = slotTensors(model, slots, "float64");
    assert.deepEqual([...tensors.keys()].slice(0, 4), [
      "m.embedding.weight",
      "m.rnn.weight_l0",
      "m.rnn.bias_l0",
      "v.embedding.weight",
    ]);
    assert.deepEqual(Result.getOrThrow(slotValues(model, ["m", "v"], tensors, "f")), slots);
  });

  it("refuse the slots of another optimizer", () => {
    const tensors = slotTensors(model, slots, "float64");
    const result = slotValues(model, ["momentum"], tensors, "f");
    assert.ok(Result.isFailure(result));
    assert.match(result.failure.message, /"m\.embedding\.weight" is not one/);
    assert.match(result.failure.message, /"momentum\.rnn\.bias_l0" is missing/);
  });
});
