/** Which permissions the tasks of deno.json give, and why each is needed. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root, unroll } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const { tasks }: { tasks: Record<string, { command: string }> } = JSON.parse(
  readFileSync(join(root, "deno.json"), "utf8"),
);

/** What every program here needs: files, the terminal's environment, the processors. */
const files = ["read", "write", "env", "sys"];

/** Tasks that train, and read what was trained; `run` may listen on this machine too. */
const training = ["check", "resume", "reproduce", "evaluate", "score", "generate"];

/** Tasks that are the program itself, without a network and other processes. */
const plain = [...training, "init", "runs", "export", "schema", "unroll"];

/** What a task may have beside that, by kind: nobody else may. A new task with one gets its place. */
const beside: Readonly<Record<string, readonly string[]>> = {
  /** The system's BLAS. */
  ffi: [
    ...plain,
    "run",
    "serve",
    "watch",
    "doctor",
    "test",
    "bench",
    "sweep",
    "worker",
    "onnx",
    "clients",
    "browser",
  ],
  /**
   * Starts processes: tests run the program as its users do, benchmarks start others, and so do the
   * checks of ONNX, of pages, of clients and of the package, and what bundles pages and the package.
   */
  run: ["test", "bench", "onnx", "page", "clients", "browser", "pack", "package"],
  /** Serves, or reaches a database; tests reach the one that they start on this machine. */
  net: [
    "run",
    "serve",
    "watch",
    "doctor",
    "sweep",
    "worker",
    "compare",
    "report",
    "test",
    "clients",
    "browser",
  ],
};

/** What finds the options of V8 and installs packages: it starts Deno. */
const prepares = `deno run -RWE --allow-run scripts/prepare.ts`;

const byLetter: Readonly<Record<string, string>> = {
  R: "read",
  W: "write",
  E: "env",
  S: "sys",
  N: "net",
};

/** The kinds that a command gives to the programs that it starts. */
const kindsOf = (command: string): string[] => {
  const main = command.replace(prepares, "");
  const letters = [...main.matchAll(/ -([A-Z]+)\b/g)].flatMap(([, found]) => [...found!]);
  const named = [...main.matchAll(/--allow-(\w+)(\S*)/g)].map(([, kind]) => kind!);
  return [...letters.map((letter) => byLetter[letter] ?? letter), ...named];
};

describe("the tasks of deno.json", () => {
  for (const [task, { command }] of Object.entries(tasks).filter(([task]) => task !== "v8")) {
    it(`${task} has the permissions that it needs and no other`, () => {
      assert.doesNotMatch(command, /--allow-all| -\w*A\b/);
      for (const kind of kindsOf(command)) {
        const allowed = files.includes(kind) || beside[kind]?.includes(task);
        assert.ok(allowed, `"${task}" has --allow-${kind}: list it in this test, with why`);
      }
    });
  }

  it("that train and read runs are the program itself, without network and processes", () => {
    for (const task of plain) {
      assert.deepEqual(kindsOf(tasks[task]!.command).sort(), [...files, "ffi"].sort(), task);
    }
  });
});

describe("the program with these permissions", () => {
  const folder = testFolder({
    "text.txt": "The cat sat. The dog ran. A bird flew. ".repeat(20),
    "run.yaml": `name: least
corpus: { path: text.txt, split: { valid: 0, test: 0 } }
batch: { kind: sentences, size: 8 }
model: { cell: rnn, embedding: 4, hidden: 4 }
training: { epochs: 1 }
`,
  });

  it("trains", async () => {
    const { status, stderr } = await unroll(["run", "run.yaml"], { folder });
    assert.equal(status, 0, stderr);
  });

  it("trains without native code too, by its own products", () => {
    const given = kindsOf(tasks["unroll"]!.command).filter((kind) => kind !== "ffi");
    const flags = given.map((kind) => `--allow-${kind}`);
    const main = join(root, "src", "cli", "main.ts");
    const { status, stderr } = spawnSync(
      process.execPath,
      ["run", "--no-check", "--no-prompt", ...flags, main, "run", "run.yaml", "--again"],
      { cwd: folder, encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    assert.match(stderr, /products by wasm-fma/);
  });

  it("says in its own words that a folder is out of reach", async () => {
    const { status, stdout, stderr } = await unroll(["runs", "--runs", "/proc/x"], { folder });
    assert.deepEqual([status, stdout], [2, ""]);
    assert.equal(stderr, 'Cannot read "/proc/x": The program\'s permissions do not reach there\n');
  });
});
