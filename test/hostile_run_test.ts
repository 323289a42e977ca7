/**
 * Run directories that mean harm, read in this process: whatever their files say, each command
 * answers with a result or with one InputError, and no code that they name is run.
 */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { Effect, Layer, Logger, Result, type Scope } from "effect";
import fc from "fast-check";
import { train } from "../mod.ts";
import { describePlan } from "../pipelines/check.ts";
import { evaluateRun } from "../pipelines/evaluate.ts";
import { exportRun } from "../pipelines/export.ts";
import { generateText } from "../pipelines/generate.ts";
import { reproduceRun } from "../pipelines/reproduce.ts";
import { resumeRun } from "../pipelines/resume.ts";
import { InputError, RunError } from "../src/base/errors.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import { encodeSafetensors } from "../src/run/tensors/safetensors.ts";
import { madeSentences } from "./support/made_text.ts";
import { type Json, readJson, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "text.txt": madeSentences(60).join(" "),
  "secret/model.safetensors": "secret",
  "gates.ts": "globalThis.unrollTestGatesRan = true;\nexport default [];\n",
});

const quiet = {
  live: false,
  columns: () => 80,
  draw: () => {},
  clear: () => {},
  print: () => {},
};

/** What an effect comes to, without a word on the screen; a defect rejects. */
const resultOf = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>): Promise<Result.Result<A, E>> =>
  Effect.runPromise(
    Effect.result(Effect.scoped(effect)).pipe(
      Effect.provideService(Screen, quiet),
      Effect.provide(Layer.mergeAll(Logger.layer([]))),
    ),
  );

/** Every command that reads a run directory. */
const commands = {
  resume: (run: string) => resumeRun({ run, workers: 1 }),
  evaluate: (run: string) => evaluateRun({ run, split: "valid", text: undefined }),
  generate: (run: string) =>
    generateText({
      run,
      prompt: "",
      temperature: 1,
      topK: undefined,
      topP: undefined,
      seed: 0,
      tokens: 3,
    }),
  reproduce: (run: string) => reproduceRun({ run }),
  export: (run: string) =>
    exportRun({ run, format: "json", output: join(folder, `${crypto.randomUUID()}.json`) }),
} as const;
type Command = keyof typeof commands;
const named = Object.keys(commands) as Command[];

let finished = "";
let copies = 0;

before(async () => {
  const { directory } = Result.getOrThrow(
    await resultOf(train({
      name: "hostile",
      corpus: { path: join(folder, "text.txt"), split: { valid: 0.2, test: 0 } },
      batch: { kind: "sentences", size: 8 },
      model: { cell: "rnn", embedding: 4, hidden: 4 },
      training: { epochs: 1 },
      checkpoint: { every: "2 steps" },
      metrics: { sinks: ["jsonl"] },
      engine: { gemm: "wasm", workers: 1 },
    }, { runs: join(folder, "runs") })),
  );
  finished = directory;
});

/** A copy of the run for a test to damage; `open` says that it was interrupted. */
function copy(open = false): string {
  const run = join(folder, `copy-${copies++}`);
  fs.cpSync(finished, run, { recursive: true, verbatimSymlinks: true });
  if (open) changeManifest(run, ({ outcome }) => outcome.status = "interrupted");
  return run;
}

const write = (file: string, json: Json) => fs.writeFileSync(file, JSON.stringify(json));

function changeManifest(run: string, change: (manifest: Json) => void): void {
  const manifest = readJson(run, "manifest.json");
  change(manifest);
  write(join(run, "manifest.json"), manifest);
}

/** Writes a file of every checkpoint, and makes the manifest agree, as an attacker would. */
function forge(run: string, name: string, content: string | Uint8Array): void {
  changeManifest(run, ({ checkpoints }) => {
    for (const entry of checkpoints) {
      const file = join(run, "checkpoints", entry.name, name);
      fs.writeFileSync(file, content);
      entry.files[name] = { bytes: fs.statSync(file).size, sha256: sha256(file) };
    }
  });
}

/** The same for a file of the run itself. */
function forgeRunFile(run: string, name: "config" | "vocabulary", content: string): void {
  const file = join(run, name === "config" ? "config.yaml" : "vocabulary.json");
  fs.writeFileSync(file, content);
  changeManifest(run, ({ hashes }) => hashes[name] = sha256(file));
}

const stateOf = (run: string): Json =>
  readJson(run, "checkpoints", readJson(run, "manifest.json").last, "state.json");

/** Sets the last numbers of every checkpoint's weights: those of the output layer. */
function setLastWeights(run: string, value: number, count: number): void {
  const { last, checkpoints } = readJson(run, "manifest.json");
  const { name } = checkpoints.find((entry: Json) => entry.name === last);
  const bytes = fs.readFileSync(join(run, "checkpoints", name, "model.safetensors"));
  for (let at = 1; at <= count; at++) bytes.writeFloatLE(value, bytes.length - 4 * at);
  forge(run, "model.safetensors", bytes);
}

/** The message of a command that must refuse a run. */
async function refusal(command: Command, run: string): Promise<string> {
  const result = await resultOf<unknown, unknown>(commands[command](run));
  assert.ok(Result.isFailure(result), `${command} took it`);
  assert.ok(result.failure instanceof InputError, String(result.failure));
  assert.ok(result.failure.message.length < 3000);
  return result.failure.message;
}

/** Points `link` at another place. */
function relink(link: string, target: string): void {
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync(target, link);
}

interface Case {
  readonly what: string;
  readonly damage: (run: string) => void;
  readonly message: RegExp;
  readonly by: readonly Command[];
  /** Whether the run is one that was interrupted. */
  readonly open?: boolean;
}

const readers: readonly Command[] = ["evaluate", "generate", "export"];
const cases: readonly Case[] = [
  {
    what: "a config with an alias that explodes",
    damage: (run) => {
      const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
      forgeRunFile(run, "config", `a0: &a0 [${"1, ".repeat(500)}1]\n${lines.join("\n")}\n`);
    },
    message: /config\.yaml:\d+:\d+: .*Holds more than 50000 values/,
    by: named,
  },
  {
    what: "a config that extends another file",
    damage: (run) => {
      const text = fs.readFileSync(join(run, "config.yaml"), "utf8");
      fs.writeFileSync(join(run, "other.yaml"), text);
      forgeRunFile(run, "config", "extends: other.yaml\n");
    },
    message: /config\.yaml" extends another file/,
    by: named,
  },
  {
    what: "a vocabulary that does not fit the weights",
    damage: (run) => {
      const { words } = readJson(run, "vocabulary.json");
      forgeRunFile(run, "vocabulary", JSON.stringify({ version: 1, words: words.slice(0, -1) }));
    },
    message: /Every checkpoint of ".*" is damaged|Tensor "\S+" is \[\d+,\d+\], expected/,
    by: readers,
  },
  {
    what: "a vocabulary that the corpus does not give",
    damage: (run) => {
      const { words } = readJson(run, "vocabulary.json");
      forgeRunFile(run, "vocabulary", JSON.stringify({ version: 1, words: [...words, "more"] }));
    },
    message: /vocabulary of ".*" has \d+ tokens, its corpus gives \d+/,
    by: ["resume"],
    open: true,
  },
  {
    what: "a vocabulary of other types",
    damage: (run) => forgeRunFile(run, "vocabulary", '{"version":1,"words":[[[]],{},7]}'),
    message: /vocabulary\.json: Not a vocabulary/,
    by: named,
  },
  {
    what: "weights whose header lies about a shape",
    damage: (run) => {
      const header = '{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}';
      const bytes = new Uint8Array(8 + header.length + 4);
      bytes.set([header.length]);
      bytes.set(new TextEncoder().encode(header), 8);
      forge(run, "model.safetensors", bytes);
    },
    message: /Every checkpoint of ".*" is damaged/,
    by: readers,
  },
  {
    what: "weights of another model",
    damage: (run) => {
      const tensors = new Map([["w", { shape: [1], data: Float32Array.of(1) }]]);
      forge(run, "model.safetensors", encodeSafetensors(tensors));
    },
    message: /Tensor "w" is not one of this model/,
    by: readers,
  },
  ...[NaN, -Infinity].map((odd) => ({
    what: `a weight of ${odd}`,
    damage: (run: string) => setLastWeights(run, odd, 1),
    message: new RegExp(`Tensor "\\S+" holds ${odd}, expected finite numbers`),
    by: readers,
  })),
  {
    what: "checkpoints that are links out of the directory",
    damage: (run) => {
      for (const { name } of readJson(run, "manifest.json").checkpoints) {
        relink(join(run, "checkpoints", name), join(folder, "secret"));
      }
    },
    message: /Every checkpoint of ".*" is damaged/,
    by: readers,
  },
  {
    what: "a config that is a link out of the directory",
    damage: (run) => relink(join(run, "config.yaml"), join(folder, "text.txt")),
    message: /config\.yaml" leads out of the run directory/,
    by: named,
  },
  {
    what: "metrics that are a link out of the directory",
    damage: (run) => relink(join(run, "metrics.jsonl"), "/dev/zero"),
    message: /metrics\.jsonl" leads out of the run directory|permissions do not reach/,
    by: ["reproduce"],
  },
  {
    what: "metrics that are a folder",
    damage: (run) => {
      fs.rmSync(join(run, "metrics.jsonl"));
      fs.mkdirSync(join(run, "metrics.jsonl"));
    },
    message: /Expected a plain file at/,
    by: ["reproduce"],
  },
  {
    what: "a last checkpoint whose name leaves the directory",
    damage: (run) => changeManifest(run, (manifest) => manifest.last = "../../secret"),
    message: /manifest\.json" is not a manifest: last: /,
    by: named,
  },
  {
    what: "numbers without measure in the manifest",
    damage: (run) => changeManifest(run, ({ outcome }) => outcome.steps = 1e308),
    message: /manifest\.json" is not a manifest: outcome\.steps: /,
    by: named,
  },
  ...[
    { step: 2 ** 53 - 1 },
    { epoch: 1e15 },
    { batch: 1e15 },
    { epoch: 1, batch: 1 },
  ].map((lie): Case => ({
    what: `a state of ${JSON.stringify(lie)}`,
    damage: (run) => {
      const state = stateOf(run);
      Object.assign(state.training, lie);
      forge(run, "state.json", JSON.stringify(state));
    },
    message: /state\.json" says step \d+, epoch \d+, batch \d+: expected step/,
    by: ["resume"],
    open: true,
  })),
  {
    what: "a state that wants more metrics than there are",
    damage: (run) => {
      const state = stateOf(run);
      state.metrics.bytes = 2 ** 53 - 1;
      forge(run, "state.json", JSON.stringify(state));
    },
    message: /metrics\.jsonl" is \d+ bytes long, the checkpoint was written at 9007199254740991/,
    by: ["resume"],
    open: true,
  },
];

describe("a run directory that means harm", () => {
  for (const { what, damage, message, by, open = false } of cases) {
    it(`is refused: ${what}`, async () => {
      for (const command of by) {
        const run = copy(open);
        damage(run);
        assert.match(await refusal(command, run), message, command);
      }
    });
  }

  it("with links best and last that lead out is read without them", async () => {
    const run = copy(true);
    for (const link of ["best", "last"]) relink(join(run, link), join(folder, "secret"));
    for (const command of [...readers, "resume"] as const) {
      const result = await resultOf<unknown, unknown>(commands[command](run));
      assert.ok(Result.isSuccess(result), command);
    }
    assert.deepEqual(fs.readdirSync(join(folder, "secret")), ["model.safetensors"]);
  });

  it("is refused or taken, never more, whatever a state says", async () => {
    const number = fc.oneof(fc.nat(8), fc.integer(), fc.double(), fc.constant(null));
    const keys = ["step", "epoch", "batch", "schedule", "stop", "best", "since", "measured", "due"];
    const lie = fc.dictionary(fc.constantFrom(...keys), fc.oneof(number, fc.jsonValue()), {
      minKeys: 1,
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(lie, fc.boolean(), async (lie, text) => {
        const run = copy(true);
        const state = stateOf(run);
        const forged = { ...state, training: { ...state.training, ...lie } };
        forge(run, "state.json", text ? JSON.stringify(lie) : JSON.stringify(forged));
        const result = await resultOf<unknown, unknown>(commands.resume(run));
        if (Result.isFailure(result)) assert.ok(result.failure instanceof InputError);
      }),
      { numRuns: 15 },
    );
  });
});

describe("weights that are finite, but whose logits are not", () => {
  it("fail evaluate, which says so", async () => {
    const run = copy();
    setLastWeights(run, 3e38, 100);
    const result = await resultOf<unknown, unknown>(commands.evaluate(run));
    assert.ok(
      Result.isFailure(result) && result.failure instanceof RunError,
      JSON.stringify(result),
    );
    assert.match(result.failure.message, /^The loss is \S+: the model's numbers overflow/);
  });
});

describe("a run directory is data", () => {
  const ran = () => "unrollTestGatesRan" in globalThis;
  const withGates = (run: string) => {
    const text = fs.readFileSync(join(run, "config.yaml"), "utf8");
    forgeRunFile(run, "config", `${text}gates: ${join(folder, "gates.ts")}\n`);
    changeManifest(run, ({ hashes }) => hashes.gates = sha256(join(folder, "gates.ts")));
  };

  for (const command of named) {
    it(`${command} runs no code that its config names, and says what would`, async () => {
      const run = copy(command === "resume");
      withGates(run);
      assert.match(
        await refusal(command, run),
        /gates: The file ".*gates\.ts" holds code, .*--allow-code/,
      );
      assert.ok(!ran());
    });
  }

  it("check runs none either", async () => {
    const run = copy();
    withGates(run);
    const read = Effect.flatMap(readExperiment(join(run, "config.yaml")), describePlan);
    const result = await resultOf<unknown, unknown>(read);
    assert.ok(Result.isFailure(result) && result.failure instanceof InputError);
    assert.match(result.failure.message, /holds code, .*--allow-code/);
    assert.ok(!ran());
  });

  it("while the same file does run where that is allowed", async () => {
    const run = copy();
    withGates(run);
    await resultOf(readExperiment(join(run, "config.yaml"), { allowCode: true }));
    assert.ok(ran());
  });
});
