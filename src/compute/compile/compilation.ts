/** The data that the parts of a model share during compilation, and the result of each part. */
import { byteOf, bytesOn, elementsOn, type Pointer, pointerTo } from "../../kernels/pointer.ts";
import { reservedBytes } from "../../kernels/reserved_bytes.ts";
import type { Model } from "../../model/model.ts";
import { type Arena, makeArena } from "../plan/arena.ts";
import { bindingLayout } from "../plan/binding.ts";
import { type Buffers, makeBuffers, type StepTimes, stepTimes } from "../plan/buffers.ts";
import type { JoinedProduct } from "../units/columns.ts";
import type { CompileOptions } from "./compile_options.ts";
import { controlWords } from "../plan/control.ts";
import { logitsStride } from "../plan/cuts.ts";
import { type LayerShape, layerShapes } from "../units/layer_shape.ts";
import { parameterLayout } from "./parameter_layout.ts";
import type { Call } from "../plan/calls.ts";
import type { GradientJob } from "../plan/gradient_jobs.ts";
import type { ParameterPlace } from "../plan/parameters.ts";
import { resultWords, stagingWords } from "../plan/reserved.ts";
import type { WrittenTape } from "../layer/finish_tape.ts";
import { makeWeights, type Weights } from "./weights.ts";

/** What the embedding, a layer or the output layer adds to the plan. */
export interface CompiledPart {
  readonly forward: readonly Call[];
  readonly backward: readonly Call[];
  readonly gradients: readonly GradientJob[];
  readonly tapes: readonly WrittenTape[];
}

/** Flat ranges of one layout: the parameters, their gradient, the optimizer's slots. */
export interface Parameters {
  readonly elements: number;
  readonly values: Pointer;
  readonly gradient: Pointer;
  readonly slots: readonly Pointer[];
  readonly places: readonly ParameterPlace[];
  readonly placeOf: (key: string) => ParameterPlace | undefined;
  /** Where the matrix of a joined product starts. */
  readonly productPlace: (product: JoinedProduct) => Pointer;
  /** Where the gradient of the value at a pointer stands. */
  readonly gradientOf: (value: Pointer) => Pointer;
}

export interface Compilation {
  readonly model: Model;
  readonly options: CompileOptions;
  /** Whether gradients forget what lies further back than the model's truncation. */
  readonly truncated: boolean;
  /** Gradient rows per token: 1 for full backpropagation, else truncate + 1. */
  readonly ages: number;
  readonly arena: Arena;
  readonly buffers: Buffers;
  readonly times: StepTimes;
  readonly shapes: readonly LayerShape[];
  readonly parameters: Parameters;
  readonly weights: Weights;
  readonly control: Pointer;
  readonly binding: Pointer;
  readonly staging: Pointer;
  readonly results: Pointer;
  readonly logits: Pointer;
  /** Of each row of the batch, the key of its dropout masks. */
  readonly rowKeys: Pointer;
}

/** Reserves what every plan has: control words, binding, results, parameters, logits. */
export const beginCompilation = (model: Model, options: CompileOptions): Compilation => {
  const { capacity } = options;
  const truncated = model.truncate < capacity.steps - 1;
  const ages = truncated ? model.truncate + 1 : 1;
  const arena = makeArena(options.start ?? pointerTo(reservedBytes));
  const control = arena.elements(controlWords);
  const layout = bindingLayout(capacity);
  const binding = arena.elements(layout.words);
  const staging = arena.elements(stagingWords(layout));
  const results = arena.bytes(8 * resultWords);
  const shapes = layerShapes(model);
  const parameters = reserveParameters(model, shapes, options, arena);
  const logits = arena.elements(logitsStride(capacity.tokens) * model.vocabulary);
  return {
    model,
    options,
    truncated,
    ages,
    arena,
    buffers: makeBuffers({ arena, capacity, ages }),
    times: stepTimes(model.layers.length),
    shapes,
    parameters,
    weights: makeWeights(arena, options),
    control,
    binding,
    staging,
    results,
    logits,
    rowKeys: elementsOn(binding, layout.keys),
  };
};

const reserveParameters = (
  model: Model,
  shapes: readonly LayerShape[],
  { slots, forwardOnly }: CompileOptions,
  arena: Arena,
): Parameters => {
  const relative = parameterLayout(model, shapes);
  const reserve = () => arena.elements(relative.elements);
  const values = reserve();
  const gradient = forwardOnly ? values : reserve();
  const from = (start: Pointer, offset: Pointer) => bytesOn(start, byteOf(offset));
  const places = relative.places.map((place) => ({
    ...place,
    pointer: from(values, place.pointer),
  }));
  const byKey = new Map(places.map((place) => [place.key, place]));
  return {
    elements: relative.elements,
    values,
    gradient,
    slots: Array.from({ length: slots }, reserve),
    places,
    placeOf: (key) => byKey.get(key),
    productPlace: (product) => from(values, relative.products.get(product)!),
    gradientOf: (value) => bytesOn(gradient, byteOf(value) - byteOf(values)),
  };
};
