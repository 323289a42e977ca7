import { get } from "../../config/plain_value.ts";
import type { Assignment, Scalar } from "../space/space.ts";

/** Keys whose value, fitted to the text, depends on whether and how another key is given. */
const dependent: Readonly<Record<string, string>> = {
  "training.epochs": "training.stop.patience",
  "batch.length": "batch.size",
};

/**
 * A trial's values and those of the sweep's experiment that `run` would fit otherwise if it were
 * given the trial's alone. With them it trains the trial's experiment and no other.
 *
 * @param experiment what the sweep's experiment says, the fitted values included
 */
export function withFittedValues(values: Assignment, experiment: unknown): Assignment {
  const more = Object.entries(dependent).flatMap(([given, fitted]): [string, Scalar][] => {
    if (!(given in values) || isGiven(values, fitted)) return [];
    const value = get(experiment, fitted.split("."));
    return typeof value === "number" ? [[fitted, value]] : [];
  });
  return { ...values, ...Object.fromEntries(more) };
}

/** Whether values give a key, or one that it is part of. */
const isGiven = (values: Assignment, path: string): boolean =>
  Object.keys(values).some((key) => path === key || path.startsWith(`${key}.`));
