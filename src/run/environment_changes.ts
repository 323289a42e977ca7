/** Differences between two environments that may change the bits of a run. */
import type { Environment } from "./environment_record.ts";

/** One difference, as messages show it. */
export interface EnvironmentChange {
  /** `code`, `products`, `runtime`, `processor` or `package NAME`. */
  readonly name: string;
  readonly then: string;
  readonly now: string;
}

/**
 * What differs between two environments; nothing for the number of workers, which changes no bit.
 * What an older version of Unroll did not record counts as equal.
 */
export function environmentChanges(
  then: Environment,
  now: Environment,
): readonly EnvironmentChange[] {
  const [before, after] = environmentFacts([then, now]) as [Facts, Facts];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    before[name] === after[name]
      ? []
      : [{ name, then: before[name] ?? "none", now: after[name] ?? "none" }]
  );
}

/**
 * What environments are by name; what an older version did not record of one is left out of all.
 */
export function environmentFacts(environments: readonly Environment[]): readonly Facts[] {
  const all = environments.every(({ engine }) => engine.build !== undefined);
  return environments.map((environment) => facts(all ? environment : withoutBuild(environment)));
}

/** Values by `code`, `products`, `runtime`, `processor` and `package NAME`. */
export type Facts = Readonly<Record<string, string | undefined>>;

/** `code: 7b5d94bc… before, d0aed803… now`. */
export const formatChange = ({ name, then, now }: EnvironmentChange): string =>
  `${name}: ${then} before, ${now} now`;

/** What computed the products: `blas libopenblas.so.0 (OpenBLAS 0.3.21, Haswell)`. */
export const describeProducts = (engine: Environment["engine"]): string =>
  `${engine.gemm} ${describeLibrary(engine)}`.trim();

/** The library behind them, with what it says of itself; empty where there is none. */
export const describeLibrary = ({ library, build }: Environment["engine"]): string =>
  `${library ?? ""}${build === undefined ? "" : ` (${build})`}`;

/** The first digits of a hash of code, as messages show it. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)}…`;

const withoutBuild = (environment: Environment): Environment => {
  const { build: _, ...engine } = environment.engine;
  return { ...environment, engine };
};

const facts = (
  { code, engine, runtime, packages }: Environment,
): Facts => ({
  code: shortHash(code),
  products: describeProducts(engine),
  runtime: `${runtime.name} ${runtime.version}`,
  processor: `${runtime.cpu} (${runtime.architecture})`,
  ...Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [`package ${name}`, version]),
  ),
});
