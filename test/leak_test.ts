import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import type { Held } from "./support/leak_program.ts";
import { root } from "./support/program.ts";
import { testFolder } from "./support/test_folder.ts";

const megabyte = 2 ** 20;

/** What leak_program.ts prints; only with every permission does Deno let it look into /proc. */
function leakProgram<A>(...args: string[]): A {
  const file = join(root, "test", "support", "leak_program.ts");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["run", "--no-check", "--allow-all", "--v8-flags=--expose-gc", file, ...args],
    { encoding: "utf8", cwd: testFolder({}) },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as A;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe("leaks", () => {
  it("2,000 steps and 50 evaluations leave memory and arena as they were early on", () => {
    const { seen, steps } = leakProgram<{ seen: Held[]; steps: number }>("soak", testFolder({}));
    assert.ok(steps >= 2000 && seen.length >= 50, `${steps} steps, ${seen.length} evaluations`);
    const early = seen.slice(10, 15), late = seen.slice(-5);
    const growth = (what: "heap" | "rss") =>
      (median(late.map((held) => held[what])) - median(early.map((held) => held[what]))) / megabyte;
    // Measured: 0.1 and 1 MB. 300 bytes kept a step would be half a megabyte.
    assert.ok(growth("heap") < 0.5, `the heap grew by ${growth("heap").toFixed(2)} MB`);
    assert.ok(growth("rss") < 12, `resident memory grew by ${growth("rss").toFixed(1)} MB`);
    for (const { arena, memories } of seen) {
      assert.deepEqual([arena, memories], [seen[0]!.arena, 1]);
    }
    const files = (held: Held | undefined) => held?.files ?? 0;
    assert.ok(files(late.at(-1)) <= files(early[0]) + 2, "files stay open");
  });

  it("25 pools leave no worker and no file open", () => {
    const [ten, all] = leakProgram<Held[]>("pools");
    assert.ok(ten !== undefined && all !== undefined);
    assert.equal(all.memories, 25, "a memory for each pool");
    assert.equal(all.files, ten.files);
    // Threads of the runtime's own come and go; a worker left by each pool would be fifteen.
    assert.ok((all.threads ?? 0) <= (ten.threads ?? 0) + 3, `${all.threads} threads`);
    assert.ok(all.heap - ten.heap < megabyte / 6, `${all.heap - ten.heap} bytes more`);
  });
});
