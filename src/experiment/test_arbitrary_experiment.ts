/** Random valid experiments, for tests: objects in which any key may be left out. */
import fc from "fast-check";

const count = fc.integer({ min: 1, max: 500 });
const rate = fc.double({ min: 0, max: 0.99, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e3, noNaN: true });
const every = fc.tuple(count, fc.constantFrom("steps", "epochs")).map((parts) => parts.join(" "));
const steps = count.map((number) => `${number} steps`);
const awkward = fc.constantFrom(
  "true",
  "null",
  "1",
  "a: b",
  "#",
  "- x",
  "é",
  "'",
  '"',
  "@x",
  " y ",
  "~",
);

const some = <T>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
  required: (keyof T)[] = [],
) => fc.record<T, keyof T>(fields, { requiredKeys: required });

const corpus = fc.oneof(
  some({
    npm: awkward,
    files: awkward,
    split: some({
      valid: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
      test: rate.map((r) => r / 2),
    }),
  }, ["npm", "files"]),
  some({
    path: awkward,
    format: fc.oneof(
      fc.constantFrom("text", "lines"),
      some({
        csv: fc.oneof(awkward, count),
        delimiter: fc.constantFrom(",", ";", "\t", "|"),
        quote: fc.constant("none"),
      }, ["csv"]),
      fc.record({ jsonl: awkward }),
    ),
    split: fc.record({
      files: some({ valid: awkward, test: awkward }, ["valid"]),
    }),
  }, ["path"]),
);

/** Not of a run, which would be read. */
const from = fc.record({ weights: awkward, vocabulary: awkward });

const optimizer = fc.oneof(
  some({ kind: fc.constant("sgd"), learningRate: positive, momentum: rate }, [
    "kind",
  ]),
  some({
    kind: fc.constantFrom("adam", "adamw"),
    beta1: rate,
    epsilon: positive,
  }, ["kind"]),
  some({ kind: fc.constant("rmsprop"), alpha: rate, weightDecay: positive }, [
    "kind",
  ]),
  some({ learningRate: positive, beta2: rate }),
);

const schedule = fc.oneof(
  some({ kind: fc.constant("halve-on-rise"), every, warmup: steps }, ["kind"]),
  some(
    { kind: fc.constant("step"), every, factor: fc.constantFrom(0.1, 0.5) },
    ["kind"],
  ),
  some({ kind: fc.constant("plateau"), patience: count }, ["kind"]),
  some({ kind: fc.constant("cosine"), floor: fc.constant(0) }, ["kind"]),
);

/** Objects that decode to experiments. */
export const arbitraryExperiment = some({
  name: fc.constantFrom("a", "small-3", "été", "2024"),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  corpus,
  tokenizer: fc.oneof(
    some({
      kind: fc.constant("word"),
      vocabulary: count.map((n) => n + 3),
      lowercase: fc.boolean(),
    }),
    some({ kind: fc.constant("char"), vocabulary: count.map((n) => n + 3) }, [
      "kind",
    ]),
  ),
  from,
  batch: fc.oneof(
    some({
      size: count,
      shuffle: fc.boolean(),
      maxLength: fc.constantFrom("none", 2, 200),
    }),
    some({ kind: fc.constant("contiguous"), size: count, length: count }, [
      "kind",
    ]),
  ),
  cells: fc.constantFrom({}, {
    my: {
      state: { h: 4, c: "hidden" },
      equations: "h' = tanh(W h)\nc' = 1\n\n",
      learned: ["h"],
    },
  }),
  model: some({
    cell: fc.constantFrom("rnn", "gru", "lstm"),
    embedding: fc.constantFrom("none", 3),
    hidden: count,
    layers: fc.integer({ min: 1, max: 256 }),
    dropout: rate,
    bias: fc.boolean(),
    truncate: fc.constantFrom("full", 0, 4),
  }, ["cell"]),
  training: some({
    epochs: count,
    optimizer,
    schedule,
    clip: fc.oneof(
      fc.constant("none"),
      fc.record({ norm: positive }),
      fc.record({ value: positive }),
    ),
    evaluate: some({ every }),
    stop: fc.oneof(fc.constant("none"), fc.record({ patience: count })),
    onDivergence: fc.constantFrom("stop", "rollback"),
  }),
  checkpoint: some({
    every,
    keep: count,
    best: fc.constantFrom("valid.loss", "train.loss", "none"),
  }),
  metrics: some({
    every,
    sinks: fc.constantFrom([], ["jsonl"], ["console", "jsonl"]),
  }),
  engine: some({
    workers: fc.oneof(fc.constant("auto"), fc.integer({ min: 1, max: 256 })),
    gemm: fc.constantFrom("auto", "wasm", "wasm-fma", "blas"),
  }),
}, ["name", "corpus", "model"]);
