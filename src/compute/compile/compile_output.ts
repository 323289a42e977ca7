/** The output layer: dropout on the top layer's output, then logits, softmax and cross-entropy. */
import { nowhere } from "../../kernels/pointer.ts";
import { layerSalt } from "../../model/dropout_key.ts";
import type { Compilation, CompiledPart } from "./compilation.ts";
import type { CompiledLayer } from "./compile_layers.ts";
import { fewTokens } from "../../kernels/tuning.ts";
import { logitsStride, outputCut, outputRows } from "../plan/cuts.ts";
import { keysOperand } from "../layer/gate_steps.ts";
import type { Call } from "../plan/calls.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import type { OutputPlan } from "../plan/output_plan.ts";
import { makeTapeWriter } from "../layer/tape_writer.ts";
import { range } from "../plan/range.ts";
import { finishTape, type WrittenTape } from "../layer/finish_tape.ts";

export interface CompiledOutput extends CompiledPart {
  readonly output: OutputPlan;
}

export const compileOutput = (compilation: Compilation, top: CompiledLayer): CompiledOutput => {
  const { model } = compilation;
  const masks = model.dropout === 0 ? undefined : compileMasks(compilation, top);
  const rows = outputRows(model.vocabulary);
  return {
    output: reserveOutput(compilation, top, masks?.source ?? top.output),
    forward: masks?.forward ?? [],
    backward: masks?.backward ?? [],
    gradients: range(0, model.vocabulary, rows).map((first) => ({
      kind: "output",
      first,
      last: Math.min(model.vocabulary, first + rows),
    })),
    tapes: masks?.tapes ?? [],
  };
};

/** Dropout between the top layer and the output layer, and the same masks on the gradient's way back. */
const compileMasks = (
  { model, buffers, times, arena, rowKeys }: Compilation,
  top: CompiledLayer,
): Omit<CompiledPart, "gradients"> & { readonly source: MatrixRows } => {
  const layer = model.layers.length - 1;
  const { outputSize } = model.layers[layer]!;
  // Wanted for the output weight's gradient: while the layers go backward or, of a tied table, at last.
  const source = buffers.matrix("token", outputSize, {
    from: times.forward(layer),
    to: model.tied ? times.gradients : times.backward(0),
  });
  const mask = (from: MatrixRows, to: MatrixRows): WrittenTape => {
    const tape = makeTapeWriter();
    const operands = [{ at: "rows", matrix: from } as const, keysOperand(rowKeys)];
    tape.write("dropout", { at: "rows", matrix: to }, outputSize, operands, {
      constants: [model.dropout, 0],
      salt: layerSalt(layer),
    });
    return finishTape(tape.instructions, arena);
  };
  const tapes = [mask(top.output, source), mask(top.outputGradient, top.outputGradient)] as const;
  const calls = tapes.map(({ tape }): Call => ({ op: "tape", tape, ages: "none" }));
  return { source, tapes, forward: calls.slice(0, 1), backward: calls.slice(1) };
};

const reserveOutput = (
  { model, options, arena, parameters, weights, logits }: Compilation,
  top: CompiledLayer,
  source: MatrixRows,
): OutputPlan => {
  const { capacity } = options;
  const { outputSize } = model.layers[model.layers.length - 1]!;
  const weight = parameters.placeOf(model.tied ? "embedding.weight" : "output.weight")!.pointer;
  const bias = parameters.placeOf("output.bias")?.pointer;
  const room = outputRoom(capacity.tokens, model.vocabulary);
  return {
    source,
    gradient: top.outputGradient,
    weight: weights.unpacked(weight, model.vocabulary, outputSize),
    weightGradient: parameters.gradientOf(weight),
    bias: bias ?? nowhere,
    biasGradient: bias === undefined ? nowhere : parameters.gradientOf(bias),
    logits,
    tops: arena.elements(room.statistics),
    sums: arena.elements(room.statistics),
    factors: arena.elements(room.statistics),
    picked: arena.elements(capacity.tokens),
    partGradients: arena.elements(room.parts * outputSize),
    direct: (options.direct ?? false) && !model.tied,
    losses: arena.elements(capacity.tokens),
    tied: model.tied,
  };
};

/**
 * Space for the results of blocks of words: statistics (numbers) and parts of the source's gradient
 * (rows), for any batch of up to so many tokens. Small batches have smaller blocks.
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
