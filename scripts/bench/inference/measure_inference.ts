/** One model at one number of rows, beside PyTorch. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Effect, type Scope } from "effect";
import type { RunError } from "../../../src/base/errors.ts";
import { parameterCount } from "../../../src/model/parameter_count.ts";
import { encodeSafetensors } from "../../../src/run/tensors/safetensors.ts";
import { modelTensors } from "../../../src/experiment/tensors/model_tensors.ts";
import { pairRatio } from "../peers/pair_ratio.ts";
import { type Peer, startPeer } from "../peers/peer_process.ts";
import { torchEnvironment } from "../peers/torch_peers.ts";
import { type Spread, spread } from "../spread.ts";
import { checkedSteps, inferenceRate } from "./inference_rate.ts";
import type { InferenceWorkload } from "./inference_workload.ts";

export interface InferenceMeasurement {
  readonly workload: string;
  readonly rows: number;
  /** Tokens a second of all rows together. */
  readonly ours: Spread;
  /** Bytes of the weights that a step reads, all but the embedding's, in 10⁹ a second. */
  readonly gigabytes: number;
  readonly torch?: {
    readonly system: string;
    readonly form: string;
    readonly tokensPerSecond: Spread;
    /** Median over the repetitions of ours to theirs. */
    readonly ratio: number;
    /** Largest difference of what is expected of a token, in nats. */
    readonly difference: number;
  };
}

const program = fileURLToPath(new URL("../peers/torch_inference_peer.py", import.meta.url));

export interface InferenceOptions {
  readonly seconds: number;
  readonly repetitions: number;
  /** A Python that has torch. */
  readonly python: string | undefined;
}

/** In turn, ours first and last by turns. */
export const measureInference = (
  workload: InferenceWorkload,
  rows: number,
  { seconds, repetitions, python }: InferenceOptions,
): Effect.Effect<InferenceMeasurement, RunError> =>
  Effect.scoped(Effect.gen(function* () {
    const ours = yield* inferenceRate(workload, rows);
    const peer = python === undefined ? undefined : yield* startTorch(workload, rows, python);
    ours.measure(Math.max(0.3, seconds));
    const rates: number[] = [], theirs: number[] = [];
    const own = Effect.sync(() => {
      ours.measure(seconds / 4);
      rates.push(ours.measure(seconds));
    });
    const other = Effect.gen(function* () {
      if (peer === undefined) return;
      yield* peer.measure(seconds / 4);
      theirs.push(yield* peer.measure(seconds));
    });
    for (let turn = 0; turn < repetitions; turn++) {
      yield* Effect.all(turn % 2 === 0 ? [own, other] : [other, own]);
    }
    const { model } = workload;
    const read = parameterCount(model) - model.vocabulary * model.embedding!;
    const speed = spread(rates);
    return {
      workload: workload.name,
      rows,
      ours: speed,
      gigabytes: 4 * read * speed.median / rows / 1e9,
      ...(peer === undefined ? {} : {
        torch: {
          system: peer.ready.system,
          form: peer.ready.chosen,
          tokensPerSecond: spread(theirs),
          ratio: pairRatio(rates, theirs),
          difference: largestDifference(ours.losses, peer),
        },
      }),
    };
  }));

/** Of any of its forms. */
const largestDifference = (losses: readonly number[], { ready }: Peer): number =>
  Math.max(
    ...Object.values(ready.forms).flatMap((form) =>
      losses.map((loss, step) => Math.abs(loss - form.losses[step]!))
    ),
  );

/** On one thread; its folder and process end with the scope. */
const startTorch = (
  { cell, model, weights }: InferenceWorkload,
  rows: number,
  python: string,
): Effect.Effect<Peer, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "unroll-bench-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true })),
    );
    const { vocabulary, embedding, layers } = model;
    const sizes = { vocabulary, embedding, hidden: layers[0]!.outputSize, layers: layers.length };
    writeFileSync(
      join(folder, "workload.json"),
      JSON.stringify({ cell, ...sizes, rows, checkedSteps }),
    );
    writeFileSync(
      join(folder, "weights.safetensors"),
      encodeSafetensors(modelTensors(model, weights, "float32")),
    );
    return yield* startPeer({
      command: python,
      args: [program, folder, "1"],
      env: torchEnvironment(1),
    });
  });
