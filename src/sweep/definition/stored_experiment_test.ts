import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { sha256 } from "../../base/files/sha256.ts";
import { effect } from "../../base/test_effect.ts";
import { readExperiment } from "../../experiment/read_experiment.ts";
import { readStoredExperiment, storeExperiment } from "./stored_experiment.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-stored-"));
after(() => rmSync(folder, { recursive: true }));

/** A machine's folder with a text and runs. */
const machine = (name: string, texts: readonly string[]) => {
  mkdirSync(join(folder, name, "runs"), { recursive: true });
  for (const text of texts) writeFileSync(join(folder, name, text), "The cat sat.");
  return join(folder, name);
};

describe("an experiment in a sweep's ledger", () => {
  const head = machine("head", ["text.txt", "only.txt"]);
  const worker = machine("worker", ["text.txt"]);
  const config = join(head, "c.yaml");
  writeFileSync(config, "name: a\ncorpus: { path: text.txt }\nmodel: { cell: gru }\n");

  /** Where a worker finds the text. */
  const pathAt = (machine: string, stored: unknown, headRuns?: string) =>
    Effect.map(
      readStoredExperiment(stored, {
        sweep: "s",
        allowCode: false,
        gatesHash: null,
        runs: join(machine, "runs"),
        headRuns,
      }),
      ({ experiment }) => experiment.corpus.path,
    );
  const stored = (set: Readonly<Record<string, string>> = {}) =>
    Effect.map(
      readExperiment(config, { set }),
      (read) => storeExperiment(read, join(head, "runs")),
    );

  effect("has its text beside the runs of whoever reads it", function* () {
    assert.equal(
      yield* pathAt(worker, yield* stored(), join(head, "runs")),
      join(worker, "text.txt"),
    );
    assert.equal(yield* pathAt(head, yield* stored(), join(head, "runs")), join(head, "text.txt"));
  });

  effect("has it where the head has it, if there is none", function* () {
    const set = { "corpus.path": join(head, "only.txt") };
    assert.equal(
      yield* pathAt(worker, yield* stored(set), join(head, "runs")),
      join(head, "only.txt"),
    );
  });

  effect("is refused with the sweep's name where a key of it is wrong", function* () {
    const wrong = { name: "a", corpus: { path: "text.txt" }, model: { cell: "gru", hiden: 4 } };
    const { message } = yield* Effect.flip(pathAt(worker, wrong));
    assert.equal(message, 'sweep s: model.hiden: Unknown key, did you mean "hidden"?');
  });

  effect("has the gates that the sweep was begun with, and no others", function* () {
    const gates = join(head, "gates.ts");
    writeFileSync(
      gates,
      `export const twice = {
        name: "twice",
        arity: 1,
        size: ([n]) => n,
        forward: ([x]) => x.map((value) => 2 * value),
        backward: (dy) => [dy.map((d) => 2 * d)],
      };`,
    );
    const plain = { name: "a", corpus: { path: "text.txt" }, model: { cell: "gru" }, gates };
    const readWith = (gatesHash: string) =>
      readStoredExperiment(plain, {
        sweep: "s",
        allowCode: true,
        gatesHash,
        runs: join(head, "runs"),
        headRuns: undefined,
      });
    const { gates: read } = yield* readWith(sha256(readFileSync(gates, "utf8")));
    assert.equal(read?.sha256, sha256(readFileSync(gates, "utf8")));
    const { message } = yield* Effect.flip(readWith("0".repeat(64)));
    assert.match(message, /The gate file ".*gates\.ts" is not the one that "sweep s" was /);
  });

  effect("may have absolute paths, as those of before", function* () {
    const plain = { name: "a", corpus: { path: join(head, "text.txt") }, model: { cell: "gru" } };
    assert.equal(yield* pathAt(worker, plain), join(head, "text.txt"));
  });
});
