import type {
  Dimension,
  ElementType,
  OnnxAttributes,
  OnnxGraph,
  OnnxNode,
  OnnxTensor,
  OnnxValue,
} from "./onnx_model.ts";

/** Puts a graph together; values are known by their names. */
export interface GraphBuilder {
  /** Adds a node; the name of its first output, or the one given. */
  readonly node: (
    operator: string,
    inputs: readonly string[],
    attributes?: OnnxAttributes,
  ) => string;
  /** Adds a node with that many outputs. */
  readonly nodeOf: (
    outputs: number,
    ...node: Parameters<GraphBuilder["node"]>
  ) => readonly string[];
  readonly input: (name: string, type: ElementType, shape: readonly Dimension[]) => string;
  /** Gives a value out under a name of its own; it may be given out twice. */
  readonly output: (name: string, value: string, shape: readonly Dimension[]) => void;
  /** Constant float32 numbers; those of one name are stored once, outside of all inner graphs. */
  readonly floats: (name: string, shape: readonly number[], data: () => Float32Array) => string;
  /** Constant whole numbers; a number alone is a scalar. */
  readonly integers: (numbers: number | readonly number[]) => string;
  /** A graph for a node of this one. */
  readonly inner: (name: string) => GraphBuilder;
  readonly finish: () => OnnxGraph;
}

/** What a graph and those inside it share: their names must differ. */
interface Shared {
  count: number;
  readonly constants: Map<string, OnnxTensor>;
}

/** An empty graph of that name. */
export const graphBuilder = (name: string): GraphBuilder =>
  build(name, { count: 0, constants: new Map() }, true);

function build(name: string, shared: Shared, isOuter: boolean): GraphBuilder {
  const nodes: OnnxNode[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const constant = (tensor: string, shape: readonly number[], data: () => OnnxTensor["data"]) => {
    if (!shared.constants.has(tensor)) {
      shared.constants.set(tensor, { name: tensor, shape, data: data() });
    }
    return tensor;
  };
  const builder: GraphBuilder = {
    node: (...node) => builder.nodeOf(1, ...node)[0]!,
    nodeOf(count, operator, inputs, attributes = {}) {
      const place = `${operator}_${shared.count++}`;
      const outputs = Array.from(
        { length: count },
        (_, i) => count === 1 ? place : `${place}.${i}`,
      );
      nodes.push({ operator, inputs, outputs, attributes });
      return outputs;
    },
    input(name, type, shape) {
      inputs.push({ name, type, shape });
      return name;
    },
    output(name, value, shape) {
      nodes.push({ operator: "Identity", inputs: [value], outputs: [name], attributes: {} });
      outputs.push({ name, type: "float32", shape });
    },
    floats: (tensor, shape, data) => constant(tensor, shape, data),
    integers(numbers) {
      const all = typeof numbers === "number" ? [numbers] : numbers;
      const shape = typeof numbers === "number" ? [] : [numbers.length];
      const tensor = typeof numbers === "number" ? `int_${numbers}` : `ints_${all.join("_")}`;
      return constant(tensor, shape, () => BigInt64Array.from(all, BigInt));
    },
    inner: (name) => build(name, shared, false),
    finish: () => ({
      name,
      nodes,
      constants: isOuter ? [...shared.constants.values()] : [],
      inputs,
      outputs,
    }),
  };
  return builder;
}
