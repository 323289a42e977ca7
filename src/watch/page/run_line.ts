import type { CurvePoint, WatchedRun } from "../folder/watched_run.ts";

/** How a run stands, in a few words: `running · loss 4.12 · epoch 3 of 10 · 12,345 tokens/s · 5 min left`. */
export function runLine(run: WatchedRun, last: CurvePoint | undefined): string {
  const parts: (string | undefined)[] = [
    run.status,
    run.loss === null ? undefined : `loss ${run.loss.toFixed(3)}`,
  ];
  if (run.status === "running" && last !== undefined) {
    parts.push(
      `epoch ${last.epoch}${run.epochs === undefined ? "" : ` of ${run.epochs}`}`,
      last.tokensPerSecond ? `${last.tokensPerSecond.toLocaleString("en-US")} tokens/s` : undefined,
      timeLeft(run, last),
    );
  } else parts.push(`${run.steps.toLocaleString("en-US")} steps`);
  return parts.filter(Boolean).join(" · ");
}

/** At the speed of the last line; undefined where it can't be known. */
function timeLeft(
  { tokens }: WatchedRun,
  { tokens: done, tokensPerSecond }: CurvePoint,
): string | undefined {
  if (tokens === undefined || !tokensPerSecond || done >= tokens) return undefined;
  const minutes = (tokens - done) / tokensPerSecond / 60;
  if (minutes < 1) return "under a minute left";
  return minutes < 90 ? `${Math.round(minutes)} min left` : `${(minutes / 60).toFixed(1)} h left`;
}
