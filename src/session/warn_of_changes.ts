/** What has changed since a run was begun and may change its bits. */
import { Effect } from "effect";
import type { RunError } from "../errors.ts";
import { codeHash } from "../run/environment.ts";
import type { Manifest } from "../run/manifest.ts";
import { runtime } from "../runtime.ts";

/** Warns where the code of Unroll or the runtime is not the one that the run was begun with. */
export const warnOfChanges = Effect.fnUntraced(function* (
  { hashes, runtime: then }: Pick<Manifest, "hashes" | "runtime">,
): Effect.fn.Return<void, RunError> {
  if (hashes.code !== (yield* codeHash)) {
    yield* Effect.logWarning("The code of Unroll has changed since this run was begun");
  }
  if (then.name !== runtime.name || then.version !== runtime.version) {
    yield* Effect.logWarning(
      `This run was begun on ${then.name} ${then.version}, this is ${runtime.name} ${runtime.version}`,
    );
  }
});
