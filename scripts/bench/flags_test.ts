import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { InputError } from "../../src/base/errors.ts";
import { readFlags } from "./flags.ts";

const names = ["W1", "W2"];

const refused = (...args: string[]): string => {
  try {
    readFlags(args, names);
  } catch (error) {
    assert.ok(error instanceof InputError);
    return error.message;
  }
  throw new Error("nothing was refused");
};

describe("readFlags", () => {
  it("measures everything by default", () => {
    const { only, workers, gemms, profile, start } = readFlags([], names);
    assert.deepEqual(only, names);
    assert.equal(workers[0], 1);
    assert.deepEqual(gemms.slice(0, 2), ["wasm", "wasm-fma"]);
    assert.deepEqual([profile, start], [false, true]);
  });

  it("measures beside peers the products that have goals there", () => {
    const { peers, markdown, gemms, only } = readFlags(["--peers", "--only=W1"], names);
    assert.deepEqual([peers, markdown, only, gemms[0]], [true, false, ["W1"], "wasm-fma"]);
    assert.deepEqual(readFlags(["--peers", "--gemm", "wasm"], names).gemms, ["wasm"]);
    assert.equal(readFlags(["--peers", "--markdown"], names).markdown, true);
    assert.equal(readFlags(["--inference", "--markdown"], names).inference, true);
  });

  it("takes lists and numbers", () => {
    const args = ["--only", "W2", "--workers", "1,3", "--gemm=wasm,blas", "--seconds", "0.25"];
    const { only, workers, gemms, seconds } = readFlags([...args, "--no-start"], names);
    assert.deepEqual([only, workers, gemms, seconds], [["W2"], [1, 3], ["wasm", "blas"], 0.25]);
  });

  it("refuses what it does not know", () => {
    assert.match(refused("--only", "W9"), /^--only: Expected names out of W1, W2, got "W9"$/);
    assert.match(refused("--workers", "1,0"), /whole numbers of at least 1, got "0"$/);
    assert.match(refused("--repetitions", "2.5"), /whole numbers of at least 1, got "2.5"$/);
    assert.match(refused("--seconds", ""), /a number of at least 0.01, got ""$/);
    assert.match(
      refused("--markdown"),
      /^--markdown: Expected --peers or --inference with it, and no --json$/,
    );
    assert.match(refused("--peers", "--markdown", "--json"), /^--markdown: /);
    assert.match(refused("--fast"), /--fast/);
    assert.match(refused("W1"), /W1/);
  });
});
