/**
 * Serves a small model and asks it as others would: the official client of OpenAI streams two texts
 * at once, and then many clients send good and bad requests together.
 *
 *   deno task clients            ends with 1 where an answer is wrong
 */
import "../src/base/prevent_async_resources.ts"; // before Effect, as the program itself does
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Effect, References } from "effect";
import { train } from "../mod.ts";
import { installPackages } from "./install_packages.ts";
import { loadSteps, requestsOf } from "./clients/load.ts";

const here = fileURLToPath(new URL("clients/", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));

/** What scripts/clients/openai_client.mjs exports. */
interface Client {
  readonly streamTogether: (
    url: string,
    asked: readonly object[],
  ) => Promise<{ readonly texts: readonly string[]; readonly switches: number }>;
  readonly complete: (url: string, body: object) => Promise<string>;
  readonly refusal: (url: string, body: object) => Promise<string>;
  readonly models: (url: string) => Promise<readonly string[]>;
}

const trained = (folder: string): Promise<string> => {
  const text = join(folder, "text.txt");
  writeFileSync(text, "The cat sat on the mat. The dog ran after the cat. ".repeat(200));
  return Effect.runPromise(
    Effect.map(
      train({
        name: "served",
        corpus: { path: text },
        tokenizer: { kind: "char" },
        batch: { kind: "contiguous", size: 8, length: 32 },
        model: { cell: "lstm", embedding: 16, hidden: 64 },
        training: { epochs: 3, optimizer: { kind: "adam", learningRate: 0.01 } },
        metrics: { sinks: ["jsonl"] },
      }, { runs: join(folder, "runs") }),
      ({ directory }) => directory,
    ).pipe(Effect.provideService(References.MinimumLogLevel, "Error")),
  );
};

/** Starts the server on a free port; gives its process and its address once it listens. */
function serve(run: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<
    { child: ChildProcess; url: string }
  >();
  const args = ["task", "-q", "serve", run, "--port", "0"];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, INIT_CWD: root },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let said = "";
  child.stderr!.on("data", (text) => {
    said += text;
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (url !== undefined) resolve({ child, url });
  });
  child.on("close", () => reject(new Error(`The server ended: ${said}`)));
  return promise;
}

let wrong = 0;
function expect(what: string, isRight: boolean, found: unknown): void {
  console.log(`${isRight ? "right" : "WRONG"}  ${what}: ${found}`);
  if (!isRight) wrong++;
}

async function askAsClient(url: string, run: string, client: Client): Promise<void> {
  const { streamTogether, complete, refusal, models } = client;
  const model = basename(run);
  expect("models", (await models(url)).join() === model, await models(url));
  const asked = [1, 2].map((seed) => ({ model, prompt: "The ", max_tokens: 4000, seed, n: 8 }));
  const { texts, switches } = await streamTogether(url, asked);
  const alone = await complete(url, asked[0]!);
  expect("two texts streamed at once", switches > 100, `${switches} switches between them`);
  expect(
    "the first of them, asked for alone",
    alone === texts[0],
    JSON.stringify(alone.slice(0, 40)),
  );
  for (
    const [body, expected] of [
      [{ model, prompt: "a", max_tokens: "x" }, "BadRequestError 400 max_tokens"],
      [{ model, prompt: "a", best_of: 3 }, "BadRequestError 400 best_of"],
      [{ model: "other", prompt: "a" }, "NotFoundError 404 model"],
    ] as const
  ) {
    const found = await refusal(url, body);
    expect(JSON.stringify(body), found.startsWith(expected), found);
  }
}

/** Kilobytes that the processes of a group hold. */
function heldBy(group: number): number {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,rss="], { encoding: "utf8" });
  return stdout.trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number))
    .reduce((sum, [of, kilobytes]) => of === group ? sum + kilobytes! : sum, 0);
}

async function load(url: string, group: number): Promise<void> {
  for (const clients of [1, 8, 32]) {
    const { tokens, seconds } = await loadSteps(url, clients);
    const rate = Math.round(tokens / seconds).toLocaleString("en-US");
    console.log(`       ${String(clients).padStart(2)} clients: ${rate} tokens a second`);
  }
  const held: number[] = [];
  for (let round = 0; round < 3; round++) {
    const found = await requestsOf(url, 1000);
    held.push(Math.round(heldBy(group) / 1024));
    const known = Object.keys(found).every((status) =>
      ["200", "400", "413", "429"].includes(status)
    );
    expect("a thousand requests at once", known, JSON.stringify(found));
  }
  expect("megabytes held after each", held[2]! < 1.25 * held[1]!, held.join(", "));
}

const missing = installPackages(here);
if (missing !== undefined) {
  console.log(`Left out, the client could not be installed: ${missing}`);
} else {
  const folder = mkdtempSync(join(tmpdir(), "unroll-clients-"));
  const client: Client = await import(new URL("clients/openai_client.mjs", import.meta.url).href);
  const run = await trained(folder);
  const { child, url } = await serve(run);
  try {
    await askAsClient(url, run, client);
    await load(url, child.pid!);
  } finally {
    process.kill(-child.pid!, "SIGINT");
    await new Promise((resolve) => child.on("close", resolve));
    rmSync(folder, { recursive: true });
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}
