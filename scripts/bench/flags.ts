import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { WrongBench } from "./bench_error.ts";
import { blasAvailable } from "../../src/kernels/blas.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import type { MeasureOptions } from "./measure.ts";

export const usage = `Speed of training on this machine.

  deno task bench [--only W1,W3] [--gemm wasm,wasm-fma,blas] [--workers 1,2]
                  [--seconds 0.5] [--repetitions 5] [--profile] [--json] [--no-start]
  deno task bench --sweep [--asha] [--json]
  deno task bench --peers [--markdown] […]
  deno task bench --inference [--markdown] [--seconds 0.5] [--repetitions 5] [--json]

  --only         workloads: W1, W1/4, W2, W3, W4
  --gemm         matrix products: all that this machine has
  --workers      worker counts: 1 and all processors
  --seconds      length of one repetition
  --repetitions  how many, of which the median counts
  --profile      where a step's time goes; costs some speed
  --no-start     leaves out the time to the first step of configs/small.yaml
  --sweep        instead: what a sweep costs beside training, over 500 trials
  --asha         instead: what ASHA finds and saves on a grid, whose runs are kept in .cache
  --peers        PyTorch (where python3 can import it), jax-js, TensorFlow.js and brain.js on the
                 same workloads, in turn with wasm-fma and blas; fails if one trains another model
  --inference    instead: how fast trained models write, beside PyTorch where python3 can import it
  --markdown     the peers' tables as BENCHMARKS.md has them
  --json         one JSON document in place of the table`;

export interface BenchOptions extends MeasureOptions {
  readonly only: readonly string[];
  readonly json: boolean;
  readonly start: boolean;
  readonly sweep: boolean;
  readonly asha: boolean;
  /** Whether other systems are measured too. */
  readonly peers: boolean;
  readonly markdown: boolean;
  /** Whether inference is measured instead of training. */
  readonly inference: boolean;
  readonly help: boolean;
}

const products: readonly ProductKind[] = ["wasm", "wasm-fma", "blas"];
/** Those that have goals beside PyTorch. */
const peersProducts: readonly ProductKind[] = ["wasm-fma", "blas"];

/**
 * Reads the command line.
 *
 * @throws InputError for an unknown flag or value
 */
export function readFlags(args: readonly string[], names: readonly string[]): BenchOptions {
  const values = parse(args);
  const gemms = list("gemm", values.gemm, products) ??
    (values.peers ? peersProducts : products).filter((kind) => kind !== "blas" || blasAvailable());
  if (values.markdown && (values.json || !(values.peers || values.inference))) {
    const problem = "--markdown: Expected --peers or --inference with it, and no --json";
    throw new WrongBench({ problem });
  }
  const all = availableParallelism();
  const workers = values.workers?.split(",").map((text) => number("workers", text, 1));
  return {
    only: list("only", values.only, names) ?? names,
    gemms,
    workers: workers ?? (all === 1 ? [1] : [1, all]),
    seconds: number("seconds", values.seconds, 0.01),
    repetitions: number("repetitions", values.repetitions, 1),
    profile: values.profile,
    json: values.json,
    start: !values["no-start"],
    sweep: values.sweep,
    asha: values.asha,
    peers: values.peers,
    markdown: values.markdown,
    inference: values.inference,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        gemm: { type: "string" },
        workers: { type: "string" },
        seconds: { type: "string", default: "0.5" },
        repetitions: { type: "string", default: "5" },
        profile: { type: "boolean", default: false },
        sweep: { type: "boolean", default: false },
        asha: { type: "boolean", default: false },
        peers: { type: "boolean", default: false },
        markdown: { type: "boolean", default: false },
        inference: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        "no-start": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WrongBench({ problem: `${message.split(". ")[0]}\n\n${usage}` });
  }
}

function list<T extends string>(
  flag: string,
  text: string | undefined,
  allowed: readonly T[],
): T[] | undefined {
  return text?.split(",").map((part) => {
    const known = allowed.find((name) => name === part);
    if (known !== undefined) return known;
    const message = `--${flag}: Expected names out of ${allowed.join(", ")}, got "${part}"`;
    throw new WrongBench({ problem: message });
  });
}

function number(flag: string, text: string, least: number): number {
  const value = Number(text);
  const whole = least !== 1 || Number.isInteger(value);
  if (text.trim() !== "" && value >= least && Number.isFinite(value) && whole) return value;
  const what = least === 1 ? "whole numbers" : "a number";
  throw new WrongBench({
    problem: `--${flag}: Expected ${what} of at least ${least}, got "${text}"`,
  });
}
