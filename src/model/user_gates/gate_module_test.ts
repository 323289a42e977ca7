import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type ExpectedGates, loadGateModule } from "./gate_module.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-gates-"));
after(() => rmSync(folder, { recursive: true }));

const load = (source: string | Uint8Array, expected?: ExpectedGates) => {
  const path = join(folder, "gates.ts");
  writeFileSync(path, source);
  return Effect.runPromise(Effect.result(loadGateModule(path, expected)));
};
const source = `
  (globalThis as Record<string, unknown>).ranGates = true;
  export const same = { name: "same", arity: 1, size: ([n]: number[]) => n,
    forward: ([x]: Float64Array[]) => x.slice(), backward: (dy: Float64Array) => [dy.slice()] };
`;
const sha256 = createHash("sha256").update(source).digest("hex");

describe("loadGateModule", () => {
  it("gives the gates with the hash and the text that they are made of", async () => {
    const module = Result.getOrThrow(await load(source));
    assert.deepEqual(module.gates.map(({ name }) => name), ["same"]);
    assert.deepEqual([module.sha256, module.source], [sha256, source]);
    const expected = { sha256, run: "runs/a" };
    assert(Result.isSuccess(await load(source, expected)));
  });

  it("does not run a file that has changed", async () => {
    const scope = globalThis as Record<string, unknown>;
    delete scope["ranGates"];
    const result = await load(`${source}//`, { sha256, run: "runs/a" });
    assert(Result.isFailure(result));
    assert.match(
      result.failure.join(),
      new RegExp(`not the one that "runs/a" was trained with: .*, expected ${sha256}$`),
    );
    assert.equal(scope["ranGates"], undefined);
  });

  const wrong: readonly [string, string | Uint8Array, RegExp][] = [
    ["what the code does wrong", "throw new Error('Boom')", /^In ".*gates\.ts": .*Boom/],
    ["text that is none", Uint8Array.of(0xff, 0xfe, 0x00), /gates\.ts" is not UTF-8 text$/],
    [
      "files that are too long",
      new Uint8Array(2 ** 20 + 1),
      /more than 1048576 bytes, expected at most so many$/,
    ],
  ];
  for (const [what, bytes, message] of wrong) {
    it(`tells of ${what}`, async () => {
      const result = await load(bytes);
      assert(Result.isFailure(result) && message.test(result.failure.join()));
    });
  }

  it("tells of a file that is not there", async () => {
    const at = (path: string) => Effect.runPromise(Effect.flip(loadGateModule(path)));
    assert.match((await at(join(folder, "none.ts"))).join(), /^No such file ".*none\.ts"$/);
    assert.match((await at(folder)).join(), /^Expected a TypeScript file, but ".*" is a folder$/);
  });

  it("does not open a pipe or a device, nor reads a large file to its end", async () => {
    const at = (path: string) => Effect.runPromise(Effect.flip(loadGateModule(path)));
    const sparse = join(folder, "sparse.ts");
    writeFileSync(sparse, "");
    truncateSync(sparse, 2 ** 40);
    assert.match((await at(sparse)).join(), /sparse\.ts" has more than 1048576 bytes/);
    const pipe = join(folder, "pipe.ts");
    if (spawnSync("mkfifo", [pipe]).status !== 0) return; // a system without pipes in folders
    assert.match((await at(pipe)).join(), /^Expected a .*, but ".*pipe\.ts" is no plain file$/);
  });
});
