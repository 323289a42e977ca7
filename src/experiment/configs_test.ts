import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readExperiment } from "./read_experiment.ts";

const folder = fileURLToPath(new URL("../../configs", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

describe("configs", () => {
  it("hold the five that the contract names", () => {
    const named = ["small", "tutorial", "names", "moby-char", "addresses"];
    for (const name of named) assert.ok(files.includes(`${name}.yaml`), name);
  });

  for (const file of files) {
    it(`${file} is right, named after its file, and known to editors`, async () => {
      const path = `${folder}/${file}`;
      const { experiment } = await Effect.runPromise(readExperiment(path));
      assert.equal(experiment.name, file.replace(".yaml", ""));
      assert.match(
        readFileSync(path, "utf8"),
        /^# yaml-language-server: \$schema=\.\.\/schema\.json\n/,
      );
    });
  }

  it("tutorial.yaml is the tutorial's program", async () => {
    const { experiment } = await Effect.runPromise(
      readExperiment(`${folder}/tutorial.yaml`),
    );
    const { model, training, batch, tokenizer } = experiment;
    assert.deepEqual(model, {
      cell: "rnn",
      embedding: "none",
      hidden: 100,
      layers: 1,
      dropout: 0,
      tied: false,
      bias: false,
      truncate: 4,
    });
    assert.deepEqual(batch, {
      kind: "sentences",
      size: 1,
      shuffle: false,
      maxLength: "none",
    });
    assert.deepEqual(tokenizer, { kind: "word", vocabulary: 8000, lowercase: true });
    assert.deepEqual([training.loss, training.clip], ["sentence-sum", "none"]);
    assert.equal(training.optimizer.learningRate, 0.005);
  });
});
