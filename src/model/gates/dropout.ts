import { dropoutKeeps, dropoutThreshold } from "../../base/random/dropout.ts";
import { type Gate, type GateContext, sameSize } from "./gate.ts";

/** x with every element either dropped or divided by 1 − rate. */
const mask = (x: Float64Array, rate: number, { rowKey, salt }: GateContext): Float64Array => {
  if (rowKey === undefined || rate === 0) return x;
  const threshold = dropoutThreshold(rate);
  return x.map((xi, i) => (dropoutKeeps(rowKey, salt, i, threshold) ? xi / (1 - rate) : 0));
};

/**
 * x · mask / (1 − rate), where the mask keeps each element with probability 1 − rate; x itself
 * outside training. Settings: [rate]. The mask depends on the context only, so that backward draws
 * it again.
 */
export const dropout: Gate = {
  name: "dropout",
  arity: 1,
  size: sameSize,
  forward: ([x], [rate], context) => mask(x!, rate!, context),
  backward: (dy, _args, _y, [rate], context) => [mask(dy, rate!, context)],
  kernel: {
    forward: {
      operation: "dropout",
      operands: [0],
      constants: ([rate]) => [rate!, 0],
      masked: true,
    },
    gradients: [
      { operation: "dropout", operands: ["dy"], constants: ([rate]) => [rate!, 0], masked: true },
    ],
  },
};
