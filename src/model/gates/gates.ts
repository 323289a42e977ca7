import { add } from "./add.ts";
import { affine } from "./affine.ts";
import { concat } from "./concat.ts";
import { dropout } from "./dropout.ts";
import { exp } from "./exp.ts";
import type { Gate } from "./gate.ts";
import { hadamard } from "./hadamard.ts";
import { layernorm } from "./layernorm.ts";
import { log } from "./log.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { softmax } from "./softmax.ts";
import { softsign } from "./softsign.ts";
import { subtract } from "./subtract.ts";
import { tanh } from "./tanh.ts";

/** Every gate that a node of a cell's graph can name. */
export const gates: ReadonlyMap<string, Gate> = new Map(
  [
    add,
    affine,
    concat,
    dropout,
    exp,
    hadamard,
    layernorm,
    log,
    relu,
    sigmoid,
    softmax,
    softsign,
    subtract,
    tanh,
  ].map((gate) => [gate.name, gate]),
);
