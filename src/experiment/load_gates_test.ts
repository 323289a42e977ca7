import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { InputError } from "../base/errors.ts";
import { effect } from "../base/test_effect.ts";
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
const messages = (refused: Effect.Effect<unknown, InputError>) =>
  Effect.map(Effect.flip(refused), ({ message }) => message.split("\n"));

describe("the gates that a config names", () => {
  effect("are loaded beside it where code is allowed, and known to its cells", function* () {
    const read = yield* readExperiment(config, { allowCode: true });
    assert.equal(read.gates?.path, gates);
    assert.equal(read.experiment.gates, gates);
    const decoded = yield* decodeWithGates(object, { allowCode: true });
    assert.deepEqual(decoded.gates?.gates.map(({ name }) => name), ["same"]);
  });

  effect("are refused by name where it is not, and then only once", function* () {
    const refused = `The file "${gates}" holds code, which is run only with --allow-code ` +
      "(allowCode: true in a program)";
    assert.deepEqual(yield* messages(readExperiment(config)), [
      `${config}:3:8: gates: ${refused}`,
    ]);
    assert.deepEqual(yield* messages(decodeWithGates(object)), [`gates: ${refused}`]);
  });

  effect("are reported beside what else is wrong", function* () {
    const set = { gates: "none.ts", "model.hidden": "0" };
    const found = yield* messages(readExperiment(config, { set, allowCode: true }));
    assert.equal(found.length, 2);
    assert.match(found[0]!, /^--set gates=none\.ts: gates: No such file ".*none\.ts"$/);
    assert.match(found[1]!, /^--set model\.hidden=0: model\.hidden: Expected a whole number/);
  });

  effect("must be a path", function* () {
    const [mistake] = yield* messages(
      decodeWithGates({ ...object, gates: 3 }, { allowCode: true }),
    );
    assert.equal(mistake, "gates: Expected text that is not empty, got 3");
  });
});
