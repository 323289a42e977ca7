import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { InputError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { readSweep } from "./read_sweep.ts";
import { trialExperiment } from "./trial_experiment.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, "small.yaml"),
  `name: small
corpus: { path: text.txt }
model: { cell: gru, embedding: 32, hidden: 32 }
training: { epochs: 9, optimizer: { learningRate: 0.02, beta1: 0.8 } }
`,
);
writeFileSync(
  join(folder, "tied.yaml"),
  "extends: small.yaml\nmodel: { tied: true }\n",
);
writeFileSync(
  join(folder, "unsplit.yaml"),
  "extends: small.yaml\ncorpus: { split: { valid: 0 } }\n",
);
writeFileSync(join(folder, "wrong.yaml"), "name: a b\n");

const file = join(folder, "sweep.yaml");

/** Reads a sweep of the given text; a file that names no experiment has small.yaml. */
const read = (text: string) => {
  writeFileSync(file, text.startsWith("experiment:") ? text : `experiment: small.yaml\n${text}`);
  return readSweep(file);
};

/** The lines of the error, without the sweep's path. */
const mistakes = Effect.fnUntraced(function* (text: string) {
  const error = yield* Effect.flip(read(text));
  assert.ok(error instanceof InputError);
  return error.message.split("\n").map((line) =>
    line.replaceAll(`${folder}/`, "").replace("sweep.yaml:", "")
  );
});

/** Mistakes of a space that is written in block style: the first parameter is on line 3. */
const spaceMistakes = (...lines: string[]) =>
  mistakes(`space:\n${lines.map((line) => `  ${line}\n`).join("")}`);

describe("readSweep", () => {
  effect("reads the example of the documentation", function* () {
    const sweep = yield* read(`
objective: { metric: valid.loss, goal: minimize }
search: { kind: tpe, trials: 40, seed: 7 }
space:
  model.cell: { values: [rnn, gru, lstm] }
  model.hidden: { min: 32, max: 256, step: 32 }
  training.optimizer.learningRate: { min: 1e-4, max: 1e-1, scale: log }
  training.clip.norm: { values: [0.25, 1, 5], when: { model.cell: [rnn, lstm] } }
stop: { kind: asha, reduction: 3, grace: 1 epoch }
repeat: { seeds: 1 }
failures: continue
limits: { time: 30 min, trials: 30 }
`);
    assert.deepEqual(sweep.space, [
      { path: "model.cell", domain: { values: ["rnn", "gru", "lstm"] } },
      {
        path: "model.hidden",
        domain: { min: 32, max: 256, step: 32, scale: "linear", integer: true },
      },
      {
        path: "training.optimizer.learningRate",
        domain: { min: 1e-4, max: 0.1, scale: "log" },
      },
      {
        path: "training.clip.norm",
        domain: { values: [0.25, 1, 5] },
        when: { "model.cell": ["rnn", "lstm"] },
      },
    ]);
    assert.equal(sweep.trials, 30);
    assert.equal(sweep.file.limits.time, 1800);
  });

  effect("needs nothing but an experiment and a space", function* () {
    const { file, trials } = yield* read("space: { model.hidden: { min: 8, max: 16 } }\n");
    const { search, objective, stop, failures, repeat } = file;
    assert.deepEqual({ search, objective, stop, failures, repeat, trials }, {
      search: { kind: "tpe", trials: 40, seed: 42 },
      objective: { metric: "valid.loss", goal: "minimize" },
      stop: "none",
      failures: "continue",
      repeat: { seeds: 1 },
      trials: 40,
    });
  });

  effect("knows which ranges are of whole numbers", function* () {
    const { space } = yield* read(`space:
  model.hidden: { min: 8, max: 512, scale: log }
  model.dropout: { min: 0, max: 0.5 }
  training.optimizer.learningRate: { min: 1, max: 2 }
`);
    assert.deepEqual(
      space.map(({ domain }) => "integer" in domain && domain.integer),
      [true, false, false],
    );
  });

  effect("counts the combinations of a grid, conditions included", function* () {
    const { trials } = yield* read(`search: { kind: grid }
space:
  training.optimizer.kind: { values: [sgd, adam] }
  training.optimizer.momentum: { values: [0, 0.9], when: { training.optimizer.kind: sgd } }
  model.hidden: { min: 8, max: 24, step: 8 }
`);
    assert.equal(trials, 9);
  });

  effect("gives a trial the experiment that --set would", function* () {
    const { experiment } = yield* read("space: { model.hidden: { min: 8, max: 16 } }\n");
    const trial = trialExperiment(experiment, {
      "model.hidden": 8,
      "training.optimizer.kind": "sgd",
      "training.optimizer.momentum": 0.5,
    });
    assert(trial._tag === "Success");
    const { model, training, corpus } = trial.success;
    assert.equal(model.hidden, 8);
    assert.deepEqual(training.optimizer, {
      kind: "sgd",
      learningRate: 0.02,
      momentum: 0.5,
      nesterov: false,
      weightDecay: 0,
    });
    assert.equal(corpus.path, join(folder, "text.txt"));
  });
});

describe("mistakes in a sweep's file", () => {
  effect("are all told at once, with the nearest key", function* () {
    assert.deepEqual(
      yield* mistakes(`serch: { kind: tpe }
space:
  model.hidden: { mn: 3, max: x }
limits: { time: 30 mins }
`),
      [
        '2:1: serch: Unknown key, did you mean "search"?',
        '4:19: space."model.hidden".mn: Unknown key, did you mean "min"?',
        '4:17: space."model.hidden".min: Missing key, expected a number',
        '4:31: space."model.hidden".max: Expected a number, got "x"',
        '5:17: limits.time: Expected a time such as "90 s", "30 min" or "2 h", got "30 mins"',
      ].sort(),
    );
  });

  effect("of the space by itself are told with those that the experiment has", function* () {
    assert.deepEqual(
      yield* spaceMistakes(
        "model.hiden: { min: 8, max: 16 }",
        "model.dropout: { min: 0.5, max: 0 }",
        "model.layers: { values: [0] }",
      ),
      [
        '3:3: space."model.hiden": Unknown key, did you mean "model.hidden"?',
        '4:35: space."model.dropout".max: Expected a number of at least min 0.5, got 0',
        '5:28: space."model.layers".values.0: Expected a whole number from 1 to 256, got 0',
      ],
    );
  });

  effect("name the experiment's file that isn't there", function* () {
    const text = "experiment: smal.yaml\nspace: { model.hidden: { min: 8, max: 16 } }\n";
    const [line] = yield* mistakes(text);
    assert.match(line!, /^1:13: experiment: No such file "smal.yaml", did you mean small.yaml\?$/);
  });

  effect("come after those of the experiment's file", function* () {
    const text = "experiment: wrong.yaml\nspace: { model.hidden: { min: 8, max: 16 } }\n";
    const [line] = yield* mistakes(text);
    assert.match(line!, /^wrong.yaml:1:1: corpus: Missing key/);
  });

  const cases: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
    "an unknown path": [["model.hiden: { min: 8, max: 16 }"], [
      '3:3: space."model.hiden": Unknown key, did you mean "model.hidden"?',
    ]],
    "an unknown map on the way": [["training.optimizr.learningRate: { values: [1] }"], [
      '3:3: space."training.optimizr.learningRate": Unknown key, ' +
      'did you mean "training.optimizer.learningRate"?',
    ]],
    "a path into a number": [["model.hidden.size: { values: [1] }"], [
      '3:3: space."model.hidden.size": Expected a whole number of at least 1, got a map',
    ]],
    "a path that is no path": [["model..hidden: { values: [1] }"], [
      '3:3: space."model..hidden": Expected keys joined by dots such as model.hidden',
    ]],
    "a listed value that the config refuses": [["model.hidden: { values: [8, -4, big] }"], [
      '3:31: space."model.hidden".values.1: Expected a whole number of at least 1, got -4',
      '3:35: space."model.hidden".values.2: Expected a whole number of at least 1, got "big"',
    ]],
    "an unknown cell": [["model.cell: { values: [gru, lstn] }"], [
      '3:31: space."model.cell".values.1: Unknown cell "lstn", did you mean "lstm"?',
    ]],
    "both ends of a range": [["model.dropout: { min: -1, max: 1 }"], [
      '3:25: space."model.dropout".min: Expected a number from 0 up to but not including 1, got -1',
      '3:34: space."model.dropout".max: Expected a number from 0 up to but not including 1, got 1',
    ]],
    "steps off the whole numbers": [["model.hidden: { min: 8, max: 9, step: 0.5 }"], [
      '3:41: space."model.hidden".step: Expected a whole number of at least 1, got 8.5',
    ]],
    "an empty range": [["model.hidden: { min: 16, max: 8 }"], [
      '3:33: space."model.hidden".max: Expected a number of at least min 16, got 8',
    ]],
    "a step that does not fit": [["model.hidden: { min: 32, max: 256, step: 30 }"], [
      '3:44: space."model.hidden".step: Expected a step that leads from min to max, got 30, ' +
      "which ends at 242 instead of 256",
    ]],
    "a logarithm of nothing": [["model.dropout: { min: 0, max: 0.5, scale: log }"], [
      '3:25: space."model.dropout".min: Expected a number greater than 0 for scale log, got 0',
    ]],
    "steps on a log scale": [["model.hidden: { min: 8, max: 16, step: 4, scale: log }"], [
      '3:36: space."model.hidden".step: Does not go with scale log, give values instead of steps',
    ]],
    "a condition on a parameter below": [
      [
        "model.hidden: { values: [8], when: { model.cell: gru } }",
        "model.cell: { values: [gru, rnn] }",
      ],
      [
        '3:40: space."model.hidden".when."model.cell": ' +
        "Expected a parameter above this one; move it up",
      ],
    ],
    "a condition on an unknown parameter": [
      [
        "model.cell: { values: [gru, rnn] }",
        "model.hidden: { values: [8], when: { model.cel: gru } }",
      ],
      [
        '4:40: space."model.hidden".when."model.cel": ' +
        'Unknown parameter, did you mean "model.cell"?',
      ],
    ],
    "a condition that never holds": [
      [
        "model.cell: { values: [gru, rnn] }",
        "model.hidden: { values: [8], when: { model.cell: [gru, lstm] } }",
        "model.layers: { values: [2], when: { model.cell: run } }",
      ],
      [
        '4:58: space."model.hidden".when."model.cell".1: ' +
        'The parameter never takes the value "lstm", expected "gru" or "rnn"',
        '5:52: space."model.layers".when."model.cell".0: ' +
        'The parameter never takes the value "run", did you mean "rnn"?',
      ],
    ],
    "a condition on what is never met exactly": [
      [
        "model.dropout: { min: 0, max: 0.5 }",
        "model.hidden: { min: 8, max: 32, step: 8 }",
        "model.layers: { values: [2], when: { model.dropout: 0.25 } }",
        "model.embedding: { values: [8], when: { model.hidden: [16, 20] } }",
      ],
      [
        '5:55: space."model.layers".when."model.dropout".0: ' +
        "A condition needs a parameter with listed values, steps or whole numbers",
        '6:62: space."model.embedding".when."model.hidden".1: ' +
        "The parameter never takes the value 20, expected a number from 8 to 32 in steps of 8",
      ],
    ],
    "a value twice": [["model.hidden: { values: [8, 8] }"], [
      '3:31: space."model.hidden".values.1: The value 8 is here twice',
    ]],
    "a path within another": [
      ["training.clip: { values: [none] }", "training.clip.norm: { values: [1] }"],
      ['4:3: space."training.clip.norm": Does not go with "training.clip", one holds the other'],
    ],
    "a key without results": [["engine.workers: { values: [1, 2] }"], [
      '3:3: space."engine.workers": The key engine.workers changes no result, ' +
      "so there is nothing to search",
    ]],
    "keys that change what the loss is measured on": [
      [
        "tokenizer.vocabulary: { values: [20, 500] }",
        "tokenizer.kind: { values: [char, word] }",
        "corpus.path: { values: [a.txt, b.txt] }",
        "corpus.split.valid: { min: 0.01, max: 0.1 }",
        "batch.maxLength: { values: [5, 60] }",
        "batch.kind: { values: [sentences, contiguous] }",
      ],
      [
        ["tokenizer.vocabulary", "tokenizer"],
        ["tokenizer.kind", "tokenizer"],
        ["corpus.path", "corpus"],
        ["corpus.split.valid", "corpus"],
        ["batch.maxLength", "batch.maxLength"],
        ["batch.kind", "batch.kind"],
      ].map(([path, key], i) =>
        `${i + 3}:3: space."${path}": The key ${key} changes what the loss is measured on, so ` +
        "trials can't be compared: give each value a sweep of its own"
      ),
    ],
    "a step that is tiny": [["model.dropout: { min: 0, max: 0.5, step: 1e-300 }"], [
      '3:44: space."model.dropout".step: Expected a step that leaves at most 100000 values, ' +
      "got 1e-300; leave it out to search the whole range",
    ]],
    "steps without number": [
      ["training.optimizer.learningRate: { min: 1e-300, max: 1e300, step: 1e-300 }"],
      [
        '3:69: space."training.optimizer.learningRate".step: Expected a step that leaves at most ' +
        "100000 values, got 1e-300; leave it out to search the whole range",
      ],
    ],
    "a range of no length": [["seed: { min: -1.7e308, max: 1.7e308 }"], [
      "3:31: space.seed.max: Expected ends whose distance is a number, " +
      "got -1.7e+308 and 1.7e+308",
    ]],
    "more values than can be tried": [
      ["seed: { min: 1, max: 2 }", `model.hidden: { values: [${Array(2001).fill(8).join(", ")}] }`],
      [
        '4:27: space."model.hidden".values: Expected at most 2000 listed values in the whole ' +
        "space, got more",
      ],
    ],
    "more parameters than can be tried": [
      Array.from({ length: 101 }, (_, i) => `a${i}: { values: [1] }`),
      ["3:3: space: Expected at most 100 parameters, got 101"],
    ],
    "a key of the other kind": [["training.optimizer.momentum: { values: [0.9] }"], [
      '3:3: space."training.optimizer.momentum": Does not go with kind "adam", ' +
      "which has learningRate, beta1, beta2, epsilon, weightDecay",
    ]],
    "values that do not go together": [
      [
        "training.optimizer.kind: { values: [sgd, adam] }",
        "model.hidden: { values: [8, 16] }",
        "training.optimizer.momentum: { values: [0.5], " +
        "when: { training.optimizer.kind: [sgd, adam] } }",
      ],
      [
        '5:3: space."training.optimizer.momentum": Does not go with kind "adam", which has ' +
        "learningRate, beta1, beta2, epsilon, weightDecay",
      ],
    ],
  };
  for (const [name, [lines, expected]] of Object.entries(cases)) {
    effect(`are told: ${name}`, function* () {
      assert.deepEqual(yield* spaceMistakes(...lines), expected);
    });
  }

  it("are told with a place, whatever stands in the file", async () => {
    const scalars = fc.oneof(
      fc.constantFrom(
        "none",
        "model.cell",
        "gru",
        "{}",
        "[]",
        "~",
        "1 epoch",
        "[1, 2]",
        "{ min: 1 }",
      ),
      fc.integer(),
      fc.double(),
      fc.boolean(),
    );
    const keys = fc.constantFrom(
      ...[
        "model.cell",
        "model.hidden",
        "training.clip",
        "training.clip.norm",
        "a.b",
        "seed",
        "min",
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(keys, keys, scalars, scalars, keys, scalars), { maxLength: 3 }),
        fc.constantFrom("tpe", "grid", "random"),
        scalars,
        async (parameters, kind, stop) => {
          const space = parameters.map(([path, key, a, b, other, value]) =>
            key === "min"
              ? `  ${path}: { min: ${a}, max: ${b}, when: { ${other}: ${value} } }\n`
              : `  ${path}: { values: [${a}, ${b}], when: { ${other}: ${value} } }\n`
          );
          const text = `search: { kind: ${kind} }\nstop: ${stop}\nspace:\n${space.join("")}`;
          const result = await Effect.runPromise(Effect.result(read(text)));
          if (Result.isSuccess(result)) return;
          const { message } = result.failure;
          assert(message.split("\n").every((line) => /\.yaml:\d+:\d+: /.test(line)), message);
        },
      ),
      { numRuns: 100 },
    );
  });

  effect("are told: sizes that must be equal", function* () {
    const space = "space:\n  model.hidden: { values: [32, 64] }\n";
    assert.deepEqual(yield* mistakes(`experiment: tied.yaml\n${space}`), [
      '3:3: space."model.hidden": model.tied: Tied weights need embedding = hidden, ' +
      "got 32 and 64, with model.hidden 64",
    ]);
  });

  effect("are told: sizes that must be equal, in a space that has no end", function* () {
    const space = `search: { kind: random, trials: 5 }
space:
  model.hidden: { values: [32, 64] }
  training.optimizer.learningRate: { min: 1e-3, max: 1e-1, scale: log }
`;
    assert.deepEqual(yield* mistakes(`experiment: tied.yaml\n${space}`), [
      '4:3: space."model.hidden": model.tied: Tied weights need embedding = hidden, ' +
      "got 32 and 64, with model.hidden 64",
    ]);
  });

  effect("are told: no validation part", function* () {
    const space = "space: { model.hidden: { values: [8] } }\nobjective: { metric: valid.loss }\n";
    assert.deepEqual(yield* mistakes(`experiment: unsplit.yaml\n${space}`), [
      '3:22: objective.metric: The objective "valid.loss" needs a validation part, ' +
      "but corpus.split.valid of the experiment is 0",
    ]);
  });

  effect("are told: a grid without end", function* () {
    assert.deepEqual(
      yield* mistakes(`search: { kind: grid }
space: { model.dropout: { min: 0, max: 0.5 } }
`),
      ['3:25: space."model.dropout": A grid has no end here, give values or a step'],
    );
  });

  effect("are told: a grid that is too large", function* () {
    assert.deepEqual(
      yield* mistakes(`search: { kind: grid }
space: { model.hidden: { min: 1, max: 1000, step: 1 }, seed: { min: 0, max: 1000, step: 1 } }
`),
      ["3:8: space: Expected a grid of at most 100000 combinations, got more"],
    );
  });

  effect("are told: what does not go with stopping and repeating", function* () {
    assert.deepEqual(
      yield* mistakes(`stop: { kind: asha, grace: 3 epochs }
repeat: { seeds: 2 }
space: { training.epochs: { values: [1, 2] }, seed: { values: [1] } }
`),
      [
        '4:10: space."training.epochs": ' +
        "Does not go with stop asha, which compares trials of one full length",
        "4:47: space.seed: Does not go with repeat.seeds, which sets it",
      ],
    );
    assert.deepEqual(
      yield* mistakes(`stop: { kind: asha, grace: 9 epochs }
space: { model.hidden: { values: [8] } }
`),
      ['2:28: stop.grace: Expected less than the 9 epochs of the experiment, got "9 epochs"'],
    );
  });
});
