import { Effect } from "effect";
import { modelTensors } from "../../experiment/tensors/model_tensors.ts";
import type { Tensors } from "../../run/tensors/safetensors.ts";
import type { ExportFormat } from "./export_format.ts";
import { vocabularyBeside } from "./vocabulary_beside.ts";

/** The tensors of a model as one JSON object. */
export const json: ExportFormat = {
  files: (run) =>
    Effect.succeed([
      {
        ending: ".json",
        content: encode(modelTensors(run.model, run.weights, run.experiment.engine.precision)),
      },
      vocabularyBeside(run),
    ]),
  loading: (_run, name) => `
\`\`\`js
import { readFileSync } from "node:fs";

const tensors = JSON.parse(readFileSync("${name(".json")}", "utf8"));
const { shape, data } = tensors["output.weight"]; // data row by row
\`\`\`
`,
};

/** One object: `{ NAME: { "shape": […], "data": […] } }`, names sorted, data row by row. */
const encode = (tensors: Tensors): string => {
  const names = [...tensors.keys()].sort();
  const entries = names.map((name) => {
    const { shape, data } = tensors.get(name)!;
    return `${JSON.stringify(name)}:${JSON.stringify({ shape, data: Array.from(data) })}`;
  });
  return `{${entries.join(",\n")}}\n`;
};
