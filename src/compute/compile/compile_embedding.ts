/** The embedding as calls: a row of the table for each token, and the sum of a word's gradients. */
import type { Compilation, CompiledPart } from "./compilation.ts";
import { tableRows } from "../../kernels/tuning.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import { range } from "../plan/range.ts";

export interface CompiledEmbedding extends CompiledPart {
  /** Input of the first layer, one row per token; undefined if it reads token ids. */
  readonly output: MatrixRows | undefined;
  /** Its gradient, class age. */
  readonly outputGradient: MatrixRows | undefined;
}

export const compileEmbedding = (compilation: Compilation): CompiledEmbedding => {
  const { model, ages, buffers, times, parameters } = compilation;
  const table = parameters.placeOf("embedding.weight");
  const columns = model.embedding;
  if (table === undefined || columns === undefined) {
    return {
      output: undefined,
      outputGradient: undefined,
      forward: [],
      backward: [],
      gradients: [],
      tapes: [],
    };
  }
  const output = buffers.matrix("token", columns, { from: times.forward(0), to: times.gradients });
  const outputGradient = buffers.matrix("age", columns, {
    from: times.backward(0),
    to: ages === 1 ? times.gradients : times.backward(0),
  });
  const summed = ages === 1 ? outputGradient : buffers.matrix("token", columns, {
    from: times.backward(0),
    to: times.gradients,
  });
  const firsts = range(0, model.vocabulary, tableRows);
  return {
    output,
    outputGradient,
    forward: [{
      op: "gather",
      table: table.pointer,
      columns,
      destination: output,
      accumulate: 0,
    }],
    backward: ages === 1 ? [] : [{
      op: "sumAges",
      source: outputGradient.base,
      destination: summed.base,
      columns,
    }],
    gradients: firsts.map((first) => ({
      kind: "table",
      gradient: parameters.gradientOf(table.pointer),
      columns,
      first,
      last: Math.min(model.vocabulary, first + tableRows),
      source: summed.base,
      sourceLd: columns,
      tied: model.tied,
    })),
    tapes: [],
  };
};
