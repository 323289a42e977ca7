/**
 * Checks a gate at one point. Nothing is known about where it is smooth or steep, so differences
 * are taken with several step lengths, and elements at a kink are skipped.
 */
import { centralDifferences } from "./central_differences.ts";
import type { Gate } from "../gates/gate.ts";
import { spread } from "./spread.ts";
import { GateFailure } from "./user_gate.ts";

/** Where the backward is furthest from differences of the forward. */
export interface GateDisagreement {
  /** |a − n| as a multiple of max(|a|, |n|, 1e-3 · the argument's largest). */
  readonly error: number;
  /** Number of the argument, and of its element, from 0. */
  readonly argument: number;
  readonly element: number;
  readonly analytic: number;
  readonly numeric: number;
  /** Elements that were compared; those at a kink were not. */
  readonly compared: number;
}

/** A right backward stays below this: differences are good to 1e-8 or so. */
export const largestGateError = 1e-5;

/** Elements of an argument that are looked at. */
const mostElements = 32;
/**
 * Steps of the differences: where one is too long for a steep place or a kink nearby, the next may
 * do.
 */
const steps = [1e-3, 1e-4, 1e-5];
/**
 * Step of the one-sided differences that find kinks, wider than the least of the others reach, and
 * how unequal they may be.
 */
const sideStep = 2.5e-5;
const mostUnequal = 1e-2;

const noContext = { rowKey: undefined, salt: 0 };

/**
 * Compares the backward with differences of the forward, at `args` and for the gradient `dy` of the
 * output. Throws a {@link GateFailure} if the gate's results are invalid.
 */
export function checkGate(
  gate: Gate,
  args: readonly Float64Array[],
  dy: Float64Array,
): GateDisagreement {
  const forward = () => gate.forward(args, [], noContext);
  const y = forward();
  const before = args.map((arg) => arg.slice());
  mustBeFinite(gate, "forward", args, y);
  if (!same(forward(), y)) throw failure(gate, "forward gives another output the second time");
  const analytic = gate.backward(dy, args, y, [], noContext);
  for (const gradient of analytic) mustBeFinite(gate, "backward", args, gradient);
  if (!before.every((arg, i) => same(arg, args[i]!))) throw failure(gate, "changes its arguments");

  const f = () => forward().reduce((sum, yi, i) => sum + yi * dy[i]!, 0);
  let worst = { error: 0, argument: 0, element: 0, analytic: 0, numeric: 0, compared: 0 };
  args.forEach((arg, argument) => {
    const elements = spread(arg.length, mostElements).filter((element) => !isKink(f, arg, element));
    const numerics = elements.map((element) =>
      steps.map((step) => centralDifferences(f, arg, step, [element])[0]!)
    );
    const largest = Math.max(0, ...numerics.flat().map(Math.abs).filter(Number.isFinite));
    elements.forEach((element, at) => {
      const a = analytic[argument]![element]!;
      const errorOf = (n: number) => {
        const error = a === n
          ? 0
          : Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n), 1e-3 * largest);
        return Number.isNaN(error) ? Infinity : error;
      };
      const numeric = numerics[at]!.reduce((best, n) => errorOf(n) < errorOf(best) ? n : best);
      const error = errorOf(numeric);
      const compared = worst.compared + 1;
      worst = error > worst.error
        ? { error, argument, element, analytic: a, numeric, compared }
        : { ...worst, compared };
    });
  });
  return worst;
}

const failure = ({ name }: Gate, what: string): GateFailure =>
  new GateFailure({ gate: name, what });

const mustBeFinite = (
  gate: Gate,
  what: string,
  args: readonly Float64Array[],
  values: Float64Array,
): void => {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd === undefined || !args.every((arg) => arg.every(Number.isFinite))) return;
  throw failure(gate, `${what} gives ${odd} for arguments that the model gives it`);
};

const same = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((ai, i) => Object.is(ai, b[i]!));

/** Whether the slopes on both sides of an element differ. */
const isKink = (f: () => number, arg: Float64Array, element: number): boolean => {
  const value = arg[element]!;
  const at = (moved: number) => {
    arg[element] = moved;
    const result = f();
    arg[element] = value;
    return result;
  };
  const here = f();
  const [above, below] = [at(value + sideStep) - here, here - at(value - sideStep)];
  const scale = Math.max(Math.abs(above), Math.abs(below));
  // Slopes as small as the rounding of f tell nothing.
  return Math.abs(above - below) > mostUnequal * scale + 1e-14 * Math.max(1, Math.abs(here));
};
