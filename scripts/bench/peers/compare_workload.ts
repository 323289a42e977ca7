/** One workload on Unroll and on every peer, in turn. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Effect, type Scope } from "effect";
import type { RunError } from "../../../src/base/errors.ts";
import { measureBeside, type Measurement, type MeasureOptions, settling } from "../measure.ts";
import { type Spread, spread } from "../spread.ts";
import { type Workload, workloads } from "../workload.ts";
import { compareTraining, type TrainingComparison } from "./compare_training.ts";
import { say } from "./say.ts";
import { type PeerSetting, type StartedPeer, startPeers } from "./start_peers.ts";
import { writeWorkload } from "./write_workload.ts";

export interface PeerMeasurement {
  readonly system: string;
  readonly kind: "torch" | "javascript";
  readonly threads: number;
  /** How the program is written that was fastest. */
  readonly form: string;
  readonly tokensPerSecond: Spread;
  readonly rates: readonly number[];
  /** Of its own product of two 512 × 512 matrices, in 10⁹ operations a second; PyTorch's only. */
  readonly productGigaflops?: number;
  /** Its largest differences from ours; absent for another model and for other truncation. */
  readonly training?: TrainingComparison;
}

export interface Comparison {
  readonly workload: string;
  readonly title: string;
  readonly measurements: readonly Measurement[];
  readonly peers: readonly PeerMeasurement[];
  /** Where a peer trained another model than we. */
  readonly mistakes: readonly string[];
}

/** Nats per token by which losses may differ. */
const tolerances = { torch: 1e-4, javascript: 1e-3 } as const;

/** The tutorial's truncation has no peer; it stands beside those with the whole gradient. */
const peersWorkload = (name: string) => name === "W1/4" ? "W1" : name;

/** Measures a workload beside all peers that can be started; those that can't are named and left out. */
export const compareWorkload = (
  workload: Workload,
  options: MeasureOptions,
  setting: PeerSetting,
): Effect.Effect<Comparison, RunError> =>
  Effect.scoped(Effect.gen(function* () {
    const theirs = peersWorkload(workload.name);
    const same = theirs === workload.name;
    const folder = yield* temporaryFolder;
    writeWorkload(folder, same ? workload : workloads[theirs]!());
    yield* say(`${workload.name}: the peers start and make their first updates`);
    const started = yield* startPeers(theirs, folder, options, setting);
    // One that ends on the way is dropped, and the others go on. A JavaScript system's update takes
    // so long that none is spent on settling.
    const rivals = started.map(({ peer, kind }) => ({
      measure: (seconds: number) =>
        (kind === "torch" ? Effect.asVoid(peer.measure(seconds * settling)) : Effect.void).pipe(
          Effect.andThen(peer.measure(seconds)),
          Effect.catch((error) => Effect.as(say(error.message), NaN)),
        ),
    }));
    const { measurements, rivalRates } = yield* measureBeside(workload, options, rivals);
    const mistakes: string[] = [];
    const peers = started.flatMap((one, index) => {
      const { peer: { ready }, kind, threads } = one;
      const rates = rivalRates[index]!;
      if (rates.some(Number.isNaN)) return [];
      const { comparisons, mistakes: own } = same
        ? compareForms(one, measurements)
        : { comparisons: [], mistakes: [] };
      mistakes.push(...own.map((mistake) => `${workload.name}: ${mistake}`));
      const { system, chosen, productGigaflops } = ready;
      return [{
        system,
        kind,
        threads,
        form: chosen,
        tokensPerSecond: spread(rates),
        rates,
        ...(productGigaflops === undefined ? {} : { productGigaflops }),
        ...(comparisons.length === 0 ? {} : { training: worst(comparisons) }),
      }];
    });
    return { workload: workload.name, title: workload.title, measurements, peers, mistakes };
  }));

const temporaryFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "unroll-peers-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
);

/** Every form of a peer beside every product and number of workers of ours. */
const compareForms = (
  { peer: { ready: { system, forms } }, kind, threads }: StartedPeer,
  measurements: readonly Measurement[],
) => {
  const comparisons: TrainingComparison[] = [];
  const mistakes: string[] = [];
  for (const [form, theirs] of Object.entries(forms)) {
    for (const { gemm, workers, firstLosses: losses, moved } of measurements) {
      const comparison = compareTraining({ losses, moved }, theirs, tolerances[kind]);
      comparisons.push(comparison);
      if (comparison.mistake === undefined) continue;
      mistakes.push(
        `${system} (${form}, threads: ${threads}) trains another model than ${gemm} ` +
          `(workers: ${workers}): ${comparison.mistake}`,
      );
    }
  }
  return { comparisons, mistakes };
};

/** Largest differences of several comparisons, and the first mistake. */
const worst = (comparisons: readonly TrainingComparison[]): TrainingComparison => ({
  lossDifference: Math.max(...comparisons.map(({ lossDifference }) => lossDifference)),
  moveDifference: Math.max(...comparisons.map(({ moveDifference }) => moveDifference)),
  mistake: comparisons.find(({ mistake }) => mistake !== undefined)?.mistake,
});
