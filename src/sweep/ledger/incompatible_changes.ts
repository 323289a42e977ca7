/** Whether a sweep can go on after its file or its experiment was changed. */
import type { SweepDefinition } from "./definition.ts";
import type { Choices, Parameter, Range, Space } from "../space/space.ts";

/**
 * What is in the way of going on, one message a change; none where the change only adds: more
 * trials, more time, more values, a wider range, another answer to failures.
 *
 * @param begun trials that are begun already
 */
export function incompatibleChanges(
  before: SweepDefinition,
  after: SweepDefinition,
  begun: number,
): readonly string[] {
  const { trials } = after.limits;
  return [
    ...keyChanges("experiment", before.experiment, after.experiment),
    ...(before.corpus === after.corpus ? [] : ["The corpus holds other bytes"]),
    ...(before.gates === after.gates ? [] : ["The file of gates holds other code"]),
    ...keyChanges("objective", before.objective, after.objective),
    ...keyChanges("search", withoutTrials(before.search), withoutTrials(after.search)),
    ...keyChanges("stop", before.stop, after.stop),
    ...keyChanges("repeat.seeds", before.repeats, after.repeats),
    ...spaceChanges(before.space, after.space),
    ...(trials !== null && trials < begun
      ? [`${begun} trials are begun, more than the ${trials} that the file now allows`]
      : []),
  ];
}

const withoutTrials = ({ trials: _, ...search }: SweepDefinition["search"]) => search;

/** The deepest key paths at which two JSON values differ, as messages. */
function keyChanges(path: string, before: unknown, after: unknown): string[] {
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => keyChanges(`${path}.${key}`, before[key], after[key]));
  }
  const [was, is] = [before, after].map((value) => JSON.stringify(value) ?? "nothing");
  return was === is ? [] : [`${path}: was ${was}, is ${is}`];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function spaceChanges(before: Space, after: Space): string[] {
  const now = new Map(after.map((parameter) => [parameter.path, parameter]));
  const then = new Map(before.map((parameter) => [parameter.path, parameter]));
  return [
    ...before.flatMap((parameter) => {
      const path = `space.${parameter.path}`;
      const other = now.get(parameter.path);
      return other === undefined
        ? [`${path}: is no longer searched`]
        : narrower(path, parameter, other);
    }),
    ...after.flatMap(({ path }) =>
      then.has(path) ? [] : [`space.${path}: was not searched before`]
    ),
  ];
}

function narrower(path: string, before: Parameter, after: Parameter): string[] {
  const conditions = keyChanges(`${path}.when`, before.when ?? {}, after.when ?? {});
  if ("values" in before.domain && "values" in after.domain) {
    return [...conditions, ...lostValues(path, before.domain, after.domain)];
  }
  if ("min" in before.domain && "min" in after.domain) {
    return [...conditions, ...lostRange(path, before.domain, after.domain)];
  }
  return [...conditions, `${path}: was ${kind(before.domain)}, is ${kind(after.domain)}`];
}

const kind = (domain: Choices | Range) => "values" in domain ? "a list of values" : "a range";

function lostValues(path: string, before: Choices, after: Choices): string[] {
  return before.values.filter((value) => !after.values.includes(value))
    .map((value) => `${path}.values: ${JSON.stringify(value)} is gone`);
}

function lostRange(path: string, before: Range, after: Range): string[] {
  const { min: low, max: high, ...rest } = before;
  const { min, max, ...others } = after;
  return [
    ...(min > low ? [`${path}.min: was ${low}, is ${min}`] : []),
    ...(max < high ? [`${path}.max: was ${high}, is ${max}`] : []),
    ...(shifted(before, after)
      ? [`${path}.min: was ${low}, from which steps do not lead to ${min}`]
      : []),
    ...keyChanges(path, { scale: "linear", ...rest }, { scale: "linear", ...others }),
  ];
}

/** Whether a lower start puts the steps elsewhere. */
function shifted(before: Range, after: Range): boolean {
  if (before.step === undefined || before.step !== after.step) return false;
  const steps = (before.min - after.min) / before.step;
  return steps > 0 && Math.abs(steps - Math.round(steps)) > 1e-9;
}
