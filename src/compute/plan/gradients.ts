/** The gradients of a layer's parameters as sums over all tokens, cut into pieces by their rows. */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { tableRows } from "../../kernels/tuning.ts";
import { gradientRows } from "./cuts.ts";
import { type LayerContext, matrixOf } from "./layer_context.ts";
import type { GradientJob, VectorGradient, WeightGradient } from "./plan.ts";
import type { Run } from "../units/columns.ts";

export const layerGradients = (context: LayerContext): GradientJob[] => {
  const { columns } = context;
  const byHome = new Map<Pointer, Run[]>();
  const jobs: GradientJob[] = [];
  for (const run of columns.runs) {
    const { pointer } = context.weight(run);
    if (run.lookup) jobs.push(...tableJobs(context, run, pointer));
    else byHome.set(pointer, [...(byHome.get(pointer) ?? []), run]);
  }
  for (const [pointer, runs] of byHome) jobs.push(...weightJobs(context, pointer, runs));
  return [...jobs, ...vectorJobs(context)];
};

const tableJobs = (context: LayerContext, run: Run, pointer: Pointer): GradientJob[] => {
  const vocabulary = context.graph.inputSize;
  const jobs: GradientJob[] = [];
  for (let first = 0; first < vocabulary; first += tableRows) {
    jobs.push({
      kind: "table",
      gradient: context.gradientOf(pointer),
      columns: run.width,
      first,
      last: Math.min(vocabulary, first + tableRows),
      source: elementsOn(context.wideGradientSum.base, run.first),
      sourceLd: context.wideGradientSum.ld,
      tied: false,
    });
  }
  return jobs;
};

const weightJobs = (
  context: LayerContext,
  pointer: Pointer,
  runs: readonly Run[],
): WeightGradient[] => {
  const { rows, columns } = context.weight(runs[0]!);
  const step = gradientRows(rows);
  const jobs: WeightGradient[] = [];
  for (let row = 0; row < rows; row += step) {
    jobs.push({
      kind: "product",
      gradient: elementsOn(context.gradientOf(pointer), row * columns),
      rows: Math.min(step, rows - row),
      columns,
      parts: runs.map((run) => {
        const operand = matrixOf(context.saved(run.operand));
        return {
          dy: elementsOn(context.wideGradientSum.base, run.first + row),
          ld: context.wideGradientSum.ld,
          operand: operand.base,
          operandLd: operand.ld,
        };
      }),
    });
  }
  return jobs;
};

const vectorJobs = (context: LayerContext): VectorGradient[] => {
  const { graph, cell, columns, states } = context;
  return graph.parameters.flatMap((parameter, index): VectorGradient[] => {
    if (parameter.kind !== "vector") return [];
    const parts: VectorGradient["parts"][number][] = [];
    for (const [id, column] of columns.of) {
      const unit = cell.units[id]!;
      if (unit.kind !== "sum") continue;
      for (const bias of unit.biases) {
        if (bias !== index) continue;
        const { base, ld } = context.wideGradientSum;
        parts.push({ source: elementsOn(base, column), ld, rows: "token" });
      }
    }
    const own = context.contributions.get(index);
    if (own !== undefined) parts.push({ source: own.base, ld: own.ld, rows: "age" });
    graph.states.forEach((state, at) => {
      if (state.learned !== index) return;
      const { base, ld } = states[at]!.previousGradient;
      parts.push({ source: base, ld, rows: "sentence" });
    });
    const gradient = context.gradientOf(context.parameter(index));
    return [{ kind: "vector", gradient, columns: parameter.rows, parts }];
  });
};
