import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { decodeWithGates } from "./decode_experiment.ts";
import { readExperiment } from "./read_experiment.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-gates-"));
after(() => rmSync(folder, { recursive: true }));
const gates = join(folder, "gates.ts");
writeFileSync(
  gates,
  `export const same = { name: "same", arity: 1, size: ([n]: number[]) => n,
  forward: ([x]: Float64Array[]) => x.slice(), backward: (dy: Float64Array) => [dy.slice()] };`,
);
const config = join(folder, "a.yaml");
writeFileSync(
  config,
  `name: a
corpus: { npm: p, files: f }
gates: gates.ts
cells: { own: { state: h, equations: "h' = same(W x)" } }
model: { cell: own }
`,
);
const object = {
  name: "a",
  corpus: { path: "f" },
  gates,
  cells: { own: { state: "h", equations: "h' = same(W x)" } },
  model: { cell: "own" },
};
const messages = async (effect: Effect.Effect<unknown, { readonly message: string }>) => {
  const result = await Effect.runPromise(Effect.result(effect));
  return Result.isSuccess(result) ? [] : result.failure.message.split("\n");
};

describe("the gates that a config names", () => {
  it("are loaded beside it where code is allowed, and known to its cells", async () => {
    const read = await Effect.runPromise(readExperiment(config, { allowCode: true }));
    assert.equal(read.gates?.path, gates);
    assert.equal(read.experiment.gates, gates);
    const decoded = await Effect.runPromise(decodeWithGates(object, { allowCode: true }));
    assert.deepEqual(decoded.gates?.gates.map(({ name }) => name), ["same"]);
  });

  it("are refused by name where it is not, and then only once", async () => {
    const refused = `The file "${gates}" holds code, which is run only with --allow-code ` +
      "(allowCode: true in a program)";
    assert.deepEqual(await messages(readExperiment(config)), [
      `${config}:3:8: gates: ${refused}`,
    ]);
    assert.deepEqual(await messages(decodeWithGates(object)), [`gates: ${refused}`]);
  });

  it("are reported beside what else is wrong", async () => {
    const set = { gates: "none.ts", "model.hidden": "0" };
    const found = await messages(readExperiment(config, { set, allowCode: true }));
    assert.equal(found.length, 2);
    assert.match(found[0]!, /^--set gates=none\.ts: gates: No such file ".*none\.ts"$/);
    assert.match(found[1]!, /^--set model\.hidden=0: model\.hidden: Expected a whole number/);
  });

  it("must be a path", async () => {
    const [mistake] = await messages(decodeWithGates({ ...object, gates: 3 }, { allowCode: true }));
    assert.equal(mistake, "gates: Expected text that is not empty, got 3");
  });
});
