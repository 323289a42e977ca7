import type { Measurement } from "../measure.ts";
import { spread } from "../spread.ts";
import type { Comparison, PeerMeasurement } from "./compare_workload.ts";

const ours = (gemm: Measurement["gemm"], workers: number, rates: number[]): Measurement => ({
  workload: "W2",
  gemm,
  workers,
  tokensPerSecond: spread(rates),
  gigaflops: 60,
  productGigaflops: 80,
  fraction: 0.75,
  rates,
  firstLosses: [],
  moved: {},
});

const peer = (
  system: string,
  kind: PeerMeasurement["kind"],
  threads: number,
  rates: number[],
): PeerMeasurement => ({
  system,
  kind,
  threads,
  form: "loop",
  tokensPerSecond: spread(rates),
  rates,
  ...(kind === "torch" ? { productGigaflops: 98.5 } : {}),
  ...(system === "brain.js" ? {} : {
    training: { lossDifference: 2e-6, moveDifference: 1e-4, mistake: undefined },
  }),
});

/** A comparison made up for tests of what is derived from one. */
export const comparison: Comparison = {
  workload: "W2",
  title: "a workload",
  measurements: [ours("blas", 1, [1000, 1100, 1200]), ours("blas", 2, [2000, 2200, 1800])],
  peers: [
    peer("PyTorch", "torch", 1, [800, 800, 800]),
    peer("PyTorch", "torch", 2, [1000, 2000, 900]),
    peer("jax-js", "javascript", 2, [200, 220, 150]),
    peer("brain.js", "javascript", 1, [20, 22, 15]),
  ],
  mistakes: [],
};
