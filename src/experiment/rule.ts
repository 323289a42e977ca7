/** A rule that ties keys of several parts of a config together. */
import type { Finding } from "../config/findings.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import type { Experiment } from "./schema.ts";

/** The parts of an experiment that could be decoded. */
export type Parts = Partial<Experiment>;

/**
 * What breaks it; nothing where its parts are missing. `gates` are those of the user's, where they
 * could be loaded.
 */
export type Rule = (parts: Parts, gates: GateModule | undefined) => readonly Finding[];

/** A wrong value at a key path such as `corpus.path`. */
export const wrongValue = (path: string, message: string): Finding => ({
  path: path.split("."),
  what: "value",
  message,
});
