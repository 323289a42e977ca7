/** Weights that PyTorch trained: its losses, and what can be done with them from there. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateRun, generateText } from "../mod.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from "../src/run/tensors/safetensors.ts";
import { Result } from "effect";
import { commandLine } from "./support/command_line.ts";
import { succeeded } from "./support/in_process.ts";
import { root } from "./support/program.ts";
import { metricsLines, readJson, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const vectors = join(root, "test", "vectors");
const reference = readJson(vectors, "torch-imports.json");
const files = ["lstm", "gru"].flatMap((name) =>
  [`torch-${name}.safetensors`, `torch-${name}.vocabulary.json`].map((file) =>
    [file, readFileSync(join(vectors, file))] as const
  )
);
const from = (name: string) =>
  `from: { weights: torch-${name}.safetensors, vocabulary: torch-${name}.vocabulary.json }`;
const folder = testFolder({
  ...Object.fromEntries(files),
  "text.txt": reference.text,
  "lstm.yaml": `
name: lstm
corpus: { path: text.txt, format: lines, split: { valid: 0, test: 0 } }
${from("lstm")}
model: { cell: lstm, embedding: 6, hidden: 10, layers: 2 }
training: { epochs: 0, optimizer: { kind: adam, learningRate: 0.01 } }
`,
  "gru.yaml": `
name: gru
corpus: { path: text.txt, split: { valid: 0, test: 0 } }
tokenizer: { kind: char }
batch: { kind: contiguous, size: 1, length: 40 }
${from("gru")}
model: { cell: gru, embedding: 6, hidden: 10 }
training: { epochs: 0, optimizer: { kind: adam, learningRate: 0.01 } }
`,
});

/** The tensors of a file, by their names. */
const tensorsOf = (file: string): Map<string, Tensor> => {
  const bytes = new Uint8Array(readFileSync(file));
  return new Map(Result.getOrThrow(decodeSafetensors(bytes, file)));
};

const run = (config: string, ...set: readonly string[]) =>
  commandLine(
    ...["run", join(folder, config), "--runs", join(folder, "runs"), "--workers", "1"],
    ...set.flatMap((one) => ["--set", one]),
  );

for (const name of ["lstm", "gru"] as const) {
  describe(`torch.nn.${name.toUpperCase()}`, () => {
    let directory: string;
    before(async () => {
      const { status, stdout, stderr } = await run(`${name}.yaml`);
      assert.equal(status, 0, stderr);
      directory = stdout.trim();
    });

    for (const precision of ["float32", "float64"]) {
      it(`gives PyTorch's loss in ${precision}`, async () => {
        const { stdout } = await run(`${name}.yaml`, `engine.precision=${precision}`);
        const measured = await succeeded(evaluateRun({ run: stdout.trim(), split: "train" }));
        const { loss, tokens } = reference[name];
        assert.equal(measured.tokens, tokens);
        assert(Math.abs(measured.loss - loss) < 1e-5, `${measured.loss}, PyTorch has ${loss}`);
      });
    }

    it("has its weights, writes text, and is trained on", async () => {
      const weights = join(directory, "last", "model.safetensors");
      assert.deepEqual(
        tensorsOf(weights),
        tensorsOf(join(vectors, `torch-${name}.safetensors`)),
      );
      const text = await succeeded(generateText({ run: directory, tokens: 12, seed: 1 }));
      assert.match(text, /^[a-z \n]+$/);
      const { status, stdout, stderr } = await run(
        `${name}.yaml`,
        ...["training.epochs=5", "metrics.every=1 epoch", "checkpoint.best=train.loss"],
      );
      assert.equal(status, 0, stderr);
      const losses: number[] = metricsLines(stdout.trim()).map(({ loss }) => loss);
      assert.equal(losses.length, 5);
      assert(losses.at(-1)! < losses[0]! && losses[0]! < reference[name].loss + 0.1, `${losses}`);
    });
  });
}

describe("files of another program", () => {
  const changed = (name: string, how: (tensors: Map<string, Tensor>) => void) => {
    const tensors = tensorsOf(join(vectors, "torch-lstm.safetensors"));
    how(tensors);
    writeFileSync(join(folder, name), encodeSafetensors(tensors));
    return `from.weights=${join(folder, name)}`;
  };
  const refused = async (...set: readonly string[]) => {
    const { status, stderr } = await run("lstm.yaml", ...set);
    assert.equal(status, 2, stderr);
    return stderr.trim().replaceAll(`${folder}/`, "");
  };

  it("are refused where they hold another network, at the key that is wrong", async () => {
    const rename = (from: string, to: string) => (tensors: Map<string, Tensor>) => {
      for (const [name, tensor] of [...tensors]) {
        if (!name.startsWith(from)) continue;
        tensors.delete(name);
        tensors.set(name.replace(from, to), tensor);
      }
    };
    const words = readJson(vectors, "torch-lstm.vocabulary.json").words;
    const vocabulary = (name: string, words: readonly string[]) => {
      writeFileSync(join(folder, name), JSON.stringify({ version: 1, words }));
      return `from.vocabulary=${join(folder, name)}`;
    };
    const cases: readonly (readonly [set: string, message: RegExp])[] = [
      [`from.weights=${folder}/text.txt`, /from\.weights: "text\.txt" is not a sound safetensors/],
      [`from.weights=${folder}/none`, /from\.weights: There is no file "none"$/],
      [
        `from.vocabulary=${folder}/text.txt`,
        /from\.vocabulary: "text\.txt": Not a vocabulary, exp/,
      ],
      [
        "model.hidden=11",
        /model\.hidden: Expected 10, as "torch-lstm\.safetensors" has it, got 11$/,
      ],
      [
        changed("rnn", rename("lstm", "rnn")),
        /model\.cell: Expected "rnn", the cell of "rnn", got/,
      ],
      [
        changed("no-cell", rename("lstm", "")),
        /model\.cell: Cell "lstm" has tensors such as .* are/,
      ],
      [
        changed("encoder", rename("embedding", "encoder")),
        /model\.embedding: Expected "none", bec/,
      ],
      [changed("decoder", rename("output", "decoder")), /model\.bias: Expected false, because/],
      [
        changed("missing", (all) => all.delete("lstm.weight_hh_l1")),
        /from\.weights: Tensor "lstm\.weight_hh_l1" of "missing" is missing$/,
      ],
      [
        changed("reverse", (all) => all.set("lstm.bias_ih_l0_reverse", all.get("output.bias")!)),
        /from\.weights: Tensor "lstm\.bias_ih_l0_reverse" of "reverse" is not one of this model$/,
      ],
      [
        vocabulary("short.json", words.slice(0, -1)),
        /from\.vocabulary: Expected a vocabulary of 24/,
      ],
      [
        vocabulary("no-start.json", words.with(0, "<s>")),
        /from\.vocabulary: The vocabulary has no "SENTENCE_START", which batches of sentences need/,
      ],
    ];
    for (const [set, message] of cases) assert.match(await refused(set), message);
    const placed = await commandLine("check", join(folder, "lstm.yaml"), "--set", "model.layers=3");
    assert.match(
      placed.stderr,
      /^--set model\.layers=3: model\.layers: Expected at most 2, as many/m,
    );
  });

  it("may hold more layers than are wanted, and other tensors: these are left", async () => {
    const set = changed("more", (all) => all.set("attention.weight", all.get("output.bias")!));
    const { status, stderr } = await run("lstm.yaml", set, "model.layers=1");
    assert.equal(status, 0, stderr);
    const layer = ["bias_hh_l1", "bias_ih_l1", "weight_hh_l1", "weight_ih_l1"];
    const left = ["attention.weight", ...layer.map((name) => `lstm.${name}`)];
    assert(stderr.includes(`  left: ${left.join(", ")}\n`), stderr);
  });

  it("are the same to reproduce, or it says that they have changed", async () => {
    const config = join(folder, "lstm.yaml");
    const own = join(folder, "torch-lstm.safetensors");
    const { stdout } = await commandLine("run", config, "--runs", join(folder, "others"));
    const directory = stdout.trim();
    assert.equal((await commandLine("reproduce", directory)).status, 0);
    const before = readFileSync(own);
    writeFileSync(own, readFileSync(join(vectors, "torch-lstm.safetensors")).with(-1, 0x3c));
    assert.notEqual(sha256(own), sha256(join(vectors, "torch-lstm.safetensors")));
    const { status, stderr } = await commandLine("reproduce", directory);
    writeFileSync(own, before);
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      /torch-lstm\.safetensors" is not the model that ".*" started from: its wei/,
    );
  });
});
