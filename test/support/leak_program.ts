/**
 * A program that leak_test.ts starts, so that nothing else moves its memory, threads and files.
 * `pools` starts and stops 25 pools; `soak FOLDER` trains for 2,000 steps with 50 evaluations.
 * Prints one JSON document of what it saw.
 */
import { train } from "../../mod.ts"; // first, as it must be loaded before Effect
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Effect, Logger } from "effect";
import { Screen } from "../../src/base/terminal/screen.ts";
import { boundPool, smallPlan } from "../../src/compute/workers/test_plans.ts";
import { program } from "../../src/compute/workers/programs.ts";
import { madeSentences } from "./made_text.ts";

/** What a process holds; the counts are null where the system does not tell them. */
export interface Held {
  readonly rss: number;
  readonly heap: number;
  /** Bytes of WebAssembly memory, and memories made so far. */
  readonly arena: number;
  readonly memories: number;
  readonly threads: number | null;
  readonly files: number | null;
}

const memories: WebAssembly.Memory[] = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

const entries = (folder: string): number | null => {
  try {
    return readdirSync(folder).length;
  } catch {
    return null; // not Linux
  }
};

const held = (): Held => {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rss,
    heap: heapUsed,
    arena: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    memories: memories.length,
    threads: entries("/proc/self/task"),
    files: entries("/proc/self/fd"),
  };
};

/** What is held after ten pools and after twenty-five. */
const pools = Effect.gen(function* () {
  const seen: Held[] = [];
  for (let i = 0; i < 25; i++) {
    const pool = boundPool(smallPlan, [2, 1], { workers: 1 });
    yield* Effect.scoped(Effect.flatMap(pool, ({ run }) => run(program.evaluate)));
    if (i !== 9 && i !== 24) continue;
    // A thread that was ended closes its files a moment later, more so on a busy machine.
    yield* Effect.sleep("1 second");
    seen.push(held());
  }
  return seen;
});

/** What is held at each evaluation: the console's line of it is where the program looks. */
const soak = (folder: string) =>
  Effect.gen(function* () {
    const seen: Held[] = [];
    const print = (text: string) => {
      if (text.includes("valid loss")) seen.push(held());
    };
    const path = join(folder, "text.txt");
    writeFileSync(path, madeSentences(400).slice(0, 176).join(" "));
    const summary = yield* train({
      name: "soak",
      corpus: { path, split: { valid: 0.1, test: 0 } },
      batch: { kind: "sentences", size: 4 },
      model: { cell: "gru", embedding: 8, hidden: 8 },
      training: { epochs: 52 },
      checkpoint: { every: "200 steps", keep: 1 },
      metrics: { every: "10 steps" },
      engine: { gemm: "wasm", workers: 2 },
    }, { runs: join(folder, "runs") }).pipe(
      Effect.provideService(Screen, {
        live: false,
        columns: () => 80,
        draw: () => {},
        clear: () => {},
        print,
      }),
    );
    return { seen, steps: summary.steps };
  });

const [what, folder = ""] = process.argv.slice(2);
const work: Effect.Effect<unknown, unknown> = what === "pools" ? pools : soak(folder);
// Effect's default logger writes to standard output, where the document goes.
console.log(JSON.stringify(await Effect.runPromise(Effect.provide(work, Logger.layer([])))));
