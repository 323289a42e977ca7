/**
 * Measured and counted numbers, formatted for people. Numbers that a person gave are shown as
 * given: see sweep/space/format_value.ts.
 */

/** `12345.6` as `12,346`; more than a float counts exactly, as `1e20`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "?";
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return exponential(value, 4);
  return Math.round(value).toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 token`, `12,346 tokens`. */
export function counted(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A measure with some decimals; a large one with four digits and an exponent, none as `?`. */
export function formatMeasure(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return "?";
  return Math.abs(value) < 1e6 ? value.toFixed(decimals) : value.toExponential(3);
}

/** A measured number in few characters: `1,200`, `250k`, `0.05`, `2e-4`. */
export function shortNumber(value: number, digits = 4): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) {
    return exponential(value, digits - 1);
  }
  const scaled = size >= 1e4 ? value / 1000 : value;
  const shown = scaled.toLocaleString("en-US", { maximumSignificantDigits: digits });
  return size >= 1e4 ? `${shown}k` : shown;
}

/** `2e-4`, with as many digits as tell it. */
const exponential = (value: number, digits: number): string =>
  Number(value.toPrecision(digits)).toExponential().replace("e+", "e");

/**
 * A share as `91.1 %`. What is nearly all or nearly nothing gets the decimals that show it:
 * `99.998 %` is not 100 %.
 */
export function formatShare(share: number): string {
  let shown = "?";
  for (let decimals = 1; Number.isFinite(share) && decimals <= 8; decimals++) {
    shown = (100 * share).toFixed(decimals);
    if (Number(shown) === 100 * share || !["0", "100"].includes(`${Number(shown)}`)) break;
  }
  return `${shown} %`;
}

/** Seconds as `0:07`, `12:34` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
