/** A run that other code, another runtime, processor or library goes on with: recorded and told. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Effect, Result } from "effect";
import { resumeRun, train } from "../mod.ts";
import { comparedRuns } from "../pipelines/compare.ts";
import { compareRuns } from "../src/report/run_comparison.ts";
import { reproduceRun } from "../pipelines/reproduce.ts";
import { formatRunComparison } from "../src/report/format_run_comparison.ts";
import { runReport } from "../src/report/run_report.ts";
import { viewRun } from "../src/report/view_run.ts";
import { blasBuild } from "../src/kernels/blas.ts";
import { interruptedAmid, nowAndThen } from "./support/amid.ts";
import { inProcess, saying, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { unroll } from "./support/program.ts";
import { type Json, listedCheckpoints, onlyRun, readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(120).join(" ") });
const experiment = (gemm: string) => ({
  name: "moved",
  corpus: { path: join(folder, "text.txt") },
  tokenizer: { kind: "word", vocabulary: 40 },
  batch: { kind: "contiguous", size: 4, length: 6 },
  model: { cell: "gru", embedding: 8, hidden: 16 },
  training: { epochs: 3 },
  checkpoint: { every: "10 steps" },
  metrics: { every: "5 steps", sinks: ["jsonl"] },
  engine: { gemm, workers: 1 },
});

/** A run that was stopped after a checkpoint, in a folder of runs of its own. */
async function interrupted(gemm: string): Promise<string> {
  const runs = join(folder, gemm);
  const run = () => join(runs, readdirSync(runs)[0]!);
  if (!existsSync(runs)) {
    const hasCheckpoint = () => listedCheckpoints(onlyRun(runs)).length > 0;
    await interruptedAmid(saying(train(experiment(gemm), { runs })), nowAndThen(hasCheckpoint));
  }
  assert.equal(readJson(run(), "manifest.json").outcome.status, "interrupted");
  return run();
}

/** A copy of it whose manifest says something else. */
async function begunBy(gemm: string, name: string, change: (manifest: Json) => void) {
  const copy = join(folder, `${gemm}-${name}`);
  cpSync(await interrupted(gemm), copy, { recursive: true, verbatimSymlinks: true });
  const file = join(copy, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
  return copy;
}

const warning = (said: string) => /^Warning: Changed since .*/m.exec(said)?.[0];

describe("a run that was begun by another", () => {
  it("is warned of what differs, once, and keeps a record of each part", async () => {
    const run = await begunBy("wasm", "code", ({ hashes, runtime }) => {
      hashes.code = "a".repeat(64);
      runtime.name = "deno\u001b[2J\nWarning: forged";
    });
    const step = readJson(run, "manifest.json").outcome.steps;
    const { result, said } = await inProcess(resumeRun(run));
    assert(Result.isSuccess(result), String(result));
    const { version } = readJson(run, "manifest.json").runtime;
    assert.match(warning(said)!, /differ: code: aaaaaaaa… before, [0-9a-f]{8}… now; runtime: /);
    assert(said.includes(`deno\\u001b[2J\\u000aWarning: forged ${version} before`), said);
    const { hashes, resumed } = readJson(run, "manifest.json");
    assert.equal(hashes.code, "a".repeat(64));
    assert.deepEqual([resumed.length, resumed[0].step], [1, step]);
    const { code, engine, runtime, packages } = resumed[0].environment;
    assert.match(code, /^[0-9a-f]{64}$/);
    assert.deepEqual([engine.gemm, runtime.version], ["wasm", version]);
    assert("effect" in packages);
  });

  it("is shown so by report, compare and reproduce", async () => {
    const run = await begunBy("wasm", "shown", ({ hashes }) => hashes.code = "b".repeat(64));
    const step = readJson(run, "manifest.json").outcome.steps;
    const { result } = await inProcess(resumeRun(run));
    assert(Result.isSuccess(result), String(result));
    const { code } = readJson(run, "manifest.json").resumed[0].environment;
    const told = `esumed after step ${step} by other code (${code.slice(0, 8)}…)`;
    const view = await succeeded(viewRun(run));
    assert(runReport(view).includes(`R${told}`));
    const table = formatRunComparison(
      compareRuns(await succeeded(comparedRuns({ targets: [run, run] }))),
    );
    const both = `bbbbbbbb…, then ${code.slice(0, 8)}…`;
    assert.match(table, new RegExp(`^code +${both} +${both}$`, "m"));
    const { identical, changed } = await succeeded(
      Effect.scoped(reproduceRun({ run })),
    );
    assert.equal(identical, true);
    assert.deepEqual(changed, [
      `code: bbbbbbbb… before, ${code.slice(0, 8)}… now`,
      `r${told}`,
    ]);
  });

  it("may have been on another processor where that changes no bit", async () => {
    const moved = (manifest: Json) => manifest.runtime.cpu = "Another Processor 9000";
    const wasm = await inProcess(resumeRun(await begunBy("wasm", "cpu", moved)));
    assert.equal(warning(wasm.said), undefined);
    const fused = await inProcess(resumeRun(await begunBy("wasm-fma", "cpu", moved)));
    assert.match(warning(fused.said)!, /: processor: Another Processor 9000 \(\w+\) before/);
  });

  it("is read as ever where an older version resumed it and recorded nothing", async () => {
    const run = await begunBy("wasm", "old", (manifest) => {
      manifest.resumed = [{ at: "2026-01-02T03:04:05Z", step: 10 }];
    });
    const { result, said } = await inProcess(resumeRun(run));
    assert(Result.isSuccess(result), String(result));
    assert.equal(warning(said), undefined);
  });

  // A kind of processor that OpenBLAS knows and that every x86-64 can run.
  const kinds = process.arch === "x64" && /, (?!Prescott$)\w+$/.test(blasBuild() ?? "");
  it("is warned of a BLAS that computes for another kind of processor", {
    skip: !kinds && "there is no OpenBLAS with several kinds of processors here",
  }, async () => {
    const run = await begunBy("blas", "kind", () => {});
    const { engine } = readJson(run, "manifest.json");
    assert.match(engine.build, /^OpenBLAS [\d.]+\S*, \w+$/);
    const env = { OPENBLAS_CORETYPE: "Prescott" };
    const { status, stderr } = await unroll(["resume", run], { folder, env });
    assert.equal(status, 0, stderr);
    const { build } = readJson(run, "manifest.json").resumed[0].environment.engine;
    assert.equal(build, engine.build.replace(/\w+$/, "Prescott"));
    assert(
      warning(stderr)!.endsWith(
        `products: blas ${engine.library} (${engine.build}) before, ` +
          `blas ${engine.library} (${build}) now`,
      ),
      stderr,
    );
  });
});
