/** What `check` prints below the resolved config: the experiment's stages and its compiled plan. */
import { Effect } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import { describeExperiment } from "../src/experiment/describe_experiment.ts";
import type { ReadExperiment } from "../src/experiment/read_experiment.ts";
import { summarizePlan } from "../src/compute/compile/summarize_plan.ts";
import { describeParent } from "../src/experiment/parent/describe_parent.ts";
import { vocabularyFrom } from "../src/experiment/parent/parent.ts";
import { readParent } from "../src/experiment/parent/read_parent.ts";
import { experimentModel } from "../src/experiment/setup/experiment_model.ts";
import { builtinCells } from "../src/model/cells/builtin_cells.ts";
import { describeCell } from "../src/model/cells/describe_cell.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import type { GateModule } from "../src/model/user_gates/gate_module.ts";
import type { Model } from "../src/model/model.ts";
import { checkGates } from "../src/experiment/setup/check_gates.ts";
import { hashOf } from "../src/trainer/job/begin_run.ts";
import { trainingPlan } from "../src/trainer/job/check_memory.ts";
import { describeCorpus, loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { describeEngine, resolveEngine } from "../src/experiment/setup/resolve_engine.ts";

/**
 * The stages in words, one per line, then the plan: gates and products in order, parameters,
 * memory, work. The corpus is read, because the vocabulary and the longest sentences determine the
 * plan's size.
 */
export const describePlan = Effect.fnUntraced(function* (
  read: ReadExperiment,
): Effect.fn.Return<string, InputError | RunError> {
  const { experiment, source, gates } = read;
  const engine = yield* resolveEngine(experiment.engine);
  const parent = yield* readParent(read);
  const corpus = yield* loadCorpus(experiment, {
    source,
    given: parent && vocabularyFrom(parent, experiment.from),
  });
  const model = yield* experimentModel(experiment, corpus.vocabulary.words.length, source, gates);
  const plan = yield* trainingPlan(model, corpus, experiment, engine);
  const hash = hashOf({ experiment, gates, corpus, parent }).slice(0, 8);
  return [
    `run: ${experiment.name}-${hash}`,
    describeExperiment(experiment),
    ...describeCorpus(corpus, experiment),
    ...(parent === undefined ? [] : describeParent(parent, model, corpus.vocabulary)),
    describeEngine(engine),
    ...describeGates(model.gateModule, yield* checkGates(model, experiment.seed)),
    ...describeCells(experiment, model),
    ...summarizePlan(model, plan),
  ].join("\n");
});

/** The gates of the user's, each with how well its backward agrees with differences. */
const describeGates = (
  file: GateModule | undefined,
  errors: ReadonlyMap<string, number>,
): string[] =>
  file === undefined ? [] : [
    `gates of ${file.path}`,
    ...file.gates.map(({ name }) => {
      const error = errors.get(name);
      return error === undefined
        ? `  ${name}: not used`
        : `  ${name}: its gradient agrees with differences, error ${error.toExponential(1)}`;
    }),
  ];

/** The model's cell, once for each length of input that its layers have. */
const describeCells = (
  { model: { cell, init }, cells }: Experiment,
  { layers }: Model,
): string[] => {
  const config = cells[cell] ?? builtinCells[cell]!;
  const told = new Set<number>();
  return layers.flatMap((graph) => {
    if (told.has(graph.inputSize)) return [];
    told.add(graph.inputSize);
    return describeCell(config, graph, init?.uniform);
  });
};
