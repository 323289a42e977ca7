/** Checks a sweep's space against its experiment: finds values that the config would refuse. */
import { Result } from "effect";
import { formatEvery } from "../../config/every.ts";
import type { Finding } from "../../config/findings.ts";
import { misspelt } from "../../config/unknown_key.ts";
import { inWords } from "../../config/wording.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import type { SpaceAndMistakes } from "./read_space.ts";
import type { SweepFile } from "../schema.ts";
import type { Assignment, Parameter, Range, Scalar, Space } from "../space/space.ts";
import { combinationMistakes } from "./combination_mistakes.ts";
import { fixedByParent } from "./fixed_by_parent.ts";
import { trialExperiment } from "./trial_experiment.ts";

/**
 * Tries each listed value and the ends of each range, then combinations, by decoding the experiment
 * of a trial. The space that it returns knows which ranges are of whole numbers.
 *
 * @param known mistakes of the space by itself; parameters that have one are not tried
 */
export function checkSpace(
  file: SweepFile,
  space: Space,
  known: readonly Finding[],
  experiment: ReadExperiment,
): SpaceAndMistakes {
  const fixed = fixedByParent(space, experiment.experiment);
  const found: Finding[] = [...fixedMistakes(file, experiment), ...fixed];
  const typed: Parameter[] = [];
  const isWrong = (path: string) =>
    [...known, ...fixed].some(({ path: [, named] }) => named === path);
  for (const parameter of space) {
    if ([parameter.path, ...Object.keys(parameter.when ?? {})].some(isWrong)) continue;
    const context = contextOf(parameter, typed);
    const own = valueMistakes(parameter, context, experiment);
    found.push(...own);
    typed.push(own.length > 0 ? parameter : withType(parameter, context, experiment));
  }
  if (known.length + found.length === 0) found.push(...combinationMistakes(typed, experiment));
  return { space: typed, mistakes: found };
}

/** What the sweep needs of its experiment whatever the values. */
function fixedMistakes(
  { objective, stop }: SweepFile,
  { experiment: { corpus, training } }: ReadExperiment,
): readonly Finding[] {
  const found: Finding[] = [];
  if (!("files" in corpus.split) && corpus.split.valid === 0) {
    found.push({
      path: ["objective", "metric"],
      what: "value",
      message: `The objective "${objective.metric}" needs a validation part, ` +
        "but corpus.split.valid of the experiment is 0",
    });
  }
  if (training.epochs === 0) {
    found.push({
      path: ["experiment"],
      what: "value",
      message: "Expected an experiment with at least 1 in training.epochs, got 0",
    });
  }
  if (
    typeof stop === "object" && "grace" in stop && stop.grace.unit === "epochs" &&
    stop.grace.count >= training.epochs
  ) {
    found.push({
      path: ["stop", "grace"],
      what: "value",
      message: `Expected less than the ${training.epochs} epochs of the experiment, ` +
        `got "${formatEvery(stop.grace)}"`,
    });
  }
  return found;
}

/** Values under which a parameter is active: of each condition the first, and what that needs. */
function contextOf({ when = {} }: Parameter, above: Space): Assignment {
  return Object.entries(when).reduce<Assignment>((values, [path, [first]]) => {
    const condition = above.find((parameter) => parameter.path === path);
    return { ...condition && contextOf(condition, above), ...values, [path]: first! };
  }, {});
}

/** What is tried of a parameter, each with its path below the parameter in the sweep's file. */
function triedOf({ domain }: Parameter): readonly (readonly [Scalar, readonly string[]])[] {
  if ("values" in domain) {
    return domain.values.map((value, i) => [value, ["values", String(i)]]);
  }
  const { min, max, step } = domain;
  return [
    [min, ["min"]],
    [max, ["max"]],
    ...(step === undefined || min === max ? [] : [[min + step, ["step"]] as const]),
  ];
}

function valueMistakes(
  parameter: Parameter,
  context: Assignment,
  experiment: ReadExperiment,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const [value, place] of triedOf(parameter)) {
    const mistake = ownMistake(parameter, value, context, experiment);
    if (mistake?.what === "key") {
      return [{ ...mistake, path: ["space", parameter.path] }];
    }
    if (mistake) found.push({ ...mistake, path: ["space", parameter.path, ...place] });
  }
  return found;
}

/** What the experiment says of the parameter's key or value itself, under a message for a sweep. */
function ownMistake(
  { path }: Parameter,
  value: Scalar,
  context: Assignment,
  experiment: ReadExperiment,
): Finding | undefined {
  const result = trialExperiment(experiment, { ...context, [path]: value });
  if (Result.isSuccess(result)) return undefined;
  const finding = result.failure.find((one) => {
    const named = one.path.join(".");
    return path === named || path.startsWith(`${named}.`) && !isGiven(experiment, one.path);
  });
  if (finding === undefined) return undefined;
  const exact = finding.path.join(".") === path;
  return {
    path: finding.path,
    what: exact ? finding.what : "key",
    message: messageFor(finding, path),
  };
}

/** Whether a key path is one of the experiment's own, so that the mistake is not in the path. */
function isGiven({ experiment }: ReadExperiment, path: readonly string[]): boolean {
  let value: unknown = experiment;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === "object";
}

/** The message, with a proposal of one key completed to the whole path. */
function messageFor({ path: named, message, meant }: Finding, path: string): string {
  if (meant === undefined) return inWords(message);
  const rest = path.split(".").slice(named.length);
  return misspelt([...named.slice(0, -1), meant, ...rest].join("."));
}

/** A range between whole numbers is one of whole numbers where the config takes no others. */
function withType(
  parameter: Parameter,
  context: Assignment,
  experiment: ReadExperiment,
): Parameter {
  const { domain } = parameter;
  if ("values" in domain || !Number.isInteger(domain.min) || !Number.isInteger(domain.max)) {
    return parameter;
  }
  const integer = domain.min < domain.max
    ? ownMistake(parameter, domain.min + 0.5, context, experiment) !== undefined
    : true;
  return integer ? { ...parameter, domain: { ...domain, integer } satisfies Range } : parameter;
}
