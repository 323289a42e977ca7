import { type Gate, sameSize } from "./gate.ts";

/** scale · x + shift with constants; settings: [scale, shift]. Numbers in equations become this. */
export const affine: Gate = {
  name: "affine",
  arity: 1,
  size: sameSize,
  forward: ([x], [scale, shift]) => x!.map((xi) => scale! * xi + shift!),
  backward: (dy, _args, _y, [scale]) => [dy.map((d) => d * scale!)],
  kernel: {
    forward: {
      operation: "affine",
      operands: [0],
      constants: ([scale, shift]) => [scale!, shift!],
    },
    gradients: [{ operation: "affine", operands: ["dy"], constants: ([scale]) => [scale!, 0] }],
  },
};
