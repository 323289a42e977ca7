/** The layers of cells as calls, from the lowest up. */
import { parameterKey } from "../../model/build_model.ts";
import type { Pointer } from "../../kernels/pointer.ts";
import type { JoinedProduct } from "../units/columns.ts";
import type { Compilation, CompiledPart } from "./compilation.ts";
import type { CompiledEmbedding } from "./compile_embedding.ts";
import { parameterGradients } from "../layer/parameter_gradients.ts";
import { compileLayerBackward } from "../layer/layer_backward.ts";
import { layerContext } from "../layer/layer_context.ts";
import { matrixOf } from "../layer/operand.ts";
import { inMemory } from "../layer/unit_place.ts";
import { compileLayerForward } from "../layer/layer_forward.ts";
import type { LayerShape } from "../units/layer_shape.ts";
import type { MatrixRows, Weight } from "../plan/matrices.ts";
import type { BiasVector } from "../plan/parameters.ts";
import type { Plan } from "../plan/plan.ts";

export interface CompiledLayer extends CompiledPart {
  readonly output: MatrixRows;
  readonly outputGradient: MatrixRows;
  readonly biases: readonly BiasVector[];
  /** Where carried batches keep the layer's states. */
  readonly carried: Plan["carried"][number];
}

export const compileLayers = (
  compilation: Compilation,
  embedding: CompiledEmbedding,
): CompiledLayer[] => {
  const outputGradients = reserveOutputGradients(compilation);
  const layers: CompiledLayer[] = [];
  compilation.shapes.forEach((shape, layer) => {
    const below = layer === 0 ? embedding : layers[layer - 1]!;
    layers.push(compileLayer(compilation, shape, layer, below, outputGradients[layer]!));
  });
  return layers;
};

/** The gradient of each layer's output, from the layer above: by age, except for the top layer. */
const reserveOutputGradients = ({ model, buffers, times }: Compilation): MatrixRows[] => {
  const top = model.layers.length - 1;
  return model.layers.map(({ outputSize }, layer) => {
    const from = layer === top ? times.output : times.backward(layer + 1);
    const rows = layer === top ? "token" : "age";
    return buffers.matrix(rows, outputSize, { from, to: times.backward(layer) });
  });
};

const compileLayer = (
  compilation: Compilation,
  shape: LayerShape,
  layer: number,
  below: Pick<CompiledEmbedding, "output" | "outputGradient">,
  outputGradient: MatrixRows,
): CompiledLayer => {
  const { options, ages, arena, buffers, times, parameters, rowKeys } = compilation;
  const weights = layerWeights(compilation, shape);
  const nameOf = (index: number) => shape.graph.parameters[index]!.name;
  const context = layerContext({
    ...shape,
    arena,
    buffers,
    times: {
      forward: times.forward(layer),
      backward: times.backward(layer),
      gradients: times.gradients,
    },
    capacity: options.capacity,
    ages,
    input: below.output,
    inputGradient: below.outputGradient,
    outputGradient,
    rowKeys,
    parameter: (index) => parameters.placeOf(parameterKey(layer, nameOf(index)))!.pointer,
    gradientOf: parameters.gradientOf,
    weight: (product) => weights.get(product)!,
  });
  const forward = compileLayerForward(context);
  const backward = compileLayerBackward(context);
  return {
    output: matrixOf(inMemory(context.values.of(shape.cell.output))),
    outputGradient,
    forward: forward.calls,
    backward: backward.calls,
    biases: forward.biases,
    gradients: parameterGradients(context),
    tapes: [...forward.tapes, ...backward.tapes],
    carried: context.states.map(({ size, carried }) => ({ size, pointers: carried })),
  };
};

/** The matrices of a layer's joined products; a matrix that two of them multiply is one. */
const layerWeights = (
  { parameters, weights }: Compilation,
  { graph, columns }: LayerShape,
): ReadonlyMap<JoinedProduct, Weight> => {
  const byPlace = new Map<Pointer, Weight>();
  return new Map(columns.products.map((product) => {
    const place = parameters.productPlace(product);
    const length = graph.parameters[product.members[0]!.parameter]!.columns;
    const weight = byPlace.get(place) ?? weights.ofProduct(product, place, length);
    byPlace.set(place, weight);
    return [product, weight];
  }));
};
