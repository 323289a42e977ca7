/** Every command with paths that are none, lead nowhere, or may not be followed. */
import { before, describe, it } from "@std/testing/bdd";
import * as NodeServices from "@effect/platform-node/NodeServices";
import { Console, Effect } from "effect";
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { endingOf } from "../src/cli/exit_status.ts";
import { pipelines } from "../src/cli/pipelines.ts";
import { unroll } from "../src/cli/unroll.ts";
import { saying } from "./support/in_process.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({
  "file": "text",
  "text.txt": "The cat sat. The dog ran. A bird flew. ".repeat(20),
  "run.yaml": `name: least
corpus: { path: text.txt, split: { valid: 0.2, test: 0 } }
batch: { kind: sentences, size: 8 }
model: { cell: rnn, embedding: 4, hidden: 4 }
training: { epochs: 1 }
engine: { gemm: wasm, workers: 1 }
`,
  "search.yaml":
    "experiment: run.yaml\nsearch: { kind: grid }\nspace: { model.hidden: { values: [4] } }\n",
});
symlinkSync("loop", join(folder, "loop"));
mkdirSync(join(folder, "locked", "in"), { recursive: true });
chmodSync(join(folder, "locked"), 0);

/** Paths that no command can use, whatever it expects there. */
const odd: Readonly<Record<string, string>> = {
  "below a file": join(folder, "file", "x"),
  "with too long a name": join(folder, "a".repeat(300)),
  "too long": join(folder, "abc/".repeat(2000)),
  "with a zero byte": join(folder, "a\0b"),
  "in a circle of links": join(folder, "loop"),
  "below a circle of links": join(folder, "loop", "x"),
  "in a folder of the system's": "/proc/nowhere/x",
  // To the system's administrator every folder is open.
  ...(process.getuid?.() === 0
    ? {}
    : { "that may not be looked into": join(folder, "locked", "in", "x") }),
};

/** A command line run in this process; everything that was written is what it said. */
async function run(...args: readonly string[]) {
  let said = "";
  const write = (...words: unknown[]) => void (said += `${words.join(" ")}\n`);
  const console: Console.Console = Object.assign(Object.create(globalThis.console), {
    log: write,
    error: write,
  });
  const exit = await Effect.runPromiseExit(
    saying(
      unroll(pipelines, args).pipe(
        Effect.provide(NodeServices.layer),
        Effect.provideService(Console.Console, console),
      ),
      (text) => void (said += text),
    ),
  );
  const { status, message = "" } = endingOf(exit, true);
  return { status, said: said + message };
}

describe("a path that can't be used", () => {
  const config = join(folder, "run.yaml");
  const sweep = join(folder, "search.yaml");
  const runs = join(folder, "runs");
  let trained = "";
  before(async () => {
    const { status, said } = await run("run", config, "--runs", runs);
    assert.equal(status, 0, said);
    trained = said.trim().split("\n").at(-1)!;
  });

  const commands: readonly ((path: string) => readonly string[])[] = [
    (path) => ["run", path],
    (path) => ["run", config, "--runs", path],
    (path) => ["run", config, "--runs", runs, "--set", `corpus.path=${JSON.stringify(path)}`],
    (path) => ["run", config, "--allow-code", "--set", `gates=${JSON.stringify(path)}`],
    (path) => ["check", path],
    (path) => ["resume", path],
    (path) => ["resume", trained, "--set", `corpus.path=${JSON.stringify(path)}`],
    (path) => ["evaluate", path],
    (path) => ["evaluate", trained, "--text", path],
    (path) => ["generate", path],
    (path) => ["reproduce", path],
    (path) => ["reproduce", trained, "--set", `corpus.path=${JSON.stringify(path)}`],
    (path) => ["runs", "--runs", path],
    (path) => ["compare", path],
    (path) => ["compare", trained, path],
    (path) => ["report", path],
    (path) => ["report", trained, "--output", path],
    (path) => ["export", path],
    (path) => ["export", trained, "--output", path],
    (path) => ["sweep", path],
    (path) => ["sweep", sweep, "--runs", path],
    (path) => ["sweep", sweep, "--runs", runs, "--store", `sqlite:${path}`],
    (path) => ["compare", "search", "--store", `sqlite:${path}`],
  ];

  for (const [name, path] of Object.entries(odd)) {
    it(`is explained, status 2, by every command: ${name}`, async () => {
      for (const command of commands) {
        const args = command(path);
        const shown = args.join(" ").slice(0, 200);
        const { status, said } = await run(...args);
        assert.doesNotMatch(said, /Unexpected failure|^\s+at /m, shown);
        // A database that can't be opened may be one that is unavailable.
        assert.ok(status === 2 || args.includes("--store") && status === 1, `${shown}\n${said}`);
      }
    });
  }
});
