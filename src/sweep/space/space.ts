/** What a sweep searches: parameters of an experiment, each a key path with its possible values. */

/** A value of a parameter, as in a config. */
export type Scalar = string | number | boolean;

/** One of the listed values. */
export interface Choices {
  readonly values: readonly Scalar[];
}

/**
 * A number with `min` ≤ x ≤ `max`. With `step` it is one of min, min + step, …, max. With `integer`
 * it is whole, and so are `min`, `max` and `step`. With scale `log` its logarithm is searched
 * evenly, 0 < min, and there is no `step`.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly scale?: "linear" | "log";
  readonly integer?: boolean;
}

/** Key paths of earlier parameters and the values that each must have; all must hold. */
export type Condition = Readonly<Record<string, readonly Scalar[]>>;

/** A key path of the experiment and the values that are searched for it. */
export interface Parameter {
  /** Keys joined by dots, such as `model.hidden`. */
  readonly path: string;
  readonly domain: Choices | Range;
  /** When it is searched at all; undefined is always. */
  readonly when?: Condition;
}

/** Parameters in the order of the file; a condition only names parameters before its own. */
export type Space = readonly Parameter[];

/**
 * Values by key path, of the parameters that are active in this trial, in the order of the space.
 */
export type Assignment = Readonly<Record<string, Scalar>>;

/** Whether a parameter is searched, given the values of those before it. */
export function isActive({ when }: Parameter, values: Assignment): boolean {
  return Object.entries(when ?? {}).every(([path, allowed]) =>
    Object.hasOwn(values, path) && allowed.includes(values[path]!)
  );
}
