import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { sha256 } from "../../base/files/sha256.ts";
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
    Effect.runPromise(readStoredExperiment(stored, {
      sweep: "s",
      allowCode: false,
      gatesHash: null,
      runs: join(machine, "runs"),
      headRuns,
    })).then(({ experiment }) => experiment.corpus.path);
  const stored = (set: Readonly<Record<string, string>> = {}) =>
    Effect.runPromise(readExperiment(config, { set })).then((read) =>
      storeExperiment(read, join(head, "runs"))
    );

  it("has its text beside the runs of whoever reads it", async () => {
    assert.equal(
      await pathAt(worker, await stored(), join(head, "runs")),
      join(worker, "text.txt"),
    );
    assert.equal(await pathAt(head, await stored(), join(head, "runs")), join(head, "text.txt"));
  });

  it("has it where the head has it, if there is none", async () => {
    const set = { "corpus.path": join(head, "only.txt") };
    assert.equal(
      await pathAt(worker, await stored(set), join(head, "runs")),
      join(head, "only.txt"),
    );
  });

  it("is refused with the sweep's name where a key of it is wrong", async () => {
    const wrong = { name: "a", corpus: { path: "text.txt" }, model: { cell: "gru", hiden: 4 } };
    await assert.rejects(pathAt(worker, wrong), {
      message: 'sweep s: model.hiden: Unknown key, did you mean "hidden"?',
    });
  });

  it("has the gates that the sweep was begun with, and no others", async () => {
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
      Effect.runPromise(readStoredExperiment(plain, {
        sweep: "s",
        allowCode: true,
        gatesHash,
        runs: join(head, "runs"),
        headRuns: undefined,
      }));
    const { gates: read } = await readWith(sha256(readFileSync(gates, "utf8")));
    assert.equal(read?.sha256, sha256(readFileSync(gates, "utf8")));
    await assert.rejects(readWith("0".repeat(64)), {
      message: /The gate file ".*gates\.ts" is not the one that "sweep s" was /,
    });
  });

  it("may have absolute paths, as those of before", async () => {
    const plain = { name: "a", corpus: { path: join(head, "text.txt") }, model: { cell: "gru" } };
    assert.equal(await pathAt(worker, plain), join(head, "text.txt"));
  });
});
