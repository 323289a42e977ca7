/** The table of `deno task bench --inference`. */
import { table } from "../table.ts";
import type { InferenceMeasurement } from "./measure_inference.ts";

/** What a ratio to PyTorch should reach, with one row and with several. */
const goalOf = (rows: number): number => rows === 1 ? 3 : 1.5;

const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const milliseconds = (tokensPerSecond: number) => (1000 / tokensPerSecond).toFixed(3);

const header = [
  ...["", "rows", "ms/token", "tokens/s", "min", "max", "GB/s"],
  ...["PyTorch", "ms/token", "tokens/s", "ratio", "goal"],
];

/** As text, or as a table in Markdown. */
export function formatInference(
  measured: readonly InferenceMeasurement[],
  markdown: boolean,
): string[] {
  const rows = measured.map(({ workload, rows, ours, gigabytes, torch }) => [
    workload,
    String(rows),
    milliseconds(ours.median),
    whole(ours.median),
    whole(ours.min),
    whole(ours.max),
    gigabytes.toFixed(1),
    torch?.form ?? "",
    torch === undefined ? "" : milliseconds(torch.tokensPerSecond.median),
    torch === undefined ? "" : whole(torch.tokensPerSecond.median),
    torch?.ratio.toFixed(2) ?? "",
    torch === undefined ? "" : `≥ ${goalOf(rows)}`,
  ]);
  if (!markdown) return [...table(header, rows, 1), "", explanation];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${header.map((_, i) => i === 0 || i === 7 ? "---" : "---:").join("|")}|`;
  return [line(header), rule, ...rows.map(line)];
}

const explanation =
  `A token is read and the next one drawn by its probability; the product is wasm-fma, on one thread.
ms/token  of all rows together: 1000 / (tokens/s)
GB/s      weights read a second: each step reads all of them once
PyTorch   the fastest of its forms on one thread, and how it draws`;
