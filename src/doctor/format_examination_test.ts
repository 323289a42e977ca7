import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { Examination } from "./examination.ts";
import { formatExamination } from "./format_examination.ts";

const machine: Examination = {
  version: "0.1.0",
  runtime: { name: "deno", version: "2.9.6" },
  os: "linux 6.1, x64",
  processor: "A processor",
  cores: 2,
  memory: 4 * 2 ** 30,
  vector: 8,
  blas: { name: "libopenblas.so.0", build: "OpenBLAS 0.3.21, Zen" },
  products: { "blas": 66.14, "wasm-fma": 50 },
  store: null,
};

const said = (changes: Partial<Examination>) => formatExamination({ ...machine, ...changes });

describe("an examination in words", () => {
  it("says what there is", () => {
    assert.equal(
      said({ store: { name: "postgres://me@host/db", fault: null } }),
      `program    unroll 0.1.0
runtime    deno 2.9.6, linux 6.1, x64
processor  A processor, 2 cores
memory     4.0 GiB
vectors    8 numbers at a time
BLAS       libopenblas.so.0, OpenBLAS 0.3.21, Zen
products   blas        66.1 GFLOP/s
           wasm-fma    50.0 GFLOP/s
store      postgres://me@host/db: reached

Nothing is known that would make it faster.`,
    );
  });

  it("says what would make it faster", () => {
    assert.match(
      said({ blas: null }),
      /faster:\n {2}a BLAS: apt install libopenblas0 .*--allow-ffi/,
    );
    assert.match(said({ blas: null, runtime: { name: "bun", version: "1" } }), /a BLAS: apt/);
    const node = { name: "node", version: "22.1.0" };
    assert.match(
      said({ blas: null, vector: 4, runtime: node }),
      /Deno or Bun .*\n.*Node 24 or newer/,
    );
    assert.match(said({ vector: 4 }), /faster:\n {2}vectors of eight: start by `deno task`/);
    assert.match(said({ vector: 4, os: "darwin 24, arm64" }), /Nothing is known/);
    assert.match(said({ cores: 1 }), /more than one processor/);
  });
});
