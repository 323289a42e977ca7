/** Compiles a model to a {@link Plan}. */
import { layerSalt } from "../model/dropout_key.ts";
import type { Model } from "../model/model.ts";
import type { Product } from "../kernels/kernels.ts";
import {
  byteOf,
  bytesOn,
  elementsOn,
  nowhere,
  type Pointer,
  pointerTo,
} from "../kernels/pointer.ts";
import { productScratchBytes } from "../kernels/load_product.ts";
import { reservedBytes } from "../kernels/reserved_bytes.ts";
import { type Arena, makeArena } from "./arena.ts";
import { bindingLayout } from "./binding.ts";
import { makeBuffers, stepTimes } from "./buffers.ts";
import type { Run } from "./columns.ts";
import { controlWords } from "./control.ts";
import { fewTokens, logitsStride, outputCut, outputRows, tableRows } from "./cuts.ts";
import { workspaceHead } from "./environment.ts";
import { layerGradients } from "./gradients.ts";
import { layerBackward } from "./layer_backward.ts";
import { layerContext } from "./layer_context.ts";
import { keysOperand } from "./gate_steps.ts";
import { layerForward } from "./layer_forward.ts";
import { layerShapes } from "./layer_shape.ts";
import { parameterLayout } from "./parameter_layout.ts";
import { resultWords } from "./results.ts";
import { stagingWords } from "./staging.ts";
import type {
  BiasVector,
  Call,
  Capacity,
  GradientJob,
  MatrixRows,
  OutputPlan,
  Plan,
  Weight,
} from "./plan.ts";
import { finishTape, makeTapeWriter, type WrittenTape } from "./tape_writer.ts";

export interface CompileOptions {
  readonly capacity: Capacity;
  /** Arrays that the optimizer keeps beside the parameters. */
  readonly slots: number;
  /** The product that will run the plan: it decides which weights are packed once a step. */
  readonly gemm: Product["kind"];
  /** Whether the optimizer leaves elements alone whose gradient is 0. */
  readonly sparse?: boolean;
  /** Whether a product may move the weights that it computes the gradient of (see OutputPlan.direct). */
  readonly direct?: boolean;
  readonly workers: number;
  /** Where the plan's memory begins, behind what the kernels reserve; there if absent. */
  readonly start?: Pointer;
}

/** Columns of a packed panel. */
const panelColumns = 16;

/** In which forms a weight is packed once a step. */
interface Packed {
  readonly forward: boolean;
  readonly backward: boolean;
}
const unpacked: Packed = { forward: false, backward: false };

/**
 * Our own product wants every weight packed. BLAS packs by itself, but wants the matrices that a few
 * rows meet at each time step turned round (see src/kernels/blas_product.ts).
 */
const packed = ({ gemm, capacity }: CompileOptions, run: Run): Packed =>
  gemm === "blas"
    ? { forward: run.scope === "loop" && capacity.rows >= 4, backward: false }
    : { forward: true, backward: true };

export const compile = (model: Model, options: CompileOptions): Plan => {
  const { capacity } = options;
  const truncated = model.truncate < capacity.steps - 1;
  const ages = truncated ? model.truncate + 1 : 1;
  const arena = makeArena(options.start ?? pointerTo(reservedBytes));
  const control = arena.elements(controlWords);
  const layout = bindingLayout(capacity);
  const binding = arena.elements(layout.words);
  const staging = arena.elements(stagingWords(layout));
  const results = arena.bytes(8 * resultWords);
  const rowKeys = elementsOn(binding, layout.keys);

  const shapes = layerShapes(model);
  const relative = parameterLayout(model, shapes);
  const parameters = arena.elements(relative.elements);
  const gradient = arena.elements(relative.elements);
  const slots = Array.from({ length: options.slots }, () => arena.elements(relative.elements));
  const places = relative.places.map((place) => ({
    ...place,
    pointer: bytesOn(parameters, byteOf(place.pointer)),
  }));
  const placeOf = new Map(places.map((place) => [place.key, place]));
  const gradientOf = (pointer: Pointer) => bytesOn(gradient, byteOf(pointer) - byteOf(parameters));

  const packs: { weight: Weight; form: "forward" | "backward" }[] = [];
  const makeWeight = (
    pointer: Pointer,
    rows: number,
    columns: number,
    packed: Packed,
  ): Weight => {
    const weight: Weight = {
      pointer,
      rows,
      columns,
      packedForward: packed.forward ? packedPlace(arena, columns, rows) : nowhere,
      packedBackward: packed.backward ? packedPlace(arena, rows, columns) : nowhere,
    };
    if (packed.forward) packs.push({ weight, form: "forward" });
    if (packed.backward) packs.push({ weight, form: "backward" });
    return weight;
  };

  const layers = model.layers.length;
  const times = stepTimes(layers);
  const logits = arena.elements(logitsStride(capacity.tokens) * model.vocabulary);
  const buffers = makeBuffers({ arena, capacity, ages });
  const forward: Call[] = [];
  const backwardOf: (readonly Call[])[] = [];
  const biases: BiasVector[] = [];
  const tapes: WrittenTape[] = [];
  const gradients: GradientJob[] = [];
  const carried: { size: number; pointers: readonly [Pointer, Pointer] }[][] = [];

  // Embedding.
  let below: MatrixRows | undefined;
  let belowGradient: MatrixRows | undefined;
  const embedding = placeOf.get("embedding.weight");
  if (embedding !== undefined && model.embedding !== undefined) {
    below = buffers.matrix("token", model.embedding, {
      from: times.forward(0),
      to: times.gradients,
    });
    belowGradient = buffers.matrix("age", model.embedding, {
      from: times.backward(0),
      to: ages === 1 ? times.gradients : times.backward(0),
    });
    forward.push({
      op: "gather",
      table: embedding.pointer,
      columns: model.embedding,
      destination: below,
      accumulate: 0,
    });
    const sum = ages === 1 ? belowGradient.base : buffers.matrix("token", model.embedding, {
      from: times.backward(0),
      to: times.gradients,
    }).base;
    if (ages > 1) {
      backwardOf.push([{
        op: "sumAges",
        source: belowGradient.base,
        destination: sum,
        columns: model.embedding,
      }]);
    }
    for (let first = 0; first < model.vocabulary; first += tableRows) {
      gradients.push({
        kind: "table",
        gradient: gradientOf(embedding.pointer),
        columns: model.embedding,
        first,
        last: Math.min(model.vocabulary, first + tableRows),
        source: sum,
        sourceLd: model.embedding,
        tied: model.tied,
      });
    }
  }

  // Layers, each with its output's gradient reserved by the one above.
  const outputGradients = model.layers.map(({ outputSize }, layer) => {
    const from = layer === layers - 1 ? times.output : times.backward(layer + 1);
    const rows = layer === layers - 1 ? "token" : "age";
    return buffers.matrix(rows, outputSize, { from, to: times.backward(layer) });
  });
  shapes.forEach((shape, layer) => {
    const weights = new Map<Run, Weight>();
    for (const run of shape.columns.runs) {
      const place = bytesOn(parameters, byteOf(relative.runs.get(run)!));
      const length = shape.graph.parameters[run.members[0]!.parameter]!.columns;
      const known = [...weights.values()].find((weight) => weight.pointer === place);
      weights.set(
        run,
        run.lookup
          ? {
            pointer: place,
            rows: run.width,
            columns: length,
            packedForward: nowhere,
            packedBackward: nowhere,
          }
          : known ?? makeWeight(place, run.width, length, packed(options, run)),
      );
    }
    const context = layerContext({
      ...shape,
      arena,
      buffers,
      times: {
        forward: times.forward(layer),
        backward: times.backward(layer),
        gradients: times.gradients,
      },
      capacity,
      ages,
      input: below,
      inputGradient: layer === 0 ? belowGradient : outputGradients[layer - 1],
      outputGradient: outputGradients[layer]!,
      rowKeys,
      parameter: (index) => placeOf.get(`${layer}.${shape.graph.parameters[index]!.name}`)!.pointer,
      gradientOf,
      weight: (run) => weights.get(run)!,
    });
    const there = layerForward(context);
    const back = layerBackward(context);
    forward.push(...there.calls);
    backwardOf.push(back.calls);
    biases.push(...there.biases);
    tapes.push(...there.tapes, ...back.tapes);
    gradients.push(...layerGradients(context));
    carried.push(context.states.map(({ size, carried }) => ({ size, pointers: carried })));
    const output = context.saved(shape.cell.output);
    if (output?.at !== "rows") throw new Error("A layer's output must be a value for each token");
    below = output.matrix;
  });

  // Output layer, on the top layer's output after dropout.
  const top = model.layers[model.layers.length - 1]!;
  const topGradient = outputGradients[outputGradients.length - 1]!;
  let source = below!;
  if (model.dropout > 0) {
    // Wanted for the output weight's gradient: while the layers go backward or, of a tied table, at last.
    source = buffers.matrix("token", top.outputSize, {
      from: times.forward(layers - 1),
      to: model.tied ? times.gradients : times.backward(0),
    });
    const constants = [model.dropout, 0] as const;
    const salt = layerSalt(model.layers.length - 1);
    const mask = (from: MatrixRows, to: MatrixRows): Call => {
      const tape = makeTapeWriter();
      const rows = { at: "rows", matrix: from } as const;
      tape.write("dropout", { at: "rows", matrix: to }, top.outputSize, [
        rows,
        keysOperand(rowKeys),
      ], {
        constants,
        salt,
      });
      const written = finishTape(tape.instructions, arena);
      tapes.push(written);
      return { op: "tape", tape: written.tape, ages: "none" };
    };
    forward.push(mask(below!, source));
    backwardOf.push([mask(topGradient, topGradient)]);
  }
  const weightPlace = placeOf.get(model.tied ? "embedding.weight" : "output.weight")!;
  const biasPlace = placeOf.get("output.bias");
  const room = outputRoom(capacity.tokens, model.vocabulary);
  const output: OutputPlan = {
    source,
    gradient: topGradient,
    weight: makeWeight(weightPlace.pointer, model.vocabulary, top.outputSize, unpacked),
    weightGradient: gradientOf(weightPlace.pointer),
    bias: biasPlace?.pointer ?? nowhere,
    biasGradient: biasPlace === undefined ? nowhere : gradientOf(biasPlace.pointer),
    logits,
    tops: arena.elements(room.statistics),
    sums: arena.elements(room.statistics),
    factors: arena.elements(room.statistics),
    picked: arena.elements(capacity.tokens),
    partGradients: arena.elements(room.parts * top.outputSize),
    direct: (options.direct ?? false) && !model.tied,
    losses: arena.elements(capacity.tokens),
    tied: model.tied,
  };

  const scratchBytes = Math.max(64, ...tapes.map((tape) => Math.ceil(tape.scratchBytes / 64) * 64));
  const workspaceBytes = workspaceHead + scratchBytes + Math.ceil(productScratchBytes / 64) * 64;
  const outputJobs: GradientJob[] = [];
  const rows = outputRows(model.vocabulary);
  for (let first = 0; first < model.vocabulary; first += rows) {
    const last = Math.min(model.vocabulary, first + rows);
    outputJobs.push({ kind: "output", first, last });
  }
  const squares = arena.bytes(8 * (outputJobs.length + gradients.length));
  const workspaces = arena.bytes(workspaceBytes * options.workers);
  return {
    vocabulary: model.vocabulary,
    capacity,
    ages,
    truncated,
    forward,
    backward: backwardOf.reverse().flat(),
    output,
    biases,
    packs,
    outputGradients: outputJobs,
    gradients,
    places,
    parameters,
    gradient,
    slots,
    parameterElements: relative.elements,
    sparse: options.sparse ?? false,
    squares,
    binding,
    staging,
    results,
    control,
    workspaces,
    workspaceBytes,
    scratchBytes,
    dropouts: tapes.flatMap((tape) => tape.dropouts),
    constants: tapes.map(({ tape, words }) => ({ pointer: tape.program, words })),
    carried,
    bytes: arena.size(),
    sharedBytes: buffers.saved(),
  };
};

/**
 * Room for what blocks of words leave: statistics (numbers) and parts of the source's gradient
 * (rows), for any batch of up to so many tokens. Small batches have the smaller blocks.
 */
const outputRoom = (tokens: number, vocabulary: number) => {
  const room = [Math.min(tokens, fewTokens), tokens].map((count) => {
    const { wordBlocks } = outputCut(count, vocabulary);
    return { statistics: wordBlocks * logitsStride(count), parts: wordBlocks * count };
  });
  return {
    statistics: Math.max(...room.map(({ statistics }) => statistics)),
    parts: Math.max(...room.map(({ parts }) => parts)),
  };
};

const packedPlace = (arena: Arena, k: number, n: number): Pointer =>
  arena.elements(k * Math.ceil(n / panelColumns) * panelColumns);
