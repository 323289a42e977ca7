/** The random numbers of dropout masks, which are the same in both engines. */
import { key } from "../base/random/key.ts";

/** Key of the masks of one token: step of training, row in the batch, time step within the row. */
export const dropoutKey = (seed: number, step: number, row: number, time: number): number =>
  key(seed, "dropout", step, row, time);

/** Salt of the mask on the embedding's output. */
export const embeddingSalt = 0;

/** Salt of the mask on a layer's output. */
export const layerSalt = (layer: number): number => 1 + layer;

/** Salt of a dropout gate in a layer's cell, by its node. */
export const gateSalt = (layer: number, node: number): number => 1000 * (layer + 1) + node;
