import { exp } from "../../kernels/math.ts";
import { counted } from "../../base/terminal/format_number.ts";
import { type LineScore, type LogBase, natsOf } from "./line_score.ts";

/** Sums over all lines that were scored. */
export interface ScoreTotals {
  readonly add: (score: LineScore) => void;
  readonly lines: () => number;
  /** In a sentence or two, the loss as `evaluate` has it. */
  readonly describe: () => string;
}

/** @param base of the log-probabilities that will be added */
export function scoreTotals(base: LogBase): ScoreTotals {
  let lines = 0, empty = 0, tokens = 0, unknown = 0, loss = 0;
  return {
    add: (score) => {
      lines++;
      if (score.logProbability === null) empty++;
      else loss -= score.logProbability * natsOf(base);
      tokens += score.tokens;
      unknown += score.unknown;
    },
    lines: () => lines,
    describe: () => {
      const scored = counted(lines, "line");
      const without = empty === 0
        ? ""
        : `\n${counted(empty, "line")} without words, and so without a score`;
      if (tokens === 0) return scored + without;
      const known = (100 * (1 - unknown / tokens)).toFixed(1);
      const mean = loss / tokens;
      return `${scored}, ${counted(tokens, "token")}, ${known} % in the vocabulary: ` +
        `loss ${mean.toFixed(4)} nats per token, perplexity ${exp(mean).toFixed(2)}${without}`;
    },
  };
}
