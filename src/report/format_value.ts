import type { Scalar } from "../sweep/space.ts";
import { shortNumber } from "./axis.ts";

/** A parameter's value in few characters; a trial that lacks it has none. */
export function formatValue(value: Scalar | undefined): string {
  if (value === undefined) return "–";
  return typeof value === "number" ? shortNumber(value) : String(value);
}
