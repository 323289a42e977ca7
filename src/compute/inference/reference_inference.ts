/** Inference in float64: the reference engine's forward, row after row. */
import type { Model, Values } from "../../model/model.ts";
import { forwardRow } from "../reference/forward.ts";
import { copyNetwork } from "../reference/network.ts";
import { initialStates, type States } from "../reference/states.ts";
import type { Inference } from "./inference.ts";

interface Row {
  readonly states: States;
  readonly logits: Float64Array;
}

export const referenceInference = (model: Model, weights: Values, rows: number): Inference => {
  const { network } = copyNetwork(model, weights);
  const { vocabulary } = model;
  const begun: Row = { states: initialStates(network), logits: new Float64Array(vocabulary) };
  const texts: Row[] = Array.from({ length: rows }, () => begun);
  const read = (row: number, tokens: Int32Array) => {
    const { steps, states } = forwardRow(network, tokens, texts[row]!.states, () => undefined);
    texts[row] = { states, logits: steps.at(-1)!.logits };
  };
  return {
    vocabulary,
    rows,
    begin: (row) => void (texts[row] = begun),
    copy: (from, to) => void (texts[to] = texts[from]!),
    read,
    step: (tokens) => tokens.forEach((_, row) => read(row, tokens.subarray(row, row + 1))),
    logits: (row) => texts[row]!.logits,
  };
};
