import { before, describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect, Stream, Terminal } from "effect";
import { generateText, type OpenModel, openModel, score, train } from "../mod.ts";
import { Output } from "../src/base/terminal/output.ts";
import { effect } from "../src/base/test_effect.ts";
import { converse } from "../src/use/generation/converse.ts";
import { generationDefaults } from "../src/use/generation/generation_options.ts";
import { madeSentences } from "./support/made_text.ts";
import { saying, succeeded } from "./support/in_process.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(150).join("\n") });

const runOf = async (name: string, settings: Readonly<Record<string, unknown>>) => {
  const experiment = {
    name,
    corpus: { path: `${folder}/text.txt`, split: { valid: 0, test: 0 } },
    training: { epochs: 2, optimizer: { kind: "adam", learningRate: 0.02 } },
    metrics: { sinks: ["jsonl"] },
    engine: { workers: 1 },
    ...settings,
  };
  return (await succeeded(train(experiment, { runs: `${folder}/runs` }))).directory;
};

let words: string, characters: string, exact: string;
let model: OpenModel;
before(async () => {
  const gru = { cell: "gru", embedding: 12, hidden: 16 };
  words = await runOf("words", { model: gru });
  characters = await runOf("characters", {
    model: { ...gru, cell: "lstm" },
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 4, length: 20 },
  });
  exact = await runOf("exact", {
    model: { ...gru, embedding: 4, hidden: 4 },
    engine: { precision: "float64" },
    training: { epochs: 1 },
  });
  model = await succeeded(openModel(words));
});

/** Without what it says. */
const silent = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> => saying(effect);

describe("samples", () => {
  effect("are the same texts however many are asked for, and in whatever company", function* () {
    const asked = { prompt: "The cat", tokens: 25, stop: ["moon"], seed: 4 };
    const many = yield* silent(model.generate({ ...asked, samples: 70 }));
    assert.deepEqual(many.map(({ sample }) => sample), many.map((_, i) => i + 1));
    const texts = many.map(({ text }) => text);
    assert.ok(new Set(texts).size > 50);
    for (const samples of [1, 2, 33]) {
      assert.deepEqual(
        yield* silent(model.generate({ ...asked, samples })),
        many.slice(0, samples),
      );
    }
    assert.equal(yield* silent(generateText({ run: words, ...asked })), texts[0]);
    const ends = new Set(many.map(({ ended }) => ended));
    assert.deepEqual([...ends].sort(), ["length", "stop"]);
    assert.ok(
      many.every(({ text, ended, tokens, perToken }) =>
        text.startsWith("The cat") && !text.includes("moon") &&
        (ended === "stop" ? perToken.at(-1)!.token === "moon" : tokens === 25)
      ),
    );
  });

  effect("know what the model gave each token, as stepping through them says", function* () {
    for (const run of [words, characters, exact]) {
      const opened = yield* openModel(run);
      const [sample] = yield* silent(opened.generate({ prompt: "The cat", tokens: 30 }));
      let next = yield* silent(opened.begin("The cat"));
      for (const { token, logProbability } of sample!.perToken) {
        const id = opened.words.indexOf(token);
        assert.ok(Math.abs(next[id]! - logProbability) < 1e-12);
        assert.ok(Math.abs(next.reduce((sum, x) => sum + Math.exp(x), 0) - 1) < 1e-6);
        if (token === "SENTENCE_END") break; // a new sentence begins
        next = yield* opened.step(id);
      }
    }
    const error = yield* Effect.flip(model.step(1000));
    assert.match(error.message, /^Expected a token's number, from 0 to \d+, got 1000$/);
  });

  effect("of a stream go on after a sentence, also if the model came from sentences", function* () {
    const stream = yield* Effect.promise(() =>
      runOf("stream", {
        model: { cell: "gru", embedding: 12, hidden: 16 },
        batch: { kind: "contiguous", size: 2, length: 10 },
        from: { run: words, vocabulary: "keep" },
      })
    );
    const opened = yield* openModel(stream);
    assert.ok(opened.words.includes("SENTENCE_START"));
    const asked = { prompt: "The cat", tokens: 40 };
    const [sample] = yield* silent(opened.generate(asked));
    let next = yield* silent(opened.begin(asked.prompt));
    const ends = sample!.perToken.filter(({ token }) => token === "SENTENCE_END").length;
    assert.ok(ends > 1);
    for (const { token, logProbability } of sample!.perToken) {
      const id = opened.words.indexOf(token);
      assert.ok(Math.abs(next[id]! - logProbability) < 1e-12);
      next = yield* opened.step(id);
    }
  });

  effect("name a few of the prompt's unknown words, however many and long", function* () {
    const many = Array.from({ length: 220 }, (_, i) => `w${"x".repeat(i + 30)}`).join(" ");
    let said = "";
    yield* saying(model.begin(many), (text) => void (said += text));
    assert.match(said, /Not in the vocabulary, treated as unknown: "wx+", .*"wx+…" and 200 more\n/);
    assert.ok(said.length < 1500);
  });

  effect("show a prompt as it was written", function* () {
    const [sample] = yield* silent(model.generate({ prompt: "The  YACHT, \n", tokens: 1 }));
    assert.match(sample!.text, /^The {2}YACHT, \n\S+$/);
  });
});

describe("a model that stays loaded", () => {
  effect(
    "scores lines as often as asked, as score does, and steps on from where it was",
    function* () {
      const lines = ["The cat saw the moon. The yacht!", "", "A dog."];
      for (const run of [words, characters, exact]) {
        const opened = yield* openModel(run);
        yield* silent(opened.begin("The cat"));
        for (const options of [{}, { base: "10", tokens: true }] as const) {
          const expected = yield* silent(Stream.runCollect(score({ run, lines, ...options })));
          assert.equal(expected.length, 3);
          const scored = () => silent(Stream.runCollect(opened.score(lines, options)));
          assert.deepEqual(yield* scored(), expected);
          assert.deepEqual(yield* scored(), expected);
        }
        const fresh = yield* openModel(run);
        yield* silent(fresh.begin("The cat"));
        assert.deepEqual(yield* opened.step(5), yield* fresh.step(5));
      }
    },
  );
});

/** What is written when these lines are typed. */
const conversation = (
  run: string,
  lines: readonly string[],
  asked: Readonly<Record<string, unknown>>,
) =>
  Effect.gen(function* () {
    let written = "";
    const typed = [...lines];
    const terminal = Terminal.make({
      columns: Effect.succeed(80),
      rows: Effect.succeed(24),
      size: Effect.never,
      readInput: Effect.never,
      readLine: Effect.suspend(() => {
        const line = typed.shift();
        return line === undefined ? Effect.fail(new Terminal.QuitError({})) : Effect.succeed(line);
      }),
      display: () => Effect.void,
    });
    const output = { write: (text: string) => (written += text) !== "", refused: () => false };
    yield* converse({ ...generationDefaults, run, ...asked }).pipe(
      Effect.provideService(Terminal.Terminal, terminal),
      Effect.provideService(Output, output),
    );
    return written;
  }).pipe(silent);

describe("a conversation", () => {
  effect("goes on where the text before ended, after an empty line", function* () {
    const asked = { temperature: 0, tokens: 12 };
    const long = yield* generateText({ run: characters, prompt: "The", ...asked, tokens: 36 });
    const written = yield* conversation(characters, ["The", "", ""], asked);
    assert.equal(written, long.slice(3).replace(/(.{12})/gs, "$1\n"));
  });

  effect("reads a line after what was written", function* () {
    const asked = { temperature: 0, tokens: 12 };
    const first = (yield* conversation(characters, ["The"], asked)).slice(0, -1);
    assert.equal(first.length, 12);
    const prompt = `The${first}\nMy cat`;
    const whole = yield* generateText({ run: characters, prompt, ...asked });
    const written = yield* conversation(characters, ["The", "My cat"], asked);
    assert.equal(written, `${first}\n${whole.slice(prompt.length)}\n`);
  });

  effect("begins each sentence afresh where the model was trained on sentences", function* () {
    const asked = { temperature: 0, tokens: 3, prompt: "The cat" };
    const [first, second] = (yield* conversation(words, ["The cat"], asked)).split("\n");
    assert.ok(first !== "" && first === second);
  });
});
