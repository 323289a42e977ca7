/**
 * A sentence forward through the whole model, token by token. For token w at time step t, with dropout
 * after the embedding and after every layer:
 *
 *   x¹ = E[w]                        embedding (w itself for one-hot input)
 *   xˡ⁺¹, hˡₜ = layer l(xˡ, hˡₜ₋₁)    layer by layer, see layer.ts
 *   z = V x + c                      logits, one a word of the vocabulary
 *
 * The softmax of z is what the model expects of the next token.
 */
import { add } from "../../model/gates/add.ts";
import { dropout } from "../../model/gates/dropout.ts";
import { embedding } from "../../model/gates/embedding.ts";
import { multiply } from "../../model/gates/multiply.ts";
import { embeddingSalt, layerSalt } from "../../model/dropout_key.ts";
import { atOnce, type Slices } from "../../base/slices.ts";
import { layerForward, type LayerStep } from "./layer.ts";
import type { Network } from "./network.ts";
import type { States } from "./states.ts";

/** One token on its way through the model: everything that backward needs. */
export interface TokenStep {
  readonly token: number;
  readonly rowKey: number | undefined;
  readonly layers: readonly LayerStep[];
  /** The top layer's output after dropout: what the output layer is given. */
  readonly top: Float64Array;
  /** Vocabulary. */
  readonly logits: Float64Array;
}

export interface RowForward {
  readonly steps: readonly TokenStep[];
  /** The states after the last token. */
  readonly states: States;
}

/** Runs the tokens of a row; `rowKey(t)` is the key of the dropout masks, undefined outside training. */
export function forwardRow(...row: Parameters<typeof forwardSlices>): RowForward {
  return atOnce(forwardSlices(...row));
}

/** The same, with a rest after each token. */
export function* forwardSlices(
  network: Network,
  tokens: Int32Array,
  initial: States,
  rowKey: (time: number) => number | undefined,
): Slices<RowForward> {
  const steps: TokenStep[] = [];
  let states = initial;
  for (const [time, token] of tokens.entries()) {
    const { step, next } = forwardToken(network, token, states, rowKey(time));
    steps.push(step);
    states = next;
    yield;
  }
  return { steps, states };
}

function forwardToken(
  { model, embedding: table, layers, output, outputBias }: Network,
  token: number,
  states: States,
  rowKey: number | undefined,
): { readonly step: TokenStep; readonly next: States } {
  const dropped = (x: Float64Array, salt: number) =>
    dropout.forward([x], [model.dropout], { rowKey, salt });
  let x = table === undefined
    ? new Float64Array(0)
    : dropped(embedding.forward(table.values, model.embedding!, token), embeddingSalt);
  const steps: LayerStep[] = [];
  const next: Float64Array[][] = [];
  for (const layer of layers) {
    const { graph, index } = layer;
    const step = layerForward(layer, x, token, states[index]!, rowKey);
    steps.push(step);
    next.push(graph.states.map((state) => step.values[state.next]!));
    x = dropped(step.values[graph.output]!, layerSalt(index));
  }
  const product = multiply.forward(output.values, x);
  const logits = outputBias === undefined
    ? product
    : add.forward([product, outputBias.values], [], { rowKey, salt: 0 });
  return { step: { token, rowKey, layers: steps, top: x, logits }, next };
}
