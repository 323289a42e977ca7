/** A user's file of gates. */
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { Effect } from "effect";
import type { Gate } from "./gate.ts";
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
      try: () => readPlainFile(path),
      catch: (cause) => {
        const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
        return [
          code === "ENOENT"
            ? `No such file "${path}"`
            : code === "EISDIR"
            ? `Expected a TypeScript file, but "${path}" is a folder`
            : `Can't read "${path}": ${cause instanceof Error ? cause.message : cause}`,
        ];
      },
    });
    if (bytes === undefined) {
      return yield* Effect.fail([`Expected a TypeScript file, but "${path}" is no plain file`]);
    }
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

/**
 * The first bytes of a file, one more than is allowed at most; undefined for a pipe or a device, which
 * may have no end, or no byte at all.
 */
async function readPlainFile(path: string): Promise<Uint8Array | undefined> {
  const status = await stat(path);
  if (!status.isFile() && !status.isDirectory()) return undefined;
  const file = await open(path);
  try {
    const bytes = new Uint8Array(maximumBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = (await file.read(bytes, length, bytes.length - length, null)).bytesRead;
    }
    return bytes.slice(0, length);
  } finally {
    await file.close();
  }
}
