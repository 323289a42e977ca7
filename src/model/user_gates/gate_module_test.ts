import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { effect } from "../../base/test_effect.ts";
import { type ExpectedGates, loadGateModule, type UnfitGates } from "./gate_module.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-gates-"));
after(() => rmSync(folder, { recursive: true }));

const load = (source: string | Uint8Array, expected?: ExpectedGates) => {
  const path = join(folder, "gates.ts");
  writeFileSync(path, source);
  return loadGateModule(path, expected);
};
/** What is said of a file that is not taken. */
const said = <A>(loaded: Effect.Effect<A, UnfitGates>) =>
  Effect.map(Effect.flip(loaded), ({ messages }) => messages.join());
const source = `
  (globalThis as Record<string, unknown>).ranGates = true;
  export const same = { name: "same", arity: 1, size: ([n]: number[]) => n,
    forward: ([x]: Float64Array[]) => x.slice(), backward: (dy: Float64Array) => [dy.slice()] };
`;
const sha256 = createHash("sha256").update(source).digest("hex");

describe("loadGateModule", () => {
  effect("gives the gates with the hash and the text that they are made of", function* () {
    const module = yield* load(source);
    assert.deepEqual(module.gates.map(({ name }) => name), ["same"]);
    assert.deepEqual([module.sha256, module.source], [sha256, source]);
    yield* load(source, { sha256, run: "runs/a" });
  });

  effect("takes a file of a mebibyte", function* () {
    assert.equal((yield* load(source.padEnd(2 ** 20))).gates.length, 1);
  });

  effect("does not run a file that has changed", function* () {
    const scope = globalThis as Record<string, unknown>;
    delete scope["ranGates"];
    assert.match(
      yield* said(load(`${source}//`, { sha256, run: "runs/a" })),
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
    effect(`tells of ${what}`, function* () {
      assert.match(yield* said(load(bytes)), message);
    });
  }

  const at = (path: string) => said(loadGateModule(path));

  effect("tells of a file that is not there", function* () {
    assert.match(yield* at(join(folder, "none.ts")), /^No such file ".*none\.ts"$/);
    assert.match(yield* at(folder), /^Expected a TypeScript file, but ".*" is a folder$/);
  });

  effect("does not open a pipe or a device, nor reads a large file to its end", function* () {
    const sparse = join(folder, "sparse.ts");
    writeFileSync(sparse, "");
    truncateSync(sparse, 2 ** 40);
    assert.match(yield* at(sparse), /sparse\.ts" has more than 1048576 bytes/);
    const pipe = join(folder, "pipe.ts");
    if (spawnSync("mkfifo", [pipe]).status !== 0) return; // a system without pipes in folders
    assert.match(yield* at(pipe), /^Expected a .*, but ".*pipe\.ts" is no plain file$/);
  });
});
