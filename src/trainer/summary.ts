/** The result of a training, compared with baselines on the same tokens. */
import type { Baselines } from "../text/baseline/baselines.ts";
import type { Experiment } from "../experiment/schema.ts";
import { exp } from "../kernels/math.ts";
import { formatMeasure, shortNumber } from "../base/terminal/format_number.ts";
import type { Manifest } from "../run/manifest.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import { validBaselines } from "./loop/valid_baselines.ts";

/** The summary of a finished run. */
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
    baselines: validBaselines(corpus, batch) ?? null,
  };
};

/** The summary for a person, one line a measure. */
export const formatSummary = ({ best, baselines }: Summary, watched: string): readonly string[] => {
  const own = best === null ? [] : [row(`best ${watched}`, best, best.checkpoint ?? "")];
  if (baselines === null) return own;
  const { unigram, bigram } = baselines;
  const isComparable = watched === "valid.loss" && Number.isFinite(best?.perplexity);
  return [
    ...own,
    row("unigram baseline", unigram, ""),
    row("interpolated bigram", bigram, `bigram share ${bigram.weight}`),
    ...(best !== null && isComparable ? [besideBigram(best.perplexity, bigram.perplexity)] : []),
  ];
};

const row = (
  name: string,
  { loss, perplexity }: { readonly loss: number; readonly perplexity: number },
  note: string,
): string =>
  `${name.padEnd(24)} perplexity ${formatMeasure(perplexity, 1).padStart(9)}   loss ${
    formatMeasure(loss, 3)
  }   ${note}`.trimEnd();

/** `the model is 21.0 % below the bigram`; far above, how many times the bigram's. */
const besideBigram = (model: number, bigram: number): string => {
  const times = model / bigram;
  if (times >= 2) {
    return `the model's perplexity is ${shortNumber(times, 2)} times the bigram's`;
  }
  const side = times <= 1 ? "below" : "above";
  return `the model is ${formatMeasure(100 * Math.abs(1 - times), 1)} % ${side} the bigram`;
};
