import type { CurvePoint } from "./watched_run.ts";

const splits: readonly unknown[] = ["train", "valid", "test"];

/**
 * The point of a line of `metrics.jsonl`; undefined for a line that is none, such as that of a
 * rollback, which has no loss. The numbers are looked at and nothing else: a thousand lines take a few
 * milliseconds.
 */
export function curvePoint(line: string): CurvePoint | undefined {
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { step, epoch, tokens, split, loss } = value;
  if (!isNumber(step) || !isNumber(epoch) || !isNumber(tokens) || !splits.includes(split)) {
    return undefined;
  }
  if (split === "train" && !isNumber(value["learningRate"])) return undefined;
  return {
    step,
    epoch,
    tokens,
    split: split as CurvePoint["split"],
    loss: isNumber(loss) ? loss : null,
    ...numbersOf(value),
  };
}

const optional = ["learningRate", "gradientNorm", "tokensPerSecond"] as const;

const numbersOf = (
  value: Readonly<Record<string, unknown>>,
): Partial<Record<typeof optional[number], number>> =>
  Object.fromEntries(optional.flatMap((key) => isNumber(value[key]) ? [[key, value[key]]] : []));

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
