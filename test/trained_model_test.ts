import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { join } from "node:path";
import { madeSentences } from "./support/made_text.ts";
import { commandLine } from "./support/command_line.ts";
import { start } from "./support/program.ts";
import { metricsLines } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(400).join(" "),
  "other.txt": madeSentences(50, 7).join(" "),
  "run.yaml": `
name: spoken
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: lstm, embedding: 12, hidden: 16 }
training: { epochs: 4, optimizer: { kind: adam, learningRate: 0.02 } }
`,
});
let directory: string;
before(async () => {
  const { status, stdout, stderr } = await commandLine(
    ...["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--workers", "1"],
  );
  assert.equal(status, 0, stderr);
  directory = stdout.trim();
});

async function evaluated(...args: string[]) {
  const { status, stdout, stderr } = await commandLine("evaluate", directory, ...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

async function generated(...args: string[]) {
  const { status, stdout, stderr } = await commandLine("generate", directory, ...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

describe("evaluate", () => {
  it("measures the test part, as one JSON document if asked", async () => {
    const test = JSON.parse(await evaluated("--json"));
    assert.equal(test.measured, "test");
    assert(test.tokens > 50 && test.known > 0.9);
    assert(test.loss > 0.4 && test.loss < 2, `${test.loss} nats a token`);
    assert(Math.abs(test.perplexity / Math.exp(test.loss) - 1) < 1e-9);
    assert(Math.abs(test.bitsPerToken * Math.LN2 - test.loss) < 1e-9);
    assert(test.bitsPerCharacter > 0 && test.bitsPerCharacter < test.bitsPerToken);
    assert.equal(test.format, "text");
  });

  it("finds the best validation loss again that training found", async () => {
    const losses = metricsLines(directory).filter(({ split }) => split === "valid")
      .map(({ loss }) => loss);
    const [first] = (await evaluated("--split", "valid")).split("\n");
    assert.equal(first, `loss ${Math.min(...losses).toFixed(4)} nats per token`);
  });

  it("measures a text of one's own", async () => {
    const own = JSON.parse(await evaluated("--text", join(folder, "other.txt"), "--json"));
    assert.equal(own.measured, join(folder, "other.txt"));
    assert(own.tokens > 300 && own.loss < 2);
  });

  it("refuses what is not there", async () => {
    for (const args of [[folder], [directory, "--text", "none.txt"]]) {
      const { status, stdout, stderr } = await commandLine("evaluate", ...args);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^.*(not a run directory|No such file|none\.txt).*\n$/);
    }
  });
});

describe("generate", () => {
  it("goes on from a prompt, the same text for the same seed", async () => {
    const sampled = ["--prompt", "The cat", "--tokens", "30", "--seed"];
    const first = await generated(...sampled, "5");
    assert.match(first, /^The cat [a-z .\n]+\n$/);
    assert.equal(await generated(...sampled, "5"), first);
    assert.notEqual(await generated(...sampled, "6"), first);
  });

  it("takes the likeliest token at temperature 0, as with top-k 1 and the least top-p", async () => {
    const likeliest = await generated("--tokens", "20", "--temperature", "0", "--seed", "9");
    assert.equal(await generated("--tokens", "20", "--top-k", "1"), likeliest);
    assert.equal(await generated("--tokens", "20", "--top-p", "1e-9"), likeliest);
  });

  it("writes each token as it is drawn, and keeps what is written when it is stopped", async () => {
    const { child, ended } = start([
      "generate",
      directory,
      "--tokens",
      "1000000000000",
      "--seed",
      "0",
    ], {
      folder,
    });
    const enough = new Promise<void>((resolve) => {
      let length = 0;
      child.stdout!.on("data", (text: string) => (length += text.length) > 300 && resolve());
    });
    await Promise.race([enough, ended]);
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    assert.deepEqual([status, stderr], [130, ""]);
    assert.match(stdout, /^[a-z .\n]{300,}\n$/);
    const short = await generated("--tokens", "60");
    assert.ok(stdout.startsWith(short.trimEnd()));
  });

  it("names the words of a prompt that the vocabulary lacks", async () => {
    const args = ["generate", directory, "--prompt", "The Yacht saw"];
    const { status, stdout, stderr } = await commandLine(...args);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^Not in the vocabulary.*: "yacht"$/m);
    assert.match(stderr, /^Seed 0: writes the same text each time; --seed N writes another$/m);
    assert.match(stdout, /^The Yacht saw /);
  });

  it("numbers several samples or prints them as JSON lines, the same texts", async () => {
    const asked = ["--samples", "3", "--tokens", "30", "--stop", ".", "--prompt", "The cat"];
    const lines = (await generated(...asked, "--json")).trimEnd().split("\n");
    const samples = lines.map((line) => JSON.parse(line));
    assert.equal(
      await generated(...asked),
      samples.map(({ text }, i) => `${i + 1}  ${text}\n`).join(""),
    );
    samples.forEach(({ sample, text, tokens, perToken, ended }, i) => {
      assert.equal(sample, i + 1);
      assert.match(text, /^The cat [a-z ]+$/);
      assert.equal(ended, "stop");
      assert.equal(tokens, perToken.length);
      assert.equal(perToken.at(-1).token, "￭.");
    });
  });

  it("asks for prompts until the input ends, and refuses what does not go with that", async () => {
    const input = "The cat saw\n\n";
    const args = ["generate", directory, "--interactive", "--tokens", "4", "--temperature", "0"];
    const { status, stdout, stderr } = await start(args, { folder, input }).ended;
    assert.equal(status, 0, stderr);
    const [first, second, ...rest] = stdout.split("\n");
    assert.match(`${first}\n${second}`, /^[a-z .]+\n[a-z .]+$/);
    assert.deepEqual(rest, [""]);
    const refused = await commandLine(...args, "--samples", "2", "--json");
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /^--interactive .*: expected no --samples, no --json with it$/m);
  });
});
