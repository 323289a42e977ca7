import type { Equation } from "./expression.ts";
import type { CellFunctions } from "./functions.ts";
import { type CellMistake, mistakeAt } from "./mistake.ts";
import { parseEquation, SyntaxMistake } from "./parse_equation.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** An equation that could not be parsed; the mistake has been reported. */
export interface Unreadable {
  /** What it seems to define, with its prime. */
  readonly defines: string | undefined;
  /** Every name in it, with primes. */
  readonly names: readonly string[];
}

export interface ParsedEquations {
  readonly equations: readonly Equation[];
  readonly unreadable: readonly Unreadable[];
  readonly mistakes: readonly CellMistake[];
}

/** Every equation that can be read, in order, and what is wrong with the others. */
export function parseEquations(text: string, functions: CellFunctions): ParsedEquations {
  const { equations: lines, mistakes: unexpected } = tokenize(text);
  const mistakes = [...unexpected];
  const spoilt = new Set(unexpected.map(({ line }) => line));
  const equations: Equation[] = [];
  const unreadable: Unreadable[] = [];
  const giveUp = (tokens: readonly Token[]) => {
    const names = tokens.filter(({ kind }) => kind === "name").map(({ text }) => text);
    // The first name was most likely meant to be defined.
    unreadable.push({ defines: tokens[0]?.text.replace(/'+$/, "'"), names });
  };
  for (const tokens of lines) {
    // An unknown character has been reported; further mistakes in its line only follow from it.
    if (tokens.some(({ at }) => spoilt.has(at.line))) {
      giveUp(tokens);
      continue;
    }
    try {
      equations.push(parseEquation(tokens, functions));
    } catch (error) {
      if (!(error instanceof SyntaxMistake)) throw error;
      mistakes.push(error.mistake);
      giveUp(tokens);
    }
  }
  if (lines.length === 0 && mistakes.length === 0) {
    mistakes.push(mistakeAt({ line: 1, column: 1 }, 'Expected an equation "name = …", got none'));
  }
  return { equations, unreadable, mistakes };
}
