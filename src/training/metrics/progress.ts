/**
 * The live line of a terminal: epoch, bar, step, loss, perplexity, tokens per second, time left.
 */
import { bar } from "../../base/terminal/bar.ts";
import { formatCount, formatDuration, formatMeasure } from "../../base/terminal/format_number.ts";
import type { Totals } from "./sink.ts";

export interface Progress {
  readonly epoch: number;
  readonly step: number;
  /** Nats per token, null if it isn't finite. */
  readonly loss: number | null;
  readonly perplexity: number | null;
  /** Undefined until it was measured. */
  readonly tokensPerSecond: number | undefined;
  /** Seconds to the end at the speed so far, undefined until that is known. */
  readonly left: number | undefined;
}

/**
 * The line, at most `columns` wide: a narrow terminal shortens the bar first, then drops what
 * matters least. The last column stays free, because some terminals break the line after it.
 */
export function renderProgress(progress: Progress, totals: Totals, columns: number): string {
  const { epoch, step, tokensPerSecond, left } = progress;
  const head = `epoch ${formatCount(epoch)}/${formatCount(totals.epochs)}`;
  const steps = `step ${formatCount(step)}/${formatCount(totals.steps)}`;
  const loss = `loss ${formatMeasure(progress.loss, 3)}`;
  const perplexity = `perplexity ${formatMeasure(progress.perplexity, 1)}`;
  const speed = tokensPerSecond === undefined ? [] : [`${formatCount(tokensPerSecond)} tokens/s`];
  const time = left === undefined ? [] : [`${formatDuration(left)} left`];
  const share = totals.steps > 0 ? Math.min(1, step / totals.steps) : 0;
  const room = Math.max(0, columns - 1);
  const choices = [
    withBar(share, room, [head, steps, loss, perplexity, ...speed, ...time]),
    withBar(share, room, [head, loss, perplexity, ...speed, ...time]),
    [head, loss, perplexity, ...speed, ...time],
    [head, loss, perplexity, ...time],
    [head, loss, ...time],
    [head, loss],
  ];
  const lines = choices.map((parts) => parts.join("  "));
  return lines.find((line) => line.length <= room) ?? lines.at(-1)!.slice(0, room);
}

/** Puts a bar after the head, as long as there is room for, from 8 to 24 marks. */
function withBar(share: number, room: number, [head = "", ...rest]: string[]): string[] {
  const taken = [head, "[]", ...rest].join("  ").length;
  return [head, bar(share, Math.max(8, Math.min(24, room - taken))), ...rest];
}
