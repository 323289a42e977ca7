/** PyTorch: which Python has it, and a process for each number of threads. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Effect, type Scope } from "effect";
import type { RunError } from "../../../src/base/errors.ts";
import { type Peer, startPeer } from "./peer_process.ts";

const program = fileURLToPath(new URL("./torch_peer.py", import.meta.url));

/** The first Python that can import torch. */
export const findPython: Effect.Effect<string | undefined> = Effect.sync(() =>
  ["python3", "/usr/bin/python3"].find((python) =>
    spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0
  )
);

export const noPython =
  "PyTorch is left out: neither python3 nor /usr/bin/python3 can import torch (on Debian and " +
  "Ubuntu: apt install python3-torch libopenblas0-pthread)";

/**
 * The environment in which PyTorch is fastest. OpenMP's threads must not spin while others compute,
 * and OpenBLAS is to choose its kernels by the processor.
 */
export function torchEnvironment(threads: number): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _type, OPENBLAS_L2_SIZE: _size, ...kept } = process.env;
  return {
    ...kept,
    OPENBLAS_NUM_THREADS: String(threads),
    OMP_NUM_THREADS: String(threads),
    OMP_WAIT_POLICY: "passive",
  };
}

export const startTorch = (
  python: string,
  folder: string,
  threads: number,
): Effect.Effect<Peer, RunError, Scope.Scope> =>
  startPeer({
    command: python,
    args: [program, folder, String(threads)],
    env: torchEnvironment(threads),
  });

/** GFLOP/s of a 512 × 512 product below which a BLAS can only be the reference one. */
const slowest = 15;

/** What to say about PyTorch's own products, where they are those of a slow BLAS. */
export function slowBlas({ ready }: Pick<Peer, "ready">): string | undefined {
  const { productGigaflops = Infinity } = ready;
  if (productGigaflops >= slowest) return undefined;
  return `PyTorch multiplies at ${
    productGigaflops.toFixed(1)
  } GFLOP/s only, so it is no fair peer: ` +
    "its BLAS seems to be the reference one (on Debian and Ubuntu: apt install libopenblas0-pthread)";
}
