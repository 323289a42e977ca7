import { formatMeasure } from "../../base/terminal/format_number.ts";
import { bits, perplexity } from "../../training/metrics/metrics_line.ts";
import type { LoadedRun } from "../load_run.ts";
import { markdownTable, toFillIn } from "./markdown.ts";

/** What the model came to, beside n-gram models of the same tokens. */
export function measuresSection({ existing, experiment, checkpoint }: LoadedRun): string {
  const { checkpoints, baselines } = existing.manifest;
  const entry = checkpoints.find(({ name }) => name === checkpoint);
  const part = experiment.checkpoint.best === "train.loss" ? "training" : "validation";
  const rows = [
    ...measured(`this model, ${part} part`, entry?.metric),
    ...measured("interpolated bigram, validation part", baselines?.bigram),
    ...measured("unigram, validation part", baselines?.unigram),
  ];
  const table = markdownTable(["", "loss, nats per token", "perplexity", "bits per token"], [
    ...rows,
    ["this model, test part (`unroll evaluate` measures it)", toFillIn, toFillIn, toFillIn],
  ]);
  return `## Measures\n\n${table}`;
}

/** @param loss in nats per token */
const measured = (name: string, loss: number | null | undefined): (readonly string[])[] =>
  loss === undefined || loss === null ? [] : [[
    name,
    formatMeasure(loss, 4),
    formatMeasure(perplexity(loss), 2),
    formatMeasure(bits(loss), 4),
  ]];
