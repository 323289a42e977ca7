/** The live line while many lines are scored. */
import { bar } from "../../base/terminal/bar.ts";
import { counted, formatCount, formatDuration } from "../../base/terminal/format_number.ts";
import type { ScreenShape } from "../../base/terminal/screen.ts";

export interface ScoringProgress {
  readonly lines: number;
  /** Share of the file that is done; undefined where its length is not known. */
  readonly share: number | undefined;
  /** Since the work began. */
  readonly seconds: number;
}

/** Seconds before there is a live line: what is done by then needs none. */
const patience = 1;

/**
 * Follows the work on a screen.
 *
 * @param size of the file in bytes, where it is known
 * @param seconds a clock that never goes back
 */
export function scoringProgress(
  screen: ScreenShape,
  size: number | undefined,
  seconds: () => number,
): { readonly draw: (lines: number, bytes: number) => void } {
  const start = seconds();
  return {
    draw: (lines, bytes) => {
      const since = seconds() - start;
      if (since < patience) return;
      const share = size === undefined ? undefined : bytes / size;
      screen.draw(renderScoring({ lines, share, seconds: since }, screen.columns()));
    },
  };
}

/** The line, less than `columns` wide: what matters least goes first. */
export function renderScoring({ lines, share, seconds }: ScoringProgress, columns: number): string {
  const done = counted(lines, "line");
  const speed = `${formatCount(lines / seconds)} lines/s`;
  const left = share === undefined || share === 0
    ? []
    : [`${formatDuration(seconds / share * Math.max(0, 1 - share))} left`];
  const choices = [
    ...(share === undefined ? [] : [[bar(share, 24), done, speed, ...left]]),
    [done, speed, ...left],
    [done, ...left],
    [done],
  ];
  const texts = choices.map((parts) => ["scoring", ...parts].join("  "));
  return texts.find((text) => text.length < columns) ?? "";
}
