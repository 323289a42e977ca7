/** Unroll beside its peers: the ratios of a workload, each with what it should reach. */
import type { ProductKind } from "../../../src/kernels/product.ts";
import type { Comparison, PeerMeasurement } from "./compare_workload.ts";
import { javascriptGoal, shareGoal, torchGoal, workersGoal } from "./goals.ts";
import { pairRatio } from "./pair_ratio.ts";

export interface Ratio {
  /** Median of the pairs' ratios; undefined where there is nothing to compare with. */
  readonly value: number | undefined;
  readonly goal: number | undefined;
}

export interface Ratios {
  readonly workload: string;
  readonly gemm: ProductKind;
  readonly workers: number;
  /** Unroll / PyTorch, its better number of threads. */
  readonly torch: Ratio;
  /** Unroll / the fastest JavaScript system. */
  readonly javascript: Ratio;
  /** The speed of a step's products / the machine's own for them. */
  readonly share: Ratio;
  /** These workers / one. */
  readonly workersRatio: Ratio;
}

/** The fastest peer of a kind by the median of its speed. */
export function fastest(
  peers: readonly PeerMeasurement[],
  kind: PeerMeasurement["kind"],
): PeerMeasurement | undefined {
  return peers.filter((peer) => peer.kind === kind).reduce<PeerMeasurement | undefined>(
    (best, peer) =>
      best === undefined || peer.tokensPerSecond.median > best.tokensPerSecond.median ? peer : best,
    undefined,
  );
}

/** Of each product at its largest number of workers. */
export function ratios({ workload, measurements, peers }: Comparison): Ratios[] {
  const torch = fastest(peers, "torch");
  const javascript = fastest(peers, "javascript");
  const most = Math.max(...measurements.map(({ workers }) => workers));
  return measurements.filter(({ workers }) => workers === most).map((measurement) => {
    const { gemm, workers, rates, fraction } = measurement;
    const beside = (other: { readonly rates: readonly number[] } | undefined) =>
      other === undefined ? undefined : pairRatio(rates, other.rates);
    const alone = measurements.find((one) => one.gemm === gemm && one.workers === 1);
    return {
      workload,
      gemm,
      workers,
      torch: { value: beside(torch), goal: torchGoal(workload, gemm) },
      javascript: { value: beside(javascript), goal: javascriptGoal },
      share: { value: fraction, goal: shareGoal },
      workersRatio: {
        value: workers === 1 ? undefined : beside(alone),
        goal: workers === 2 ? workersGoal(workload) : undefined,
      },
    };
  });
}
