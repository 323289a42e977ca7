/** What the benchmark prints for people. */
import type { Measurement } from "./measure.ts";
import type { StepProfile } from "./step_profile.ts";
import { table } from "./table.ts";

const whole = (value: number) => Math.round(value).toLocaleString("en-US");
const tenths = (value: number) => value.toFixed(1);
const share = (part: number) => `${Math.round(100 * part)} %`;

export function formatMeasurements(measurements: readonly Measurement[]): string[] {
  const header = ["", "product", "workers", "tokens/s", "min", "max", "GFLOP/s", "alone", "share"];
  const rows = measurements.map((measurement) => {
    const { median, min, max } = measurement.tokensPerSecond;
    return [
      measurement.workload,
      measurement.gemm,
      String(measurement.workers),
      whole(median),
      whole(min),
      whole(max),
      tenths(measurement.gigaflops),
      tenths(measurement.productGigaflops),
      share(measurement.fraction),
    ];
  });
  return table(header, rows, 2);
}

/** Microseconds of a step by phase and by kind of kernel. */
export function formatProfile(
  { workload, gemm, workers }: Measurement,
  { total, phases, between, kernels }: StepProfile,
): string[] {
  const waiting = phases.reduce((sum, { wait }) => sum + wait, 0);
  const line = (name: string, work: number, wait = "") => [
    name,
    whole(work),
    share(work / total),
    wait,
  ];
  const byPhase = table(["phase", "µs", "", "waiting after"], [
    ...phases.map(({ name, work, wait }) => line(name, work, whole(wait))),
    line("waiting", waiting),
    line("between steps", between),
  ], 1);
  const byKind = table(["of the phases' work", "µs", ""], [
    ...Object.entries(kernels).map(([kind, time]) => line(kind, time).slice(0, 3)),
  ], 1);
  return [
    `${workload} ${gemm} ${workers}: a step takes ${whole(total)} µs`,
    ...byPhase.map((text) => `  ${text}`),
    ...byKind.map((text) => `  ${text}`),
  ];
}
