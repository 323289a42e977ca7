import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { madeSentences } from "./support/made_text.ts";
import { type Ended, unroll } from "./support/program.ts";
import { metricsLines, readJson, safetensorsShapes, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(400).join(" "),
  "small.yaml": `
name: little
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: gru, embedding: 12, hidden: 16, layers: 2 }
training: { epochs: 3, optimizer: { kind: adam, learningRate: 0.02 } }
checkpoint: { every: 30 steps, keep: 2 }
metrics: { every: 10 steps }
`,
});
const unrolled = (...args: string[]) => unroll(args, { folder });

describe("run", () => {
  let ended: Ended;
  let directory: string;
  before(async () => {
    ended = await unrolled("run", "small.yaml", "--workers", "2");
    directory = join(folder, ended.stdout.trim());
  });

  it("prints the run's directory to standard output and nothing else", () => {
    assert.equal(ended.status, 0, ended.stderr);
    assert.match(ended.stdout, /^runs\/little-[0-9a-f]{8}\n$/);
    assert(existsSync(directory));
  });

  it("prints its metrics and its baselines to standard error", () => {
    assert.match(
      ended.stderr,
      /^epoch 1\/3 {2}step 10 {2}loss \d\.\d{3} {2}perplexity [\d.]+ {2}/m,
    );
    assert.match(ended.stderr, /^epoch 3\/3 {2}step \d+ {2}valid loss /m);
    assert.match(ended.stderr, /^best valid\.loss +perplexity +[\d.]+ /m);
    assert.match(ended.stderr, /^unigram baseline +perplexity +[\d.]+ /m);
    assert.match(ended.stderr, /^interpolated bigram +perplexity .* bigram share 0\.[1-9]$/m);
  });

  it("learns: the model is better than a unigram model by far", () => {
    const losses = metricsLines(directory).filter(({ split }) => split === "valid");
    assert.equal(losses.length, 3);
    const baseline = /^unigram baseline .* loss ([\d.]+)/m.exec(ended.stderr)![1];
    assert(losses[2].loss < 0.7 * Number(baseline), `${losses[2].loss} nats, unigram ${baseline}`);
  });

  it("leaves the files of the contract", () => {
    const names = readdirSync(directory).filter((name) => !name.startsWith("."));
    assert.deepEqual(names.sort(), [
      ...["best", "checkpoints", "config.yaml", "last", "manifest.json"],
      ...["metrics.jsonl", "vocabulary.json"],
    ]);
    for (const link of ["best", "last"]) {
      const target = readlinkSync(join(directory, link));
      assert.match(target, /^checkpoints\/step-\d{8}$/);
      assert(existsSync(join(directory, target, "model.safetensors")));
    }
  });

  it("keeps the newest checkpoints and the best, each file with the checksum listed", () => {
    const manifest = readJson(directory, "manifest.json");
    const checkpoints: { name: string; files: Record<string, { sha256: string }> }[] =
      manifest.checkpoints;
    assert.deepEqual(
      readdirSync(join(directory, "checkpoints")).sort(),
      checkpoints.map(({ name }) => name),
    );
    assert(checkpoints.length >= 2 && checkpoints.length <= 3);
    for (const { name, files } of checkpoints) {
      for (const [file, written] of Object.entries(files)) {
        assert.equal(sha256(join(directory, "checkpoints", name, file)), written.sha256);
      }
    }
    assert.equal(manifest.last, checkpoints.at(-1)!.name);
  });

  it("writes down what it was run with", () => {
    const manifest = readJson(directory, "manifest.json");
    assert.equal(manifest.name, "little");
    assert.equal(`little-${manifest.hash.slice(0, 8)}`, ended.stdout.trim().slice("runs/".length));
    assert.equal(manifest.hashes.config, sha256(join(directory, "config.yaml")));
    assert.equal(manifest.hashes.vocabulary, sha256(join(directory, "vocabulary.json")));
    assert.deepEqual(manifest.command, ["run", "small.yaml", "--workers", "2"]);
    assert.equal(manifest.engine.workers, 2);
    assert.equal(manifest.seed, 42);
    const { train, vocabulary } = manifest.sizes;
    assert(train.tokens > train.sentences && vocabulary > 2 && manifest.sizes.parameters > 0);
    assert(manifest.baselines.bigram < manifest.baselines.unigram);
    assert.equal(manifest.packages.effect, "4.1.0");
    const { status, steps, epochs } = manifest.outcome;
    assert.deepEqual([status, epochs], ["finished", 3]);
    assert.equal(manifest.last, `step-${String(steps).padStart(8, "0")}`);
  });

  it("writes a line of metrics every so many steps and for each evaluation", () => {
    const all = metricsLines(directory);
    const { steps } = readJson(directory, "manifest.json").outcome;
    const training = all.filter(({ split }) => split === "train");
    const due = Array.from({ length: Math.floor(steps / 10) }, (_, i) => 10 * (i + 1));
    assert.deepEqual(training.map(({ step }) => step), steps % 10 === 0 ? due : [...due, steps]);
    for (
      const { loss, perplexity, bits, gradientNorm, learningRate, tokensPerSecond } of training
    ) {
      assert(Math.abs(perplexity / Math.exp(loss) - 1) < 1e-9);
      assert(Math.abs(bits * Math.LN2 - loss) < 1e-9);
      assert(gradientNorm > 0 && tokensPerSecond > 0);
      assert.equal(learningRate, 0.02);
    }
    assert.deepEqual(
      all.filter(({ split }) => split === "valid").map(({ epoch }) => epoch),
      [1, 2, 3],
    );
  });

  it("writes weights under PyTorch's names and in its shapes", () => {
    const vocabulary = readJson(directory, "vocabulary.json").words.length;
    const gru = (layer: number, input: number) => [
      [`gru.weight_ih_l${layer}`, ["F32", [48, input]]],
      [`gru.weight_hh_l${layer}`, ["F32", [48, 16]]],
      [`gru.bias_ih_l${layer}`, ["F32", [48]]],
      [`gru.bias_hh_l${layer}`, ["F32", [48]]],
    ];
    assert.deepEqual(
      safetensorsShapes(join(directory, "last", "model.safetensors")),
      Object.fromEntries([
        ["embedding.weight", ["F32", [vocabulary, 12]]],
        ...gru(0, 12),
        ...gru(1, 16),
        ["output.weight", ["F32", [vocabulary, 16]]],
        ["output.bias", ["F32", [vocabulary]]],
      ]),
    );
  });

  it("started a second time only says where the run is", async () => {
    const before = sha256(join(directory, "manifest.json"));
    const second = await unrolled("run", "small.yaml");
    assert.deepEqual([second.status, second.stdout], [0, ended.stdout]);
    assert.match(second.stderr, /finished already; --again/);
    assert.doesNotMatch(second.stderr, /tokens\/s/);
    assert.equal(sha256(join(directory, "manifest.json")), before);
  });

  it("is known by what defines it: not by workers, metrics or what is kept, but by the seed", async () => {
    const args = ["--set", "metrics.sinks=[]", "--set", "checkpoint.keep=1", "--workers", "1"];
    const second = await unrolled("run", "small.yaml", ...args);
    assert.deepEqual([second.status, second.stdout], [0, ended.stdout]);
    const other = await unrolled("run", "small.yaml", "--set", "seed=43", "--json");
    assert.equal(other.status, 0);
    assert.notEqual(JSON.parse(other.stdout).run, ended.stdout.trim());
  });

  it("goes beside itself with --again, to the same bytes, and prints one document with --json", async () => {
    const again = await unrolled("run", "small.yaml", "--again", "--json");
    assert.equal(again.status, 0, again.stderr);
    const summary = JSON.parse(again.stdout);
    assert.equal(summary.run, `${ended.stdout.trim()}-2`);
    assert.equal(summary.status, "finished");
    assert(summary.perplexity < summary.baselines.unigram.perplexity);
    const model = join("last", "model.safetensors");
    assert.equal(sha256(join(folder, summary.run, model)), sha256(join(directory, model)));
  });
});

describe("a cell in the config", () => {
  it("is trained like a built-in one, its parameters under its own name", async () => {
    const cell = `
name: own
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
cells:
  mgu:
    state: h
    equations: |
      f  = sigmoid(Uf x + Wf h + bf)
      c  = tanh(Uc x + Wc (f * h) + bc)
      h' = (1 - f) * h + f * c
model: { cell: mgu, embedding: 6, hidden: 9 }
training: { epochs: 1 }
`;
    const own = testFolder({ "text.txt": madeSentences(100).join(" "), "own.yaml": cell });
    const { status, stdout, stderr } = await unroll(["run", "own.yaml"], { folder: own });
    assert.equal(status, 0, stderr);
    const file = join(own, stdout.trim(), "last", "model.safetensors");
    const { "mgu.Uf_l0": input, "mgu.Wc_l0": state } = safetensorsShapes(file);
    assert.deepEqual([input, state], [["F32", [9, 6]], ["F32", [9, 9]]]);
  });
});
