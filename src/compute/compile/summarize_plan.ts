/** A compiled plan for people: stages and gates, parameters, memory, work a token. */
import type { Model } from "../../model/model.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import { tokenWork } from "./token_work.ts";
import type { JoinedProduct } from "../units/columns.ts";
import { type LayerShape, layerShapes } from "../units/layer_shape.ts";
import type { Plan } from "../plan/plan.ts";
import type { Segment } from "../units/segments.ts";
import { formatCount } from "../../base/terminal/format_number.ts";

/** Lines that say how a step runs. */
export const summarizePlan = (model: Model, plan: Plan): string[] => {
  const work = tokenWork(model);
  const { capacity } = plan;
  const top = model.layers[model.layers.length - 1]!;
  const number = formatCount;
  const sharedMebibytes = Math.floor(plan.sharedBytes / 2 ** 20);
  const truncation = !plan.truncated
    ? "full backpropagation through time"
    : `a loss flows back through ${model.truncate} earlier steps (${plan.ages} gradient rows per token)`;
  return [
    "stages",
    model.embedding === undefined
      ? `  input: one-hot, ${number(model.vocabulary)} words`
      : `  embedding: ${number(model.vocabulary)} × ${model.embedding}`,
    ...layerShapes(model).flatMap((shape, layer) => summarizeLayer(shape, layer, model.dropout)),
    `  output: ${model.dropout > 0 ? `dropout ${model.dropout}, ` : ""}` +
    `${top.outputSize} → ${number(model.vocabulary)}${model.bias ? " with bias" : ""}` +
    `${model.tied ? ", tied to the embedding" : ""}, softmax with cross-entropy`,
    `  backward: the same list mirrored, ${truncation}`,
    `parameters: ${number(parameterCount(model))}`,
    `memory: ${number(Math.ceil(plan.bytes / 2 ** 20))} MiB for batches of up to ${
      number(capacity.rows)
    } rows, ` +
    `${number(capacity.tokens)} tokens, ${number(capacity.steps)} steps` +
    (sharedMebibytes > 0 ? `; ${number(sharedMebibytes)} MiB saved by sharing places` : ""),
    `work per token: ${number(work.forward)} FLOPs forward, ${number(work.training)} in training`,
  ];
};

const summarizeLayer = (shape: LayerShape, layer: number, dropout: number): string[] => {
  const { graph, segments } = shape;
  const input = graph.oneHot ? "one-hot" : graph.inputSize;
  return [
    `  layer ${layer}: ${graph.cell}, ${input} → ${graph.outputSize}` +
    (dropout > 0 && !graph.oneHot ? `, dropout ${dropout} on its input` : ""),
    ...segments.tokens.map((segment) =>
      `    all tokens at once: ${summarizeSegment(shape, segment)}`
    ),
    ...segments.loop.map((segment) => `    each time step: ${summarizeSegment(shape, segment)}`),
    ...segments.post.map((segment) =>
      `    after the last step, all tokens at once: ${summarizeSegment(shape, segment)}`
    ),
  ];
};

const summarizeSegment = (shape: LayerShape, segment: Segment): string => {
  if (segment.kind === "products") {
    return segment.products.map((product) => summarizeProduct(shape, product)).join("; ");
  }
  if (segment.kind === "gate") {
    const unit = shape.cell.units[segment.unit]!;
    return `${unit.kind === "gate" ? unit.gate : ""} as a TypeScript function, row by row`;
  }
  const names = segment.items.map((item) => {
    const unit = shape.cell.units[item.unit]!;
    return item.kind === "gate" && unit.kind === "gate" ? unit.gate : "add";
  });
  const count = names.length === 1 ? "1 gate" : `${names.length} gates`;
  return `one pass of ${count} (${names.join(", ")})`;
};

const summarizeProduct = ({ graph, cell }: LayerShape, product: JoinedProduct): string => {
  const names = product.members.map(({ parameter }) => graph.parameters[parameter]!.name);
  const operand = cell.units[product.operand]!;
  const name = operand.kind === "state"
    ? graph.states[operand.state]!.name
    : operand.kind === "input" || (operand.kind === "gate" && operand.gate === "dropout")
    ? "x"
    : "value";
  const what = product.lookup ? "columns looked up" : "product";
  return `${what} [${names.join(" ")}] ${name}, ${operand.size} → ${product.width}`;
};
