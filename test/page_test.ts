/** A model that an exported page holds says what the run's own says, to the letter. */
import { before, describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { Effect, Stream } from "effect";
import { generateText, score, train } from "../mod.ts";
import { exportRun } from "../pipelines/export.ts";
import { InputError } from "../src/base/errors.ts";
import { effect } from "../src/base/test_effect.ts";
import { decodeBase64 } from "../src/use/page/base64.ts";
import { openPageModel } from "../src/use/page/open_page_model.ts";
import { type Answer, type PageSession, pageSession } from "../src/use/page/page_session.ts";
import { gateSource } from "./support/gate_source.ts";
import { madeSentences } from "./support/made_text.ts";
import { saying, succeeded } from "./support/in_process.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(150).join("\n") });

const runOf = async (name: string, settings: Readonly<Record<string, unknown>>) => {
  const experiment = {
    name,
    corpus: { path: `${folder}/text.txt`, split: { valid: 0, test: 0 } },
    training: { epochs: 1, optimizer: { kind: "adam", learningRate: 0.02 } },
    metrics: { sinks: ["jsonl"] },
    engine: { workers: 1, gemm: "wasm" },
    ...settings,
  };
  return (await succeeded(train(experiment, { runs: `${folder}/runs`, allowCode: true })))
    .directory;
};

/** The page of a run, and what it holds, as its script reads it. */
const pageOf = Effect.fnUntraced(function* (run: string) {
  const output = `${run}.html`;
  yield* exportRun({ run, format: "page", output });
  const html = readFileSync(output, "utf8");
  const text = (id: string) =>
    html.split(`<script type="text/plain" id="${id}">`)[1]!.split("<")[0]!;
  const weights = new Float32Array(decodeBase64(text("weights")).buffer);
  const session = pageSession(yield* openPageModel(JSON.parse(text("model")), weights));
  return { html, session };
});

const answerOf = <A>(asked: Promise<Answer<A>>) =>
  Effect.promise(async () => {
    const answer = await asked;
    assert(answer.kind === "answer", answer.kind === "mistake" ? answer.message : "");
    return answer.value;
  });

const defaults = { temperature: 1, topK: undefined, topP: undefined, seed: 0, tokens: 60 };

/** A text as the page goes on with it. */
const written = (session: PageSession, prompt: string, options: Partial<typeof defaults>) =>
  Effect.gen(function* () {
    let text = prompt;
    yield* answerOf(session.write(prompt, { ...defaults, ...options }, (gained) => {
      text += gained;
      return true;
    }));
    return text;
  });

interface Paged {
  readonly run: string;
  readonly session: PageSession;
}

let words: Paged, characters: Paged, pieces: Paged, doubles: Paged;
before(async () => {
  const paged = async (name: string, settings: Readonly<Record<string, unknown>>) => {
    const run = await runOf(name, settings);
    return { run, session: (await succeeded(pageOf(run))).session };
  };
  words = await paged("words", {
    model: { cell: "gru", embedding: 12, hidden: 12, tied: true, dropout: 0.1 },
  });
  characters = await paged("characters", {
    model: { cell: "own", embedding: "none", hidden: 9, layers: 2 },
    cells: { own: { state: "h", equations: "h' = tanh(layernorm(U x + W h + b))" } },
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 4, length: 20 },
  });
  pieces = await paged("pieces", {
    model: { cell: "mgu", embedding: 8, hidden: 8 },
    cells: {
      mgu: {
        state: "h",
        equations: "f = sigmoid(U x + W h + b)\nh' = (1 - f) * h + f * tanh(Uc x + Wc (f * h))",
      },
    },
    tokenizer: { kind: "bpe", vocabulary: 300 },
    batch: { kind: "contiguous", size: 4, length: 20 },
  });
  doubles = await paged("doubles", {
    model: { cell: "lstm", embedding: 5, hidden: 5 },
    engine: { precision: "float64" },
  });
});

describe("a page", () => {
  effect("writes the texts of `generate`", function* () {
    for (const { run, session } of [words, characters, pieces, doubles]) {
      const greedy = { temperature: 0 };
      const drawn = { temperature: 0.8, topK: 12, topP: 0.9, seed: 5 };
      for (const asked of run === doubles.run ? [greedy] : [greedy, drawn, {}]) {
        for (const prompt of ["The cat", "", "The dog sleeps. The unheard "]) {
          const expected = yield* saying(generateText({ run, prompt, ...defaults, ...asked }));
          assert.equal(yield* written(session, prompt, asked), expected);
        }
      }
    }
  });

  effect("says what comes next, what is unknown, and what is wrong with a wish", function* () {
    const { session } = words;
    const next = yield* Effect.promise(() => session.next("The cat and the zebra"));
    assert(next.kind === "answer" && next.value.length === 5);
    assert.match(next.notes.join(), /unknown: "zebra"/);
    const greedy = yield* written(session, "The cat", { temperature: 0, tokens: 1 });
    const [first] = yield* answerOf(session.next("The cat"));
    assert.equal(`The cat${first!.gains}`, greedy);
    const wrong = yield* Effect.promise(() =>
      session.write("", { ...defaults, topP: 2, temperature: -1 }, () => true)
    );
    assert(wrong.kind === "mistake");
    assert.match(wrong.message, /temperature of at least 0, got -1\n.*top-p .* at most 1, got 2/);
  });

  effect("measures a text as `score` does, token by token", function* () {
    const text = "The cat sleeps. A zebra!\n\nthe dog";
    for (const { run, session } of [words, characters, pieces]) {
      const measured = yield* answerOf(session.measure(text));
      const scores = yield* saying(Stream.runCollect(score({ run, lines: text.split("\n") })));
      assert.equal(measured.length, 3);
      scores.forEach(({ logProbability, tokens }, line) => {
        const bits = measured[line]!.reduce((sum, token) => sum + token.bits, 0);
        assert.equal(measured[line]!.length, tokens);
        assert(Math.abs(bits * Math.LN2 + (logProbability ?? 0)) < 1e-3, `${bits}`);
      });
      const shown = measured.map((line) => line.map((token) => token.text).join("")).join("");
      assert.match(shown, /a zebra/i);
      for (const { bits, likeliest, isKnown } of measured.flat()) {
        const [first] = likeliest;
        assert(likeliest.length === 5);
        if (isKnown) assert(first!.probability > 2 ** -bits - 1e-9);
        assert(!likeliest.some(({ name }) => name.includes("SENTENCE")));
      }
    }
  });

  effect("holds whatever a vocabulary and a config may hold, and loads nothing", function* () {
    writeFileSync(`${folder}/signs.txt`, "</script><!-- <script> & ]]> \u2028 é 字\n".repeat(40));
    const run = yield* Effect.promise(() =>
      runOf("signs", {
        corpus: { path: `${folder}/signs.txt`, split: { valid: 0, test: 0 } },
        tokenizer: { kind: "char" },
        batch: { kind: "contiguous", size: 2, length: 10 },
        model: { cell: "rnn", embedding: 4, hidden: 4 },
      })
    );
    const { html, session } = yield* pageOf(run);
    assert.equal((yield* written(session, "</scr", { tokens: 9 })).length, 14);
    assert.equal(html.match(/<\/script>/g)?.length, 3);
    assert.match(html, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
    assert(Buffer.byteLength(html) < 800_000);
    const given = yield* Effect.promise(() =>
      runOf("given", {
        tokenizer: { kind: "bpe", file: `${pieces.run}/tokenizer.json` },
        batch: { kind: "contiguous", size: 2, length: 10 },
        model: { cell: "rnn", embedding: 4, hidden: 4 },
      })
    );
    const other = yield* pageOf(given);
    assert.match(yield* written(other.session, "The cat", { tokens: 9 }), /^The cat/);
    for (const page of [html, other.html]) assert(!page.includes(folder));
  });

  effect("is refused where the model calls code of the user's", function* () {
    writeFileSync(`${folder}/gates.ts`, gateSource);
    const run = yield* Effect.promise(() =>
      runOf("gates", {
        gates: `${folder}/gates.ts`,
        cells: { own: { state: "h", equations: "h' = leaky(U x + W h + b)" } },
        model: { cell: "own", embedding: 4, hidden: 4 },
      })
    );
    const error = yield* Effect.flip(
      exportRun({ run, format: "page", output: `${run}.html`, allowCode: true }),
    );
    assert(error instanceof InputError);
    assert.match(
      error.message,
      /^A page can't run gates of a file of one's own \(leaky, .*\): export/,
    );
  });
});
