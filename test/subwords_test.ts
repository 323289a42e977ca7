/** Runs of kinds bpe and byte, as users have them: trained, used, read again. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "@std/testing/bdd";
import { commandLine } from "./support/command_line.ts";
import { madeSentences } from "./support/made_text.ts";
import { readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const config = (name: string, text: string, tokenizer: string, more = "") => `
name: ${name}
corpus: { path: ${text} }
tokenizer: ${tokenizer}
batch: { kind: contiguous, size: 4, length: 16 }
model: { cell: gru, embedding: 12, hidden: 12 }
training: { epochs: 1 }
${more}`;

const folder = testFolder({
  "text.txt": madeSentences(300).join(" "),
  "other.txt": `${madeSentences(60, 7).join("\n")}\nπ 我喜欢\n`,
  "bpe.yaml": config("bpe", "text.txt", "{ kind: bpe, vocabulary: 300 }"),
  "byte.yaml": config("byte", "any.bin", "{ kind: byte }"),
  "file.yaml": config("file", "text.txt", "{ kind: bpe, file: tokenizer.json }"),
});
writeFileSync(join(folder, "any.bin"), Uint8Array.from({ length: 2000 }, (_, i) => i * i >> 3));

const run = async (name: string, ...args: string[]) => {
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, name), "--runs", join(folder, "runs"), "--workers", "1", ...args],
  );
  return { status, directory: stdout.trim(), stderr };
};

const answer = async (...args: string[]) => {
  const { status, stdout, stderr } = await commandLine(...args);
  assert.equal(status, 0, stderr);
  return stdout;
};

let bpe: string;
before(async () => {
  bpe = (await run("bpe.yaml")).directory;
});

describe("a run of subwords", () => {
  it("keeps a tokenizer.json, and is measured in bits of any text", async () => {
    assert.deepEqual(readdirSync(bpe).filter((name) => /^(vocab|token)/.test(name)), [
      "tokenizer.json",
    ]);
    const found = JSON.parse(
      await answer("evaluate", bpe, "--json", "--text", join(folder, "other.txt")),
    );
    assert.equal(found.known, 1);
    const text = readFileSync(join(folder, "other.txt"), "utf8");
    const characters = Array.from(text).length, bytes = new TextEncoder().encode(text).length;
    const ratio = found.bitsPerCharacter / found.bitsPerByte;
    assert.ok(Math.abs(ratio - bytes / characters) < 0.01, `${ratio}`);
  });

  it("writes text from a prompt of any characters, up to a stop text", async () => {
    const [sample] = JSON.parse(
      `[${await answer(
        "generate",
        bpe,
        "--prompt",
        "π 我",
        "--tokens",
        "30",
        "--seed",
        "5",
        "--json",
      )}]`,
    );
    assert.ok(sample.text.startsWith("π 我"));
    const stopped = await answer(
      ...["generate", bpe, "--prompt", "π 我", "--tokens", "30", "--seed", "5"],
      ...["--stop", sample.text.slice(10, 14)],
    );
    assert.equal(
      stopped.trimEnd(),
      sample.text.slice(0, sample.text.indexOf(sample.text.slice(10, 14))).trimEnd(),
    );
    const score = await answer("score", bpe, join(folder, "other.txt"));
    assert.ok(score.trim().split("\n").every((line) => line.split("\t")[2] === "0"));
  });

  it("is the same from its tokenizer.json, which the file's place does not change", async () => {
    writeFileSync(join(folder, "tokenizer.json"), readFileSync(join(bpe, "tokenizer.json")));
    const { directory, stderr } = await run("file.yaml");
    const weights = (run: string) => {
      const { checkpoints } = readJson(run, "manifest.json");
      return checkpoints.at(-1).files["model.safetensors"].sha256;
    };
    assert.equal(weights(directory), weights(bpe), stderr);
    const hash = readJson(directory, "manifest.json").hash;
    writeFileSync(join(folder, "moved.json"), readFileSync(join(bpe, "tokenizer.json")));
    const again = await run("file.yaml", "--set", `tokenizer.file=${join(folder, "moved.json")}`);
    assert.equal(readJson(again.directory, "manifest.json").hash, hash);
    assert.match(again.stderr, /holds this experiment, finished already/);
    assert.match(await answer("evaluate", directory), /bits per byte \d/);
  });

  it("is what another training starts from, with tokens for sentences where those are read", async () => {
    writeFileSync(
      join(folder, "child.yaml"),
      `
name: child
corpus: { path: other.txt }
from: { run: ${bpe} }
batch: { kind: sentences, size: 4 }
training: { epochs: 1 }
`,
    );
    const { status, directory, stderr } = await run("child.yaml");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /fresh: 2 tokens \("SENTENCE_START", "SENTENCE_END"\)/);
    const { added_tokens, model } = readJson(directory, "tokenizer.json");
    assert.deepEqual(added_tokens.map(({ id }: { id: number }) => id), [300, 301]);
    assert.deepEqual(model, readJson(bpe, "tokenizer.json").model);
  });

  it("refuses a file of another tokenizer, at its place", async () => {
    const json = readJson(bpe, "tokenizer.json");
    writeFileSync(
      join(folder, "other.json"),
      JSON.stringify({ ...json, normalizer: { type: "NFC" } }),
    );
    const set = (name: string) => ["--set", `tokenizer.file=${join(folder, name)}`];
    const other = await run("file.yaml", ...set("other.json"));
    assert.equal(other.status, 2);
    assert.match(other.stderr, /tokenizer\.file: .*other\.json.*normalizer/);
    assert.match((await run("file.yaml", ...set("none.json"))).stderr, /There is no file/);
    const both = await run("file.yaml", "--set", "tokenizer.vocabulary=300");
    assert.match(both.stderr, /tokenizer\.vocabulary: Does not go with file/);
  });
});

describe("a run of bytes", () => {
  it("reads a file that is no text, and writes what comes of it", async () => {
    const { status, directory, stderr } = await run("byte.yaml");
    assert.equal(status, 0, stderr);
    assert.equal(Object.keys(readJson(directory, "tokenizer.json").model.vocab).length, 256);
    const found = JSON.parse(await answer("evaluate", directory, "--json"));
    assert.ok(Math.abs(found.bitsPerByte - found.bitsPerToken) < 1e-9);
    assert.match(await answer("generate", directory, "--prompt", "é", "--tokens", "20"), /^é/);
  });
  it("of sentences needs text", async () => {
    const { status, stderr } = await run("byte.yaml", "--set", "batch.kind=sentences");
    assert.equal(status, 2);
    assert.match(stderr, /any\.bin:\d+: Not UTF-8/);
  });
});
