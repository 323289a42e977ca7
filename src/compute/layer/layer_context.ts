/** The state of one layer's compilation: its units, their order, and their places in memory. */
import type { LoopState } from "../plan/calls.ts";
import { type GradientPlaces, placeGradients } from "./gradient_places.ts";
import { layerBuffers } from "./layer_buffers.ts";
import type { LayerInput } from "./layer_input.ts";
import { reserveStates } from "./loop_states.ts";
import { unitUses } from "./unit_uses.ts";
import { placeValues, type ValuePlaces } from "./value_places.ts";
import { reserveWideMatrix, type WideMatrix } from "./wide_matrix.ts";

export interface LayerContext extends LayerInput {
  readonly wide: WideMatrix;
  readonly states: readonly LoopState[];
  readonly values: ValuePlaces;
  readonly gradients: GradientPlaces;
}

/** Reserves the places of a layer's values and gradients. */
export const layerContext = (layer: LayerInput): LayerContext => {
  const uses = unitUses(layer);
  const buffers = layerBuffers(layer);
  const wide = reserveWideMatrix(layer, uses, buffers);
  const values = placeValues(layer, uses, wide, buffers);
  const states = reserveStates(layer, values, buffers);
  const gradients = placeGradients(layer, uses, wide, states, buffers);
  return { ...layer, wide, states, values, gradients };
};
