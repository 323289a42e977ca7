/**
 * The commands that a sweep prints at its end: to train the best trial again, or the failed ones.
 */
import { unrollCommand } from "../../base/unroll_command.ts";
import type { Assignment, Scalar } from "../space/space.ts";

/**
 * Runs a trial by itself, at full length.
 *
 * @param config path of the experiment's file
 * @param runs the folder of run directories, where it is not the usual one
 * @param code whether the experiment names a file of gates
 */
export const rerunCommand = (
  config: string,
  values: Assignment,
  runs?: string,
  code = false,
): string =>
  unrollCommand(
    "run",
    config,
    ...Object.entries(values).flatMap(([path, value]) => ["--set", `${path}=${yaml(value)}`]),
    ...places({ runs, code }),
  );

export interface RunPlaces {
  /** The folder of run directories, where it is not the usual one. */
  readonly runs: string | undefined;
  /** The store's address without its password, where it is not a file of the sweep's own. */
  readonly store?: string | undefined;
  /** Whether the experiment names a file of gates. */
  readonly code: boolean;
}

/** Trains the failed trials of a sweep again. */
export const retryCommand = (sweep: string, given: RunPlaces): string =>
  unrollCommand("sweep", sweep, "--retry", "failed", ...places(given));

const places = ({ runs, store, code }: RunPlaces): string[] => [
  ...(runs === undefined ? [] : ["--runs", runs]),
  ...(store === undefined ? [] : ["--store", store]),
  ...(code ? ["--allow-code"] : []),
];

/** A value as YAML that reads as the same value. */
const yaml = (value: Scalar): string =>
  typeof value === "string" &&
    !/^(?!(?:true|false|null|yes|no|on|off)$)[a-z][\w./ -]*$/i.test(value)
    ? JSON.stringify(value)
    : String(value);
