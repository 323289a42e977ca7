import { describe } from "@std/testing/bdd";
import { Effect, Logger } from "effect";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { madeLines, madeManifest } from "../src/report/test_views.ts";
import { effect } from "../src/base/test_effect.ts";
import { writeManifest } from "../src/run/manifest.ts";
import { sha256 } from "../src/base/files/sha256.ts";
import { comparedRuns } from "./compare.ts";
import { compareRuns } from "../src/report/run_comparison.ts";
import { usualPath, writeReport } from "./report.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a config and the manifest that has its hash. */
function writeConfig(directory: string, config: string): void {
  writeFileSync(join(directory, "config.yaml"), config);
  const manifest = madeManifest();
  const hashes = { ...manifest.hashes, config: sha256(config) };
  Effect.runSync(writeManifest(directory, { ...manifest, hashes }));
}

/** A run directory without weights. */
function madeDirectory(name: string, hidden: number): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const config =
    `name: made\nmodel: { hidden: ${hidden} }\ncells: {}\nmetrics: { sinks: [jsonl] }\n`;
  writeConfig(directory, config);
  const lines = madeLines.map((line) => JSON.stringify(line));
  // Half a line of a run that is going on.
  writeFileSync(join(directory, "metrics.jsonl"), `${lines.join("\n")}\n{"step":`);
  return directory;
}

const one = madeDirectory("one", 32);
const two = madeDirectory("two", 64);

const failure = (effect: Effect.Effect<unknown, { readonly message: string }>) =>
  Effect.map(Effect.flip(effect), ({ message }) => message);

describe("writeReport", () => {
  effect("writes a page into the run's directory, anew each time", function* () {
    for (let time = 0; time < 2; time++) {
      const path = yield* writeReport({ target: one, output: undefined });
      assert.equal(path, join(one, "report.html"));
    }
    const page = readFileSync(join(one, "report.html"), "utf8");
    assert(page.startsWith("<!doctype html>") && page.endsWith("</html>\n"));
    assert(page.includes("model: { hidden: 32 }") && page.includes('aria-label="Loss"'));
  });

  effect("writes it elsewhere, and over nothing", function* () {
    const output = join(folder, "page.html");
    assert.equal(yield* writeReport({ target: one, output }), output);
    assert.match(
      yield* failure(writeReport({ target: one, output })),
      /page\.html" is there already/,
    );
  });

  effect("refuses what is no run, and a file from outside of it", function* () {
    const missing = join(folder, "none");
    assert.match(
      yield* failure(writeReport({ target: missing, output: undefined })),
      /none" is not a run directory: it is not there$/,
    );
    const linked = madeDirectory("linked", 8);
    rmSync(join(linked, "metrics.jsonl"));
    symlinkSync(join(one, "metrics.jsonl"), join(linked, "metrics.jsonl"));
    assert.match(
      yield* failure(writeReport({ target: linked, output: undefined })),
      /leads out of the run directory/,
    );
  });
});

describe("the page of a sweep", () => {
  effect("goes into its directory, or the working one where that is elsewhere", function* () {
    const directory = join(folder, "sweep-here");
    mkdirSync(directory);
    assert.equal(yield* usualPath(directory), join(directory, "report.html"));
    const said: string[] = [];
    const logger = Logger.make(({ message }) => void said.push(String(message)));
    const path = yield* usualPath(join(folder, "runs", "sweep-away")).pipe(
      Effect.provide(Logger.layer([logger])),
    );
    assert.equal(path, "sweep-away.html");
    assert.match(said.join(), /sweep-away" is not on this machine.*--output$/);
  });
});

describe("a run directory that means harm", () => {
  const bomb = Array.from(
    { length: 9 },
    (_, i) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(i && 9)}1]`,
  );

  for (
    const [name, harm, message] of [
      ["a config with an alias that explodes", (run: string) => {
        writeConfig(run, bomb.join("\n"));
      }, /Holds more than 50000 values/],
      ["a config that was edited", (run: string) => {
        writeFileSync(join(run, "config.yaml"), "name: made\nmodel: { hidden: 999 }\n");
      }, /config\.yaml" has changed since the run started: expected the file as it was written/],
      ["metrics that are a folder", (run: string) => {
        rmSync(join(run, "metrics.jsonl"));
        mkdirSync(join(run, "metrics.jsonl"));
      }, /Expected a plain file/],
      ["metrics that are none", (run: string) => {
        writeFileSync(join(run, "metrics.jsonl"), '{"step":"\u001b[2J"}\n');
      }, /metrics.jsonl:1: Not a line of metrics/],
      ["a manifest that is none", (run: string) => {
        writeFileSync(join(run, "manifest.json"), '{"format":1,"__proto__":{}}');
      }, /is not a manifest/],
    ] as const
  ) {
    effect(`is refused: ${name}`, function* () {
      const run = madeDirectory(name.replaceAll(" ", "-"), 8);
      harm(run);
      assert.match(yield* failure(comparedRuns({ targets: [one, run] })), message);
      assert.match(yield* failure(writeReport({ target: run, output: undefined })), message);
    });
  }
});

describe("comparedRuns", () => {
  effect("reads runs from their directories", function* () {
    const { runs, config } = compareRuns(yield* comparedRuns({ targets: [one, two] }));
    assert.deepEqual(runs.map(({ lastValidationLoss }) => lastValidationLoss), [2, 2]);
    assert.deepEqual(config, [{ key: "model.hidden", values: [32, 64] }]);
  });

  effect("needs two", function* () {
    assert.match(yield* failure(comparedRuns({ targets: [one] })), /^Expected at least two runs/);
  });
});
