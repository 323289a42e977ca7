/** What is printed where a device refuses, a reader goes away, or files of others are quoted. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { train } from "../mod.ts";
import { commandLine } from "./support/command_line.ts";
import { succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { type Ended, hasBun, type RuntimeUnderTest, unroll } from "./support/program.ts";
import { type Json, readJson, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const experiment = {
  name: "printed",
  corpus: { path: "text.txt" },
  tokenizer: { kind: "word", vocabulary: 40 },
  model: { cell: "rnn", embedding: 4, hidden: 4 },
  training: { epochs: 2 },
  metrics: { every: "2 steps" },
  engine: { gemm: "wasm", workers: 1 },
};
const folder = testFolder({
  "text.txt": madeSentences(60).join(" "),
  "run.yaml": JSON.stringify(experiment),
});

/** Runs a command line, with a shell's words behind it for where its output goes. */
const shell = (args: readonly string[], words: string, runtime: RuntimeUnderTest = "deno") =>
  unroll(args, { folder, runtime, shell: `exec "$@" ${words}` });
/** Its first byte goes to `head`, its status to standard error. */
const intoHead = (args: readonly string[], runtime: RuntimeUnderTest) =>
  unroll(args, {
    folder,
    runtime,
    shell: `{ { "$@"; echo "status $?" >&2; } | head -c 1; }`,
  });

const nothingOf = ({ stderr }: Ended) =>
  assert.doesNotMatch(stderr, /^ +at |Uncaught|Unexpected|os error/m);
const refused = "Cannot write to standard output: No space is left on the device (ENOSPC)\n";
const runtimes: readonly RuntimeUnderTest[] = hasBun ? ["deno", "bun"] : ["deno"];
const unix = { skip: process.platform !== "linux" && "there is no /dev/full" };

let run = "";
before(async () => {
  const at = { ...experiment, corpus: { path: join(folder, "text.txt") } };
  run = (await succeeded(train(at, { runs: join(folder, "runs") }))).directory;
});

for (const runtime of runtimes) {
  describe(`a full disk under ${runtime}`, unix, () => {
    it("behind standard error stops no training", async () => {
      const runs = `error-${runtime}`;
      const ended = await shell(["run", "run.yaml", "--runs", runs], "2>/dev/full", runtime);
      assert.deepEqual([ended.status, ended.stderr], [0, ""]);
      const directory = ended.stdout.trim();
      assert.equal(readJson(folder, directory, "manifest.json").outcome.status, "finished");
    });

    it("behind standard output is a failure that is said once, after all the work", async () => {
      const runs = `output-${runtime}`;
      const ended = await shell(["run", "run.yaml", "--runs", runs], ">/dev/full", runtime);
      assert.equal(ended.status, 1);
      assert(ended.stderr.endsWith(`\n${refused}`), ended.stderr);
      nothingOf(ended);
      const directory = join(folder, runs, readdirSync(join(folder, runs))[0]!);
      assert.equal(readJson(directory, "manifest.json").outcome.status, "finished");
      const { status, stderr } = await shell(["--help"], ">/dev/full", runtime);
      assert.deepEqual([status, stderr], [1, refused]);
    });

    it("behind both leaves the status to tell", async () => {
      const { status } = await shell(["runs"], ">/dev/full 2>/dev/full", runtime);
      assert.equal(status, 1);
    });
  });

  describe(`a pipe that nobody reads under ${runtime}`, () => {
    it("is no failure behind standard output", async () => {
      assert.equal((await intoHead(["schema"], runtime)).stderr, "status 0\n");
    });

    it("stops no training behind standard error", async () => {
      const runs = `piped-${runtime}`;
      const args = ["run", "run.yaml", "--runs", runs];
      const { stdout } = await unroll(args, {
        folder,
        runtime,
        shell: `{ { "$@" 2>&1 >&3; echo "status $?" >&3; } | head -c 1; } 3>&1 >/dev/null`,
      });
      const [directory, status] = stdout.trim().split("\n");
      assert.equal(status, "status 0");
      assert.equal(readJson(folder, directory!, "manifest.json").outcome.status, "finished");
    });
  });

  describe(`closed streams under ${runtime}`, () => {
    it("are as /dev/null", async () => {
      assert.equal((await shell(["runs"], "<&- >&- 2>&-", runtime)).status, 0);
      assert.equal((await shell(["runs", "--runs", "none"], "2>&-", runtime)).status, 2);
    });
  });
}

/** Nothing but what a terminal shows, tabs and line breaks. */
const assertPlain = (text: string) =>
  assert.doesNotMatch(text.replaceAll(/[\n\t]/g, ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
const evil = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e";
const shown = "\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202e";

/** A copy of the run that means harm, in a folder of runs of its own. */
const forged = (name: string, change: (manifest: Json) => void) => {
  const copy = join(folder, name, "run");
  cpSync(run, copy, { recursive: true, verbatimSymlinks: true });
  const manifest = readJson(copy, "manifest.json");
  change(manifest);
  writeFileSync(join(copy, "manifest.json"), JSON.stringify(manifest));
  return copy;
};

describe("control characters of others", () => {
  it("of a manifest are shown as escapes by runs, resume, compare and report", async () => {
    const copy = forged("manifest", (manifest) => {
      manifest.runtime.name = `deno${evil}`;
      manifest.runtime.cpu = evil;
      manifest.command = [evil];
      manifest.outcome.message = evil;
    });
    for (
      const args of [["resume", copy], ["compare", copy, run], ["compare", copy, copy, "--json"]]
    ) {
      const { status, stdout, stderr } = await commandLine(...args);
      assert.equal(status, 0, stderr);
      assertPlain(stdout + stderr);
      assert((stdout + stderr).includes(shown), args.join(" "));
      if (args.includes("--json")) assert(JSON.parse(stdout).runs[0].processor.startsWith(evil));
    }
    const { status, stdout } = await commandLine("report", copy);
    assert.equal(status, 0);
    const page = readFileSync(stdout.trim(), "utf8");
    assertPlain(page);
    assert(page.includes(shown));
  });

  it("of a folder's name are shown as escapes, and a table keeps its lines", async () => {
    const copy = forged("names", () => {});
    renameSync(copy, join(folder, "names", `x${evil}\nforged  finished`));
    const { status, stdout } = await commandLine("runs", "--runs", join(folder, "names"));
    assert.equal(status, 0);
    assertPlain(stdout);
    assert(stdout.includes(`x${shown}\\u000aforged`));
    assert.equal(stdout.trimEnd().split("\n").length, 2);
  });

  it("of a vocabulary are shown as escapes by generate", async () => {
    const file = join(folder, "vocabulary.json");
    const copy = forged("vocabulary", (manifest) => {
      const { version, words } = readJson(run, "vocabulary.json");
      const renamed = words.map((word: string, i: number) => i < 3 ? word : word + evil);
      writeFileSync(file, JSON.stringify({ version, words: renamed }));
      manifest.hashes.vocabulary = sha256(file);
    });
    cpSync(file, join(copy, "vocabulary.json"));
    const args = ["generate", copy, "--tokens", "200", "--prompt", `owl ${evil}`];
    const { status, stdout, stderr } = await commandLine(...args);
    assert.equal(status, 0, stderr);
    assertPlain(stdout + stderr);
    assert(stdout.includes("\\u001b[2J"));
    assert.match(stderr, /^Not in the vocabulary/);
  });

  it("of a command line, a config and a path are shown as escapes", async () => {
    writeFileSync(join(folder, "evil.yaml"), `name: "a${evil.slice(0, 1)}"\n`);
    const lines = [
      ["run", `no${evil}.yaml`],
      ["run", join(folder, "run.yaml"), "--set", `model.${evil}=1`],
      [`rnu${evil}`],
      ["resume", evil],
      ["evaluate", run, "--text", evil],
      ["check", join(folder, "evil.yaml")],
    ];
    for (
      const { status, stdout, stderr } of await Promise.all(
        lines.map((args) => commandLine(...args)),
      )
    ) {
      assert.equal(status, 2, stderr);
      assertPlain(stdout + stderr);
    }
  });
});
