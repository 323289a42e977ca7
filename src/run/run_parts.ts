/** The uninterrupted parts of a run, and what computed each. */
import { type EnvironmentChange, environmentChanges, formatChange } from "./environment_changes.ts";
import type { Environment } from "./environment_record.ts";
import type { Manifest } from "./manifest.ts";
import { formatCount } from "../base/terminal/format_number.ts";

/** A part of a run, up to the start of the next. */
export interface RunPart {
  /** Steps done before it. */
  readonly step: number;
  /** Undefined where an older version of Unroll resumed the run, which did not record it. */
  readonly environment: Environment | undefined;
}

/** A part that was computed by something else than the one before it. */
export interface RunSwitch {
  readonly step: number;
  readonly changes: readonly EnvironmentChange[];
}

type Recorded = Pick<Manifest, "hashes" | "engine" | "runtime" | "packages" | "resumed">;

/** The parts in order; work before a restart from step 0 does not count. */
export function runParts(manifest: Recorded): readonly RunPart[] {
  const { hashes: { code }, engine, runtime, packages, resumed } = manifest;
  const parts: readonly RunPart[] = [
    { step: 0, environment: { code, engine, runtime, packages } },
    ...resumed.map(({ step, environment }) => ({ step, environment })),
  ];
  return parts.slice(parts.findLastIndex(({ step }) => step === 0));
}

/** Where the run was resumed by something other than what had computed it so far. */
export function runSwitches(manifest: Recorded): readonly RunSwitch[] {
  const switches: RunSwitch[] = [];
  let before: Environment | undefined;
  for (const { step, environment } of runParts(manifest)) {
    if (environment === undefined) continue;
    const changes = before === undefined ? [] : environmentChanges(before, environment);
    if (changes.length > 0) switches.push({ step, changes });
    before = environment;
  }
  return switches;
}

/** `resumed after step 1,410 by other code (7b5d94bc…), other runtime (bun 1.4.5)`. */
export const formatSwitch = ({ step, changes }: RunSwitch): string =>
  `resumed after step ${formatCount(step)} by ${
    changes.map(({ name, now }) => `other ${name} (${now})`).join(", ")
  }`;

/**
 * What differs between a run and what would compute it now, one line each: since its beginning, and
 * where it was resumed.
 *
 * @param matters which changes are told
 */
export function changesSince(
  manifest: Recorded,
  now: Environment,
  matters: (change: EnvironmentChange) => boolean = () => true,
): readonly string[] {
  const known = runParts(manifest).flatMap(({ environment }) => environment ?? []);
  const changes = known.length === 0 ? [] : environmentChanges(beginning(known), now);
  const switches = runSwitches(manifest)
    .map(({ step, changes }) => ({ step, changes: changes.filter(matters) }))
    .filter(({ changes }) => changes.length > 0);
  return [...changes.filter(matters).map(formatChange), ...switches.map(formatSwitch)];
}

/** The first environment; what it does not say of its library is taken from the first that does. */
function beginning(known: readonly Environment[]): Environment {
  const first = known[0]!;
  const build = known.find(({ engine }) =>
    engine.build !== undefined && engine.library === first.engine.library
  )?.engine.build;
  return build === undefined ? first : { ...first, engine: { ...first.engine, build } };
}
