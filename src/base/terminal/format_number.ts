/**
 * Measured and counted numbers, formatted for people. Numbers that a person gave are shown as
 * given: see sweep/space/format_value.ts.
 */

/** `12345.6` as `12,346`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "?";
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
    return Number(value.toPrecision(digits - 1)).toExponential().replace("e+", "e");
  }
  const scaled = size >= 1e4 ? value / 1000 : value;
  const shown = scaled.toLocaleString("en-US", { maximumSignificantDigits: digits });
  return size >= 1e4 ? `${shown}k` : shown;
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
