import type { Scalar } from "./space.ts";

/**
 * A parameter's value exactly as it was given, so that it can be typed again; a trial that lacks
 * the parameter has none. What was measured is shortened instead: see
 * base/terminal/format_number.ts.
 */
export const formatValue = (value: Scalar | undefined): string => `${value ?? "–"}`;
