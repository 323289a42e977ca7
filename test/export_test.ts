/** What `export` writes of a trained run: the model, and beside it its card and its vocabulary. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportRun } from "../pipelines/export.ts";
import { train } from "../mod.ts";
import { failed, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { once } from "./support/once.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "private-name/text.txt": madeSentences(200).join("\n") });

const trained = once(async () => {
  const { directory } = await succeeded(train({
    name: "told",
    corpus: { path: join(folder, "private-name", "text.txt"), format: "lines" },
    tokenizer: { kind: "word", vocabulary: 40 },
    cells: {
      own: {
        state: ["h", "c"],
        equations: "c' = tanh(U x + W h)\nh' = sigmoid(V c') * c'",
        learned: ["c"],
      },
    },
    model: { cell: "own", embedding: 4, hidden: 4 },
    training: { epochs: 1 },
    engine: { workers: 1 },
  }, { runs: join(folder, "runs") }));
  return directory;
});

const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

describe("export", () => {
  it("writes a model with its vocabulary and its card, each format beside the others", async () => {
    const run = await trained();
    mkdirSync(join(folder, "all"));
    for (const [format, ending] of [["safetensors", "weights"], ["onnx", "onnx"]] as const) {
      const output = join(folder, "all", `model.${ending}`);
      assert.equal(await succeeded(exportRun({ run, format, output })), output);
    }
    assert.deepEqual(readdirSync(join(folder, "all")).sort(), [
      "model.onnx",
      "model.onnx.README.md",
      "model.sequence.onnx",
      "model.vocabulary.json",
      "model.weights",
      "model.weights.README.md",
      "model.weights.vocabulary.json",
    ]);
    const vocabulary = readFileSync(join(run, "vocabulary.json"), "utf8");
    assert.equal(read("all", "model.vocabulary.json"), vocabulary);
  });

  it("tells in the card what the model is, and nothing of where its text lay", async () => {
    const run = await trained();
    const output = join(folder, "card.onnx");
    await succeeded(exportRun({ run, format: "onnx", output }));
    const card = read("card.onnx.README.md");
    const manifest = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));
    const metric = manifest.checkpoints.find(({ name }: { name: string }) =>
      name === manifest.best
    );
    for (
      const told of [
        "# told\n",
        manifest.hashes.corpus,
        metric.metric.toFixed(4),
        manifest.baselines.bigram.toFixed(4),
        "| text | text.txt |",
        "path: text.txt",
        "`next_h_l0` [B, 4], `next_c_l0` [B, 4]",
        "metadata has them as `initial_c_l0`",
        'InferenceSession("card.onnx")',
        "License of the model: *to be filled in*",
      ]
    ) assert.ok(card.includes(told), told);
    assert.ok(!card.includes("private-name") && !card.includes(folder));
  });

  it("keeps what others wrote: nothing is written beside a file that is there", async () => {
    const run = await trained();
    writeFileSync(join(folder, "kept.safetensors.README.md"), "mine");
    const output = join(folder, "kept.safetensors");
    const { message } = await failed(exportRun({ run, format: "safetensors", output }));
    assert.match(message, /kept\.safetensors\.README\.md" is there already: choose another file/);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("kept")), [
      "kept.safetensors.README.md",
    ]);
    assert.equal(read("kept.safetensors.README.md"), "mine");
  });
});
