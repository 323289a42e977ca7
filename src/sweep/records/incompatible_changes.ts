/** Whether a sweep can be resumed after its file or its experiment has changed. */
import { Predicate } from "effect";
import type { SweepDefinition } from "./definition.ts";
import type { SweepChange } from "./sweep_change.ts";
import type { Choices, Parameter, Range, Space } from "../space/space.ts";

/**
 * What is in the way of going on; nothing where the change only adds: more
 * trials, more time, more values, a wider range, another answer to failures.
 *
 * @param begun trials that are begun already
 */
export function incompatibleChanges(
  before: SweepDefinition,
  after: SweepDefinition,
  begun: number,
): readonly SweepChange[] {
  const { trials } = after.limits;
  return [
    ...keyChanges("experiment", before.experiment, after.experiment),
    ...(before.corpus === after.corpus ? [] : [{ _tag: "Corpus" } as const]),
    ...(before.gates === after.gates ? [] : [{ _tag: "Gates" } as const]),
    ...(JSON.stringify(before.from) === JSON.stringify(after.from)
      ? []
      : [{ _tag: "Model" } as const]),
    ...keyChanges("objective", before.objective, after.objective),
    ...keyChanges("search", withoutTrials(before.search), withoutTrials(after.search)),
    ...keyChanges("stop", before.stop, after.stop),
    ...keyChanges("repeat.seeds", before.repeats, after.repeats),
    ...spaceChanges(before.space, after.space),
    ...(trials !== null && trials < begun
      ? [{ _tag: "FewerTrials", begun, allowed: trials } as const]
      : []),
  ];
}

const withoutTrials = ({ trials: _, ...search }: SweepDefinition["search"]) => search;

/** The deepest key paths at which two JSON values differ. */
function keyChanges(path: string, was: unknown, is: unknown): SweepChange[] {
  if (Predicate.isObject(was) && Predicate.isObject(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return keys.flatMap((key) => keyChanges(`${path}.${key}`, was[key], is[key]));
  }
  const same = JSON.stringify(was) === JSON.stringify(is);
  return same ? [] : [{ _tag: "Value", key: path, was, is }];
}

function spaceChanges(before: Space, after: Space): SweepChange[] {
  const now = new Map(after.map((parameter) => [parameter.path, parameter]));
  const then = new Map(before.map((parameter) => [parameter.path, parameter]));
  return [
    ...before.flatMap((parameter): SweepChange[] => {
      const key = `space.${parameter.path}`;
      const other = now.get(parameter.path);
      return other === undefined
        ? [{ _tag: "Unsearched", key, now: true }]
        : narrower(key, parameter, other);
    }),
    ...after.flatMap(({ path }): SweepChange[] =>
      then.has(path) ? [] : [{ _tag: "Unsearched", key: `space.${path}`, now: false }]
    ),
  ];
}

function narrower(path: string, before: Parameter, after: Parameter): SweepChange[] {
  const conditions = keyChanges(`${path}.when`, before.when ?? {}, after.when ?? {});
  if ("values" in before.domain && "values" in after.domain) {
    return [...conditions, ...lostValues(path, before.domain, after.domain)];
  }
  if ("min" in before.domain && "min" in after.domain) {
    return [...conditions, ...lostRange(path, before.domain, after.domain)];
  }
  return [
    ...conditions,
    { _tag: "Domain", key: path, was: kind(before.domain), is: kind(after.domain) },
  ];
}

const kind = (domain: Choices | Range) => "values" in domain ? "values" : "range";

function lostValues(path: string, before: Choices, after: Choices): SweepChange[] {
  return before.values.filter((value) => !after.values.includes(value))
    .map((value) => ({ _tag: "LostValue", key: `${path}.values`, value }));
}

function lostRange(path: string, before: Range, after: Range): SweepChange[] {
  const { min: low, max: high, ...rest } = before;
  const { min, max, ...others } = after;
  return [
    ...(min > low ? keyChanges(`${path}.min`, low, min) : []),
    ...(max < high ? keyChanges(`${path}.max`, high, max) : []),
    ...(shifted(before, after)
      ? [{ _tag: "ShiftedSteps", key: `${path}.min`, was: low, is: min } as const]
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
