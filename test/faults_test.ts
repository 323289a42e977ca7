import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { madeSentences } from "./support/made_text.ts";
import { unroll } from "./support/program.ts";
import { metricsLines, readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(200).join(" "),
  "empty.txt": " \n",
  "latin1.txt": Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a),
  "run.yaml": `name: fault
corpus: { path: text.txt, split: { valid: 0, test: 0 } }
batch: { kind: sentences, size: 8 }
model: { cell: rnn, embedding: 8, hidden: 8 }
training:
  optimizer: { kind: sgd, learningRate: 3e38 }
  clip: none
checkpoint: { every: 1 steps }
metrics: { every: 1 steps }
`,
  "wrong.yaml": `name: wrong
corpus: { path: text.txt }
modl: { cell: gru }
training:
  epochs: many
  optimizer: { kind: adam, learningRat: 0.1 }
`,
});

/** Runs a command line that must fail with one line a mistake, and answers those lines. */
async function failing(status: number, ...args: string[]): Promise<readonly string[]> {
  const ended = await unroll(args, { folder });
  assert.deepEqual([ended.status, ended.stdout], [status, ""], ended.stderr);
  assert.doesNotMatch(ended.stderr, /^\s+at |Error:|_tag/m, "no stack trace");
  return ended.stderr.trimEnd().split("\n");
}

describe("a wrong config", () => {
  it("ends with status 2 and every mistake at its place", async () => {
    const lines = await failing(2, "run", "wrong.yaml");
    const places = lines.map((line) => line.split(" ").slice(0, 2).join(" "));
    assert.deepEqual(places, [
      "wrong.yaml:1:1: model:",
      "wrong.yaml:3:1: modl:",
      "wrong.yaml:5:11: training.epochs:",
      "wrong.yaml:6:28: training.optimizer.learningRat:",
    ]);
    assert.match(lines.join("\n"), /modl: .*did you mean "model"\?/);
    assert.match(lines.join("\n"), /training\.epochs: Expected a whole number.*, got "many"/);
  });

  it("leaves nothing behind", async () => {
    await failing(2, "run", "run.yaml", "--set", "corpus.path=none.txt", "--runs", "untouched");
    assert(!existsSync(`${folder}/untouched`));
  });
});

describe("a corpus that can't be used", () => {
  const cases: readonly (readonly [path: string, says: RegExp])[] = [
    ["none.txt", /none\.txt/],
    ["empty.txt", /(empty|no text|no sentence)/i],
    ["latin1.txt", /latin1\.txt.*UTF-8/],
  ];
  for (const [path, says] of cases) {
    it(`ends with status 2 and says why: ${path}`, async () => {
      const lines = await failing(2, "run", "run.yaml", "--set", `corpus.path=${path}`);
      assert.match(lines.join("\n"), says);
    });
  }
});

describe("a run that diverges", () => {
  it("ends with status 1, what was seen and the last good checkpoint", async () => {
    const ended = await unroll(["run", "run.yaml"], { folder });
    assert.deepEqual([ended.status, ended.stdout], [1, ""], ended.stderr);
    const message = ended.stderr.trimEnd().split("\n").at(-1)!;
    const [, step, checkpoint] = new RegExp(
      "^Training diverged: .* at step (\\d+) \\(learning rate 3e\\+38, loss \\S+, " +
        'gradient norm \\S+\\); .*; the last good checkpoint is "(step-\\d+)"',
    ).exec(message)!;
    const [run = ""] = readdirSync(`${folder}/runs`);
    const { outcome, last } = readJson(folder, "runs", run, "manifest.json");
    assert.equal(outcome.status, "failed");
    assert.equal(outcome.message, message);
    assert.equal(last, checkpoint);
    assert.equal(outcome.steps, Number(step) - 1);
    assert(metricsLines(`${folder}/runs/${run}`).every(({ loss }) => Number.isFinite(loss)));
  });

  it("is named as failed when it is run again, and goes on from its last checkpoint", async () => {
    const lines = await failing(1, "run", "run.yaml");
    assert.match(
      lines.join("\n"),
      /holds this experiment, failed after step \d+: resuming it; --again/,
    );
    assert.match(lines.at(-1)!, /^Training diverged: /);
  });
});
