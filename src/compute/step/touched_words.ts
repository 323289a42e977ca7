/** Which words of a table a batch looks up. */
import { elementIndex } from "../../kernels/pointer.ts";
import type { TableGradient } from "../plan/gradient_jobs.ts";
import { readHeader, type WorkerEnvironment } from "./worker_environment.ts";

/** Places in `int32` of the words of a job's range that this batch (or the one before: stale) looks up. */
export const touchedWords = (
  env: WorkerEnvironment,
  which: "ids" | "stale",
  { first, last }: Pick<TableGradient, "first" | "last">,
): { readonly from: number; readonly to: number } => {
  const { plan, layout, int32 } = env;
  const start = elementIndex(plan.binding) + (which === "ids" ? layout.groupIds : layout.staleIds);
  const end = start + readHeader(env, which === "ids" ? "groups" : "stale");
  return { from: lowerBound(int32, start, end, first), to: lowerBound(int32, start, end, last) };
};

/** First place in low…high−1 whose element is not below the value; the elements there rise. */
const lowerBound = (sorted: Int32Array, low: number, high: number, value: number): number => {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
