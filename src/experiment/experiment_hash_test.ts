import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { decodeExperiment } from "./decode_experiment.ts";
import type { Experiment } from "./schema.ts";
import { canonicalJson, experimentHash } from "./experiment_hash.ts";

const valid = { name: "a", corpus: { path: "/t.txt" }, model: { cell: "gru" } };

async function hash(object: object, corpus = "c0ffee"): Promise<string> {
  return experimentHash(
    await Effect.runPromise(decodeExperiment(object)),
    { corpus },
  );
}

describe("experimentHash", () => {
  it("is eight digits, or as many as asked for, always the same", async () => {
    assert.match(await hash(valid), /^[0-9a-f]{8}$/);
    assert.equal(await hash(valid), await hash(structuredClone(valid)));
    const experiment = await Effect.runPromise(decodeExperiment(valid));
    assert.equal(experimentHash(experiment, { corpus: "x" }, 64).length, 64);
  });

  it("does not see what changes no result, nor where the corpus lies", async () => {
    const same: object[] = [
      { ...valid, name: "b" },
      { ...valid, seed: 42, training: { epochs: 3 } },
      { ...valid, metrics: { every: "1 step", sinks: [] } },
      { ...valid, checkpoint: { keep: 9 } },
      { ...valid, engine: { workers: 2 } },
      { ...valid, corpus: { path: "/elsewhere/t.txt" } },
      { ...valid, corpus: { npm: "p", files: "t.txt" } },
    ];
    for (const object of same) {
      assert.equal(await hash(object), await hash(valid));
    }
  });

  it("sees the bytes of the file of gates, and not where it lies", async () => {
    const experiment = await Effect.runPromise(decodeExperiment(valid));
    const of = (path: string, gates: string) =>
      experimentHash({ ...experiment, gates: path }, { corpus: "x", gates });
    assert.equal(of("/a/gates.ts", "1"), of("/b/gates.ts", "1"));
    assert.notEqual(of("/a/gates.ts", "1"), of("/a/gates.ts", "2"));
    assert.notEqual(of("/a/gates.ts", "1"), experimentHash(experiment, { corpus: "x" }));
  });

  it("sees the bytes of the model that training starts from, and not where it lies", async () => {
    const experiment = await Effect.runPromise(decodeExperiment(valid));
    const from = { weights: "1", vocabulary: "2" };
    const of = (config: Experiment["from"] & object, hashes = from) =>
      experimentHash({ ...experiment, from: config }, { corpus: "x", from: hashes });
    const kept = of({ run: "/a", vocabulary: "keep" });
    assert.equal(of({ run: "/b", vocabulary: "keep" }), kept);
    assert.equal(of({ weights: "/w", vocabulary: "/v.json" }), kept);
    const others = [
      experimentHash(experiment, { corpus: "x" }),
      of({ run: "/a", vocabulary: "extend" }),
      of({ run: "/a", vocabulary: "keep" }, { ...from, weights: "3" }),
      of({ run: "/a", vocabulary: "keep" }, { ...from, vocabulary: "3" }),
    ];
    assert.equal(new Set([kept, ...others]).size, 5);
  });

  it("sees everything else", async () => {
    const others: object[] = [
      { ...valid, seed: 43 },
      { ...valid, corpus: { path: "/t.txt", format: "lines" } },
      { ...valid, corpus: { path: "/t.txt", split: { test: 0 } } },
      {
        ...valid,
        corpus: { path: "/t.txt", split: { files: { valid: "/v" } } },
      },
      {
        ...valid,
        corpus: {
          path: "/t.txt",
          split: { files: { valid: "/v", test: "/w" } },
        },
      },
      { ...valid, checkpoint: { every: "7 steps" } },
      { ...valid, engine: { gemm: "wasm" } },
      { ...valid, model: { cell: "lstm" } },
    ];
    const hashes = await Promise.all(
      [valid, ...others].map((object) => hash(object)),
    );
    assert.equal(
      new Set([...hashes, await hash(valid, "other corpus")]).size,
      hashes.length + 1,
    );
  });
});

describe("canonicalJson", () => {
  it("sorts the keys of every map and keeps lists", () => {
    assert.equal(
      canonicalJson({ b: [{ d: 1, c: 2 }], a: null }),
      '{"a":null,"b":[{"c":2,"d":1}]}',
    );
  });
});
