/** Malformed experiments with the messages that they get, for read_experiment_test.ts. */

/** A right experiment of three lines; rows that begin with it go wrong from line 4 on. */
export const valid = "name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n";

/** Content of c.yaml, the messages in order, and what `--set` says. */
export type MalformedRow = readonly [
  yaml: string,
  messages: readonly string[],
  set?: Readonly<Record<string, string>>,
];

export const malformedExperiments: readonly MalformedRow[] = [
  ["", ["c.yaml:1:1: Expected a map, got nothing"]],
  ["# nothing\n", ["c.yaml:1:1: Expected a map, got nothing"]],
  ["- a\n", ["c.yaml:1:1: Expected a map, got a list"]],
  ["hello", ['c.yaml:1:1: Expected a map, got "hello"']],
  ["name: a\nmodel:\n\tcell: gru\n", [
    "c.yaml:3:1: Not valid YAML: A tab as indentation; use spaces",
  ]],
  ["name: [a\n", [
    "c.yaml:2:1: Not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ]],
  ['name: "a\n', ['c.yaml:2:1: Not valid YAML: Missing closing "quote']],
  ["name: a\n  seed: 3\n", [
    'c.yaml:1:7: Not valid YAML: A second ":" in one value; check the indentation, quote text that holds one',
  ]],
  ["name: a: b\n", [
    'c.yaml:1:7: Not valid YAML: A second ":" in one value; check the indentation, quote text that holds one',
  ]],
  [valid + "seed: 1\nseed: 2\n", [
    "c.yaml:5:1: seed: The key is here twice, first on line 4",
  ]],
  [
    "name: a\ncorpus: { path: t.txt }\nmodel:\n  cell: gru\n  hidden: 3\n  cell: rnn\n",
    [
      "c.yaml:6:3: model.cell: The key is here twice, first on line 4",
    ],
  ],
  [valid + "---\nname: b\n", [
    "c.yaml:4:1: Not valid YAML: A second document; a config is one",
  ]],
  [valid + "seed: !!binary aGk=\n", [
    "c.yaml:4:16: seed: Expected text, a number, true or false",
  ]],
  [valid + "seed: *s\n", ['c.yaml:4:7: seed: Unknown alias "s"']],
  [valid.replace("t.txt", "*.txt"), [
    'c.yaml:2:17: corpus.path: Unknown alias ".txt"; a glob that begins with * is written in quotes: "*.txt"',
  ]],
  [valid + "cells: &c { a: *c }\n", [
    'c.yaml:4:16: cells.a: The alias "c" holds itself',
  ]],
  [valid + "? [a, b]\n: 3\n", ["c.yaml:4:3: Expected a key that is a name"]],
  [valid + "__proto__: { seed: 3 }\n", [
    "c.yaml:4:1: __proto__: This key is not allowed",
  ]],
  ["﻿name: a\r\ncorpus: { path: t.txt }\r\nmodel: { cel: gru }\r\n", [
    "c.yaml:3:8: model.cell: Missing key, expected rnn, gru, lstm or a cell of your own, with its equations under cells",
    'c.yaml:3:10: model.cel: Unknown key, did you mean "cell"?',
  ]],
  [
    valid.replace("gru", "gru, hidden_size: 9") +
    "lr: 1\ntraining: { optimizer: adam }\nbatch_size: 8\n",
    [
      'c.yaml:3:21: model.hidden_size: Unknown key, did you mean "hidden"?',
      'c.yaml:4:1: lr: Unknown key here, did you mean "training.optimizer.learningRate"?',
      "c.yaml:5:24: training.optimizer: Expected a map, did you mean { kind: adam }?",
      'c.yaml:6:1: batch_size: Unknown key here, did you mean "batch.size"?',
    ],
  ],
  ["seed: 3\n", [
    'c.yaml:1:1: name: Missing key, expected a name of letters, digits, ".", "_" and "-", at most 50, beginning with a letter or digit',
    "c.yaml:1:1: corpus: Missing key, expected a map (npm, files, path, format, sentences, split)",
    "c.yaml:1:1: model: Missing key, expected a map (cell, embedding, hidden, layers, dropout, tied, bias, init, truncate)",
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel:\n  hidden: 3\n", [
    "c.yaml:4:3: model.cell: Missing key, expected rnn, gru, lstm or a cell of your own, with its equations under cells",
  ]],
  [valid + "training:\n", [
    "c.yaml:4:10: training: Expected a map (epochs, loss, optimizer, schedule, clip, evaluate, stop, onDivergence), got nothing",
  ]],
  [valid + "seed: 1.5\n", [
    "c.yaml:4:7: seed: Expected a whole number from 0 to 4294967295, got 1.5",
  ]],
  [valid + "seed: -1\n", [
    "c.yaml:4:7: seed: Expected a whole number from 0 to 4294967295, got -1",
  ]],
  [valid + "seed: 4294967296\n", [
    "c.yaml:4:7: seed: Expected a whole number from 0 to 4294967295, got 4294967296",
  ]],
  [valid + 'seed: "3"\n', [
    'c.yaml:4:7: seed: Expected a whole number from 0 to 4294967295, got "3"',
  ]],
  ["name: 2024\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n", [
    'c.yaml:1:7: name: Expected a name of letters, digits, ".", "_" and "-", at most 50, beginning with a letter or digit, got 2024',
  ]],
  ["name: a/b\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n", [
    'c.yaml:1:7: name: Expected a name of letters, digits, ".", "_" and "-", at most 50, beginning with a letter or digit, got "a/b"',
  ]],
  ["Name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n", [
    'c.yaml:1:1: Name: Unknown key, did you mean "name"?',
    'c.yaml:1:1: name: Missing key, expected a name of letters, digits, ".", "_" and "-", at most 50, beginning with a letter or digit',
  ]],
  [valid + "training:\n  optimizer: { learningRate: 0 }\n", [
    "c.yaml:5:30: training.optimizer.learningRate: Expected a number greater than 0, got 0",
  ]],
  [valid + "training:\n  optimizer: { learningRate: .inf }\n", [
    "c.yaml:5:30: training.optimizer.learningRate: Expected a number greater than 0, got .inf",
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru, dropout: 1 }\n", [
    "c.yaml:3:30: model.dropout: Expected a number from 0 up to but not including 1, got 1",
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru, bias: no }\n", [
    'c.yaml:3:27: model.bias: Expected true or false, got "no"',
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru, hidden: [3] }\n", [
    "c.yaml:3:29: model.hidden: Expected a whole number of at least 1, got a list",
  ]],
  [valid + "epochs: 3\n", [
    'c.yaml:4:1: epochs: Unknown key here, did you mean "training.epochs"?',
  ]],
  [valid + "wibble: 3\n", [
    "c.yaml:4:1: wibble: Unknown key, expected extends, name, seed, from, corpus, tokenizer, batch, gates, cells, model, training, checkpoint, metrics or engine",
  ]],
  [valid + "tokenizer: { kind: words }\n", [
    'c.yaml:4:20: tokenizer.kind: Expected "word", "char", "bpe", "byte" or "whitespace", got "words", did you mean "word"?',
  ]],
  [valid + "tokenizer: { kind: 3 }\n", [
    'c.yaml:4:20: tokenizer.kind: Expected "word", "char", "bpe", "byte" or "whitespace", got 3',
  ]],
  [valid + 'tokenizer: { kind: whitespace, unknown: "< unk >" }\n', [
    'c.yaml:4:41: tokenizer.unknown: Expected a token without white space, got "< unk >"',
  ]],
  [valid + "tokenizer: word\n", [
    "c.yaml:4:12: tokenizer: Expected a map, did you mean { kind: word }?",
  ]],
  [valid + "batch: { kind: contiguous, maxLength: 3 }\n", [
    'c.yaml:4:28: batch.maxLength: Does not go with kind "contiguous", which has size, length',
  ]],
  [valid + "batch: { length: 3 }\n", [
    'c.yaml:4:10: batch.length: Does not go with kind "sentences", which has size, shuffle, maxLength',
  ]],
  [valid + "training: { schedule: { kind: constant, factor: 0.5 } }\n", [
    'c.yaml:4:41: training.schedule.factor: Does not go with kind "constant", which has warmup',
  ]],
  [valid + "metrics: { every: 20 }\n", [
    'c.yaml:4:19: metrics.every: Expected a period such as "200 steps" or "1 epoch", got 20',
  ]],
  [valid + "metrics: { every: 20 minutes }\n", [
    'c.yaml:4:19: metrics.every: Expected a period such as "200 steps" or "1 epoch", got "20 minutes"',
  ]],
  [valid + "metrics: { every: 0 steps }\n", [
    'c.yaml:4:19: metrics.every: Expected a period such as "200 steps" or "1 epoch", got "0 steps"',
  ]],
  [valid + "training: { schedule: { warmup: 1 epoch } }\n", [
    'c.yaml:4:33: training.schedule.warmup: Expected a number of steps such as "100 steps", got "1 epoch"',
  ]],
  [valid + "metrics: { sinks: [console, csv] }\n", [
    'c.yaml:4:29: metrics.sinks.1: Expected "console", "jsonl" or "tensorboard", got "csv"',
  ]],
  [valid + "metrics: { sinks: [jsonl, jsonl] }\n", [
    "c.yaml:4:19: metrics.sinks: Expected a list that names each sink once, got a list",
  ]],
  [valid + "training: { clip: { norm: 1, value: 2 } }\n", [
    "c.yaml:4:30: training.clip.value: Does not go with norm, give one of the two",
  ]],
  [valid + "training: { clip: { max: 1 } }\n", [
    'c.yaml:4:19: training.clip: Expected "none", { norm: NUMBER } or { value: NUMBER }, got a map',
  ]],
  [valid + "training: { clip: 5 }\n", [
    'c.yaml:4:19: training.clip: Expected "none", { norm: NUMBER } or { value: NUMBER }, got 5',
  ]],
  [valid + "training: { stop: { patience: 0 } }\n", [
    "c.yaml:4:31: training.stop.patience: Expected a whole number of at least 1, got 0",
  ]],
  ["name: a\ncorpus: { path: t.txt, format: csv }\nmodel: { cell: gru }\n", [
    'c.yaml:2:32: corpus.format: Expected "text", "lines", { csv: COLUMN } or { jsonl: FIELD }, got "csv"',
  ]],
  [
    'name: a\ncorpus: { path: t.txt, format: { csv: text, delimiter: "::" } }\nmodel: { cell: gru }\n',
    ['c.yaml:2:56: corpus.format.delimiter: Expected one character other than a quote or a line break, got "::"'],
  ],
  [
    "name: a\ncorpus: { path: t.txt, split: { files: { test: x } } }\nmodel: { cell: gru }\n",
    [
      "c.yaml:2:40: corpus.split.files.valid: Missing key, expected text that is not empty",
    ],
  ],
  [
    "name: a\ncorpus: { path: t.txt, split: { files: { valid: x }, test: 0.1 } }\nmodel: { cell: gru }\n",
    ["c.yaml:2:33: corpus.split.files: Does not go with valid, give one of the two"],
  ],
  [
    "name: a\ncorpus: { path: t.txt, split: { valid: 0.5, test: 0.5 } }\nmodel: { cell: gru }\n",
    [
      "c.yaml:2:31: corpus.split: Expected shares that leave some for training, got 0.5 + 0.5",
    ],
  ],
  [
    "name: a\ncorpus: { path: t.txt, sentences: no }\ntokenizer: { kind: char }\n" +
    "batch: { kind: contiguous }\nmodel: { cell: gru }\n",
    [
      'c.yaml:2:35: corpus.sentences: Expected "rules", "lines" or "none", got "no"',
    ],
  ],
  [
    "name: a\ncorpus: { path: t.txt, sentences: lines }\ntokenizer: { kind: char }\n" +
    "batch: { kind: contiguous }\nmodel: { cell: gru }\n",
    [
      "c.yaml:2:35: corpus.sentences: Has no effect: this text is read as a stream of tokens",
    ],
  ],
  ["name: a\ncorpus: { format: lines }\nmodel: { cell: gru }\n", [
    "c.yaml:2:9: corpus: Missing key, expected npm (a package) or path (a file)",
  ]],
  [
    "name: a\ncorpus: { path: t.txt, npm: x, files: y }\nmodel: { cell: gru }\n",
    [
      "c.yaml:2:17: corpus.path: Does not go with npm, give one of the two",
    ],
  ],
  ["name: a\ncorpus: { path: t.txt, files: y }\nmodel: { cell: gru }\n", [
    "c.yaml:2:31: corpus.files: Does not go with path, only with npm",
  ]],
  ["name: a\ncorpus:\n  npm: x\nmodel: { cell: gru }\n", [
    "c.yaml:3:3: corpus.files: Missing key, expected the files of the package npm names",
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel: { cell: ltsm }\n", [
    'c.yaml:3:16: model.cell: Unknown cell "ltsm", did you mean "lstm"?',
  ]],
  ["name: a\ncorpus: { path: t.txt }\nmodel: { cell: transformer }\n", [
    'c.yaml:3:16: model.cell: Unknown cell "transformer", expected rnn, gru or lstm',
  ]],
  [
    "name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru, tied: true, embedding: 64 }\n",
    [
      "c.yaml:3:27: model.tied: Tied weights need embedding = hidden, got 64 and 128",
    ],
  ],
  [
    "name: a\ncorpus: { path: t.txt }\nmodel: { cell: gru, tied: true, embedding: none }\n",
    [
      "c.yaml:3:27: model.tied: Tied weights need an embedding",
    ],
  ],
  [valid + "training:\n  loss: window-sum\n", [
    'c.yaml:5:9: training.loss: The loss "window-sum" needs batches of kind "contiguous", got "sentences"',
  ]],
  [valid + "batch: { kind: contiguous }\ntraining:\n  loss: sentence-sum\n", [
    'c.yaml:6:9: training.loss: The loss "sentence-sum" needs batches of kind "sentences", got "contiguous"',
  ]],
  [
    valid +
    "batch: { kind: contiguous }\ntraining:\n  schedule: { kind: halve-on-rise, watch: train.sentence-loss }\n",
    ['c.yaml:6:43: training.schedule.watch: The watched loss "train.sentence-loss" needs batches of kind "sentences", got "contiguous"'],
  ],
  [
    "name: a\ncorpus: { path: t.txt, split: { valid: 0 } }\nmodel: { cell: gru }\ntraining:\n  stop: { patience: 2 }\n  schedule: { kind: plateau }\ncheckpoint: { best: valid.loss }\n",
    [
      "c.yaml:5:9: training.stop: Stopping early needs a validation part, but corpus.split.valid is 0",
      'c.yaml:6:13: training.schedule.watch: The watched loss "valid.loss" needs a validation part, but corpus.split.valid is 0',
      'c.yaml:7:21: checkpoint.best: "valid.loss" needs a validation part, but corpus.split.valid is 0',
    ],
  ],
  [valid + "training: { optimizer: { kind: sgd, nesterov: true } }\n", [
    "c.yaml:4:47: training.optimizer.nesterov: Nesterov's momentum needs momentum greater than 0",
  ]],
  [valid + "training: { schedule: { kind: cosine, floor: 0.5 } }\n", [
    "c.yaml:4:46: training.schedule.floor: Expected at most the learning rate 0.001, got 0.5",
  ]],
  [valid + "engine: { precision: float64, gemm: blas }\n", [
    'c.yaml:4:37: engine.gemm: Precision float64 has its own product, expected "auto", got "blas"',
  ]],
  [
    "name: a\ncorpus:\n  npm: p\n  files: ../../*.md\n  split: { files: { valid: /etc/passwd, test: data/.. } }\nmodel: { cell: gru }\n",
    [
      'c.yaml:4:10: corpus.files: "../../*.md" leads out of the package, expected files in it',
      'c.yaml:5:28: corpus.split.files.valid: "/etc/passwd" leads out of the package, expected files in it',
      'c.yaml:5:47: corpus.split.files.test: "data/.." leads out of the package, expected files in it',
    ],
  ],
  [valid + "engine: { workers: 0 }\n", [
    'c.yaml:4:20: engine.workers: Expected a whole number from 1 to 256 or "auto", got 0',
  ]],
  [valid + 'cells:\n  lstm: { state: h, equations: "h\' = tanh(W h)" }\n', [
    'c.yaml:5:3: cells.lstm: Choose another name, "lstm" is built in',
  ]],
  [valid + 'cells:\n  2d: { state: h, equations: "h\' = tanh(W h)" }\n', [
    'c.yaml:5:3: cells.2d: Expected a name of letters, digits, _ and - as key, got "2d"',
  ]],
  [valid + 'cells:\n  my: { states: h, equation: "h\' = tanh(W h)" }\n', [
    "c.yaml:5:7: cells.my.state: Missing key, expected a name, a list of names, or a map from names to sizes",
    "c.yaml:5:7: cells.my.equations: Missing key, expected text that is not empty",
    'c.yaml:5:9: cells.my.states: Unknown key, did you mean "state"?',
    'c.yaml:5:20: cells.my.equation: Unknown key, did you mean "equations"?',
  ]],
  [valid + 'cells:\n  my: { state: 3, equations: "h\' = tanh(W h)" }\n', [
    "c.yaml:5:16: cells.my.state: Expected a name, a list of names, or a map from names to sizes, got 3",
  ]],
  [valid + 'cells:\n  my: { state: [h, 3], equations: "h\' = tanh(W h)" }\n', [
    "c.yaml:5:20: cells.my.state.1: Expected a name of letters, digits and _, got 3",
  ]],
  [
    valid +
    'cells:\n  my: { state: { h: big }, equations: "h\' = tanh(W h)" }\n',
    [
      'c.yaml:5:21: cells.my.state.h: Expected a whole number of at least 1, "hidden" or "input", got "big"',
    ],
  ],
  [
    valid +
    'cells:\n  my: { state: h, equations: "h\' = tanh(W h)", parameters: { u: hidden, v: { shape: [1, 2, 3] }, w: { size: [3] } } }\n',
    [
      'c.yaml:5:65: cells.my.parameters.u: Expected a list of sizes such as [hidden, input], or { shape: SIZES, init: NUMBER }, got "hidden"',
      "c.yaml:5:85: cells.my.parameters.v.shape: Expected a list of one size or two ([rows, columns]), got a list",
      "c.yaml:5:101: cells.my.parameters.w.shape: Missing key, expected a list of one size or two ([rows, columns])",
      "c.yaml:5:103: cells.my.parameters.w.size: Unknown key, expected shape or init",
    ],
  ],
  [valid, [
    '--set model.hidden=many: model.hidden: Expected a whole number of at least 1, got "many"',
  ], { "model.hidden": "many" }],
  [valid, [
    '--set model..hidden=3: Expected keys joined by dots such as model.hidden, got "model..hidden"',
  ], { "model..hidden": "3" }],
  [valid, [
    "--set model.hidden={a: model.hidden: Not valid YAML: Flow map must end with a }",
  ], {
    "model.hidden": "{a",
  }],
  [valid, [
    '--set model.hiden=3: model.hiden: Unknown key, did you mean "hidden"?',
    '--set trainig.epochs=3: trainig: Unknown key, did you mean "training"?',
  ], { "model.hiden": "3", "trainig.epochs": "3" }],
  [valid, [
    "--set seed.value=3: seed: Expected a whole number from 0 to 4294967295, got a map",
  ], {
    "seed.value": "3",
  }],
  ["extends: nope.yaml\n", ['c.yaml:1:10: extends: No such file "nope.yaml"']],
  ["extends: 3\n", [
    "c.yaml:1:10: extends: Expected the path of another config, got 3",
  ]],
  ["extend: b.yaml\nname: a\ncorpus: { path: t.txt }\nmodel: { cell: gru }\n", [
    'c.yaml:1:1: extend: Unknown key, did you mean "extends"?',
  ]],
  [valid + '"a\\nb": 3\n', [
    'c.yaml:4:1: "a\\nb": Unknown key, expected extends, name, seed, from, corpus, tokenizer, batch, gates, cells, model, training, checkpoint, metrics or engine',
  ]],
];
