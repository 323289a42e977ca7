/** The cells of configs/cells: each is what its file says, has right gradients, and learns. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { checkedGradient, largestError } from "../pipelines/check_gradient.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { bothEngines } from "./support/both_engines.ts";
import { commandLine } from "./support/command_line.ts";
import { once } from "./support/once.ts";
import { root } from "./support/program.ts";
import { batchOf } from "./support/random_case.ts";
import { randomWeights } from "./support/random_weights.ts";
import { testFolder } from "./support/test_folder.ts";

const cells = join(root, "configs", "cells");
const files = readdirSync(cells).filter((name) => name.endsWith(".yaml"));
const folder = testFolder({});

/** Nine chapters, few words and a small network: half a second of training. */
const small = {
  "corpus.files": "data/chapter_?.txt",
  "batch.size": "8",
  "tokenizer.vocabulary": "200",
  "model.embedding": "32",
  "model.hidden": "32",
  "training.epochs": "1",
  "training.optimizer.learningRate": "0.02",
  "training.stop": "none",
};
const flags = Object.entries(small).flatMap(([key, value]) => ["--set", `${key}=${value}`]);

const read = (file: string) => Effect.runPromise(readExperiment(join(cells, file)));

describe("the cells of configs/cells", () => {
  it("are those that the documentation names", () => {
    assert.deepEqual(files.map((name) => name.replace(".yaml", "")).sort(), [
      "indrnn",
      "mgu",
      "norm_projection_lstm",
      "peephole_lstm",
      "residual_stack",
      "update_gate",
    ]);
  });

  it("have their gradients shown by check --gradient", async () => {
    const path = join(cells, "mgu.yaml");
    const { status, stdout } = await commandLine("check", path, "--gradient");
    const [first, ...rows] = stdout.trimEnd().split("\n");
    assert.equal(status, 0);
    assert.match(first!, /: cell mgu, 1 layer, embedding 3, hidden 4, vocabulary 6$/);
    assert.match(rows[1]!, /^0\.Uf {14}4 × 3 {6}\d\.\de-\d+ +ok$/);
    assert.equal(rows.length, 10);
  });

  it("are shown by check with their shapes and their plan", async () => {
    const path = join(cells, "residual_stack.yaml");
    const { status, stdout } = await commandLine("check", path, ...flags);
    assert.equal(status, 0);
    for (
      const line of [
        "# cell residual: x 32 → y 32",
        "#   h' = (1 - z) * h + z * n",
        "#     P   32 × 32  starts in ±0.177",
        "#     y   32",
        "#     each time step: product [Wz Wn] h, 32 → 64",
        "#     after the last step, all tokens at once: product [P] value, 32 → 32",
      ]
    ) {
      assert(stdout.includes(`${line}\n`), `${line}\n${stdout}`);
    }
  });

  for (const file of files) {
    describe(file, () => {
      const checked = once(async () => Effect.runPromise(checkedGradient(await read(file))));

      it("is named after its file, and known to editors", async () => {
        const { experiment } = await read(file);
        assert.equal(experiment.name, file.replace(".yaml", ""));
        assert.deepEqual(Object.keys(experiment.cells), [experiment.model.cell]);
        const first = readFileSync(join(cells, file), "utf8").split("\n")[0];
        assert.equal(first, "# yaml-language-server: $schema=../../schema.json");
      });

      it("has gradients that agree with central differences", async () => {
        const { errors, small } = await checked();
        assert.deepEqual([...errors.keys()], small.model.parameters.map(({ key }) => key));
        for (const [key, error] of errors) assert(error <= largestError, `${key}: ${error}`);
      });

      it("is computed by the kernels as by the float64 gates", async () => {
        const { small: { model } } = await checked();
        const optimizer = makeOptimizer({
          kind: "adagrad",
          learningRate: NaN,
          epsilon: 1e-2,
          weightDecay: 0,
        });
        const options = { optimizer, clip: "none", loss: "token-mean", seed: 3 } as const;
        const batches = [[5, 2, 1, 7], [3, 6]].map((rows, i) => batchOf(rows, model.vocabulary, i));
        const engines = bothEngines(model, randomWeights(model, 1), options, batches, "wasm");
        batches.forEach((batch, step) => {
          engines.train(batch, step);
          engines.evaluate(batch, "evaluation");
        });
      });

      it("learns more than how frequent words are", async () => {
        const path = join(cells, file);
        const ended = await commandLine("run", path, ...flags, "--runs", folder, "--json");
        assert.equal(ended.status, 0, ended.stderr);
        const { loss, baselines } = JSON.parse(ended.stdout);
        const message = `${loss} nats a token, unigram ${baselines.unigram.loss}`;
        assert(loss < 0.95 * baselines.unigram.loss, message);
      });
    });
  }
});
