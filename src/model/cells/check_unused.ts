import type { Definitions } from "./check_equations.ts";
import { type Declarations, isAllowed, learnedName } from "./declarations.ts";
import type { Elaboration } from "./elaborate.ts";
import { type CellMistake, mistakeAt } from "../equations/mistake.ts";
import type { CellConfig } from "./schema.ts";
import { suggestion } from "../equations/suggestion.ts";

/**
 * Finds parameters that are declared but not used, and names that are defined but never read.
 * `mentioned` are names that count as used although no node has them.
 */
export function checkUnused(
  cell: CellConfig,
  { states, parameters, functions, mistakes: wrong }: Declarations,
  definitions: Definitions,
  elaboration: Elaboration,
  mentioned: ReadonlySet<string>,
): CellMistake[] {
  const used = new Set(elaboration.parameters.map(({ name }) => name));
  for (const { name, learned } of states.values()) {
    if (learned) used.add(learnedName(name));
  }
  const ill = new Set(wrong.flatMap(({ path: [key, name] }) => key === "parameters" ? name! : []));
  const undeclared = [...used].filter((name) => !parameters.has(name));
  const mistakes: CellMistake[] = [...parameters.keys()]
    .filter((name) => !used.has(name) && !mentioned.has(name) && !ill.has(name))
    .map((name) => ({
      path: ["parameters", name],
      message: `Parameter "${name}" is declared but the equations never use it${
        suggestion(name, undeclared)
      }`,
    }));
  for (const [name, { primed, at }] of definitions) {
    if (primed || elaboration.read.has(name) || mentioned.has(name) || cell.output === name) {
      continue;
    }
    // These are mistakes of another kind.
    if (states.has(name) || parameters.has(name) || used.has(name) || !isAllowed(name, functions)) {
      continue;
    }
    mistakes.push(mistakeAt(at, `Name "${name}" is defined but never used`));
  }
  return mistakes;
}
