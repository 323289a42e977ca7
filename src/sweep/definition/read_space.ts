/** From a sweep's file to its space, and the mistakes in the space itself. */
import { either, quote } from "../../config/expectation.ts";
import type { Finding } from "../../config/findings.ts";
import { nearest } from "../../config/nearest.ts";
import { gridSize } from "../samplers/grid.ts";
import { stepFits } from "../space/range_grid.ts";
import { rangeMistakes } from "../space/range_mistakes.ts";
import { sizeMistakes } from "../space/size_mistakes.ts";
import type { ParameterConfig, SweepFile } from "../schema.ts";
import type { Choices, Parameter, Range, Scalar, Space } from "../space/space.ts";
import { wrongInSpace as wrong } from "../space/wrong_in_space.ts";

/** Most trials of a grid. */
export const gridLimit = 100_000;

/** A space and its mistakes; with mistakes, the space is not to be used. */
export interface SpaceAndMistakes {
  readonly space: Space;
  readonly mistakes: readonly Finding[];
}

/** Reads the space; key paths of mistakes are those of the sweep's file. */
export function readSpace({ space: config, search, stop, repeat }: SweepFile): SpaceAndMistakes {
  const space = Object.entries(config).map(([path, parameter]) => toParameter(path, parameter));
  const large = sizeMistakes(space);
  if (large.length > 0) return { space: [], mistakes: large };
  const mistakes = space.flatMap((parameter, index) => [
    ...pathMistakes(parameter, space.slice(0, index)),
    ...("values" in parameter.domain
      ? repeatedValues(parameter.path, parameter.domain)
      : rangeMistakes(parameter.path, parameter.domain)),
    ...conditionMistakes(parameter, space.slice(0, index), space.slice(index)),
    ...(search.kind === "grid" && isEndless(parameter)
      ? [wrong([parameter.path], "A grid has no end here, give values or a step")]
      : []),
  ]);
  if (space.length === 0) mistakes.push(wrong([], "Expected at least one parameter, got none"));
  const has = (path: string) => Object.hasOwn(config, path);
  if (repeat.seeds > 1 && has("seed")) {
    mistakes.push(wrong(["seed"], "Does not go with repeat.seeds, which sets it", "key"));
  }
  if (stop !== "none" && stop.kind !== "none" && has("training.epochs")) {
    const message = `Does not go with stop ${stop.kind}, which compares trials of one full length`;
    mistakes.push(wrong(["training.epochs"], message, "key"));
  }
  if (mistakes.length === 0 && search.kind === "grid" && gridSize(space, gridLimit) > gridLimit) {
    mistakes.push(wrong([], `Expected a grid of at most ${gridLimit} combinations, got more`));
  }
  return { space, mistakes };
}

function toParameter(path: string, config: ParameterConfig): Parameter {
  const when = config.when && Object.fromEntries(
    Object.entries(config.when).map(([key, value]): [string, readonly Scalar[]] => [
      key,
      typeof value === "object" ? value : [value],
    ]),
  );
  const domain = "values" in config ? { values: config.values } : {
    min: config.min,
    max: config.max,
    scale: config.scale,
    ...config.step === undefined ? {} : { step: config.step },
  };
  return { path, domain, ...when === undefined ? {} : { when } };
}

/** Whether a grid could not go through its values. */
const isEndless = ({ domain }: Parameter): boolean =>
  !("values" in domain) && domain.step === undefined && domain.min !== domain.max;

/** Keys that are never searched, and why. */
const otherMeasure = "changes what the loss is measured on, so trials can't be compared: " +
  "give each value a sweep of its own";
const notSearched: readonly (readonly [key: string, why: string])[] = [
  ["corpus", otherMeasure],
  ["tokenizer", otherMeasure],
  ["batch.kind", otherMeasure],
  ["batch.maxLength", otherMeasure],
  ["extends", "names a file and cannot be searched"],
  ["gates", "names a file of code and cannot be searched"],
  ["name", "changes no result, so there is nothing to search"],
  ["metrics", "changes no result, so there is nothing to search"],
  ["checkpoint", "changes no result, so there is nothing to search"],
  ["engine.workers", "changes no result, so there is nothing to search"],
];

const isWithin = (path: string, key: string) => path === key || path.startsWith(`${key}.`);

function pathMistakes({ path }: Parameter, above: Space): readonly Finding[] {
  const keys = path.split(".");
  if (keys.some((key) => key.trim() === "" || key === "__proto__")) {
    const message = "Expected keys joined by dots such as model.hidden";
    return [wrong([path], message, "key")];
  }
  const refused = notSearched.find(([key]) => isWithin(path, key));
  if (refused !== undefined) return [wrong([path], `The key ${refused.join(" ")}`, "key")];
  return above.filter((other) => isWithin(path, other.path) || isWithin(other.path, path))
    .map((other) => wrong([path], `Does not go with "${other.path}", one holds the other`, "key"));
}

function repeatedValues(path: string, { values }: Choices): readonly Finding[] {
  return values.flatMap((value, i) =>
    values.indexOf(value) < i
      ? [wrong([path, "values", String(i)], `The value ${quote(value)} is here twice`)]
      : []
  );
}

function conditionMistakes(
  { path, when = {} }: Parameter,
  above: Space,
  others: Space,
): readonly Finding[] {
  return Object.entries(when).flatMap(([name, allowed]) => {
    const at = [path, "when", name];
    const condition = above.find((parameter) => parameter.path === name);
    if (condition === undefined) return [wrong(at, unknownParameter(name, above, others), "key")];
    return allowed.flatMap((value, i) => {
      const message = impossible(value, condition.domain);
      // A single value may be written without a list around it: then its place is the key's.
      return message === undefined ? [] : [wrong([...at, String(i)], message)];
    });
  });
}

function unknownParameter(name: string, above: Space, others: Space): string {
  if (others.some(({ path }) => path === name)) {
    return "Expected a parameter above this one; move it up";
  }
  const names = above.map(({ path }) => path);
  const meant = nearest(name, names);
  if (meant !== undefined) return `Unknown parameter, did you mean "${meant}"?`;
  if (names.length === 0) return "Unknown parameter, there is none above this one";
  return `Unknown parameter, expected ${either(names)}`;
}

/** Why a parameter never has this value, or undefined where it may. */
function impossible(value: Scalar, domain: Choices | Range): string | undefined {
  if ("values" in domain) {
    if (domain.values.includes(value)) return undefined;
    const meant = typeof value === "string"
      ? nearest(value, domain.values.filter((other) => typeof other === "string"))
      : undefined;
    const hint = meant === undefined
      ? `expected ${either(domain.values.map(quote))}`
      : `did you mean "${meant}"?`;
    return `The parameter never takes the value ${quote(value)}, ${hint}`;
  }
  const { min, max, step } = domain;
  if (step === undefined && ![min, max, value].every(Number.isInteger)) {
    return "A condition needs a parameter with listed values, steps or whole numbers";
  }
  const fits = typeof value === "number" && value >= min && value <= max &&
    (step === undefined || stepFits({ min, max: value }, step));
  return fits
    ? undefined
    : `The parameter never takes the value ${
      quote(value)
    }, expected a number from ${min} to ${max}${step === undefined ? "" : ` in steps of ${step}`}`;
}
