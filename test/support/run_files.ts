/** The files of a run directory, read without any code of the program. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const sha256 = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

// deno-lint-ignore no-explicit-any -- what a test looks into, each field checked where it is used
export type Json = any;

export const readJson = (...path: string[]): Json =>
  JSON.parse(readFileSync(join(...path), "utf8"));

/** The only run in a folder of runs; undefined where there is none yet. */
export const onlyRun = (runs: string): string | undefined => {
  const [name] = existsSync(runs) ? readdirSync(runs) : [];
  return name === undefined ? undefined : join(runs, name);
};

/** Names of the checkpoints that a run's manifest lists; none where there is no run. */
export const listedCheckpoints = (run: string | undefined): string[] =>
  run === undefined || !existsSync(join(run, "manifest.json"))
    ? []
    : readJson(run, "manifest.json").checkpoints.map(({ name }: Json) => name);

/** The lines of `metrics.jsonl`. */
export function metricsLines(run: string): Json[] {
  const text = readFileSync(join(run, "metrics.jsonl"), "utf8");
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

/** Types and shapes by name: an 8-byte length and that many bytes of JSON begin the file. */
export function safetensorsShapes(file: string): Record<string, [type: string, shape: number[]]> {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header: Json = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return Object.fromEntries(
    Object.entries<Json>(header).map(([name, { dtype, shape }]) => [name, [dtype, shape]]),
  );
}

/**
 * What must be the same of two runs of one experiment: how it ended, every line of metrics, every
 * file of the best and the last checkpoint. Speeds are left out, and with them the length of
 * `metrics.jsonl`; so are checkpoints in between, since an interruption writes one of its own.
 */
export function resultOf(run: string) {
  const { outcome, best, last }: Json = readJson(run, "manifest.json");
  return {
    outcome,
    metrics: metricsLines(run).map(({ tokensPerSecond: _, ...line }) => line),
    best: best === null ? null : checkpointOf(run, best),
    last: checkpointOf(run, last),
  };
}

function checkpointOf(run: string, name: string) {
  const folder = join(run, "checkpoints", name);
  const files = readdirSync(folder).sort().map((file): [string, Json] => {
    if (file !== "state.json") return [file, sha256(join(folder, file))];
    const state = readJson(folder, file);
    // The length and the hash of lines that hold speeds.
    delete state.metrics.bytes;
    delete state.metrics.sha256;
    return [file, state];
  });
  return { name, files: Object.fromEntries(files) };
}
