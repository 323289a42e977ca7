/**
 * Builds the npm package, installs it in an empty folder with an empty home, and trains, evaluates and
 * writes text with it on each runtime that is there, by the command and as a library.
 *
 *   deno task package          ends with 1 where anything is wrong
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { madeSentences } from "../test/support/made_text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unroll-package-"));
const home = join(folder, "home");
const place = join(folder, "place");

const config = `name: mine
corpus: { path: text.txt }
model: { cell: gru, embedding: 16, hidden: 16 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.02 } }
engine: { gemm: wasm }
`;

/** As in the documents: Effect is the program's own, beside the one inside the package. */
const program = `import { evaluateRun, generateText, train } from "unroll-lm";
import { Effect } from "effect";
const run = await Effect.runPromise(train({
  name: "library",
  corpus: { path: "text.txt" },
  model: { cell: "gru", embedding: 16, hidden: 16 },
  training: { epochs: 1 },
  metrics: { sinks: ["jsonl"] },
}, { runs: process.argv[2] }));
const { perplexity } = await Effect.runPromise(evaluateRun({ run: run.directory, split: "valid" }));
const asked = { run: run.directory, prompt: "The cat", temperature: 0, tokens: 3 };
console.log(perplexity, await Effect.runPromise(generateText(asked)));
const failure = await Effect.runPromise(Effect.flip(evaluateRun({ run: "none", split: "valid" })));
if (failure._tag === undefined || !/none/.test(failure.message)) throw failure;
`;

/** A Node that runs the package, where this machine has an older one. */
const newNode = "node@24.21.0";

/** Node 22 or newer: this machine's, or one of the npm registry. */
function findNode(): string {
  const { stdout } = spawnSync("node", ["--version"], { encoding: "utf8" });
  if (Number(/^v(\d+)/.exec(stdout ?? "")?.[1] ?? 0) >= 22) return "node";
  const prefix = join(folder, "node");
  run("npm", ["install", "--no-fund", "--no-audit", "--prefix", prefix, newNode], root);
  return join(prefix, "node_modules", ".bin", "node");
}

/** The words that start the package's command, and a program that uses it. */
const runtimesHere = (): Readonly<
  Record<string, readonly [command: string, ...words: string[]]>
> => ({
  node: [findNode()],
  bun: ["bun"],
  deno: [process.execPath, "run", "-q", "--no-check", "-RWES", "--allow-ffi"],
});

const run = (command: string, args: readonly string[], cwd = place): string => {
  const env = {
    ...process.env,
    HOME: home,
    DENO_DIR: join(home, "deno"),
    npm_config_update_notifier: "false",
  };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(" ")}\n${error?.message ?? stdout + stderr}`);
  }
  return stdout;
};

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function use(name: string, [command, ...words]: readonly [string, ...string[]]): string {
  const started = performance.now();
  const unroll = (...args: readonly string[]) =>
    run(command, [...words, join("node_modules", "unroll-lm", "bin", "unroll.mjs"), ...args]);
  const runs = `runs-${name}`;
  const directory = unroll("run", "my.yaml", "--runs", runs).trim();
  unroll("evaluate", directory);
  unroll("report", directory);
  unroll("export", directory, "--format", "page", "--output", `${name}.html`);
  const text = unroll("generate", directory, "--prompt", "The cat", "--tokens", "5");
  unroll("sweep", "sweep.yaml", "--runs", runs);
  const said = run(command, [...words, "program.mjs", `${runs}-library`]);
  console.log(`${name}: ${text.trim()} · as a library: ${said.trim()} · ${seconds(started)}`);
  return readFileSync(join(place, directory, "last", "model.safetensors")).toString("latin1");
}

try {
  const [tarball = ""] = readdirSync(join(root, "dist")).filter((name) => name.endsWith(".tgz"));
  for (const made of [home, place]) mkdirSync(made, { recursive: true });
  writeFileSync(
    join(place, "text.txt"),
    madeSentences(300).join(" "),
  );
  writeFileSync(join(place, "my.yaml"), config);
  writeFileSync(
    join(place, "sweep.yaml"),
    "experiment: my.yaml\nobjective: { metric: valid.loss, goal: minimize }\n" +
      "search: { kind: grid }\nspace: { model.hidden: { values: [8, 12] } }\n",
  );
  writeFileSync(join(place, "program.mjs"), program);
  writeFileSync(join(place, "package.json"), '{ "type": "module" }\n');
  const started = performance.now();
  run("npm", ["install", "--no-fund", "--no-audit", join(root, "dist", tarball)]);
  console.log(`installed in ${seconds(started)}`);
  const weights = Object.entries(runtimesHere())
    .filter(([, [command]]) => spawnSync(command, ["--version"]).status === 0)
    .map(([name, words]) => use(name, words));
  if (new Set(weights).size > 1) throw new Error("The weights differ between runtimes");
  console.log(`The same weights on ${weights.length} runtimes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
