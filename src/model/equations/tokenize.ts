/** Cuts the text of a cell's equations into the tokens of each equation. */
import { type CellMistake, mistakeAt } from "./mistake.ts";
import type { TextPosition } from "../../config/text_position.ts";

export interface Token {
  readonly kind: "name" | "number" | "symbol" | "end";
  /** The token as written; empty at the end. */
  readonly text: string;
  readonly at: TextPosition;
}

/** A name with its primes, a number, or a symbol of the language. */
const pattern =
  /([A-Za-z][A-Za-z0-9_]*'*)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[A-Za-z0-9_.]*)|([-+*=(),])/y;

/** Longest name or number, in characters, and most tokens of a cell's equations. */
const longestWord = 100;
const mostTokens = 1000;

/** What people write for a sign that the language has under another name. */
const hints: Readonly<Record<string, string>> = {
  "/": "; there is no division: multiply by a number such as 0.5, or by exp(-log(v)) where v > 0",
  "^": "; there is no power: write v * v",
  "|": "; the absolute value is relu(v) + relu(-v)",
  "@": "; a product of a matrix and a vector is written side by side, as in W h",
  "·": "; a product of a matrix and a vector is written side by side, as in W h",
  "⊙": "; the elementwise product is *",
  "−": "; minus is the ASCII sign -",
  "’": "; the next value of a state is written with the ASCII sign '",
  "′": "; the next value of a state is written with the ASCII sign '",
  ";": "; each equation stands on a line of its own",
  "[": "; parentheses are ( and )",
  "{": "; parentheses are ( and )",
};

/**
 * One list of tokens an equation, each closed by an end token. An equation is a line; it goes on
 * with the next one while a parenthesis is open, after an operator or `=`, and before an operator.
 * `#` starts a comment. A line that begins like an equation (`name =`) always starts one.
 */
export function tokenize(text: string): {
  readonly equations: readonly (readonly Token[])[];
  readonly mistakes: readonly CellMistake[];
} {
  const mistakes: CellMistake[] = [];
  const equations: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  const close = () => {
    const last = current.at(-1);
    if (last === undefined) return;
    const at = {
      line: last.at.line,
      column: last.at.column + last.text.length,
    };
    equations.push([...current, { kind: "end", text: "", at }]);
    current = [];
    depth = 0;
  };
  let count = 0;
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const tokens = tokenizeLine(source.replace(/#.*/, ""), index + 1, mistakes);
    count += tokens.length;
    if (count > mostTokens) {
      const at = tokens.at(mostTokens - count)!.at;
      const message = `Expected at most ${mostTokens} names, numbers and signs in a cell, got more`;
      return { equations: [], mistakes: [mistakeAt(at, message)] };
    }
    const [first, second] = tokens;
    if (first === undefined) continue;
    const begins = first.kind === "name" && second?.text === "=";
    const goesOn = depth > 0 || isOperator(current.at(-1)) || isOperator(first);
    if (begins || !goesOn) close();
    for (const token of tokens) {
      if (token.text === "(") depth++;
      if (token.text === ")") depth--;
      current.push(token);
    }
  }
  close();
  return { equations, mistakes };
}

const isOperator = (token: Token | undefined): boolean =>
  token !== undefined && /^[-+*=]$/.test(token.text);

function tokenizeLine(source: string, line: number, mistakes: CellMistake[]): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < source.length;) {
    if (/\s/.test(source[i]!)) {
      i++;
      continue;
    }
    const at = { line, column: i + 1 };
    pattern.lastIndex = i;
    const match = pattern.exec(source);
    if (match === null) {
      const character = String.fromCodePoint(source.codePointAt(i)!);
      mistakes.push(
        mistakeAt(
          at,
          `Unexpected "${character}"${
            hints[character] ??
              ", expected a name, a number, a parenthesis or one of + - * ="
          }`,
        ),
      );
      i += character.length;
      continue;
    }
    const [word, name, number] = match;
    if (word.length > longestWord) {
      const message = `Expected a name or a number of at most ${longestWord} characters, ` +
        `got "${word.slice(0, 20)}…"`;
      mistakes.push(mistakeAt(at, message));
      i += word.length;
      continue;
    }
    tokens.push({
      kind: name !== undefined ? "name" : number !== undefined ? "number" : "symbol",
      text: word,
      at,
    });
    i += word.length;
  }
  return tokens;
}
