import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { effect } from "../src/base/test_effect.ts";
import { testFolder } from "../src/base/test_folder.ts";
import { comparedRuns } from "./compare.ts";

describe("comparedRuns", () => {
  effect("says how a sweep is compared that stands beside a run", function* () {
    const folder = yield* testFolder;
    const sweep = join(folder, "sweep-s");
    mkdirSync(sweep);
    writeFileSync(join(sweep, "ledger.sqlite"), "");
    const { message } = yield* Effect.flip(comparedRuns({ targets: [folder, sweep] }));
    assert.equal(
      message,
      `Expected runs alone or one sweep alone, got the sweep "${sweep}" beside others; list its ` +
        `trials, which are runs, with: deno task compare ${sweep}`,
    );
    const alone = yield* Effect.flip(comparedRuns({ targets: [folder] }));
    assert.match(
      alone.message,
      /^Expected at least two runs, or a sweep, to compare, got ".*" alone$/,
    );
  });
});
