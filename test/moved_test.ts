/** A path is not an identity: projects, runs and texts that are moved, renamed or copied. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Effect, Result, type Scope } from "effect";
import { evaluateRun } from "../pipelines/evaluate.ts";
import { exportRun } from "../pipelines/export.ts";
import { generateText } from "../pipelines/generate.ts";
import { reproduceRun } from "../pipelines/reproduce.ts";
import { resumeRun } from "../pipelines/resume.ts";
import { runSweep } from "../pipelines/sweep.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { runTrial } from "../src/trainer/trial.ts";
import { InputError } from "../src/base/errors.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { listRuns } from "../src/use/list_runs.ts";
import { loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { viewRun } from "../src/report/view_run.ts";
import { gateSource } from "./support/gate_source.ts";
import { failed, inProcess, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { readJson, resultOf, sha256 } from "./support/run_files.ts";
import { readSweepDirectory } from "../src/sweep/results/read_sweep_view.ts";
import { sweepOptions } from "./support/sweep_files.ts";
import { testFolder } from "./support/test_folder.ts";

const text = madeSentences(120).join(" ");
const config = (corpus: string, more = "cell: gru") => `
name: tiny
corpus: ${corpus}
tokenizer: { kind: word, vocabulary: 30 }
batch: { kind: sentences, size: 8 }
model: { embedding: 6, hidden: 8, ${more} }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.01 } }
checkpoint: { every: 5 steps }
metrics: { every: 4 steps, sinks: [jsonl] }
engine: { workers: 1, gemm: wasm }
`;

const search = "experiment: tiny.yaml\nsearch: { kind: grid }\n" +
  "space: { model.hidden: { values: [4, 6] } }\n";

/** A folder with a project in it: its text, its config, a sweep over it. */
const project = (corpus = "{ path: text.txt }"): string => {
  const folder = testFolder({
    "proj/text.txt": text,
    "proj/tiny.yaml": config(corpus),
    "proj/search.yaml": search,
  });
  return join(folder, "proj");
};

const scoped = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) => succeeded(Effect.scoped(effect));

const read = (folder: string, allowCode = false) =>
  readExperiment(join(folder, "tiny.yaml"), { allowCode });

/** `run`; answers the summary and what was said. */
const train = (folder: string, runs = join(folder, "runs"), allowCode = false) =>
  inProcess(Effect.scoped(
    Effect.flatMap(
      read(folder, allowCode),
      (read) => trainExperiment({ ...read, runs, again: false }),
    ),
  ));

const trained = async (folder: string, runs?: string, allowCode?: boolean): Promise<string> => {
  const { result, said } = await train(folder, runs, allowCode);
  assert.ok(Result.isSuccess(result), `${Result.isFailure(result) ? result.failure : ""}\n${said}`);
  return result.success.directory;
};

/** A run that stopped after some steps. */
const unfinished = (folder: string): Promise<string> =>
  succeeded(Effect.gen(function* () {
    const { experiment } = yield* read(folder);
    const { directory } = yield* runTrial({
      experiment,
      corpus: yield* loadCorpus(experiment),
      gates: undefined,
      runs: join(folder, "runs"),
      goal: "minimize",
      pauseAfter: 17,
      patience: 0,
      onStep: () => {},
      onDirectory: () => {},
      onSetOut: () => Effect.void,
    });
    return directory;
  }));

const resume = (run: string, set?: Readonly<Record<string, string>>) =>
  Effect.scoped(resumeRun({ run, workers: 1, set }));

const sweep = (folder: string) => scoped(runSweep(sweepOptions(folder)));

/** Moves a folder; answers where a path in it is now. */
const move = (from: string, to: string) => {
  renameSync(from, to);
  return (path: string) => path.replace(from, to);
};

/** What an undisturbed run comes to. */
const whole = () => undisturbed ??= trained(project()).then(resultOf);
let undisturbed: Promise<ReturnType<typeof resultOf>> | undefined;

describe("a project that is moved", () => {
  it("goes on with its runs by resume, to the bytes of one that stayed", async () => {
    const folder = project();
    const run = await unfinished(folder);
    const at = move(folder, `${folder}2`);
    await succeeded(resume(at(run)));
    const { outcome, metrics, last } = resultOf(at(run));
    const expected = await whole();
    assert.deepEqual([outcome, metrics, last.files], [
      expected.outcome,
      expected.metrics,
      expected.last.files,
    ]);
  });

  it("goes on with an unfinished run where its config is run, and says so", async () => {
    const folder = project();
    const run = await unfinished(folder);
    const at = move(folder, `${folder}2`);
    const { result, said } = await train(`${folder}2`);
    assert.equal(result._tag, "Success", said);
    assert.match(said, /holds this experiment, paused after step 17: resuming it; --again/);
    assert.match(said, /resuming after step 17/);
    assert.deepEqual(resultOf(at(run)).metrics, (await whole()).metrics);
  });

  it("is evaluated and reproduced where it is, with nothing that has changed", async () => {
    const folder = project("{ path: '*.txt', split: { files: { valid: v/valid.txt } } }");
    mkdirSync(join(folder, "v"));
    writeFileSync(join(folder, "v", "valid.txt"), madeSentences(30).join(" "));
    const before = await trained(folder);
    const run = move(folder, `${folder}2`)(before);
    const { tokens } = await scoped(evaluateRun({ run, split: "valid", text: undefined }));
    assert.ok(tokens > 100);
    const { identical, changed } = await scoped(reproduceRun({ run }));
    assert.deepEqual([identical, changed], [true, []]);
  });

  it("goes on with a sweep, whose trials are not trained again", async () => {
    const folder = project();
    const { ranking } = await sweep(folder);
    renameSync(folder, `${folder}2`);
    const there = ranking.map((trial) => ({
      ...trial,
      runs: trial.runs.map((run) => run.replace(folder, `${folder}2`)),
    }));
    assert.deepEqual((await sweep(`${folder}2`)).ranking, there);
    const seen = await succeeded(readSweepDirectory(join(`${folder}2`, "runs", "sweep-search")));
    assert.deepEqual(
      seen.trials.map(({ runs }) => runs),
      there.map(({ runs }) => runs).toReversed(),
    );
    writeFileSync(join(`${folder}2`, "search.yaml"), search.replace("[4, 6]", "[4, 6, 7]"));
    assert.equal((await sweep(`${folder}2`)).ranking.length, 3);
  });
});

describe("runs that are moved without their text", () => {
  it("find it where it was, renamed and on their own", async () => {
    const folder = project();
    const run = await unfinished(folder);
    const elsewhere = join(folder, "..", "other", "place", "mine");
    cpSync(run, elsewhere, { recursive: true, verbatimSymlinks: true });
    rmSync(run, { recursive: true });
    await succeeded(resume(elsewhere));
    assert.deepEqual(resultOf(elsewhere).metrics, (await whole()).metrics);
    const [listed] = await succeeded(listRuns(join(elsewhere, "..")));
    assert.equal(listed?.run, elsewhere);
    assert.equal((await succeeded(viewRun(elsewhere))).directory, elsewhere);
  });

  it("are two where one was copied: each goes on by itself, and the original stays", async () => {
    const folder = project();
    const run = await unfinished(folder);
    const before = sha256(join(run, "manifest.json"));
    const copies = ["a", "b"].map((name) => join(folder, "runs", name));
    for (const copy of copies) {
      cpSync(run, copy, { recursive: true, verbatimSymlinks: true });
      await succeeded(resume(copy));
    }
    assert.deepEqual(resultOf(copies[0]!), resultOf(copies[1]!));
    assert.equal(sha256(join(run, "manifest.json")), before);
    for (const link of ["best", "last"]) {
      const state = readJson(copies[0]!, link, "state.json");
      assert.equal(typeof state.training.step, "number");
    }
  });

  it("are found through a link to their folder", async () => {
    const folder = project();
    mkdirSync(join(folder, "disk"));
    symlinkSync("disk", join(folder, "runs"));
    const run = await trained(folder);
    const real = join(folder, "disk", basename(run));
    for (const one of [run, real]) {
      const { loss } = await scoped(evaluateRun({ run: one, split: "train", text: undefined }));
      assert.ok(loss > 0);
    }
  });

  it("may not be written where they may only be read, and are read all the same", async () => {
    const folder = project();
    const run = await trained(folder);
    for (const name of ["manifest.json", "config.yaml", "metrics.jsonl"]) {
      chmodSync(join(run, name), 0o444);
    }
    const { loss } = await scoped(evaluateRun({ run, split: "train", text: undefined }));
    assert.ok(loss > 0);
  });
});

describe("a text that is gone from its place", () => {
  it("is said to be elsewhere, in every command that needs it", async () => {
    const folder = project();
    const finished = await trained(folder, join(folder, "done"));
    const run = await unfinished(folder);
    renameSync(join(folder, "text.txt"), join(folder, "moved.txt"));
    const set = { "corpus.path": join(folder, "moved.txt") };
    const evaluate = (set?: Readonly<Record<string, string>>) =>
      Effect.scoped(evaluateRun({ run: finished, split: "train", text: undefined, set }));
    const reproduce = (set?: Readonly<Record<string, string>>) =>
      Effect.scoped(reproduceRun({ run: finished, set }));
    for (const command of [evaluate(), reproduce(), resume(run)]) {
      const error = await failed<unknown, unknown>(command);
      assert.ok(error instanceof InputError);
      assert.match(
        error.message,
        /^corpus\.path: No such file ".*text\.txt"; say where the text is now with --set corpus\.path=FILE$/,
      );
    }
    assert.ok((await succeeded(evaluate(set))).loss > 0);
    assert.equal((await succeeded(reproduce(set))).identical, true);
    await succeeded(resume(run, set));
    assert.deepEqual(resultOf(run).metrics, (await whole()).metrics);
  });

  it("is not needed to evaluate another text, to generate and to export", async () => {
    const folder = project();
    const run = await trained(folder);
    renameSync(join(folder, "text.txt"), join(folder, "moved.txt"));
    const other = join(folder, "moved.txt");
    const { loss } = await scoped(evaluateRun({ run, split: undefined, text: other }));
    assert.ok(loss > 0);
    const sampling = { temperature: 1, topK: undefined, topP: undefined, seed: 0, tokens: 3 };
    assert.notEqual(await succeeded(generateText({ run, prompt: "", ...sampling })), "");
    const output = join(folder, "weights.safetensors");
    assert.equal(await succeeded(exportRun({ run, format: "safetensors", output })), output);
  });

  it("is another text where its bytes are others, wherever it is said to be", async () => {
    const folder = project();
    const run = await unfinished(folder);
    writeFileSync(join(folder, "other.txt"), `${text} One more.`);
    const { message } = await failed(resume(run, { "corpus.path": join(folder, "other.txt") }));
    assert.match(message, /^The corpus is not the one that .* was trained on/);
  });

  it("may be one that came by standard input, given as a file", async () => {
    const folder = project('{ path: "-" }');
    const set = { "corpus.path": join(folder, "text.txt") };
    const { directory } = await scoped(
      Effect.flatMap(
        readExperiment(join(folder, "tiny.yaml"), { set }),
        (read) => trainExperiment({ ...read, runs: join(folder, "runs"), again: false }),
      ),
    );
    rewrite(directory, (yaml) => yaml.replace(/path: .*/, 'path: "-"'));
    const { loss } = await scoped(
      evaluateRun({ run: directory, split: "train", text: undefined, set }),
    );
    assert.ok(loss > 0);
  });
});

describe("--set of what reads a run", () => {
  it("says only where files are: nothing that makes another experiment", async () => {
    const run = await unfinished(project());
    const refused = async (set: Readonly<Record<string, string>>) => {
      const before = sha256(join(run, "manifest.json"));
      const error = await failed(resume(run, set));
      assert.ok(error instanceof InputError);
      assert.equal(sha256(join(run, "manifest.json")), before);
      return error.message;
    };
    assert.match(
      await refused({ "model.hidden": "9" }),
      /^--set model\.hidden=9: Expected gates, /,
    );
    assert.match(await refused({ corpus: "{ path: x }" }), /^--set corpus=\{ path: x \}: Expected/);
    assert.match(
      await refused({ "corpus.split.files.valid": "v.txt" }),
      /: The run has no corpus\.split\.files\.valid, a part of its corpus is kept by shares$/,
    );
    assert.match(await refused({ "corpus.path": "" }), /corpus\.path: Expected/);
  });

  it("finds gates that were moved, if they are those that the run was begun with", async () => {
    const folder = project();
    writeFileSync(join(folder, "gates.ts"), gateSource);
    const own = 'cell: own }\ngates: gates.ts\ncells: { own: { state: h, equations: "' +
      "h' = squash(U x + W h + b)\" }";
    writeFileSync(join(folder, "tiny.yaml"), config("{ path: text.txt }", own));
    const run = await trained(folder, join(folder, "runs"), true);
    renameSync(join(folder, "gates.ts"), join(folder, "moved.ts"));
    const generate = (set?: Readonly<Record<string, string>>) =>
      generateText({
        run,
        prompt: "",
        temperature: 1,
        topK: undefined,
        topP: undefined,
        seed: 0,
        tokens: 3,
        allowCode: true,
        set,
      });
    assert.match(
      (await failed(generate())).message,
      /gates: No such file ".*gates\.ts"; say where it is now with --set gates=FILE$/,
    );
    assert.notEqual(await succeeded(generate({ gates: join(folder, "moved.ts") })), "");
    writeFileSync(join(folder, "moved.ts"), `${gateSource}\n// other`);
    assert.match(
      (await failed(generate({ gates: join(folder, "moved.ts") }))).message,
      /is not the one that .* was trained with/,
    );
  });
});

/** Changes a run's config as if it had been begun with that. */
function rewrite(run: string, change: (yaml: string) => string): void {
  const yaml = change(readFileSync(join(run, "config.yaml"), "utf8"));
  writeFileSync(join(run, "config.yaml"), yaml);
  const manifest = readJson(run, "manifest.json");
  manifest.hashes.config = sha256(join(run, "config.yaml"));
  delete manifest.directory;
  writeFileSync(join(run, "manifest.json"), JSON.stringify(manifest));
}

describe("a run of before, with absolute paths", () => {
  it("goes on where it is, and moved with --set or where its config is run", async () => {
    const folder = project();
    const run = await unfinished(folder);
    rewrite(run, (yaml) => yaml.replace("../../text.txt", join(folder, "text.txt")));
    const copy = join(folder, "copy");
    cpSync(run, copy, { recursive: true, verbatimSymlinks: true });
    await succeeded(resume(copy));
    const at = move(folder, `${folder}2`);
    assert.match((await failed(resume(at(run)))).message, /--set corpus\.path=FILE$/);
    const moved = at(join(folder, "moved"));
    cpSync(at(run), moved, { recursive: true, verbatimSymlinks: true });
    await succeeded(resume(moved, { "corpus.path": at(join(folder, "text.txt")) }));
    const { result } = await train(`${folder}2`);
    assert.equal(result._tag, "Success");
    const { metrics } = await whole();
    for (const one of [at(copy), moved, at(run)]) assert.deepEqual(resultOf(one).metrics, metrics);
  });
});

/** What the name of a folder would match as a pattern, and more beside it. */
const beside = ["data1", "a", "b", "brs"];

describe("a folder whose name has the signs of a glob", () => {
  for (const name of ["data[1]", "{a,b}", "br\\s"]) {
    const base = testFolder({
      ...Object.fromEntries(beside.map((other) => [`${other}/other.txt`, text.toUpperCase()])),
      [`${name}/mine.txt`]: text,
      [`${name}/tiny.yaml`]: config("{ path: '*.txt' }"),
    });
    const folder = join(base, name);

    it(`gives its own text and no other's, also to runs elsewhere: ${name}`, async () => {
      const run = await trained(folder, join(base, "runs"));
      assert.deepEqual(resultOf(run).metrics, (await whole()).metrics);
      const { loss } = await scoped(evaluateRun({ run, split: "train", text: undefined }));
      assert.ok(loss > 0);
      rmSync(join(folder, "mine.txt"));
      const { message } = await failed(resume(run));
      assert.match(message, /No file matches ".*--set corpus\.path=FILE$/);
    });
  }

  it("is no pattern in a run within it, in reproducing and in a sweep", async () => {
    const base = testFolder({
      "data1/text.txt": text.toUpperCase(),
      "data[1]/text.txt": text,
      "data[1]/tiny.yaml": config("{ path: '*.txt' }"),
      "data[1]/search.yaml": search,
    });
    const folder = join(base, "data[1]");
    const { identical } = await scoped(reproduceRun({ run: await trained(folder) }));
    assert.ok(identical);
    const { ranking } = await sweep(folder);
    assert.equal(ranking.length, 2);
    const [run] = ranking[0]!.runs;
    const { corpus } = readJson(run!, "manifest.json").hashes;
    assert.equal(corpus, readJson(await trained(folder), "manifest.json").hashes.corpus);
  });
});
