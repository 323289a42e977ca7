/** A user's file of gates. */
import { createHash } from "node:crypto";
import { Effect } from "effect";
import { describeFileError, errorCode } from "../../base/files/file_error.ts";
import { NotPlainFile, readBounded } from "../../base/files/read_bounded.ts";
import type { Gate } from "../gates/gate.ts";
import { GateMistakes, importGates } from "./import_gates.ts";

/** Gates from a file, with the text that they are made of, from which a worker makes its own. */
export interface GateModule {
  /** Absolute path of the file. */
  readonly path: string;
  readonly source: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly gates: readonly Gate[];
}

const maximumBytes = 1024 * 1024;

/** What a file must be, because a run was begun with it. */
export interface ExpectedGates {
  readonly sha256: string | undefined;
  /** Directory of the run. */
  readonly run: string;
}

/**
 * Runs the code of the file at `path`, if it is the one expected. Fails with messages of what is wrong
 * with it.
 */
export const loadGateModule = (
  path: string,
  expected?: ExpectedGates,
): Effect.Effect<GateModule, readonly string[]> =>
  Effect.gen(function* () {
    const bytes = yield* Effect.tryPromise({
      try: () => readBounded(path, maximumBytes, { plain: true }),
      catch: (cause) => [unreadable(path, cause, expected)],
    });
    if (bytes.length > maximumBytes) {
      return yield* Effect.fail([
        `"${path}" has more than ${maximumBytes} bytes, expected at most so many`,
      ]);
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (expected !== undefined && expected.sha256 !== sha256) {
      return yield* Effect.fail([
        `The gate file "${path}" is not the one that "${expected.run}" was trained with: its SHA-256 ` +
        `is ${sha256}, expected ${expected.sha256 ?? "no gate file"}`,
      ]);
    }
    const source = yield* Effect.try({
      try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
      catch: () => [`"${path}" is not UTF-8 text`],
    });
    const gates = yield* Effect.tryPromise({
      try: () => importGates(source),
      catch: (cause) =>
        (cause instanceof GateMistakes ? cause.mistakes : [String(cause)])
          .map((mistake) => `In "${path}": ${mistake}`),
    });
    return { path, source, sha256, gates };
  });

function unreadable(path: string, cause: unknown, expected: ExpectedGates | undefined): string {
  if (cause instanceof NotPlainFile) {
    return `Expected a TypeScript file, but "${path}" is no plain file`;
  }
  switch (errorCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return `No such file "${path}"` +
        (expected === undefined ? "" : "; say where it is now with --set gates=FILE");
    case "EISDIR":
      return `Expected a TypeScript file, but "${path}" is a folder`;
  }
  return `Can't read "${path}": ${describeFileError(cause)}`;
}
