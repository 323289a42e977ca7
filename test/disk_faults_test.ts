/** Faults of disks and files under a run, each made to happen. */
import { after, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Cause, Exit, Result } from "effect";
import { resumeRun, train } from "../mod.ts";
import { InputError, RunError } from "../src/base/errors.ts";
import { amid, interruptedAmid, nowAndThen } from "./support/amid.ts";
import { failed, inProcess, saying, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { root, start, unroll } from "./support/program.ts";
import { listedCheckpoints, onlyRun, readJson, resultOf } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(200).join(" ") });
const experiment = {
  name: "run",
  corpus: { path: join(folder, "text.txt") },
  tokenizer: { kind: "word", vocabulary: 40 },
  batch: { kind: "contiguous", size: 4, length: 6 },
  model: { cell: "gru", embedding: 8, hidden: 16 },
  training: { epochs: 2, evaluate: { every: "20 steps" } },
  checkpoint: { every: "10 steps", keep: 1000 },
  metrics: { every: "3 steps", sinks: ["jsonl"] },
  engine: { gemm: "wasm", workers: 1 },
};
const expected = succeeded(train(experiment, { runs: join(folder, "expected") }))
  .then(({ directory }) => resultOf(directory));

const runIn = (runs: string) => onlyRun(runs)!;
/** A run that was interrupted after some checkpoints, made once and copied for each who asks. */
const interrupted = async (name: string): Promise<string> => {
  const first = join(folder, "interrupted");
  if (!existsSync(first)) {
    await interruptedAmid(saying(train(experiment, { runs: first })), hasCheckpoints(first, 4));
  }
  cpSync(first, join(folder, name), { recursive: true, verbatimSymlinks: true });
  return runIn(join(folder, name));
};
/** Whether a run in a folder of runs has written as many checkpoints. */
const hasCheckpoints = (runs: string, count: number) =>
  nowAndThen(() => listedCheckpoints(onlyRun(runs)).length >= count);
/** The failure of a run that went wrong on its way. */
const runErrorOf = (exit: Exit.Exit<unknown, unknown>): RunError => {
  const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined;
  assert(error instanceof RunError, String(exit));
  return error;
};
const resumed = (run: string) => inProcess(resumeRun(run));

/** Mounts a small file system of its own; undefined where that is not allowed. */
const smallDisk = (name: string, size: string): string | undefined => {
  const place = join(folder, name);
  mkdirSync(place);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", place]);
  if (status !== 0) return undefined;
  after(() => void spawnSync("umount", ["-l", place]));
  return place;
};
const remount = (place: string, options: string) =>
  assert.equal(spawnSync("mount", ["-o", `remount,${options}`, place]).status, 0);

describe("a full disk", () => {
  const disk = smallDisk("small", "400k");

  it("ends the run with what could not be written; with room again it goes on to the same bytes", {
    skip: disk === undefined && "mounting is not allowed here",
  }, async () => {
    const error = await failed(train(experiment, { runs: disk! }));
    assert(error instanceof RunError, String(error));
    assert.match(error.message, /^Cannot write ".*": No space is left on the device \(ENOSPC\)$/);
    const run = runIn(disk!);
    const listed = listedCheckpoints(run);
    assert(listed.length > 0);
    assert(readdirSync(join(run, "checkpoints")).every((name) => !name.endsWith(".tmp")));
    remount(disk!, "size=64m");
    const { result } = await resumed(run);
    assert(Result.isSuccess(result), String(result));
    assert.deepEqual(resultOf(run), await expected);
  });

  it("of a limit on files does so too", {
    skip: spawnSync("prlimit", ["--version"]).status !== 0 && "no prlimit sets a limit here",
  }, async () => {
    // The metrics outgrow the limit.
    const place = testFolder({ "text.txt": madeSentences(200).join(" ") });
    const long = {
      ...experiment,
      corpus: { path: join(place, "text.txt") },
      training: { ...experiment.training, epochs: 12 },
      metrics: { ...experiment.metrics, every: "1 steps" },
      checkpoint: { every: "20 steps" },
    };
    writeFileSync(join(place, "run.yaml"), JSON.stringify(long));
    // Set from within, since Deno's own caches may be larger; nothing tells the system to spare it.
    writeFileSync(
      join(place, "limited.ts"),
      `import ${JSON.stringify(join(root, "src/cli/main.ts"))};
      import { execFileSync } from "node:child_process";
      execFileSync("prlimit", ["--pid", String(process.pid), "--fsize=30000"]);`,
    );
    const program = ["-A", "--no-lock", "--config", join(root, "deno.json"), "limited.ts"];
    const limited = spawnSync(process.execPath, [
      "run",
      ...[...program, "run", "run.yaml", "--workers", "1"],
    ], { cwd: place, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    assert.equal(limited.status, 1, limited.stderr);
    assert.match(
      limited.stderr.trimEnd().split("\n").at(-1)!,
      /^Cannot write ".*metrics\.jsonl": The file would be too large \(EFBIG\)$/,
    );
    const run = join("runs", readdirSync(join(place, "runs"))[0]!);
    assert(listedCheckpoints(join(place, run)).length > 0);
    await succeeded(resumeRun(join(place, run)));
    const undisturbed = await succeeded(train(long, { runs: join(place, "undisturbed") }));
    assert.deepEqual(resultOf(join(place, run)), resultOf(undisturbed.directory));
  });
});

describe("a disk without room for standard input", () => {
  const disk = smallDisk("spool", "64k");

  it("is named with the file, and nothing is trained", {
    skip: disk === undefined && "mounting is not allowed here",
  }, async () => {
    writeFileSync(
      join(disk!, "run.yaml"),
      JSON.stringify({ ...experiment, corpus: { path: "-" } }),
    );
    const { status, stdout, stderr } = await unroll(["run", "run.yaml"], {
      folder: disk!,
      input: madeSentences(10_000).join(" "),
    });
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /\nCannot write the copy of standard input ".*\/\.cache\/tokens\/input\/stdin-.*": No space is left on the device \(ENOSPC\)\n$/,
    );
    assert.equal(stdout, "");
    assert.deepEqual(readdirSync(join(disk!, ".cache", "tokens", "input")), []);
    assert.ok(!existsSync(join(disk!, "runs")));
  });
});

describe("a run directory that can't be written", () => {
  it("is refused with one line, and stays as it is", async () => {
    const run = await interrupted("read-only");
    const disk = smallDisk("ro", "8m");
    if (disk === undefined && process.getuid?.() === 0) return; // nothing is read-only to root
    const place = disk === undefined ? run : join(disk, "run");
    if (disk === undefined) spawnSync("chmod", ["-R", "a-w", place]);
    else {
      cpSync(run, place, { recursive: true, verbatimSymlinks: true });
      remount(disk, "ro");
    }
    const before = readFileSync(join(place, "manifest.json"), "utf8");
    const error = await failed(resumeRun(place));
    assert(error instanceof RunError, String(error));
    assert.match(error.message, /^Cannot write ".*": (The file system is read-only|Permission)/);
    assert.equal(readFileSync(join(place, "manifest.json"), "utf8"), before);
    const anew = await failed(train(experiment, { runs: join(disk ?? place, "new") }));
    // A folder that may not be written is another's choice than a disk that is read-only.
    assert(anew instanceof (disk === undefined ? InputError : RunError), String(anew));
    assert.match(anew.message, /^Cannot write ".*new": (The file system is read-only|Permission)/);
    if (disk === undefined) spawnSync("chmod", ["-R", "u+w", place]);
  });
});

describe("a run directory that vanishes", () => {
  it("ends the run with one line", async () => {
    const runs = join(folder, "vanishing");
    const training = saying(train({ ...experiment, seed: 7 }, { runs }));
    const exit = await amid(
      training,
      hasCheckpoints(runs, 2),
      () => rmSync(runs, { recursive: true }),
    );
    const { message } = runErrorOf(exit);
    assert.match(message, /^(Cannot write "|").*(It does not exist|was removed)/);
    assert.equal(message.split("\n").length, 1);
  });
});

describe("a damaged checkpoint", () => {
  const damage: Readonly<Record<string, (file: string) => void>> = {
    "that is cut short": (file) => truncateSync(file, 100),
    "with a flipped bit": (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 5]! ^= 4;
      writeFileSync(file, bytes);
    },
    "that is gone": (file) => rmSync(file),
  };
  for (const [how, damaging] of Object.entries(damage)) {
    for (const name of ["model.safetensors", "carried.safetensors", "state.json"]) {
      it(`${how} is named and skipped for the one before, to the same bytes: ${name}`, async () => {
        const run = await interrupted(`${how} ${name}`);
        const { last, checkpoints } = readJson(run, "manifest.json");
        damaging(join(run, "checkpoints", last, name));
        const { result, said } = await resumed(run);
        assert(Result.isSuccess(result), String(result));
        assert.match(
          said,
          new RegExp(`^Warning: Checkpoint "${last}" is skipped: .*${name}"`, "m"),
        );
        assert.match(said, new RegExp(`^resuming after step ${checkpoints.at(-2).step}$`, "m"));
        assert.deepEqual(resultOf(run), await expected);
      });
    }
  }

  it("refuses to go on where every one is", async () => {
    const run = await interrupted("all");
    for (const name of listedCheckpoints(run)) {
      damage["with a flipped bit"]!(join(run, "checkpoints", name, "model.safetensors"));
    }
    const before = readFileSync(join(run, "manifest.json"), "utf8");
    const error = await failed(resumeRun(run));
    assert(error instanceof InputError, String(error));
    assert.match(error.message, /^Every checkpoint of ".*" is damaged: "step-/);
    assert.equal(readFileSync(join(run, "manifest.json"), "utf8"), before);
  });
});

describe("a file of metrics", () => {
  it("with half a last line is cut where the checkpoint was written, to the same bytes", async () => {
    const run = await interrupted("half a line");
    appendFileSync(join(run, "metrics.jsonl"), '{"step":999,"epo');
    const { result } = await resumed(run);
    assert(Result.isSuccess(result), String(result));
    assert.deepEqual(resultOf(run), await expected);
  });

  it("that has lost lines, or is gone, is refused before anything is written", async () => {
    for (const lose of [(file: string) => truncateSync(file, 50), (file: string) => rmSync(file)]) {
      const run = await interrupted(`lost ${lose}`.replaceAll(/\W/g, ""));
      lose(join(run, "metrics.jsonl"));
      const before = readFileSync(join(run, "manifest.json"), "utf8");
      const error = await failed(resumeRun(run));
      assert(error instanceof InputError, String(error));
      assert.match(
        error.message,
        /metrics\.jsonl" is (50 bytes long|not there), .* lines are missing$/,
      );
      assert.equal(readFileSync(join(run, "manifest.json"), "utf8"), before);
    }
  });
});

describe("a file of metrics beneath a run", () => {
  it("that is emptied, cut or replaced ends the run, and no checkpoint claims what is gone", async () => {
    const damage: readonly ((file: string) => void)[] = [
      (file) => writeFileSync(file, ""),
      (file) => truncateSync(file, 30),
      (file) => {
        writeFileSync(`${file}.new`, "");
        renameSync(`${file}.new`, file);
      },
    ];
    for (const [i, damaging] of damage.entries()) {
      const runs = join(folder, `emptied-${i}`);
      const training = saying(train({ ...experiment, seed: 20 + i }, { runs }));
      let before: string[] = [];
      const exit = await amid(training, hasCheckpoints(runs, 2), () => {
        before = listedCheckpoints(runIn(runs));
        damaging(join(runIn(runs), "metrics.jsonl"));
      });
      const run = runIn(runs);
      const { message } = runErrorOf(exit);
      assert.match(
        message,
        i < 2
          ? /^".*metrics\.jsonl" was changed during the run: it has \d+ bytes, expected \d+; lines of metrics are lost$/
          : /^".*metrics\.jsonl" was removed or replaced during the run$/,
      );
      const { outcome } = readJson(run, "manifest.json");
      assert.deepEqual([outcome.status, outcome.message], ["failed", message]);
      // One may have been written between the look and the damage, none after that.
      assert(listedCheckpoints(run).length <= before.length + 1);
      const error = await failed(resumeRun(run));
      assert.match(error.message, /lines are missing$|was changed/);
    }
  });
});

describe("two processes on one run directory", () => {
  it("are refused but for the first; the lock of one that was killed is taken over", async () => {
    const place = testFolder({ "text.txt": madeSentences(200).join(" ") });
    const long = {
      ...experiment,
      corpus: { path: join(place, "text.txt") },
      training: { epochs: 5000 },
      checkpoint: { every: "50 steps", keep: 2 },
      metrics: { every: "20 steps", sinks: ["console", "jsonl"] },
    };
    writeFileSync(join(place, "run.yaml"), JSON.stringify(long));
    const { child, said, ended } = start(["run", "run.yaml"], { folder: place });
    await said(/step \d/);
    const run = join(place, "runs", readdirSync(join(place, "runs"))[0]!);
    const inUse = `Run directory "${run}" is in use by another process: wait for it or stop it`;
    for (const second of [resumeRun(run), train(long, { runs: join(place, "runs") })]) {
      const error = await failed(second);
      assert.ok(error instanceof InputError);
      assert.equal(error.message, inUse);
    }
    child.kill("SIGKILL");
    await ended;
    const hasResumed = () => readJson(run, "manifest.json").resumed.length > 0;
    await interruptedAmid(saying(resumeRun(run)), nowAndThen(hasResumed));
    assert.equal(readJson(run, "manifest.json").outcome.status, "interrupted");
  });
});
