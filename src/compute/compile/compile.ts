/** Compiles a model to a {@link Plan}: embedding, layers and output layer, one after the other. */
import { productScratchBytes } from "../../kernels/load_product.ts";
import type { Model } from "../../model/model.ts";
import { beginCompilation } from "./compilation.ts";
import type { CompileOptions } from "./compile_options.ts";
import { compileEmbedding } from "./compile_embedding.ts";
import { compileLayers } from "./compile_layers.ts";
import { compileOutput } from "./compile_output.ts";
import { cacheLine } from "../plan/arena.ts";
import type { Plan } from "../plan/plan.ts";
import { workspaceHead } from "../plan/reserved.ts";
import type { WrittenTape } from "../layer/finish_tape.ts";

export const compile = (model: Model, options: CompileOptions): Plan => {
  const compilation = beginCompilation(model, options);
  const { arena, buffers, parameters, weights } = compilation;
  const embedding = compileEmbedding(compilation);
  const layers = compileLayers(compilation, embedding);
  const output = compileOutput(compilation, layers[layers.length - 1]!);

  const stack = [embedding, ...layers];
  const parts = [...stack, output];
  const tapes = parts.flatMap((part) => part.tapes);
  const gradients = stack.flatMap((part) => part.gradients);
  const squares = arena.bytes(8 * (output.gradients.length + gradients.length));
  const scratchBytes = tapeScratchBytes(tapes);
  const workspaceBytes = workspaceHead + scratchBytes + inLines(productScratchBytes);
  const workspaces = arena.bytes(workspaceBytes * options.workers);
  return {
    vocabulary: model.vocabulary,
    capacity: options.capacity,
    ages: compilation.ages,
    truncated: compilation.truncated,
    forward: parts.flatMap((part) => part.forward),
    backward: parts.toReversed().flatMap((part) => part.backward),
    output: output.output,
    biases: layers.flatMap((layer) => layer.biases),
    packs: weights.packs,
    outputGradients: output.gradients,
    gradients,
    places: parameters.places,
    parameters: parameters.values,
    gradient: parameters.gradient,
    slots: parameters.slots,
    parameterElements: parameters.elements,
    sparse: options.sparse ?? false,
    squares,
    binding: compilation.binding,
    staging: compilation.staging,
    results: compilation.results,
    control: compilation.control,
    workspaces,
    workspaceBytes,
    scratchBytes,
    dropouts: tapes.flatMap((tape) => tape.dropouts),
    constants: tapes.map(({ tape, words }) => ({ pointer: tape.program, words })),
    carried: layers.map((layer) => layer.carried),
    bytes: arena.size(),
    sharedBytes: buffers.saved(),
  };
};

/** Bytes rounded up to whole cache lines. */
const inLines = (bytes: number): number => Math.ceil(bytes / cacheLine) * cacheLine;

/** What the largest tape keeps beside the matrices, one line at least. */
const tapeScratchBytes = (tapes: readonly WrittenTape[]): number =>
  Math.max(cacheLine, ...tapes.map((tape) => inLines(tape.scratchBytes)));
