/** Checks the left sides of a cell's equations and the order of its lines. */
import {
  type Declarations,
  inputName,
  isAllowed,
  learnedName,
  startsUpper,
} from "./declarations.ts";
import { type Equation, namesOf, written } from "../equations/expression.ts";
import { type CellMistake, mistakeAt } from "../equations/mistake.ts";
import { type Wording, wording } from "../../config/wording.ts";
import { noState } from "./no_state.ts";

/** The equations by what they define (`h'` with its prime); of duplicates, the first. */
export type Definitions = ReadonlyMap<string, Equation>;

export function definitionsOf(equations: readonly Equation[]): Definitions {
  const definitions = new Map<string, Equation>();
  for (const equation of equations) {
    if (!definitions.has(written(equation))) {
      definitions.set(written(equation), equation);
    }
  }
  return definitions;
}

/** What is wrong with the names that equations define, apart from their order. */
export function checkTargets(
  equations: readonly Equation[],
  definitions: Definitions,
  { states, parameters, functions }: Declarations,
): CellMistake[] {
  const mistakes: CellMistake[] = [];
  const learned = [...states.values()].filter((state) => state.learned);
  for (const equation of equations) {
    const { name, primed, at } = equation;
    const first = definitions.get(written(equation))!;
    const initial = learned.find((state) => learnedName(state.name) === name);
    const problem = functions.has(name)
      ? `Name "${name}" is that of a function`
      : name === inputName
      ? `Name "${name}" is that of the layer's input, which can't be defined`
      : primed && !states.has(name)
      ? noState(name, states.keys())
      : !primed && states.has(name)
      ? `State "${name}" can't be set: its next value is written ${name}' = …`
      : parameters.has(name) && !states.has(name)
      ? `Parameter "${name}" is declared, so it can't be defined`
      : initial !== undefined
      ? `Name "${name}" is that of the learned first value of state "${initial.name}"`
      : startsUpper(name) && !states.has(name)
      ? `Name "${name}" starts with a capital letter, which is for matrix parameters`
      : first !== equation
      ? wording`Name "${written(equation)}" is defined twice, first in ${first.at}`
      : undefined;
    if (problem !== undefined) mistakes.push(mistakeAt(at, problem));
  }
  return mistakes;
}

/**
 * States whose next value no equation gives; `excused` are names that an unreadable line may
 * define.
 */
export function checkStates(
  definitions: Definitions,
  { states, functions }: Declarations,
  excused: ReadonlySet<string>,
): CellMistake[] {
  return [...states.keys()]
    .filter((name) =>
      !definitions.has(`${name}'`) && !excused.has(`${name}'`) &&
      isAllowed(name, functions)
    )
    .map((name) => ({
      path: ["state"],
      message: `State "${name}" has no next value: expected an equation ${name}' = …`,
    }));
}

/**
 * Why `equation` can't read `name` (with its prime), which is defined in its own line or below:
 * because that in turn needs this equation (a cycle), or just because of the order.
 */
export function readTooEarly(name: string, equation: Equation, definitions: Definitions): Wording {
  const own = written(equation);
  if (name === own) {
    return `Name "${name}" is defined by itself; only a state has a previous value`;
  }
  const cycle = pathBetween(name, own, definitions);
  if (cycle !== undefined) {
    return `Cycle: "${own}" needs ${cycle.map((step) => `"${step}"`).join(", which needs ")}`;
  }
  const bare = name.endsWith("'") ? `; the previous step's value is ${name.slice(0, -1)}` : "";
  return wording`Name "${name}" is used before its definition in ${
    definitions.get(name)!.at
  }${bare}`;
}

/** The chain of definitions from `from` to `to`, both included, or undefined. */
function pathBetween(from: string, to: string, definitions: Definitions): string[] | undefined {
  const seen = new Set<string>();
  const search = (name: string): string[] | undefined => {
    if (name === to) return [name];
    const definition = definitions.get(name);
    if (seen.has(name) || definition === undefined) return undefined;
    seen.add(name);
    for (const read of namesOf(definition.expression)) {
      const rest = search(written(read));
      if (rest !== undefined) return [name, ...rest];
    }
    return undefined;
  };
  return search(from);
}
