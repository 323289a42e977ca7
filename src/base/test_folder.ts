import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Effect, type Scope } from "effect";

/** A new folder for a test, which goes with the test's scope. */
export const testFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "unroll-test-"))),
  (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true })),
);
