import { before, describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { Effect, Stream } from "effect";
import { score, train } from "../mod.ts";
import { writeReport } from "../pipelines/report.ts";
import { effect } from "../src/base/test_effect.ts";
import { lookInto } from "../src/use/insight/look_into.ts";
import { loadRun } from "../src/use/load_run.ts";
import { saying, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(150).join("\n") });

const runOf = async (name: string, settings: Readonly<Record<string, unknown>>) => {
  const experiment = {
    name,
    corpus: { path: `${folder}/text.txt`, split: { valid: 0, test: 0 } },
    training: { epochs: 1, optimizer: { kind: "adam", learningRate: 0.02 } },
    metrics: { sinks: ["jsonl"] },
    engine: { workers: 1 },
    ...settings,
  };
  return (await succeeded(train(experiment, { runs: `${folder}/runs` }))).directory;
};

let words: string, characters: string;
before(async () => {
  words = await runOf("words", { model: { cell: "gru", embedding: 8, hidden: 12, layers: 2 } });
  characters = await runOf("characters", {
    model: { cell: "lstm", hidden: 12 },
    tokenizer: { kind: "char" },
    batch: { kind: "contiguous", size: 4, length: 20 },
  });
});

const failure = (effect: Effect.Effect<unknown, { readonly message: string }>) =>
  Effect.map(Effect.flip(saying(effect)), ({ message }) => message);

describe("looking into a run", () => {
  effect("measures the tokens of a text as score does", function* () {
    const text = "The cat sleeps. The big dog sees the moon.";
    for (const run of [words, characters]) {
      const loaded = yield* saying(loadRun(run));
      const { tokens, isCut, units, lags, map } = yield* saying(lookInto(loaded, text));
      const [scored] = yield* saying(Stream.runCollect(score({ run, lines: [text] })));
      const nats = tokens.reduce((sum, { bits }) => sum + bits * Math.LN2, 0);
      assert.equal(tokens.length, scored!.tokens);
      assert.ok(Math.abs(nats + scored!.logProbability!) < 1e-4 * nats);
      assert.equal(isCut, false);
      assert.equal(units.length, 8);
      for (const { unit } of units) assert.equal(unit.values.length, tokens.length);
      assert.equal(lags.length, run === words ? 2 : 1);
      assert.ok(map.neighbours.length > 0 && map.places.length > 3);
    }
  });

  effect("reads the beginning of a long text, as one", function* () {
    const loaded = yield* saying(loadRun(characters));
    const text = madeSentences(150).join("\n");
    const { tokens, isCut, lags } = yield* saying(lookInto(loaded, text));
    assert.deepEqual([tokens.length, isCut, lags[0]!.length], [2000, true, 64]);
    assert.equal(tokens.map(({ text }) => text).join(""), text.slice(0, 2000));
    assert.match(
      yield* failure(lookInto(loaded, "")),
      /^--text: Expected a text that has tokens to predict/,
    );
  });

  effect("is a part of the report where a text is given", function* () {
    const text = `${folder}/read.txt`;
    writeFileSync(text, "The cat sleeps.\nThe dog sees the moon.\n");
    const path = yield* saying(writeReport({ target: words, output: undefined, text }));
    const page = readFileSync(path, "utf8");
    for (const part of ["A text, token by token", "Gradient by steps back", "Nearest tokens"]) {
      assert(page.includes(part), part);
    }
    const missing = { target: words, output: undefined, text: `${folder}/none.txt` };
    assert.match(yield* failure(writeReport(missing)), /There is no file ".*none\.txt"/);
  });
});
