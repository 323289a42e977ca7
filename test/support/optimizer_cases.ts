/** The cases of test/vectors/torch-optimizers.json: what torch.optim did with given gradients. */
import { readFileSync } from "node:fs";
import { Schema } from "effect";
import type { OptimizerConfig } from "../../src/compute/optimizer/schema.ts";

const Numbers = Schema.Array(Schema.Finite);
const OptimizerVectors = Schema.Struct({
  about: Schema.String,
  cases: Schema.Array(Schema.Struct({
    name: Schema.String,
    gradients: Schema.Array(Numbers),
    /** Before the first update and after each. */
    parameters: Schema.Array(Numbers),
  })),
  clip: Schema.Struct({
    maxNorm: Schema.Finite,
    gradient: Numbers,
    norm: Schema.Finite,
    clipped: Numbers,
  }),
});

export const optimizerVectors = Schema.decodeUnknownSync(OptimizerVectors)(
  JSON.parse(
    readFileSync(new URL("../vectors/torch-optimizers.json", import.meta.url), "utf8"),
  ),
);

/** From a case's name, such as `adam lr=0.01 betas=0.9,0.999`; what it leaves out is as in PyTorch. */
export function parseCaseName(name: string): OptimizerConfig {
  const [kind, ...words] = name.split(" ");
  const settings = new Map(words.map((word) => {
    const [key, value = "true"] = word.split("=");
    return [key!, value];
  }));
  const take = (key: string, otherwise: string): string => {
    const value = settings.get(key) ?? otherwise;
    settings.delete(key);
    return value;
  };
  const number = (key: string, otherwise: number): number => Number(take(key, `${otherwise}`));
  const config = ((): OptimizerConfig => {
    const learningRate = number("lr", NaN);
    const weightDecay = number("weight_decay", kind === "adamw" ? 0.01 : 0);
    switch (kind) {
      case "sgd": {
        const nesterov = take("nesterov", "false") === "true";
        return { kind, learningRate, momentum: number("momentum", 0), nesterov, weightDecay };
      }
      case "rmsprop": {
        const alpha = number("alpha", 0.99);
        return { kind, learningRate, alpha, epsilon: number("eps", 1e-8), weightDecay };
      }
      case "adagrad":
        return { kind, learningRate, epsilon: number("eps", 1e-10), weightDecay };
      case "adam":
      case "adamw": {
        const [beta1 = NaN, beta2 = NaN] = take("betas", "0.9,0.999").split(",").map(Number);
        return { kind, learningRate, beta1, beta2, epsilon: number("eps", 1e-8), weightDecay };
      }
      default:
        throw new Error(`Unknown optimizer "${kind}" in case "${name}"`);
    }
  })();
  if (settings.size > 0) throw new Error(`Unknown setting "${[...settings.keys()]}" in "${name}"`);
  return config;
}

/** max |a − b| over the largest |b|. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let distance = 0, largest = 0;
  for (let i = 0; i < b.length; i++) {
    const d = Math.abs(a[i]! - b[i]!);
    distance = d > distance || Number.isNaN(d) ? d : distance;
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return distance === 0 ? 0 : distance / largest;
}
