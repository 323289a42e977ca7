import type { Finding } from "../config/findings.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { corpusRules } from "./corpus_rules.ts";
import { modelRules } from "./model_rules.ts";
import type { Parts } from "./rule.ts";
import { trainingRules } from "./training_rules.ts";

/** What is wrong between the parts of an experiment. */
export const brokenRules = (
  parts: Parts,
  gates: GateModule | undefined,
): readonly Finding[] =>
  [...corpusRules, ...modelRules, ...trainingRules].flatMap((rule) => rule(parts, gates));
