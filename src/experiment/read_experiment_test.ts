import { describe, it } from "@std/testing/bdd";
import { Effect, Result, type SchemaAST } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { keysOf, kindOf, mapBranches, schemaAtKey } from "../config/schema_tree.ts";
import { InputError } from "../base/errors.ts";
import { encodeExperiment } from "./format_experiment.ts";
import { malformedExperiments, valid } from "./test_malformed_experiments.ts";
import { findingsError, type Overrides, readExperiment } from "./read_experiment.ts";
import { ExperimentFile } from "./schema.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-config-"));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const read = (path: string, overrides: Overrides = {}) =>
  Effect.runPromise(Effect.result(readExperiment(path, overrides)));

async function messages(
  path: string,
  overrides: Overrides = {},
): Promise<readonly string[]> {
  const result = await read(path, overrides);
  assert.ok(Result.isFailure(result), "it was accepted");
  assert.ok(result.failure instanceof InputError);
  return result.failure.message.replaceAll(`${folder}/`, "").split("\n");
}

async function experiment(path: string, overrides: Overrides = {}) {
  const result = await read(path, overrides);
  if (Result.isFailure(result)) assert.fail(result.failure.message);
  return result.success.experiment;
}

describe("readExperiment: malformed configs", () => {
  for (const [yaml, expected, set] of malformedExperiments) {
    it(expected[0]!, async () => {
      const path = write("c.yaml", yaml);
      assert.deepEqual(
        await messages(path, set === undefined ? {} : { set }),
        expected,
      );
    });
  }

  it("refuses what is no text of moderate size", async () => {
    assert.deepEqual(
      await messages(write("c.yaml", Uint8Array.of(0x61, 0xff))),
      [
        "c.yaml: Not UTF-8 text",
      ],
    );
    assert.deepEqual(
      await messages(write("c.yaml", new Uint8Array((1 << 20) + 1).fill(0x20))),
      [
        "c.yaml: Larger than 1048576 bytes, too large for a config",
      ],
    );
    write("folder/small.yaml", valid);
    assert.deepEqual(await messages(join(folder, "folder")), [
      "folder: Is a folder, expected a file",
    ]);
    assert.deepEqual(await messages(join(folder, "folder/smal.yaml")), [
      "folder/smal.yaml: No such file, did you mean folder/small.yaml?",
    ]);
  });

  it("lists all mistakes of a file at once, in order", async () => {
    const path = write(
      "c.yaml",
      `${valid}seed: x\nmodle: 3\ntraining: { epochs: 0, los: 3 }\n`,
    );
    assert.deepEqual(
      (await messages(path)).map((line) => line.split(" ").slice(0, 2).join(" ")),
      [
        "c.yaml:4:7: seed:",
        "c.yaml:5:1: modle:",
        "c.yaml:6:21: training.epochs:",
        "c.yaml:6:24: training.los:",
      ],
    );
  });

  it("tells a cell's mistakes at their line and column", async () => {
    const own = valid.replace("gru", "my");
    const cell = "cells:\n  my:\n    state: h\n    equations: |\n      h' = tanh(W h + V y)\n";
    const [first] = await messages(write("c.yaml", own + cell));
    assert.match(first!, /^c\.yaml:8:25: cells\.my\.equations: .*"y"/);
  });

  it("gives up counting at a hundred", async () => {
    const many = Array.from({ length: 120 }, (_, i) => `zz${i}: 1\n`).join("");
    const lines = await messages(write("c.yaml", valid + many));
    assert.equal(lines.length, 101);
    assert.equal(lines.at(-1), "And 20 more mistakes");
  });
});

describe("readExperiment: overrides", () => {
  it("wins over the file, in YAML", async () => {
    const path = write("c.yaml", `${valid}training: { clip: { norm: 2 } }\n`);
    const set = {
      "training.clip.value": "0.5",
      "training.optimizer.learningRate": "0.5",
      "training.optimizer.kind": "sgd",
      "model.embedding": "none",
      "metrics.sinks": "[jsonl]",
      "batch": "{ kind: contiguous, size: 2 }",
    };
    const { training, model, metrics, batch, engine } = await experiment(path, {
      set,
      workers: 3,
    });
    assert.deepEqual(training.clip, { value: 0.5 });
    assert.deepEqual(training.optimizer, {
      kind: "sgd",
      learningRate: 0.5,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
    });
    assert.equal(model.embedding, "none");
    assert.deepEqual(metrics.sinks, ["jsonl"]);
    assert.deepEqual(batch, { kind: "contiguous", size: 2, length: 64 });
    assert.equal(engine.workers, 3);
  });

  it("places its mistakes at the flags, after those of the file", async () => {
    const path = write("c.yaml", `${valid}seed: x\n`);
    assert.deepEqual(
      await messages(path, { set: { "model.hidden": "0" }, workers: "many" }),
      [
        'c.yaml:4:7: seed: Expected a whole number from 0 to 4294967295, got "x"',
        "--set model.hidden=0: model.hidden: Expected a whole number of at least 1, got 0",
        '--workers many: engine.workers: Expected a whole number from 1 to 256 or "auto", got "many"',
      ],
    );
  });

  it("tells at the file what a map lacks", async () => {
    const path = write(
      "c.yaml",
      "name: a\ncorpus: { path: t }\nmodel:\n  hidden: 3\n",
    );
    assert.deepEqual(await messages(path, { set: { "model.layers": "2" } }), [
      "c.yaml:4:3: model.cell: Missing key, expected rnn, gru, lstm or a cell of your own, with its equations under cells",
    ]);
  });

  it("cannot extend", async () => {
    assert.deepEqual(
      await messages(write("c.yaml", valid), { set: { extends: "b.yaml" } }),
      [
        "--set extends=b.yaml: extends: Only a file can extend another",
      ],
    );
  });
});

describe("readExperiment: extends", () => {
  it("merges maps, replaces lists and scalars, through a chain", async () => {
    write(
      "deep/base.yaml",
      `${valid}seed: 5\nmetrics: { every: 3 steps, sinks: [jsonl] }\n`,
    );
    write(
      "middle.yaml",
      "extends: deep/base.yaml\nseed: 6\nmodel: { hidden: 3, layers: 2 }\n",
    );
    const path = write(
      "c.yaml",
      "extends: middle.yaml\nmodel: { hidden: 4 }\nmetrics: { sinks: [] }\n",
    );
    const { seed, model, metrics } = await experiment(path);
    assert.equal(seed, 6);
    assert.deepEqual([model.cell, model.hidden, model.layers], ["gru", 4, 2]);
    assert.deepEqual(metrics, {
      every: { count: 3, unit: "steps" },
      sinks: [],
    });
  });

  /**
   * Every map with kinds, its kinds, and what two and more of them have with a value of no default.
   */
  const kinds: readonly [path: string, kinds: readonly string[], keys: Record<string, string>][] = [
    ["training.optimizer", ["sgd", "rmsprop", "adagrad", "adam", "adamw"], {
      learningRate: "0.3",
      weightDecay: "0.2",
      epsilon: "0.1",
      beta1: "0.5",
      beta2: "0.6",
    }],
    ["training.schedule", ["constant", "halve-on-rise", "step", "plateau", "cosine"], {
      warmup: "7 steps",
      every: "3 epochs",
      factor: "0.25",
      watch: "train.sentence-loss",
    }],
    ["batch", ["sentences", "contiguous"], { size: "5" }],
    ["tokenizer", ["word", "char"], { vocabulary: "50", lowercase: "false" }],
  ];
  for (const [path, names, keys] of kinds) {
    it(`keeps the keys that both kinds have: ${path}`, async () => {
      const union = path.split(".").reduce<SchemaAST.AST>(
        (at, key) => schemaAtKey(at, key)!,
        ExperimentFile.ast,
      );
      const inside = (kind: string) => {
        const branch = mapBranches(union).find((type) => kindOf(type) === kind)!;
        return Object.keys(keys).filter((key) => schemaAtKey(branch, key) !== undefined);
      };
      const under = (value: string) =>
        path.split(".").reduceRight((inner, key) => `{ ${key}: ${inner} }`, value).slice(1, -1)
          .trim();
      const value = async (file: string, set: Record<string, string> = {}) =>
        path.split(".").reduce<unknown>(
          (at, key) => (at as Record<string, unknown>)[key],
          encodeExperiment(await experiment(file, { set })),
        );
      for (const from of names) {
        const given = inside(from).map((key) => `, ${key}: ${keys[key]}`).join("");
        write("base.yaml", `${valid}${under(`{ kind: ${from}${given} }`)}\n`);
        for (const to of names) {
          const over = write("c.yaml", `extends: base.yaml\n${under(`{ kind: ${to} }`)}\n`);
          const both = inside(from).filter((key) => inside(to).includes(key));
          const told = both.map((key) => `, ${key}: ${keys[key]}`).join("");
          const alone = write("d.yaml", `${valid}${under(`{ kind: ${to}${told} }`)}\n`);
          const expected = await value(alone);
          assert.deepEqual(await value(over), expected, `${from} to ${to}`);
          const set = { [`${path}.kind`]: to };
          assert.deepEqual(await value(join(folder, "base.yaml"), set), expected);
        }
      }
    });
  }

  it("knows every map with kinds above", () => {
    const found: string[] = [];
    const visit = (ast: SchemaAST.AST, path: readonly string[]) => {
      const branches = mapBranches(ast);
      if (branches.some((branch) => kindOf(branch) !== undefined)) found.push(path.join("."));
      for (const branch of branches.length > 0 ? branches : [ast]) {
        for (const key of keysOf(branch)) visit(schemaAtKey(branch, key)!, [...path, key]);
      }
    };
    visit(ExperimentFile.ast, []);
    assert.deepEqual(found.sort(), kinds.map(([path]) => path).sort());
  });

  it("replaces a package by a path and shares by files", async () => {
    write(
      "base.yaml",
      "name: a\nmodel: { cell: rnn }\ncorpus: { npm: p, files: f, split: { valid: 0.1 } }\n",
    );
    const path = write(
      "c.yaml",
      "extends: base.yaml\ncorpus: { path: t.txt, split: { files: { valid: v.txt } } }\n",
    );
    assert.deepEqual((await experiment(path)).corpus, {
      path: join(folder, "t.txt"),
      format: "text",
      split: { files: { valid: join(folder, "v.txt") } },
    });
  });

  it("tells mistakes in the file where they stand", async () => {
    write("deep/base.yaml", `${valid}sed: 5\ntraining: { epochs: 0 }\n`);
    const path = write(
      "c.yaml",
      "extends: deep/base.yaml\nmodel: { hidden: x }\n",
    );
    assert.deepEqual(
      (await messages(path)).map((line) => line.split(" ").slice(0, 2).join(" ")),
      [
        "c.yaml:2:18: model.hidden:",
        "deep/base.yaml:4:1: sed:",
        "deep/base.yaml:5:21: training.epochs:",
      ],
    );
  });

  it("refuses circles and broken files at their place", async () => {
    write("a.yaml", "extends: c.yaml\n");
    const path = write("c.yaml", "name: x\nextends: a.yaml\n");
    assert.deepEqual(await messages(path), [
      "a.yaml:1:10: extends: Extends itself: c.yaml extends a.yaml extends c.yaml",
    ]);
    write("a.yaml", "name: [\n");
    assert.match((await messages(path))[0]!, /^a\.yaml:2:1: Not valid YAML/);
  });

  it("refuses a long chain at the file where it is too long", async () => {
    const chain = (length: number) => {
      for (let i = 1; i < length; i++) write(`chain/${i}.yaml`, `extends: ${i + 1}.yaml\n`);
      write(`chain/${length}.yaml`, valid);
      return join(folder, "chain/1.yaml");
    };
    assert.equal((await experiment(chain(20))).model.cell, "gru");
    assert.deepEqual(await messages(chain(21)), [
      "chain/20.yaml:1:10: extends: Expected at most 20 files that extend each other, got more",
    ]);
  });
});

describe("readExperiment: paths", () => {
  it("starts from the file that says them, or from the working directory on the command line", async () => {
    write("deep/base.yaml", valid.replace("t.txt", "../t.txt"));
    const path = write("c.yaml", "extends: deep/base.yaml\n");
    assert.equal((await experiment(path)).corpus.path, join(folder, "t.txt"));
    const set = { "corpus.path": "x/*.txt" };
    assert.equal(
      (await experiment(path, { set })).corpus.path,
      join(process.cwd(), "x/*.txt"),
    );
  });

  it("leaves standard input and packages alone", async () => {
    const path = write("c.yaml", valid.replace("t.txt", '"-"'));
    assert.equal((await experiment(path)).corpus.path, "-");
    const set = { "corpus.npm": "p", "corpus.files": "a.txt" };
    assert.equal((await experiment(path, { set })).corpus.files, "a.txt");
  });
});

describe("findingsError", () => {
  it("places what is found later, also inside a text", async () => {
    const cell = "cells:\n  my:\n    state: h\n    equations: |\n      h' = tanh(W h)\n";
    const result = await read(write("c.yaml", valid + cell));
    assert.ok(Result.isSuccess(result));
    const found = {
      path: ["cells", "my", "equations"],
      what: "value",
      message: "Wrong",
      at: { line: 1, column: 6 },
    } as const;
    assert.equal(
      findingsError([found], result.success.source).message,
      `${folder}/c.yaml:8:12: cells.my.equations: Wrong`,
    );
    assert.equal(
      findingsError([found], undefined).message,
      "cells.my.equations: Line 1, column 6: Wrong",
    );
  });
});

describe("readExperiment: anything", () => {
  const holds = async (bytes: Uint8Array) => {
    const path = write("fuzz.yaml", bytes);
    const result = await read(path);
    assert.ok(Result.isSuccess(result) || result.failure instanceof InputError);
  };

  it("is a value or an InputError for random bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), holds), {
      numRuns: 150,
    });
  });

  it("is a value or an InputError for random YAML over the schema's own words", async () => {
    const words = [
      ..."name seed corpus path npm split valid files model cell hidden cells training optimizer"
        .split(" "),
      ..."kind adam sgd schedule cosine clip norm extends state equations batch every steps"
        .split(
          " ",
        ),
      ...[
        ": ",
        ", ",
        "\n",
        "\n  ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "!!set ",
        "#",
      ],
      ..."1 0.5 -3 .nan 1e999 0x1F true null ~ ---".split(" "),
      ...[
        "? ",
        "\t",
        "%YAML 1.1\n",
        "\ufeff",
        "\r\n",
        "<<",
        "__proto__",
        "constructor",
        "👋",
      ],
    ];
    const yaml = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((
      parts,
    ) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(
        yaml,
        (text) => holds(new TextEncoder().encode(valid + text)),
      ),
      { numRuns: 200 },
    );
  });

  it("is an InputError for deep nesting and for aliases that unfold without end", async () => {
    for (const open of ["[", "{a: ", "- ", "? "]) {
      const path = write("fuzz.yaml", `seed: \n ${open.repeat(20_000)}`);
      assert.ok(Result.isFailure(await read(path)));
    }
    const laughs = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`,
    );
    const path = write("fuzz.yaml", ["a0: &a0 [1, 1]", ...laughs].join("\n"));
    assert.match((await messages(path))[0]!, /Holds more than 50000 values/);
  });
});
