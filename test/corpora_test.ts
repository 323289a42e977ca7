import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { madeSentences } from "./support/made_text.ts";
import { commandLine } from "./support/command_line.ts";
import { unroll } from "./support/program.ts";
import { sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const sentences = madeSentences(150);
const lines = sentences.join("\n") + "\n";
const quoted = sentences.map((text, i) => `${i};"${text}"\r\n`).join("");

const folder = testFolder({
  "plain.txt": lines,
  "plain.txt.gz": gzipSync(lines),
  "part/a.txt": sentences.slice(0, 70).join("\n"),
  "part/b.txt.gz": gzipSync(sentences.slice(70).join("\n")),
  "named.csv": `\ufeffid;text\r\n${quoted}`,
  "numbered.csv": quoted,
  "records.jsonl": sentences.map((text, id) => JSON.stringify({ id, text }) + "\n").join(""),
  "run.yaml": `
name: corpus
corpus: { path: plain.txt, format: lines }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: gru, embedding: 6, hidden: 8 }
training: { epochs: 1 }
`,
});

const args = ["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--again"];

/** Runs the experiment on a corpus, or on standard input, and answers the checksum of what it learned. */
async function weightsAfter(corpus: string, input?: string): Promise<string> {
  const line = [...args, "--set", `corpus=${corpus}`];
  const ended = input === undefined ? commandLine(...line) : unroll(line, { folder, input });
  const { status, stdout, stderr } = await ended;
  assert.equal(status, 0, stderr);
  return sha256(join(stdout.trim(), "last", "model.safetensors"));
}

describe("the same sentences teach the same", () => {
  const known = weightsAfter(`{ path: ${folder}/plain.txt, format: lines }`);
  const corpora: Readonly<Record<string, string>> = {
    "gzipped": `{ path: ${folder}/plain.txt.gz, format: lines }`,
    "in several files": `{ path: ${folder}/part/*, format: lines }`,
    "in a column by its name":
      `{ path: ${folder}/named.csv, format: { csv: text, delimiter: ";" } }`,
    "in a column by its number":
      `{ path: ${folder}/numbered.csv, format: { csv: 2, delimiter: ";" } }`,
    "in a field of JSON lines": `{ path: ${folder}/records.jsonl, format: { jsonl: text } }`,
  };
  for (const [name, corpus] of Object.entries(corpora)) {
    it(name, async () => assert.equal(await weightsAfter(corpus), await known));
  }

  it("from standard input, which the run can measure again from its cache", async () => {
    assert.equal(await weightsAfter('{ path: "-", format: lines }', lines), await known);
    const run = await unroll(
      ["run", "run.yaml", "--set", 'corpus={ path: "-", format: lines }', "--set", "seed=7"],
      { folder, input: lines },
    );
    const { status, stdout, stderr } = await unroll(["evaluate", run.stdout.trim(), "--json"], {
      folder,
    });
    assert.equal(status, 0, stderr);
    assert(JSON.parse(stdout).tokens > 20);
  });
});

describe("a corpus in whole files", () => {
  it("is divided as the config says", async () => {
    const corpus =
      `{ path: ${folder}/part/a.txt, format: lines, split: { files: { valid: ${folder}/plain.txt } } }`;
    const { status, stdout, stderr } = await commandLine(
      ...args,
      "--set",
      `corpus=${corpus}`,
      "--json",
    );
    assert.equal(status, 0, stderr);
    assert(JSON.parse(stdout).baselines.unigram.perplexity > 1);
  });
});
