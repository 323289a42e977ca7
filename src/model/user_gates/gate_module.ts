/** A user's file of gates. */
import { sha256 as sha256Of } from "../../base/files/sha256.ts";
import { Data, Effect } from "effect";
import { describeFileError, fileFault } from "../../base/files/system_error.ts";
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

/** A file of gates that is not run, or whose code is wrong. */
export class UnfitGates extends Data.TaggedError("UnfitGates")<{
  readonly path: string;
  readonly fault:
    | { readonly kind: "refused"; readonly cause: unknown; readonly run: string | undefined }
    | { readonly kind: "too large" | "not UTF-8" }
    | { readonly kind: "another"; readonly sha256: string; readonly expected: ExpectedGates }
    | { readonly kind: "code"; readonly mistakes: readonly string[] };
}> {
  /** What is wrong, each mistake by itself. */
  get messages(): readonly string[] {
    return describe(this);
  }
}

function describe({ path, fault }: UnfitGates): readonly string[] {
  switch (fault.kind) {
    case "refused":
      return [refusal(path, fault.cause, fault.run)];
    case "too large":
      return [`"${path}" has more than ${maximumBytes} bytes, expected at most so many`];
    case "not UTF-8":
      return [`"${path}" is not UTF-8 text`];
    case "another": {
      const { sha256, expected } = fault;
      return [
        `The gate file "${path}" is not the one that "${expected.run}" was trained with: its ` +
        `SHA-256 is ${sha256}, expected ${expected.sha256 ?? "no gate file"}`,
      ];
    }
    case "code":
      return fault.mistakes.map((mistake) => `In "${path}": ${mistake}`);
  }
}

function refusal(path: string, cause: unknown, run: string | undefined): string {
  if (cause instanceof NotPlainFile) {
    return `Expected a TypeScript file, but "${path}" is no plain file`;
  }
  switch (fileFault(cause)) {
    case "missing":
      return `No such file "${path}"` +
        (run === undefined ? "" : "; say where it is now with --set gates=FILE");
    case "folder":
      return `Expected a TypeScript file, but "${path}" is a folder`;
    default:
      return `Can't read "${path}": ${describeFileError(cause)}`;
  }
}

/** Runs the code of the file at `path`, if it is the one expected. */
export const loadGateModule = Effect.fn("loadGateModule")(function* (
  path: string,
  expected?: ExpectedGates,
): Effect.fn.Return<GateModule, UnfitGates> {
  const unfit = (fault: UnfitGates["fault"]) => new UnfitGates({ path, fault });
  const bytes = yield* Effect.tryPromise({
    try: () => readBounded(path, maximumBytes, { plain: true }),
    catch: (cause) => unfit({ kind: "refused", cause, run: expected?.run }),
  });
  if (bytes.length > maximumBytes) return yield* unfit({ kind: "too large" });
  const sha256 = sha256Of(bytes);
  if (expected !== undefined && expected.sha256 !== sha256) {
    return yield* unfit({ kind: "another", sha256, expected });
  }
  const source = yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => unfit({ kind: "not UTF-8" }),
  });
  const gates = yield* Effect.tryPromise({
    try: () => importGates(source),
    catch: (cause) =>
      unfit({
        kind: "code",
        mistakes: cause instanceof GateMistakes ? cause.mistakes : [String(cause)],
      }),
  });
  return { path, source, sha256, gates };
});
