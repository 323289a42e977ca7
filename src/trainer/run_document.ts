import { bits } from "../training/metrics/metrics_line.ts";
import type { Summary } from "./summary.ts";

/** The summary of a run, as `run --json` and `resume --json` print it. */
export const runDocument = ({ directory, status, epochs, steps, best, baselines }: Summary) => ({
  run: directory,
  status,
  epochs,
  steps,
  checkpoint: best?.checkpoint ?? null,
  loss: best?.loss ?? null,
  perplexity: best?.perplexity ?? null,
  bitsPerToken: best === null ? null : bits(best.loss),
  baselines,
});
