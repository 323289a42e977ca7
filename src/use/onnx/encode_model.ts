/**
 * An ONNX file of a model: its messages in the format of protocol buffers, with the field numbers
 * of https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto
 */
import { PbfWriter } from "pbf";
import {
  type Dimension,
  type ElementType,
  irVersion,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  operatorSet,
} from "./onnx_model.ts";

/** TensorProto.DataType */
const elementTypes: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7 };

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, int: 2, graph: 5, ints: 7 } as const;

/** The bytes of an ONNX file. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const file = new PbfWriter();
  writeModel(model, file);
  return file.finish();
}

function writeModel({ graph, metadata }: OnnxModel, file: PbfWriter): void {
  file.writeVarintField(1, irVersion);
  file.writeStringField(2, "unroll");
  file.writeMessage(7, writeGraph, graph);
  file.writeMessage(8, writeOperatorSet, operatorSet);
  for (const entry of Object.entries(metadata)) file.writeMessage(14, writeEntry, entry);
}

function writeOperatorSet(version: number, file: PbfWriter): void {
  file.writeStringField(1, "");
  file.writeVarintField(2, version);
}

function writeEntry([key, value]: readonly [string, string], file: PbfWriter): void {
  file.writeStringField(1, key);
  file.writeStringField(2, value);
}

function writeGraph(graph: OnnxGraph, file: PbfWriter): void {
  for (const node of graph.nodes) file.writeMessage(1, writeNode, node);
  file.writeStringField(2, graph.name);
  for (const tensor of graph.constants) file.writeMessage(5, writeTensor, tensor);
  for (const value of graph.inputs) file.writeMessage(11, writeValue, value);
  for (const value of graph.outputs) file.writeMessage(12, writeValue, value);
}

function writeNode({ inputs, outputs, operator, attributes }: OnnxNode, file: PbfWriter): void {
  for (const name of inputs) file.writeStringField(1, name);
  for (const name of outputs) file.writeStringField(2, name);
  // A node is called as its first value is.
  file.writeStringField(3, outputs[0]!);
  file.writeStringField(4, operator);
  for (const entry of Object.entries(attributes)) file.writeMessage(5, writeAttribute, entry);
}

function writeAttribute(
  [name, attribute]: readonly [string, OnnxAttribute],
  file: PbfWriter,
): void {
  file.writeStringField(1, name);
  if ("float" in attribute) {
    file.writeFloatField(2, attribute.float);
    file.writeVarintField(20, attributeTypes.float);
  } else if ("int" in attribute) {
    file.writeVarintField(3, attribute.int);
    file.writeVarintField(20, attributeTypes.int);
  } else if ("ints" in attribute) {
    for (const value of attribute.ints) file.writeVarintField(8, value);
    file.writeVarintField(20, attributeTypes.ints);
  } else {
    file.writeMessage(6, writeGraph, attribute.graph);
    file.writeVarintField(20, attributeTypes.graph);
  }
}

function writeTensor({ name, shape, data }: OnnxTensor, file: PbfWriter): void {
  for (const length of shape) file.writeVarintField(1, length);
  file.writeVarintField(2, elementTypes[data instanceof Float32Array ? "float32" : "int64"]);
  file.writeStringField(8, name);
  file.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, type, shape }: OnnxValue, file: PbfWriter): void {
  file.writeStringField(1, name);
  file.writeMessage(2, writeType, { type, shape });
}

type TensorType = Pick<OnnxValue, "type" | "shape">;

function writeType(type: TensorType, file: PbfWriter): void {
  file.writeMessage(1, writeTensorType, type);
}

function writeTensorType({ type, shape }: TensorType, file: PbfWriter): void {
  file.writeVarintField(1, elementTypes[type]);
  file.writeMessage(2, writeShape, shape);
}

function writeShape(shape: readonly Dimension[], file: PbfWriter): void {
  for (const dimension of shape) file.writeMessage(1, writeDimension, dimension);
}

function writeDimension(dimension: Dimension, file: PbfWriter): void {
  if (typeof dimension === "number") file.writeVarintField(1, dimension);
  else file.writeStringField(2, dimension);
}
