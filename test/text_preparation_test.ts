/** Text that is used is prepared as the text that trained. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result } from "effect";
import { decodeExperiment, evaluateRun, generateText, resumeRun, train } from "../mod.ts";
import { runTrial } from "../src/trainer/trial.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { InputError } from "../src/base/errors.ts";
import { reproduceRun } from "../pipelines/reproduce.ts";
import { loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { newestPreparation } from "../src/text/tokenizer/preparation.ts";
import { failed, inProcess, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

/** Two sentences a document, with the signs of every format in them. */
const documents = (count: number, seed: number) =>
  madeSentences(2 * count, seed).flatMap((text, i, all) =>
    i % 2 === 0 ? [`${text} "No", it said; ${all[i + 1]}`] : []
  );
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Each format with a file of documents in it. */
const formats: Readonly<
  Record<string, {
    readonly format: NonNullable<Parameters<typeof evaluateRun>[0]["format"]>;
    readonly write: (documents: readonly string[]) => string;
  }>
> = {
  text: { format: "text", write: (all) => all.join("\n\n") },
  lines: { format: "lines", write: (all) => all.join("\n") + "\n" },
  "a column": {
    format: { csv: "body" },
    write: (all) => `id,body\r\n${all.map((text, i) => `${i},${quote(text)}\r\n`).join("")}`,
  },
  "a column by its number, with another delimiter": {
    format: { csv: 2, delimiter: ";" },
    write: (all) => all.map((text, i) => `${i};${quote(text)}\n`).join(""),
  },
  "a column without quotes": {
    format: { csv: "body", delimiter: "\t", quote: "none" },
    write: (all) => `id\tbody\n${all.map((text, i) => `${i}\t${text}\n`).join("")}`,
  },
  "a field": {
    format: { jsonl: "body" },
    write: (all) => all.map((body, id) => JSON.stringify({ id, body }) + "\n").join(""),
  },
};

const sentences = { kind: "sentences", size: 8, maxLength: 12 };
const stream = { kind: "contiguous", size: 3, length: 10 };
const layouts: Readonly<Record<string, readonly [tokenizer: object, batch: object]>> = {
  "sentences of words": [{ kind: "word", vocabulary: 60 }, sentences],
  "sentences of characters": [{ kind: "char" }, sentences],
  "a stream of words": [{ kind: "word", vocabulary: 60 }, stream],
  "a stream of characters": [{ kind: "char" }, stream],
};

const folder = testFolder(Object.fromEntries(
  Object.entries(formats).flatMap(([name, { write }]) => [
    [`${name}/train`, write(documents(24, 1))],
    [`${name}/test`, write(documents(14, 7))],
  ]),
));
const trained = (name: string, tokenizer: object, batch: object) =>
  succeeded(train({
    name: "run",
    corpus: {
      path: join(folder, name, "train"),
      format: formats[name]!.format,
      split: { files: { valid: join(folder, name, "test") } },
    },
    tokenizer,
    batch,
    model: { cell: "gru", embedding: 4, hidden: 4 },
    training: { epochs: 1 },
    metrics: { sinks: ["jsonl"] },
    engine: { gemm: "wasm", workers: 1 },
  }, { runs: join(folder, "runs") }));

describe("a text of one's own measures as the same text in the corpus", () => {
  for (const name of Object.keys(formats)) {
    for (const [layout, [tokenizer, batch]] of Object.entries(layouts)) {
      it(`${name}, ${layout}`, async () => {
        const { directory: run } = await trained(name, tokenizer, batch);
        const known = await succeeded(evaluateRun({ run, split: "valid" }));
        const own = await succeeded(evaluateRun({ run, text: join(folder, name, "test") }));
        assert.ok(own.tokens > 100);
        assert.deepEqual({ ...own, measured: "valid" }, known);
      });
    }
  }
});

describe("evaluate --format", () => {
  it("reads a text otherwise than the corpus was, and says how", async () => {
    const { directory: run } = await trained("lines", ...layouts["sentences of words"]!);
    const known = await succeeded(evaluateRun({ run, split: "valid" }));
    for (const [name, { format }] of Object.entries(formats)) {
      if (name === "text") continue; // its documents are paragraphs
      const own = await succeeded(evaluateRun({ run, text: join(folder, name, "test"), format }));
      assert.deepEqual([own.tokens, own.loss], [known.tokens, known.loss]);
    }
    const asText = { run, text: join(folder, "lines", "test"), format: "text" } as const;
    const { result, said } = await inProcess(evaluateRun(asText));
    assert.ok(Result.isSuccess(result) && result.success.format === "text");
    assert.equal(said, "");
    const field = { run, text: join(folder, "a field", "test") };
    assert.match(
      (await inProcess(evaluateRun(field))).said,
      /^Warning: .*test looks like JSON lines \(fields "id", "body"\) and is read as lines, .*; --format jsonl=FIELD reads one field/,
    );
  });
  it("is refused without a text, and where it is none", async () => {
    const run = join(folder, "none");
    const alone = await failed(evaluateRun({ run, format: "lines" }));
    assert.match(alone.message, /^--format says .*: expected --text FILE with it$/);
    const wrong = await failed(
      evaluateRun({ run, text: "t", format: { csv: "a", quote: "x" as "none" } }),
    );
    assert.equal(wrong.message, 'format.quote: Expected "none", got "x"');
  });
});

describe("a short text", () => {
  it("is read as one stream, and counts what is predicted", async () => {
    const { directory: run } = await trained("text", { kind: "char" }, stream);
    const file = join(folder, "short.txt");
    writeFileSync(file, "The cat saw"); // less than a batch of three streams of ten
    const short = await succeeded(evaluateRun({ run, text: file }));
    assert.deepEqual([short.streams, short.tokens, short.known], [1, 10, 1]);
    assert.equal(short.bitsPerCharacter, short.bitsPerToken);
    writeFileSync(file, "ЖЖЖЖЖ");
    const unknown = await succeeded(evaluateRun({ run, text: file }));
    assert.deepEqual([unknown.known, unknown.bitsPerCharacter], [0, null]);
    assert.match(unknown.withheld ?? "", /^100 % of the tokens are unknown/);
    writeFileSync(file, "x");
    const { message } = await failed(evaluateRun({ run, text: file }));
    assert.match(message, /^--text: Expected at least 2 tokens in .*short\.txt, got 1$/);
    const gone = await failed(evaluateRun({ run, text: join(folder, "none") }));
    assert.ok(gone instanceof InputError);
    assert.match(gone.message, /^--text: No such file ".*none"/);
  });
});

describe("a prompt of several sentences", () => {
  it("is gone on from as its last sentence is, and says so", async () => {
    const { directory: run } = await trained("text", ...layouts["sentences of words"]!);
    const options = { run, temperature: 0, tokens: 12 };
    const last = await succeeded(generateText({ ...options, prompt: "My sister" }));
    const { result, said } = await inProcess(
      generateText({ ...options, prompt: "The cat saw the moon. My sister" }),
    );
    assert.equal(Result.getOrThrow(result), `The cat saw the moon. ${last}`);
    assert.match(said, /^Only the prompt's last sentence is read: /);
  });
});

describe("a run that an earlier version began", () => {
  const files = testFolder({ "a.txt": "one\r\ntwo\n".repeat(60), "b.txt": "three\n".repeat(60) });
  const experiment = {
    name: "run",
    corpus: { path: join(files, "?.txt"), split: { valid: 0, test: 0 } },
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 2, length: 8 },
    model: { cell: "gru", embedding: 4, hidden: 4 },
    training: { epochs: 1 },
    metrics: { sinks: ["jsonl"] },
    engine: { gemm: "wasm", workers: 1 },
  };
  const characters = ["a.txt", "b.txt"].reduce(
    (sum, file) => sum + readFileSync(join(files, file), "utf8").length,
    0,
  );
  const predicted = (length: number) => 2 * Math.floor((length - 1) / 2);
  /** Its manifest says nothing of how its text became tokens. */
  const older = (async () => {
    const decoded = await succeeded(decodeExperiment(experiment));
    const options = { source: undefined, gates: undefined, again: false } as const;
    const { directory: run } = await succeeded(Effect.scoped(trainExperiment({
      ...options,
      experiment: decoded,
      runs: join(files, "older"),
      preparation: 1,
    })));
    const { preparation, ...manifest } = readJson(run, "manifest.json");
    assert.equal(preparation, 1);
    writeFileSync(join(run, "manifest.json"), JSON.stringify(manifest));
    return run;
  })();

  it("keeps the tokens that it was begun with", async () => {
    const then = await succeeded(evaluateRun({ run: await older, split: "train" }));
    assert.equal(then.tokens, predicted(characters + 1)); // a line break between the files
    const { directory: run } = await succeeded(train(experiment, { runs: join(files, "newer") }));
    const now = await succeeded(evaluateRun({ run, split: "train" }));
    assert.equal(now.tokens, predicted(characters - 60)); // each CR is part of a line break
    assert.equal(readJson(run, "manifest.json").preparation, newestPreparation);
  });
  it("is reproduced and gone on with by them", async () => {
    const { identical } = await succeeded(Effect.scoped(reproduceRun({ run: await older })));
    assert.ok(identical);
    assert.equal((await succeeded(resumeRun(await older))).status, "finished");
  });
  it("is refused where a sweep comes with others", async () => {
    const trial = {
      ...experiment,
      corpus: { ...experiment.corpus, split: { valid: 0.2, test: 0 } },
      training: { epochs: 3, evaluate: { every: "5 steps" } },
    };
    const decoded = await succeeded(decodeExperiment(trial));
    const trained = async (version: 1 | 2) => {
      const corpus = await succeeded(loadCorpus(decoded, { version }));
      return runTrial({
        experiment: decoded,
        corpus,
        gates: undefined,
        runs: join(files, "trials"),
        goal: "minimize",
        pauseAfter: version === 1 ? 5 : undefined,
        patience: 0,
        onStep: () => {},
        onDirectory: () => {},
        onSetOut: () => Effect.void,
      });
    };
    const { directory } = await succeeded(await trained(1));
    const { message } = await failed(await trained(2));
    assert.match(message, /^".*" was started by a version .*: finish it with: deno task resume /);
    assert.equal((await succeeded(resumeRun(directory))).status, "finished");
  });
  it("keeps its words without marks, and hands them on to what starts from it", async () => {
    writeFileSync(join(files, "words.txt"), madeSentences(60).join(' "Yes," it said. '));
    const words = {
      name: "words",
      corpus: { path: join(files, "words.txt"), split: { valid: 0, test: 0 } },
      tokenizer: { vocabulary: 60 },
      model: { cell: "gru", embedding: 4, hidden: 4 },
      training: { epochs: 1 },
      metrics: { sinks: ["jsonl"] },
      engine: { gemm: "wasm", workers: 1 },
    };
    const options = { source: undefined, gates: undefined, again: false } as const;
    const { directory: run } = await succeeded(Effect.scoped(trainExperiment({
      ...options,
      experiment: await succeeded(decodeExperiment(words)),
      runs: join(files, "words"),
      preparation: 2,
    })));
    const wordsOf = (run: string): string[] => readJson(run, "vocabulary.json").words;
    const hasMarks = (run: string) => wordsOf(run).some((word) => word.includes("￭"));
    assert.ok(wordsOf(run).includes(","));
    const { known } = await succeeded(evaluateRun({ run, split: "train" }));
    assert.equal(known, 1);
    const { last } = readJson(run, "manifest.json");
    const weights = join(run, "checkpoints", last, "model.safetensors");
    for (const from of [{ run }, { weights, vocabulary: join(run, "vocabulary.json") }]) {
      const runs = join(files, "children");
      const { directory } = await succeeded(train({ ...words, from }, { runs }));
      assert.equal(readJson(directory, "manifest.json").preparation, 2);
      assert.deepEqual(wordsOf(directory), wordsOf(run));
    }
    const { directory: newer } = await succeeded(train(words, { runs: join(files, "newer") }));
    assert.ok(hasMarks(newer) && !hasMarks(run));
    const { directory } = await succeeded(
      train({ ...words, from: { run: newer } }, { runs: join(files, "children") }),
    );
    assert.equal(readJson(directory, "manifest.json").preparation, newestPreparation);
  });
});
