import type { LoadedRun } from "../load_run.ts";
import { initialStates } from "./initial_states.ts";

/**
 * What an ONNX file says of its model beside the graph: names of tokens by id (JSON),
 * the ids of special tokens that the model has, and initial states that are not zeros.
 */
export function modelMetadata(
  { existing, experiment, vocabulary, model, weights }: LoadedRun,
): Readonly<Record<string, string>> {
  const { start, end, unknown } = vocabulary;
  const learned = initialStates(model, weights).flatMap(({ name, values }) =>
    values === undefined ? [] : [[`initial_${name}`, Array.from(values)] as const]
  );
  const { name, hash } = existing.manifest;
  const values = {
    name,
    hash,
    tokenizer: experiment.tokenizer,
    vocabulary: vocabulary.words,
    start,
    end,
    unknown,
    ...Object.fromEntries(learned),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, typeof value === "string" ? value : JSON.stringify(value)]]
    ),
  );
}
