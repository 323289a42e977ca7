/** The directory of a sweep beside its runs, which holds its ledger unless a store was given. */
import { basename, join } from "node:path";
import type { StoreAddress } from "../store/store_address.ts";

/** File that holds the ledger. */
export const ledgerFile = "ledger.sqlite";

const prefix = "sweep-";

/** @param runs folder of run directories */
export const sweepDirectory = (runs: string, name: string): string =>
  join(runs, `${prefix}${name}`);

/** The name of the sweep that a person calls by its directory or its name. */
export const sweepName = (directory: string): string => {
  const name = basename(directory);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
};

/** The store in a sweep's own directory. */
export const ownStore = (directory: string): StoreAddress => {
  const file = join(directory, ledgerFile);
  return { kind: "sqlite", file, shown: file };
};
