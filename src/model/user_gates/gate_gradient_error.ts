import { centralDifferences, gradientError } from "./central_differences.ts";
import type { Gate, GateContext } from "../gates/gate.ts";

/** Points nearer to a kink than this are not checked. */
export const kinkMargin = 1e-4;

/**
 * Step of central differences at this distance from a kink: far below it, or as long as rounding
 * likes.
 */
export const stepNear = (distance: number): number =>
  Math.max(2e-5, Math.min(1e-3, distance / 200));

/**
 * Compares a gate's backward with central differences of its forward, for the gradient `dy` of its
 * output: the largest error over its arguments (see {@link gradientError}), or undefined where the
 * arguments are too near to a kink. The arguments are left as they were.
 */
export function gateGradientError(
  gate: Gate,
  args: readonly Float64Array[],
  dy: Float64Array,
  settings: readonly number[],
  context: GateContext,
): number | undefined {
  const distance = gate.kinks?.(args) ?? Infinity;
  if (distance < kinkMargin) return undefined;
  const step = stepNear(distance);
  const forward = () => gate.forward(args, settings, context);
  const analytic = gate.backward(dy, args, forward(), settings, context);
  const errors = args.map((arg, i) => {
    const f = () => forward().reduce((sum, y, j) => sum + y * dy[j]!, 0);
    return gradientError(analytic[i]!, centralDifferences(f, arg, step)).error;
  });
  return Math.max(...errors);
}
