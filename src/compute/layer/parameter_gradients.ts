/** The gradients of a layer's parameters as sums over all tokens, cut into pieces by their rows. */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { tableRows } from "../../kernels/tuning.ts";
import { gradientRows } from "../plan/cuts.ts";
import type { LayerContext } from "./layer_context.ts";
import { matrixOf } from "./operand.ts";
import { inMemory } from "./unit_place.ts";
import { range } from "../plan/range.ts";
import type { GradientJob, VectorGradient, WeightGradient } from "../plan/gradient_jobs.ts";
import type { JoinedProduct } from "../units/columns.ts";

export const parameterGradients = (context: LayerContext): GradientJob[] => {
  const { columns } = context;
  const byHome = new Map<Pointer, JoinedProduct[]>();
  const jobs: GradientJob[] = [];
  for (const product of columns.products) {
    const { pointer } = context.weight(product);
    if (product.lookup) jobs.push(...tableJobs(context, product, pointer));
    else byHome.set(pointer, [...(byHome.get(pointer) ?? []), product]);
  }
  for (const [pointer, products] of byHome) jobs.push(...weightJobs(context, pointer, products));
  return [...jobs, ...vectorJobs(context)];
};

const tableJobs = (
  { graph, gradientOf, wide }: LayerContext,
  { width: columns, first: column }: JoinedProduct,
  pointer: Pointer,
): GradientJob[] =>
  range(0, graph.inputSize, tableRows).map((first) => ({
    kind: "table",
    gradient: gradientOf(pointer),
    columns,
    first,
    last: Math.min(graph.inputSize, first + tableRows),
    source: elementsOn(wide.gradientSum.base, column),
    sourceLd: wide.gradientSum.ld,
    tied: false,
  }));

const weightJobs = (
  context: LayerContext,
  pointer: Pointer,
  products: readonly JoinedProduct[],
): WeightGradient[] => {
  const { rows, columns } = context.weight(products[0]!);
  const step = gradientRows(rows);
  const { base, ld } = context.wide.gradientSum;
  return range(0, rows, step).map((row) => ({
    kind: "product",
    gradient: elementsOn(context.gradientOf(pointer), row * columns),
    rows: Math.min(step, rows - row),
    columns,
    parts: products.map((product) => {
      const operand = matrixOf(inMemory(context.values.of(product.operand)));
      return {
        dy: elementsOn(base, product.first + row),
        ld,
        operand: operand.base,
        operandLd: operand.ld,
      };
    }),
  }));
};

const vectorJobs = (context: LayerContext): VectorGradient[] =>
  context.graph.parameters.flatMap(({ kind, rows: columns }, index): VectorGradient[] => {
    if (kind !== "vector") return [];
    const gradient = context.gradientOf(context.parameter(index));
    const parts = [
      ...biasParts(context, index),
      ...contributionParts(context, index),
      ...firstStateParts(context, index),
    ];
    return [{ kind: "vector", gradient, columns, parts }];
  });

type VectorParts = VectorGradient["parts"];

/** The columns of the sums that a parameter is a bias of, once for each time that it is. */
const biasParts = ({ cell, columns, wide }: LayerContext, parameter: number): VectorParts => {
  const { base, ld } = wide.gradientSum;
  return [...columns.of].flatMap(([id, column]) => {
    const unit = cell.units[id]!;
    const biases = unit.kind === "sum" ? unit.biases : [];
    return biases.filter((bias) => bias === parameter)
      .map(() => ({ source: elementsOn(base, column), ld, rows: "token" as const }));
  });
};

/** What a parameter gets that is used other than as a bias. */
const contributionParts = ({ gradients }: LayerContext, parameter: number): VectorParts => {
  const own = gradients.contributions.get(parameter);
  return own === undefined ? [] : [{ source: own.base, ld: own.ld, rows: "age" }];
};

/** What the states give back that start from a parameter. */
const firstStateParts = ({ graph, states }: LayerContext, parameter: number): VectorParts =>
  graph.states.flatMap(({ learned }, state) => {
    if (learned !== parameter) return [];
    const { base, ld } = states[state]!.previousGradient;
    return [{ source: base, ld, rows: "sentence" as const }];
  });
