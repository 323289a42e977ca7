import type { SweepView } from "../records/sweep_view.ts";

/** A rung's length of training, `1 epoch` or `200 steps`. */
export function formatLength(
  { rungs, unit }: Pick<SweepView, "rungs" | "unit">,
  rung: number,
): string {
  const length = rungs[rung];
  return length === 1 ? `1 ${unit.slice(0, -1)}` : `${length} ${unit}`;
}
