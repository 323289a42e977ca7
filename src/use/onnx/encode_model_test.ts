import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { PbfReader } from "pbf";
import { encodeModel } from "./encode_model.ts";
import { graphBuilder } from "./graph_builder.ts";

type Message = ReadonlyMap<number, readonly Uint8Array[]>;

/** The fields of a message that have a length; numbers become bytes of their own. */
function fieldsOf(bytes: Uint8Array): Message {
  return new PbfReader(bytes).readFields((tag, found: Map<number, Uint8Array[]>, file) => {
    const value = file.type === 2
      ? file.readBytes().slice()
      : file.type === 0
      ? Uint8Array.of(file.readVarint(true) & 0xff)
      : new Uint8Array(Float32Array.of(file.readFloat()).buffer);
    found.set(tag, [...found.get(tag) ?? [], value]);
  }, new Map());
}

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

const graph = graphBuilder("outer");
const x = graph.input("x", "float32", ["batch", 2]);
const weight = graph.floats("w", [2, 1], () => Float32Array.of(0.5, -3));
const product = graph.node("MatMul", [x, weight]);
const normal = graph.node("Softmax", [product], { axis: { int: -1 }, odd: { float: 0.25 } });
graph.output("y", graph.node("Add", [normal, graph.integers([7])]), ["batch", 1]);
const model = fieldsOf(encodeModel({ graph: graph.finish(), metadata: { a: "ü", b: "" } }));
const [outer] = model.get(7)!.map(fieldsOf);

describe("encodeModel", () => {
  it("writes versions, operators and metadata where onnx.proto has them", () => {
    assert.deepEqual(model.get(1), [Uint8Array.of(8)]);
    assert.deepEqual(fieldsOf(model.get(8)![0]!).get(2), [Uint8Array.of(17)]);
    const entries = model.get(14)!.map((entry) => {
      const fields = fieldsOf(entry);
      return [textOf(fields.get(1)![0]), textOf(fields.get(2)![0])];
    });
    assert.deepEqual(entries, [["a", "ü"], ["b", ""]]);
  });

  it("writes nodes with their inputs, outputs and attributes", () => {
    const nodes = outer!.get(1)!.map(fieldsOf);
    assert.deepEqual(nodes.map((node) => textOf(node.get(4)![0])), [
      "MatMul",
      "Softmax",
      "Add",
      "Identity",
    ]);
    assert.deepEqual(nodes[0]!.get(1)!.map(textOf), ["x", "w"]);
    const [axis, odd] = nodes[1]!.get(5)!.map(fieldsOf);
    assert.deepEqual([textOf(axis!.get(1)![0]), axis!.get(3), axis!.get(20)], [
      "axis",
      [Uint8Array.of(0xff)],
      [Uint8Array.of(2)],
    ]);
    assert.deepEqual(odd!.get(2), [new Uint8Array(Float32Array.of(0.25).buffer)]);
  });

  it("writes weights as they lie in memory, and free lengths by name", () => {
    const [w, integer] = outer!.get(5)!.map(fieldsOf);
    assert.deepEqual(w!.get(1), [Uint8Array.of(2), Uint8Array.of(1)]);
    assert.deepEqual(w!.get(9), [new Uint8Array(Float32Array.of(0.5, -3).buffer)]);
    assert.deepEqual(integer!.get(2), [Uint8Array.of(7)]);
    const type = fieldsOf(fieldsOf(fieldsOf(outer!.get(11)![0]!).get(2)![0]!).get(1)![0]!);
    const [batch, two] = fieldsOf(type.get(2)![0]!).get(1)!.map(fieldsOf);
    assert.equal(textOf(batch!.get(2)![0]), "batch");
    assert.deepEqual(two!.get(1), [Uint8Array.of(2)]);
  });
});
