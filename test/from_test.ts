/** Training that starts from a model: what is taken, and that it is exact without that model. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Effect } from "effect";
import { evaluateRun, train } from "../mod.ts";
import { commandLine, stoppedCommandLine } from "./support/command_line.ts";
import { succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { type Json, readJson, resultOf, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const text = madeSentences(300).join(" ");
const other = madeSentences(300, 5).join(" ").replaceAll("moon", "comet").replaceAll("dog", "fox");
const folder = testFolder({
  "text.txt": text,
  "other.txt": other,
  "parent.yaml": `
name: parent
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
cells: { linear: { state: h, equations: "h' = Wx x + Wh h + b" } }
model: { cell: linear, embedding: 8, hidden: 12, dropout: 0.1 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.02 } }
engine: { gemm: wasm }
`,
  "child.yaml": `
name: child
corpus: { path: other.txt }
batch: { size: 8 }
from: { run: PARENT }
training:
  epochs: 3
  optimizer: { kind: sgd, learningRate: 0.2, momentum: 0.9 }
  evaluate: { every: 20 steps }
checkpoint: { every: 15 steps, keep: 1 }
metrics: { every: 4 steps }
engine: { gemm: wasm }
`,
});
chmodSync(folder, 0o755); // what lies in a closed folder is private
const runs = join(folder, "runs");

/** Runs a config with settings; its run directory. */
async function trained(config: string, ...set: readonly string[]): Promise<string> {
  const flags = set.flatMap((one) => ["--set", one]);
  const args = ["run", join(folder, config), "--runs", runs, "--workers", "1", ...flags];
  const { status, stdout, stderr } = await commandLine(...args);
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** What a command line ends with, which must be a mistake of the user's. */
async function refused(...args: readonly string[]): Promise<string> {
  const { status, stderr } = await commandLine(...args);
  assert.equal(status, 2, stderr);
  return stderr.trim().replaceAll(`${folder}/`, "");
}

/** A run as if it had been killed before its first step was saved. */
function justBegun(run: string, name: string): string {
  const copy = join(folder, name);
  cpSync(run, copy, { recursive: true, verbatimSymlinks: true });
  const manifest = readJson(copy, "manifest.json");
  const [start] = manifest.checkpoints;
  assert.equal(start.step, 0, "the first checkpoint is always kept");
  for (const checkpoint of manifest.checkpoints.slice(1)) {
    rmSync(join(copy, "checkpoints", checkpoint.name), { recursive: true });
  }
  const outcome = { status: "running", steps: 0, epochs: 0, best: null };
  const begun = { ...manifest, outcome, checkpoints: [start], best: null, last: start.name };
  writeFileSync(join(copy, "manifest.json"), JSON.stringify({ ...begun, ended: null }));
  writeFileSync(join(copy, "metrics.jsonl"), "");
  return copy;
}

describe("from a run", () => {
  let parent: string;
  let child: string;
  before(async () => {
    parent = await trained("parent.yaml");
    const config = readFileSync(join(folder, "child.yaml"), "utf8");
    writeFileSync(join(folder, "child.yaml"), config.replace("PARENT", `runs/${basename(parent)}`));
    child = await trained("child.yaml");
  });
  /** Moves the parent away while something is done. */
  async function without<A>(work: (moved: string) => Promise<A>): Promise<A> {
    const moved = join(folder, "moved");
    renameSync(parent, moved);
    return await work(moved).finally(() => renameSync(moved, parent));
  }

  it("lists what is taken, fresh and left, and says it in the manifest", async () => {
    const { stdout } = await commandLine("check", join(folder, "child.yaml"));
    const { best, checkpoints, hashes }: Json = readJson(parent, "manifest.json");
    assert.match(stdout, new RegExp(`^# from: ${basename(parent)}, ${best}$`, "m"));
    const taken =
      "embedding.weight, linear.Wx_l0, linear.Wh_l0, linear.b_l0, output.weight, output.bias";
    assert.match(stdout, new RegExp(`^# {3}taken: ${taken}; (\\d+) tokens$`, "m"));
    const fresh = 'fresh: 2 tokens \\("fox", "comet"\\) in embedding.weight, output.weight, output';
    assert.match(stdout, new RegExp(`^# {3}${fresh}`, "m"));
    assert.match(stdout, /^# {3}left: nothing$/m);
    assert.match(stdout, /^cells:\n {2}linear:\n/m, "the network is the parent's");
    assert.match(stdout, new RegExp(`^# run: ${basename(child)}$`, "m"));
    const { from }: Json = readJson(child, "manifest.json");
    const { files } = checkpoints.find(({ name }: Json) => name === best);
    assert.equal(from.weights, files["model.safetensors"].sha256);
    assert.deepEqual([from.path, from.checkpoint, from.left], [parent, best, []]);
    assert.deepEqual(from.taken, taken.split(", "));
    const words: string[] = readJson(parent, "vocabulary.json").words;
    assert.equal(from.words, words.length);
    assert.deepEqual(readJson(child, "vocabulary.json").words, [...words, "fox", "comet"]);
    assert.notEqual(hashes.vocabulary, readJson(child, "manifest.json").hashes.vocabulary);
  });

  it("is the parent itself without training, on its own text or with its words alone", async () => {
    const same = await trained("parent.yaml", `from.run=${parent}`, "training.epochs=0");
    const kept = await trained("child.yaml", "from.vocabulary=keep", "training.epochs=0");
    const weights = (run: string) => sha256(join(run, "best", "model.safetensors"));
    assert.deepEqual([weights(same), weights(kept)], [weights(parent), weights(parent)]);
    const words = (run: string) => readJson(run, "vocabulary.json").words;
    assert.deepEqual(words(kept), words(parent));
    const measured = (run: string) => succeeded(evaluateRun({ run }));
    const [before, after] = [await measured(parent), await measured(same)];
    assert.deepEqual([after.loss, after.tokens], [before.loss, before.tokens]);
  });

  it("resumes to the same bytes without the parent, from any moment on", async () => {
    const expected = resultOf(child);
    await without(async () => {
      const begun = justBegun(child, "begun");
      const resumed = await commandLine("resume", begun, "--workers", "2");
      assert.equal(resumed.status, 0, resumed.stderr);
      assert.match(resumed.stderr, /resuming after step 0/);
      assert.deepEqual(resultOf(begun), expected);
    });
    const args = ["run", join(folder, "child.yaml"), "--runs", join(folder, "stopped")];
    const stopped = await stoppedCommandLine(/step 24 /, ...args);
    assert.equal(stopped.status, 130, stopped.stderr);
    await without(async () => {
      const run = join(folder, "stopped", basename(child));
      const { status, stderr } = await commandLine("resume", run);
      assert.equal(status, 0, stderr);
      assert.deepEqual(resultOf(run), expected);
      // Everything else that reads a run does without it, too.
      assert.equal((await commandLine("evaluate", run)).status, 0);
      const longer = await commandLine("resume", run, "--set", "training.epochs=4");
      assert.equal(longer.status, 0, longer.stderr);
      assert.deepEqual(readJson(longer.stdout.trim(), "manifest.json").from.words, 33);
    });
  });

  it("goes back to the parent's weights where it diverges, resumed without it or not", async () => {
    const set = [
      "training.onDivergence=rollback",
      "training.optimizer.learningRate=2",
      "training.clip=none",
      "training.epochs=1",
      "name=wild",
    ];
    const wild = await trained("child.yaml", ...set);
    assert.match(readFileSync(join(wild, "metrics.jsonl"), "utf8"), /"rolledBackFrom":4,/);
    const start = (run: string) =>
      sha256(join(run, "checkpoints", "step-00000000", "model.safetensors"));
    assert.equal(start(wild), start(child), "the start is as it was");
    const args = ["run", join(folder, "child.yaml"), "--runs", join(folder, "stopped")];
    const flags = set.flatMap((one) => ["--set", one]);
    const stopped = await stoppedCommandLine(/rolled back from step 4/, ...args, ...flags);
    assert.equal(stopped.status, 130, stopped.stderr);
    await without(async () => {
      const run = join(folder, "stopped", basename(wild));
      const { status, stderr } = await commandLine("resume", run);
      assert.equal(status, 0, stderr);
      assert.deepEqual(resultOf(run), resultOf(wild));
    });
  });

  it("is the same experiment wherever the parent lies, and reproduced from there", async () => {
    assert.equal((await commandLine("reproduce", child)).status, 0);
    await without(async (moved) => {
      const config = join(folder, "child.yaml");
      const { stdout } = await commandLine("check", config, "--set", `from.run=${moved}`);
      assert.match(stdout, new RegExp(`^# run: ${basename(child)}$`, "m"));
      const gone = await refused("reproduce", child);
      assert.match(
        gone,
        /can't be read: from\.run: .* it is not there; say where it is now with --set from\.run=PATH$/,
      );
      const flag = ["--set", `from.run=${moved}`];
      assert.equal((await commandLine("reproduce", child, ...flag)).status, 0);
      const others = ["--set", `from.run=${child}`];
      assert.match(
        await refused("reproduce", child, ...others),
        /can't be read: .* has no checkpoint "step-/,
      );
    });
    const none = await refused("evaluate", parent, "--set", `from.run=${child}`);
    assert.match(none, /: The run has no from\.run, it started from no model, or not/);
  });

  it("starts in the same way from a program", async () => {
    const experiment = {
      name: "child",
      corpus: { path: join(folder, "other.txt") },
      from: { run: parent },
      batch: { size: 8 },
      training: { epochs: 0 },
      engine: { gemm: "wasm" },
      metrics: { sinks: [] },
    };
    const { directory } = await succeeded(train(experiment, { runs }));
    assert.equal(readJson(directory, "manifest.json").from.path, parent);
    assert.equal(
      sha256(join(directory, "last", "model.safetensors")),
      sha256(join(child, "checkpoints", "step-00000000", "model.safetensors")),
    );
    const wrong = {
      ...experiment,
      model: { hidden: 3 },
      from: { run: parent, vocabulary: "no" },
      training: {},
    };
    const error = await Effect.runPromise(Effect.flip(train(wrong, { runs })));
    assert.equal(error.message, 'from.vocabulary: Expected "keep" or "extend", got "no"');
  });

  it("is private where the parent is", async () => {
    const secret = join(folder, "secret");
    cpSync(parent, secret, { recursive: true, verbatimSymlinks: true });
    chmodSync(secret, 0o700);
    const run = await trained("child.yaml", `from.run=${secret}`, "training.epochs=0", "seed=9");
    assert.equal(statSync(run).mode & 0o077, 0);
    assert.notEqual(statSync(child).mode & 0o077, 0);
  });

  it("starts every trial of a sweep, and leaves the network as it is", async () => {
    const sweep = join(folder, "search.yaml");
    const head = "experiment: child.yaml\nsearch: { kind: grid }\nspace:\n";
    const rate = "  training.optimizer.learningRate: { values: [0.1, 0.3] }\n";
    writeFileSync(sweep, `${head}${rate}  model.hidden: { values: [12, 16] }\n`);
    const message = await refused("sweep", sweep, "--runs", join(folder, "trials"));
    assert.match(
      message,
      /^search\.yaml:5:3: space\."model\.hidden": Can't be searched with from:/,
    );
    writeFileSync(sweep, head + rate);
    const flags = ["--runs", join(folder, "trials"), "--parallel", "1", "--workers", "1"];
    const { status, stdout, stderr } = await commandLine("sweep", sweep, ...flags);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /0\.3/);
    const starts = readdirSync(join(folder, "trials")).filter((name) => name.startsWith("child-"))
      .map((name) =>
        sha256(join(folder, "trials", name, "checkpoints", "step-00000000", "model.safetensors"))
      );
    const start = sha256(join(child, "checkpoints", "step-00000000", "model.safetensors"));
    assert.deepEqual(starts, [start, start]);
  });

  it("refuses what does not fit, at its place", async () => {
    mkdirSync(join(folder, "empty"), { recursive: true });
    const bare = justBegun(child, "bare");
    const { checkpoints: _, ...manifest }: Json = readJson(bare, "manifest.json");
    writeFileSync(
      join(bare, "manifest.json"),
      JSON.stringify({ ...manifest, checkpoints: [], last: null }),
    );
    const wrong: readonly (readonly [set: string, message: RegExp])[] = [
      ["from.run=nowhere", /from\.run: ".*nowhere" is not a run directory: it is not there$/],
      ...["~", "$HOME"].map((home) =>
        [
          `from.run=${home}/none-such/run`,
          new RegExp(`from\\.run: "${homedir()}/none-such/run" is not a run directory`),
        ] as const
      ),
      [`from.run=${folder}/empty`, /from\.run: "empty" is not a run directory: it has no manifest/],
      [`from.run=${bare}`, /from\.run: "bare" has no checkpoint, there is none$/],
      [
        "model.cell=gru",
        /model\.cell: Expected "linear", the cell of "runs\/parent.*", got "gru"$/,
      ],
      ["model.embedding=9", /model\.embedding: Expected 8, as "runs\/parent-\w+" has it, got 9$/],
      ["model.embedding=none", /model\.embedding: Expected 8, as ".*" has it, got "none"$/],
      ["model.layers=2", /model\.layers: Expected at most 1, as many as ".*" has, got 2$/],
      ["model.bias=false", /model\.bias: Expected true, because ".*" has biases, got false$/],
      ["model.hidden=13", /Tensor "linear\.Wx_l0" of ".*" is \[12,8\], expected \[13,8\]$/m],
      [
        "tokenizer.kind=byte",
        /^(?![^]*lowercase)[^]*tokenizer\.kind: Expected "word", as the model has it that/,
      ],
      ["tokenizer.lowercase=false", /tokenizer\.lowercase: Expected true, as the model has it/],
      ["cells.linear.equations=h' = Wx x + Wh h - b", /cells\.linear: Differs from the cell of/],
    ];
    for (const [set, message] of wrong) {
      assert.match(await refused("check", join(folder, "child.yaml"), "--set", set), message);
    }
    writeFileSync(
      join(folder, "tied.yaml"),
      "extends: child.yaml\nmodel:\n  hidden: 8\n  tied: true\n",
    );
    assert.match(
      await refused("check", join(folder, "tied.yaml")),
      /^tied\.yaml:4:9: model\.tied: Expected false, because "output\.weight" of ".*" is not its/m,
    );
  });

  it("refuses gates that have changed since: the weights are those of others", async () => {
    const gate = (slope: number) =>
      `export const slope = {
  name: "slope", arity: 1, size: ([length]) => length,
  forward: ([x]) => x.map((xi) => ${slope} * xi),
  backward: (dy) => [dy.map((d) => ${slope} * d)],
};
`;
    writeFileSync(join(folder, "gates.ts"), gate(0.5));
    writeFileSync(join(folder, "other_gates.ts"), gate(0.25));
    writeFileSync(
      join(folder, "gated.yaml"),
      `
name: gated
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
gates: gates.ts
cells: { own: { state: h, equations: "h' = slope(tanh(Wx x + Wh h))" } }
model: { cell: own, embedding: 2, hidden: 2 }
training: { epochs: 1 }
`,
    );
    const code = ["--runs", runs, "--allow-code"];
    const { status, stdout, stderr } = await commandLine(
      "run",
      join(folder, "gated.yaml"),
      ...code,
    );
    assert.equal(status, 0, stderr);
    const from = `name: tuned\ncorpus: { path: other.txt }\nfrom: { run: ${stdout.trim()} }\n`;
    writeFileSync(join(folder, "tuned.yaml"), from);
    const check = ["check", join(folder, "tuned.yaml"), "--allow-code"];
    assert.equal((await commandLine(...check)).status, 0);
    assert.match(
      await refused(...check, "--set", `gates=${folder}/other_gates.ts`),
      /gates: Differs from the gate file of the model that .* is \w{64}, expected \w{64}$/m,
    );
  });
});
