import type { Gate } from "./gate.ts";

/**
 * The arguments' elements one after another. The plan places the arguments side by side instead.
 */
export const concat: Gate = {
  name: "concat",
  arity: "many",
  size: (sizes) => sizes.reduce((a, b) => a + b, 0),
  forward: (args) => Float64Array.from(args.flatMap((arg) => [...arg])),
  backward: (dy, args) => {
    let start = 0;
    return args.map((arg) => dy.slice(start, start += arg.length));
  },
};
