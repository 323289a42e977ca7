/** The README beside an exported model: what it is, how it is loaded, what it was trained on. */
import { formatCount } from "../../base/terminal/format_number.ts";
import { describeExperiment } from "../../experiment/describe_experiment.ts";
import { formatForOthers } from "../../experiment/format_experiment.ts";
import { parameterCount } from "../../model/parameter_count.ts";
import type { LoadedRun } from "../load_run.ts";
import { corpusSection } from "./corpus_section.ts";
import type { ExportFormat } from "./export_format.ts";
import { fenced, toFillIn } from "./markdown.ts";
import { measuresSection } from "./measures_section.ts";
import { textSection } from "./text_section.ts";

/**
 * Markdown; the same run gives the same text.
 * @param name the name of the file with that ending
 */
export const modelCard = (
  run: LoadedRun,
  format: ExportFormat,
  name: (ending: string) => string,
): string =>
  [
    introduction(run),
    `## How to load it\n\n${format.loading(run, name).trim()}`,
    textSection(run),
    corpusSection(run),
    measuresSection(run),
    `## Config\n\n${fenced("yaml", formatForOthers(run.experiment))}`,
    license,
  ].map((section) => `${section.trim()}\n`).join("\n");

function introduction({ existing, experiment, model, checkpoint }: LoadedRun): string {
  const { name, hash } = existing.manifest;
  return `# ${name}

A recurrent language model of ${formatCount(parameterCount(model))} parameters over ${
    formatCount(model.vocabulary)
  } tokens, trained with Unroll: checkpoint ${checkpoint} of the experiment ${hash.slice(0, 8)}.

${fenced("", describeExperiment(experiment))}`;
}

/** What nobody but the model's owner knows. */
const license = `## License and use

- License of the model: ${toFillIn}
- License of the text that it was trained on: ${toFillIn}
- Intended use, and what it is not fit for: ${toFillIn}
- Contact: ${toFillIn}`;
