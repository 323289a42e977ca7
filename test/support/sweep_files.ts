/** A sweep that takes seconds, and its table as it must come out however it got there. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { madeSentences } from "./made_text.ts";
import { type Ended, type ProgramOptions, start, type Started } from "./program.ts";
import { readJson } from "./run_files.ts";
import { testFolder } from "./test_folder.ts";

export const experiment = (epochs: number): string =>
  `name: tiny
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: gru, embedding: 8, hidden: 8 }
training: { epochs: ${epochs}, optimizer: { kind: adam, learningRate: 0.01 } }
checkpoint: { every: 5 steps }
engine: { gemm: wasm }
`;

/** A folder with a text, an experiment and a sweep. */
export const sweepFolder = (sweep: string, epochs = 4): string =>
  testFolder({
    "text.txt": madeSentences(160).join(" "),
    "tiny.yaml": experiment(epochs),
    "search.yaml": `experiment: tiny.yaml\n${sweep}`,
  });

/** The sweep of such a folder, as `runSweep` takes it: one trial at a time on one worker. */
export const sweepOptions = (folder: string) => ({
  sweep: join(folder, "search.yaml"),
  runs: join(folder, "runs"),
  parallel: 1,
  workers: 1,
  oversubscribe: true,
  store: undefined,
  allowCode: false,
  lease: 60,
  keepInStore: false,
});

/** The program with the network allowed, as the tasks of sweeps allow it. */
export const startSweep = (
  args: readonly string[],
  options: ProgramOptions,
): Started => start(args, { ...options, permissions: ["--allow-net"] });

export const endSweep = (args: readonly string[], options: ProgramOptions): Promise<Ended> =>
  startSweep(args, options).ended;

/** Trials of a ledger in a file: number, values, and for each rung its value. */
export function trialTable(folder: string, name = "search"): unknown[] {
  const file = join(folder, "runs", `sweep-${name}`, "ledger.sqlite");
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const all = (sql: string) => database.prepare(sql).all();
    return tableOf(
      all("SELECT number, assigned, pruned FROM unroll_trials ORDER BY number"),
      all("SELECT trial, rung, repeat, value, failure, run FROM unroll_tasks ORDER BY 1, 2, 3"),
    );
  } finally {
    database.close();
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Trials with what came of their tasks; directories of runs are told by what is in them. */
export const tableOf = (trials: readonly Row[], tasks: readonly Row[]): unknown[] =>
  trials.map(({ number, assigned, pruned }) => ({
    number,
    values: JSON.parse(String(assigned)),
    pruned,
    tasks: tasks.filter(({ trial }) => trial === number)
      .map(({ rung, repeat, value, failure, run }) => ({
        rung,
        repeat,
        value,
        failure,
        run: typeof run === "string" ? basename(run).replace(/-\d+$/, "") : run,
      })),
  }));

/** Weights of each run of a folder by the run's hash: those of its last checkpoint. */
export function lastWeights(folder: string): Map<string, string> {
  const runs = join(folder, "runs");
  const names = readdirSync(runs).filter((name) => name.startsWith("tiny-"));
  return new Map(names.map((name) => {
    const { hash, checkpoints }: { hash: string; checkpoints: { files: Weights }[] } = readJson(
      runs,
      name,
      "manifest.json",
    );
    return [hash, checkpoints.at(-1)!.files["model.safetensors"].sha256];
  }));
}

interface Weights {
  readonly "model.safetensors": { readonly sha256: string };
}
