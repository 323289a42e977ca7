/** Numbers as people read them. */

/** `12345.6` as `12,346`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "?";
  return Math.round(value).toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A measure with some decimals; a large one with four digits and an exponent, none as `?`. */
export function formatMeasure(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return "?";
  return Math.abs(value) < 1e6 ? value.toFixed(decimals) : value.toExponential(3);
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
