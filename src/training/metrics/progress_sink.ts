import { Effect } from "effect";
import { formatLine } from "./console_sink.ts";
import { perplexity } from "./metrics_line.ts";
import { renderProgress } from "./progress.ts";
import type { ScreenShape } from "../../base/terminal/screen.ts";
import type { Sink, StepProgress, Totals } from "./sink.ts";

/** Seconds between two drawings: a line that changes faster can't be read. */
const interval = 0.1;

/** Weight of a new step in the shown loss, once there are enough: a mean over some 20 steps. */
const share = 0.05;

/**
 * The sink of a terminal: the live line follows training, evaluations are printed above it.
 *
 * @param seconds A clock that never goes back, in seconds.
 */
export function progressSink(screen: ScreenShape, totals: Totals, seconds: () => number): Sink {
  let drawn = -Infinity;
  let tokensPerSecond: number | undefined;
  let start: { readonly at: number; readonly step: number } | undefined;

  let steps = 0;
  let loss = 0;

  const tick = ({ epoch, step, loss: stepLoss }: StepProgress) => {
    const now = seconds();
    loss += (stepLoss - loss) * Math.max(share, 1 / ++steps);
    start ??= { at: now, step };
    if (now - drawn < interval && step < totals.steps) return;
    drawn = now;
    const done = step - start.step;
    const left = done > 0 ? (now - start.at) / done * (totals.steps - step) : undefined;
    const progress = { epoch, step, loss, perplexity: perplexity(loss), tokensPerSecond, left };
    screen.draw(renderProgress(progress, totals, screen.columns()));
  };
  return {
    tick,
    write: (line) =>
      Effect.sync(() => {
        if (line.split !== "train" || line.note !== undefined) {
          screen.print(formatLine(line, totals));
        } else tokensPerSecond = line.tokensPerSecond ?? undefined;
      }),
    close: Effect.sync(screen.clear),
  };
}
