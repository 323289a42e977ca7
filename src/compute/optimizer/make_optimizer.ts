import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";
import { momentum } from "./momentum.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import type { OptimizerConfig } from "./schema.ts";
import { sgd } from "./sgd.ts";

/**
 * The optimizer that `training.optimizer` describes. The learning rate is not part of it: the
 * schedule gives one for every step.
 */
export function makeOptimizer(config: OptimizerConfig): Optimizer {
  switch (config.kind) {
    case "sgd":
      return config.momentum === 0 ? sgd(config) : momentum(config);
    case "rmsprop":
      return rmsprop(config);
    case "adagrad":
      return adagrad(config);
    case "adam":
      return adam(config);
    case "adamw":
      return adamw(config);
  }
}
