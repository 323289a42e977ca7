/** Tables of a comparison, as text while it runs and as Markdown for BENCHMARKS.md. */
import { table } from "../table.ts";
import type { Comparison, PeerMeasurement } from "./compare_workload.ts";
import { type Ratio, ratios } from "./ratios.ts";

const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const times = (value: number | undefined) => value === undefined ? "–" : `${value.toFixed(2)} ×`;
const percent = (value: number | undefined) =>
  value === undefined ? "–" : `${Math.round(100 * value)} %`;
const goal = (value: number | undefined) => value === undefined ? "" : `${value} ×`;

/** Losses and distances of another model are not compared, and neither are those of other truncation. */
const agreement = ({ training }: PeerMeasurement): string => {
  if (training === undefined) return "not compared";
  const { mistake, lossDifference } = training;
  return mistake === undefined ? `within ${lossDifference.toExponential(0)}` : "differ";
};

/** The peers' speeds, and how far their first losses are from ours. */
export function formatPeers({ peers }: Comparison): string[] {
  const header = ["system", "form", "threads", "tokens/s", "min", "max", "sgemm", "losses"];
  const rows = peers.map((peer) => {
    const { median, min, max } = peer.tokensPerSecond;
    const { system, threads, form } = peer;
    const speeds = [median, min, max].map(whole);
    const sgemm = peer.productGigaflops?.toFixed(1) ?? "";
    return [system, form, String(threads), ...speeds, sgemm, agreement(peer)];
  });
  return table(header, rows, 2);
}

const ratioHeader = [
  "",
  "product",
  "workers",
  "/ PyTorch",
  "goal",
  "/ JavaScript",
  "goal",
  "/ 1 worker",
  "goal",
  "share",
  "goal",
];

const ratioRows = (comparison: Comparison): string[][] => {
  const both = (ratio: Ratio) => [times(ratio.value), goal(ratio.goal)];
  return ratios(comparison).map(({ workload, gemm, workers, ...row }) => [
    workload,
    gemm,
    String(workers),
    ...both(row.torch),
    ...both(row.javascript),
    ...both(row.workersRatio),
    percent(row.share.value),
    percent(row.share.goal),
  ]);
};

export function formatRatios(comparison: Comparison): string[] {
  return table(ratioHeader, ratioRows(comparison), 2);
}

/** A table in Markdown, the first `left` columns to the left. */
export function markdownTable(
  header: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  left: number,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${header.map((_, column) => column < left ? "---" : "---:").join("|")}|`;
  return [line(header), rule, ...rows.map(line)];
}

/** Two tables: every system's tokens per second by workload, and the ratios. */
export function formatMarkdown(comparisons: readonly Comparison[]): string[] {
  const cells = new Map<string, Map<string, string>>();
  const put = (system: string, workload: string, median: number) => {
    if (!cells.has(system)) cells.set(system, new Map());
    cells.get(system)!.set(workload, whole(median));
  };
  const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  for (const { workload, measurements, peers } of comparisons) {
    for (const { gemm, workers, tokensPerSecond: { median } } of measurements) {
      put(`Unroll, ${gemm}, ${plural(workers, "worker")}`, workload, median);
    }
    for (const { system, kind, threads, tokensPerSecond: { median } } of peers) {
      // a JavaScript system has the number of threads that suits the workload
      const name = kind === "torch" ? `${system}, ${plural(threads, "thread")}` : system;
      put(name, workload, median);
    }
  }
  const names = comparisons.map(({ workload }) => workload);
  const speeds = [...cells].map(([system, byWorkload]) => [
    system,
    ...names.map((name) => byWorkload.get(name) ?? "–"),
  ]);
  return [
    ...markdownTable(["tokens per second", ...names], speeds, 1),
    "",
    ...markdownTable(ratioHeader, comparisons.flatMap(ratioRows), 2),
  ];
}
