/** What a manifest records about the machine, the packages and the code of a run. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { Effect, Schema } from "effect";
import { RunError } from "../base/errors.ts";
import { builtCode, programFile } from "../base/program_files.ts";
import { runtime } from "../base/runtime.ts";
import { describeFileError } from "../base/files/system_error.ts";
import { statusOf } from "../base/files/is_there.ts";
import type { Environment } from "./environment_record.ts";

const root = fileURLToPath(programFile(""));
const Package = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  dependencies: Schema.Record(Schema.String, Schema.String),
});

/** A file of this program itself that can't be read. */
export class UnreadableProgram extends RunError.extend<UnreadableProgram>("UnreadableProgram")({
  _tag: Schema.tag("UnreadableProgram"),
  what: Schema.Literals(["package.json", "code"]),
  cause: Schema.Defect(),
}) {
  override get message(): string {
    return `Cannot read Unroll's own ${this.what}: ${describeFileError(this.cause)}`;
  }
}

/** What computes here with an engine: the code, the runtime and the packages of this process. */
export const currentEnvironment = Effect.fnUntraced(function* (
  engine: Environment["engine"],
): Effect.fn.Return<Environment, RunError> {
  const code = yield* codeHash;
  return { code, engine, runtime: describeRuntime(), packages: yield* packageVersions };
});

/** The machine and the runtime that this runs on. */
export const describeRuntime = (): Environment["runtime"] => machine ??= lookAtMachine();

let machine: Environment["runtime"] | undefined;

function lookAtMachine(): Environment["runtime"] {
  const cpus = os.cpus();
  return {
    name: runtime.name,
    version: runtime.version,
    os: `${os.platform()} ${os.release()}`,
    architecture: os.arch(),
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
  };
}

/** Versions of Unroll and of the packages that it depends on, which package.json holds exactly. */
export const packageVersions: Effect.Effect<Readonly<Record<string, string>>, RunError> = Effect
  .try({
    try: () => {
      if (ownPackages !== undefined) return ownPackages;
      const json: unknown = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
      const { name, version, dependencies } = Schema.decodeUnknownSync(Package)(json);
      return ownPackages = { [name]: version, ...dependencies };
    },
    catch: (cause) => new UnreadableProgram({ what: "package.json", cause }),
  });

/**
 * SHA-256 of the code that runs experiments: src/ and pipelines/, tests left out. Computed once: a
 * process runs the code that it began with.
 */
export const codeHash: Effect.Effect<string, RunError> = Effect.try({
  try: () => ownCode ??= builtCode ?? hashCode(root, ["src", "pipelines"]),
  catch: (cause) => new UnreadableProgram({ what: "code", cause }),
});

let ownCode: string | undefined;
let ownPackages: Readonly<Record<string, string>> | undefined;

/**
 * SHA-256 over names and contents of *.ts and *.wasm in `folders` of `directory`, in sorted order.
 */
export function hashCode(directory: string, folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of folders.flatMap((folder) => codeFiles(directory, folder)).sort()) {
    const content = fs.readFileSync(path.join(directory, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Paths with forward slashes, relative to `directory`. */
function codeFiles(directory: string, folder: string): string[] {
  if (statusOf(path.join(directory, folder)) === undefined) return [];
  return fs.readdirSync(path.join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return codeFiles(directory, name);
    const test = entry.name.endsWith("_test.ts") || entry.name.startsWith("test_");
    return /\.(ts|wasm)$/.test(name) && !test ? [name] : [];
  });
}
