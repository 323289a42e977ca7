import { elementsOn } from "../../kernels/pointer.ts";
import { packPanels } from "../../kernels/tuning.ts";
import { perEnvironment, type WorkerEnvironment } from "./worker_environment.ts";
import type { Phase } from "./phase.ts";

const packPieces = ({ plan, product }: WorkerEnvironment) =>
  plan.packs.flatMap(({ weight, form }) => {
    const forward = form === "forward";
    const n = forward ? weight.rows : weight.columns;
    const count = Math.ceil(product.panels(n) / packPanels);
    return Array.from({ length: count }, (_, index) => ({ weight, forward, n, index }));
  });
const packsOf = perEnvironment(packPieces);

/** Packs weights, and adds parameter vectors into the sums that products start from. */
export const prepare: Phase = {
  name: "prepare",
  pieces: (env) => packsOf(env).length + (env.plan.biases.length > 0 ? 1 : 0),
  run: (env, piece) => {
    const packs = packsOf(env);
    if (piece === packs.length) return sumBiases(env);
    const { weight, forward, n, index } = packs[piece]!;
    const k = forward ? weight.columns : weight.rows;
    const packed = forward ? weight.packedForward : weight.packedBackward;
    const first = index * packPanels;
    const last = Math.min(env.product.panels(n), first + packPanels);
    env.product.pack(forward, k, n, weight.pointer, weight.columns, packed, first, last);
  },
};

const sumBiases = ({ plan, kernels }: WorkerEnvironment): void => {
  for (const { destination, columns, parts } of plan.biases) {
    kernels.fill(destination, columns, 0);
    for (const { vector, column, columns: width } of parts) {
      kernels.fillRows(elementsOn(destination, column), 1, width, width, vector, 1);
    }
  }
};
