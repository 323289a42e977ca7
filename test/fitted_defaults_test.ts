import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { madeSentences } from "./support/made_text.ts";
import { type Ended, unroll } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const lines = madeSentences(400).map((sentence) => sentence.slice(0, -1).toLowerCase());
const folder = testFolder({
  "lines.txt": lines.join("\n"),
  "open.yaml": "name: open\ncorpus: { path: lines.txt }\nmodel: { cell: gru }\n",
});
const unrolled = (...args: string[]) => unroll(args, { folder });

describe("a config of name, corpus and cell", () => {
  let ended: Ended, directory: string;
  before(async () => {
    const fast = ["--set", "training.optimizer.learningRate=0.02"];
    ended = await unrolled("run", "open.yaml", ...fast, "--workers", "1");
    directory = ended.stdout.trim();
  });
  const config = () => parse(readFileSync(join(folder, directory, "config.yaml"), "utf8"));

  it("is fitted to the text, and says so", () => {
    assert.equal(ended.status, 0, ended.stderr);
    const said = /^fitted to the text, where the config says nothing: (.*)$/m.exec(ended.stderr);
    assert.equal(
      said?.[1],
      "corpus.format lines, tokenizer.vocabulary 103, batch.size 4, training.epochs 40, " +
        "training.stop.patience 3",
    );
    const { corpus, tokenizer, batch, training } = config();
    assert.deepEqual(
      [corpus.format, tokenizer.vocabulary, batch.size, training.epochs, training.stop],
      ["lines", 103, 4, 40, { patience: 3 }],
    );
  });

  it("ends early, better than a bigram", () => {
    assert.match(ended.stderr, /^Stopped early after step \d+: /m);
    assert.match(ended.stderr, /^the model is [\d.]+ % below the bigram/m);
    assert.doesNotMatch(ended.stderr, /What usually helps/);
  });

  it("is the same experiment as what it was fitted to, given in full", async () => {
    const again = await unrolled("run", join(directory, "config.yaml"), "--workers", "1");
    assert.equal(again.stdout.trim(), directory);
    assert.doesNotMatch(again.stderr, /fitted to the text/);
  });
});

describe("a model that a bigram beats", () => {
  it("comes with advice", async () => {
    const short = ["--set", "training.epochs=1", "--set", "model.hidden=2"];
    const { status, stderr } = await unrolled("run", "open.yaml", ...short, "--workers", "1");
    assert.equal(status, 0, stderr);
    assert.match(
      stderr,
      /^A bigram predicts .*\n {2}1\. train longer, .* --set training\.epochs=10\n {2}2\. /m,
    );
  });
});
