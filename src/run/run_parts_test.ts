import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Environment } from "./environment_record.ts";
import type { Manifest } from "./manifest.ts";
import { changesSince, formatSwitch, runParts, runSwitches } from "./run_parts.ts";
import { testManifest } from "./test_support.ts";

const { hashes, engine, runtime, packages } = testManifest();
const first: Environment = { code: hashes.code, engine, runtime, packages };
const otherCode: Environment = { ...first, code: `7b5d94bc${"0".repeat(56)}` };
const onBun: Environment = { ...otherCode, runtime: { ...runtime, name: "bun", version: "1.4.5" } };
const blas = (build: string): Environment => ({
  ...first,
  engine: { ...engine, gemm: "blas", library: "libblas.so", build },
});

/** A run that was resumed at steps by environments; undefined is an older version of Unroll. */
const resumed = (...parts: readonly (readonly [number, Environment | undefined])[]): Manifest => ({
  ...testManifest(),
  resumed: parts.map(([step, environment]) => ({
    at: "2026-01-02T03:04:05Z",
    step,
    ...environment === undefined ? {} : { environment },
  })),
});

describe("runParts", () => {
  it("begins with the start, or where the run went on from step 0", () => {
    assert.deepEqual(runParts(resumed([10, otherCode])), [
      { step: 0, environment: first },
      { step: 10, environment: otherCode },
    ]);
    const again = resumed([10, first], [0, otherCode], [20, onBun]);
    assert.deepEqual(runParts(again).map(({ step }) => step), [0, 20]);
    assert.deepEqual(runParts(again)[0]!.environment, otherCode);
  });
});

describe("runSwitches", () => {
  it("are where another environment went on, and each is told once", () => {
    const run = resumed([10, first], [410, otherCode], [500, otherCode], [600, onBun], [
      700,
      first,
    ]);
    assert.deepEqual(runSwitches(run).map(formatSwitch), [
      "resumed after step 410 by other code (7b5d94bc…)",
      "resumed after step 600 by other runtime (bun 1.4.5)",
      "resumed after step 700 by other code (abababab…), other runtime (deno 2.9.6)",
    ]);
  });

  it("are none for other numbers of workers, nor where it was not recorded", () => {
    const workers = { ...first, engine: { ...engine, workers: 7 } };
    assert.deepEqual(runSwitches(resumed([5, workers], [10, undefined], [20, first])), []);
  });
});

describe("changesSince", () => {
  it("tells what differs from the beginning, and where the run was resumed", () => {
    assert.deepEqual(changesSince(resumed([410, otherCode]), onBun), [
      "code: abababab… before, 7b5d94bc… now",
      "runtime: deno 2.9.6 before, bun 1.4.5 now",
      "resumed after step 410 by other code (7b5d94bc…)",
    ]);
    assert.deepEqual(changesSince(resumed([410, otherCode]), first), [
      "resumed after step 410 by other code (7b5d94bc…)",
    ]);
    assert.deepEqual(changesSince(resumed([410, first]), first), []);
  });

  it("tells the library and the processor that it computes for", () => {
    const manifest = { ...testManifest(), engine: blas("OpenBLAS 0.3.21, Haswell").engine };
    assert.deepEqual(changesSince(manifest, blas("OpenBLAS 0.3.21, Nehalem")), [
      "products: blas libblas.so (OpenBLAS 0.3.21, Haswell) before, " +
      "blas libblas.so (OpenBLAS 0.3.21, Nehalem) now",
    ]);
    const { build: _, ...unknown } = manifest.engine;
    const old = { ...manifest, engine: unknown };
    assert.deepEqual(changesSince(old, blas("anything")), []);
    const later = { ...old, resumed: resumed([10, blas("Haswell")]).resumed };
    assert.deepEqual(changesSince(later, blas("Haswell")), []);
    assert.deepEqual(changesSince(later, blas("Nehalem")), [
      "products: blas libblas.so (Haswell) before, blas libblas.so (Nehalem) now",
    ]);
  });

  it("leaves out what does not matter", () => {
    const moved = { ...otherCode, runtime: { ...runtime, cpu: "another" } };
    assert.deepEqual(
      changesSince(resumed([410, moved]), moved, ({ name }) => name === "processor"),
      [
        "processor: cpu (x64) before, another (x64) now",
        "resumed after step 410 by other processor (another (x64))",
      ],
    );
  });
});
