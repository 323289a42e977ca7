/** What a training came to, beside honest baselines on the same tokens. */
import { Effect } from "effect";
import { type Baselines, baselines } from "../text/baseline/baselines.ts";
import { predictedPart } from "../text/batch/predicted_part.ts";
import type { Experiment } from "../experiment/schema.ts";
import { exp } from "../kernels/math.ts";
import { formatMeasure } from "../base/terminal/format_number.ts";
import { Screen } from "../base/terminal/screen.ts";
import type { Manifest } from "../run/manifest.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";

/** The summary of a finished run, as `--json` prints it. */
export interface Summary {
  readonly directory: string;
  readonly status: string;
  readonly steps: number;
  readonly epochs: number;
  /** Least watched loss (checkpoint.best), null where none is watched. */
  readonly best: {
    readonly loss: number;
    readonly perplexity: number;
    readonly checkpoint: string | null;
  } | null;
  /** Measured on the validation part; null without one. */
  readonly baselines: Baselines | null;
}

export const summarize = (
  { batch }: Experiment,
  corpus: TokenizedCorpus,
  { directory, manifest: { outcome, best } }: {
    readonly directory: string;
    readonly manifest: Manifest;
  },
): Summary => {
  return {
    directory,
    status: outcome.status,
    steps: outcome.steps,
    epochs: outcome.epochs,
    best: outcome.best === null
      ? null
      : { loss: outcome.best, perplexity: exp(outcome.best), checkpoint: best },
    baselines: corpus.valid === undefined ? null : baselines(
      corpus.train,
      predictedPart(corpus.valid, batch),
      corpus.vocabulary.words.length,
    ),
  };
};

/** Prints the summary for a person. */
export const printSummary = (summary: Summary, watched: string): Effect.Effect<void> =>
  Effect.map(Screen, (screen) => {
    const { best } = summary;
    const row = (
      name: string,
      { loss, perplexity }: { loss: number; perplexity: number },
      note: string,
    ) =>
      `${name.padEnd(24)} perplexity ${formatMeasure(perplexity, 1).padStart(9)}   loss ${
        formatMeasure(loss, 3)
      }   ${note}`.trimEnd();
    const lines = best === null ? [] : [row(`best ${watched}`, best, best.checkpoint ?? "")];
    if (summary.baselines !== null) {
      const { unigram, bigram } = summary.baselines;
      const note = `bigram share ${bigram.weight}`;
      lines.push(row("unigram baseline", unigram, ""), row("interpolated bigram", bigram, note));
      const comparable = watched === "valid.loss" && Number.isFinite(best?.perplexity);
      if (best !== null && comparable) {
        const percent = 100 * (1 - best.perplexity / bigram.perplexity);
        const side = percent >= 0 ? "below" : "above";
        lines.push(`the model is ${Math.abs(percent).toFixed(1)} % ${side} the bigram`);
      }
    }
    if (lines.length > 0) screen.print(lines.join("\n"));
  });
