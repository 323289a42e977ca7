/** Scores of lines: what they add up to, that they depend on nothing but the line, and bad input. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stream } from "effect";
import { type LineScore, score, train } from "../mod.ts";
import { commandLine } from "./support/command_line.ts";
import { succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { unroll } from "./support/program.ts";
import type { Json } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(300).join("\n") });
const at = (name: string) => join(folder, name);
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};

const experiment = (more: object) => ({
  name: "scored",
  corpus: { path: at("text.txt"), format: "lines", split: { valid: 0, test: 0 } },
  training: { epochs: 1 },
  metrics: { sinks: ["jsonl"] },
  ...more,
});
let sentences = "", stream = "";
before(async () => {
  const runs = at("runs");
  const words = experiment({
    tokenizer: { kind: "word", vocabulary: 30 },
    batch: { kind: "sentences", size: 8, maxLength: 12 },
    model: { cell: "gru", embedding: 8, hidden: 8 },
    engine: { gemm: "wasm", workers: 2 },
  });
  const characters = experiment({
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 4, length: 32 },
    model: { cell: "lstm", embedding: 6, hidden: 8 },
    engine: { workers: 1 },
  });
  sentences = (await succeeded(train(words, { runs }))).directory;
  stream = (await succeeded(train(characters, { runs }))).directory;
});

async function printed(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { status, ...said } = await commandLine("score", ...args);
  assert.equal(status, 0, said.stderr);
  return said;
}

/** The JSON of each line. */
const scores = async (...args: string[]): Promise<Json[]> =>
  (await printed(...args, "--json")).stdout.trimEnd().split("\n").map((line) => JSON.parse(line));

async function evaluated(...args: string[]): Promise<Json> {
  const { status, stdout, stderr } = await commandLine("evaluate", ...args, "--json");
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const close = (actual: number, expected: number, error: number) =>
  assert.ok(Math.abs(actual / expected - 1) <= error, `${actual} instead of ${expected}`);

/** Lines as people have them: of several sentences, long, without words, with unknown ones. */
const lines = [
  "The cat saw the sea. A dog heard the moon! Nobody came.",
  `${"the cat saw the sea and ".repeat(30)}slept.`,
  "",
  "*** … —",
  "Zyzzyva followed a red boat.",
  "last",
];

describe("the scores of all lines", () => {
  it("add up to the loss that evaluate prints, with the same product to a float64's rounding", async () => {
    const text = file("lines.txt", [...lines, ...madeSentences(300, 5)].join("\n"));
    const found = await scores(sentences, text);
    const whole = await evaluated(sentences, "--text", text, "--format", "lines");
    const tokens = sum(found.map(({ tokens }) => tokens));
    assert.equal(tokens, whole.tokens);
    close(sum(found.map(({ logProbability }) => logProbability)), -whole.loss * tokens, 1e-13);
    close(1 - sum(found.map(({ unknown }) => unknown)) / tokens, whole.known, 1e-12);
    const { stderr } = await printed(sentences, text);
    assert.match(stderr, /^by step-\d+: 306 lines, /);
    assert.ok(stderr.includes(`: loss ${whole.loss.toFixed(4)} nats per token, `), stderr);
    assert.match(stderr, /\n2 lines without words, and so without a score\n$/);
  });

  it("have a stream's line between two line breaks, as evaluate reads it by any product", async () => {
    for (const line of ["A dog heard the moon.", `${"the cat saw the sea ".repeat(5)}.`]) {
      const [found] = await scores(stream, file("one.txt", line));
      const whole = await evaluated(
        ...[stream, "--text", file("between.txt", `\n${line}\n`), "--format", "text"],
      );
      assert.equal(found.tokens, line.length + 1);
      assert.deepEqual([whole.tokens, whole.streams], [found.tokens, 1]);
      close(found.logProbability, -whole.loss * whole.tokens, 1e-5);
    }
  });
});

describe("the score of a line", () => {
  it("is alike to the bit at any place, among any others, and alone", async () => {
    // Several reads of a file, each of several batches.
    const many = [...lines, ...madeSentences(12_000, 3), lines[0]!, lines[1]!];
    const bare = ({ line: _, ...rest }: Json) => rest;
    const found = (await scores(sentences, file("many.txt", `${many.join("\n")}\n`))).map(bare);
    assert.equal(found.length, many.length);
    assert.deepEqual(found.slice(-2), found.slice(0, 2));
    const back = await scores(sentences, file("back.txt", many.toReversed().join("\r\n")));
    assert.deepEqual(back.map(bare).toReversed(), found);
    for (const index of [0, 1, 4, 500]) {
      assert.deepEqual((await scores(sentences, file("a.txt", many[index]!))).map(bare), [
        found[index],
      ]);
    }
  });

  it("is that of its tokens, the ends of sentences among them", async () => {
    const [several, long, , , unknown] = await scores(sentences, at("lines.txt"), "--tokens");
    const read = several.perToken.filter(({ logProbability }: Json) => logProbability === null);
    assert.deepEqual(read.map(({ token }: Json) => token), Array(3).fill("SENTENCE_START"));
    assert.equal(several.perToken.length, several.tokens + 3);
    assert.equal(several.perToken.at(-1).token, "SENTENCE_END");
    // One that is cut as in training begins once all the same.
    assert.ok(long.tokens > 100 && long.perToken.length === long.tokens + 1);
    close(
      sum(several.perToken.map(({ logProbability }: Json) => logProbability ?? 0)),
      several.logProbability,
      1e-13,
    );
    assert.deepEqual(
      unknown.perToken.filter(({ unknown }: Json) => unknown).map(({ token }: Json) => token),
      ["zyzzyva"],
    );
    assert.equal(unknown.unknown, 1);
  });

  it("is to base 10 if asked for, and the perplexity the same", async () => {
    const [natural] = await scores(sentences, at("lines.txt"), "--tokens");
    const [decimal] = await scores(sentences, at("lines.txt"), "--tokens", "--base", "10");
    close(decimal.logProbability * Math.LN10, natural.logProbability, 1e-13);
    close(
      decimal.perToken[1].logProbability * Math.LN10,
      natural.perToken[1].logProbability,
      1e-13,
    );
    assert.equal(decimal.perplexity, natural.perplexity);
    close(Math.exp(-natural.logProbability / natural.tokens), natural.perplexity, 1e-13);
  });

  it("is a row of numbers between tabs by default", async () => {
    const { stdout } = await printed(sentences, at("lines.txt"));
    const rows = stdout.split("\n").slice(0, lines.length);
    assert.match(rows[0]!, /^-\d+\.\d{6}\t\d+\t\d+\t\d+\.\d{4}$/);
    assert.deepEqual(rows.slice(2, 4), ["nan\t0\t0\tnan", "nan\t0\t0\tnan"]);
  });

  it("is the same for a program, which has one after the other", async () => {
    const given = score({ run: sentences, lines });
    const found: LineScore[] = await succeeded(Stream.runCollect(given));
    const expected = await scores(sentences, file("given.txt", lines.join("\n")));
    assert.deepEqual(found, expected.map(({ line: _, ...rest }) => rest));
  });
});

describe("a table", () => {
  const table = [
    "q\tThe cat saw the sea.\t\u202bz",
    "q\tsea sea sea sea sea sea sea sea sea sea sea\t",
    "r\t\t",
    "r\ta\t",
  ];

  it("keeps its columns and gains those of the score", async () => {
    const { stdout } = await printed(sentences, file("t.tsv", table.join("\n")), "--column", "2");
    const rows = stdout.trimEnd().split("\n");
    rows.forEach((row, i) => assert.ok(row.startsWith(`${table[i]}\t`), row));
    const [first] = await scores(sentences, file("one.txt", "The cat saw the sea."));
    assert.equal(rows[0]!.split("\t")[3], first.logProbability.toFixed(6));
  });

  it("is sorted within each id", async () => {
    const order = table.toReversed();
    const ranked = await scores(
      ...[sentences, file("t.tsv", order.join("\n")), "--column", "2", "--rank", "1"],
    );
    assert.deepEqual(ranked.map(({ line }) => line), [1, 2, 4, 3]);
    assert.deepEqual(ranked[2]!.columns, table[0]!.split("\t"));
  });
});

describe("bad input", () => {
  const refusal = async (...args: string[]) => {
    const { status, stdout, stderr } = await commandLine("score", sentences, ...args);
    assert.equal(status, 2, stderr);
    return { stdout, stderr };
  };

  it("is named with its place, after the lines before it", async () => {
    const bytes = new TextEncoder().encode("The cat.\nA dog.\nx");
    const { stdout, stderr } = await refusal(file("bad.txt", Uint8Array.of(...bytes, 0xe9, 10)));
    assert.equal(stdout.split("\n").length, 3);
    assert.match(stderr, /^[^\n]*bad\.txt:3: Not UTF-8: byte 0xe9 at offset 17 [^\n]*\n$/);
    const few = await refusal(file("few.tsv", "1\ta\nb\n"), "--column", "2");
    assert.match(few.stderr, /few\.tsv:2: Expected at least 2 columns separated by tabs, got 1\n$/);
  });

  it("is named before anything is computed", async () => {
    assert.match((await refusal(at("none.txt"))).stderr, /^There is no file ".*none\.txt"\n$/);
    assert.match((await refusal(at("lines.txt"), "--rank", "1")).stderr, /expected --column N/);
    assert.match((await refusal(at("lines.txt"), "--base", "3")).stderr, /base/);
    assert.match((await refusal(at("lines.txt"), "--column", "0")).stderr, /column/);
  });

  it("is not a file without a line", async () => {
    const { stdout, stderr } = await printed(sentences, file("empty.txt", ""));
    assert.equal(stdout, "");
    assert.match(stderr, /^by step-\d+: 0 lines\n$/);
  });
});

describe("standard input and output", () => {
  it("are read from and written to as lines come, until nobody reads", async () => {
    const input = madeSentences(20_000, 9).join("\n");
    const { status, stdout, stderr } = await unroll(["score", sentences], {
      folder,
      input,
      shell: `{ "$@"; echo "status $?" >&2; } | head -n 1`,
    });
    assert.deepEqual([status, stderr], [0, "status 0\n"]);
    const [first] = input.split("\n");
    assert.equal(stdout, (await printed(sentences, file("one.txt", first!))).stdout);
  });
});
