/** What a file is that was given for a config. */
import { Effect, Result } from "effect";
import { configLimit } from "../base/config_limit.ts";
import { readBounded } from "../base/files/read_bounded.ts";
import { type Located, toPlain } from "../config/located.ts";
import { readYaml } from "../config/read_yaml.ts";
import { ExperimentFile } from "../experiment/schema.ts";
import { SweepFile } from "../sweep/schema.ts";

export type FileKind = "experiment" | "sweep" | "text";

const keysOfExperiments = Object.keys(ExperimentFile.fields);
/** Without `experiment`, since what it extends may name that, no file is clearly a sweep. */
const keysOfSweeps = Object.keys(SweepFile.fields).filter((key) => key !== "experiment");

/**
 * The kind of the file at a path; undefined where that is not plain, as for a config with mistakes
 * in its YAML, and for what is no file.
 */
export const fileKind = (path: string): Effect.Effect<FileKind | undefined> =>
  Effect.tryPromise(() => readBounded(path, configLimit, { plain: true })).pipe(
    Effect.map((bytes) => kindOf(path, bytes)),
    Effect.orElseSucceed(() => undefined),
  );

function kindOf(path: string, bytes: Uint8Array): FileKind | undefined {
  if (/\.gz$/i.test(path)) return "text";
  const isNamedConfig = /\.(ya?ml|json)$/i.test(path);
  if (bytes.length > configLimit) return isNamedConfig ? undefined : "text";
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
  if (text.trim() === "" || text.includes("\0")) return undefined;
  const source = { order: 0, label: path, directory: "", isFile: true };
  const read = readYaml(text, source);
  const kind = Result.isSuccess(read) ? kindOfDocument(read.success) : undefined;
  if (kind !== undefined || isNamedConfig) return kind;
  return namesKey(text) ? undefined : "text";
}

function kindOfDocument(document: Located): FileKind | undefined {
  if (document.kind === "scalar") return typeof toPlain(document) === "string" ? "text" : undefined;
  if (document.kind === "list") return undefined;
  const has = (keys: readonly string[]) => keys.some((key) => document.entries.has(key));
  if (document.entries.has("experiment") && has(keysOfSweeps)) return "sweep";
  return has(keysOfExperiments) ? "experiment" : undefined;
}

/** Whether a line begins as one of a config does. */
const namesKey = (text: string): boolean =>
  new RegExp(`^["'{ ]*(${[...keysOfExperiments, ...keysOfSweeps].join("|")})["']? *:`, "m")
    .test(text);
