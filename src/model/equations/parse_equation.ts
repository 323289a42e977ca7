/**
 * The grammar of an equation, read by recursive descent:
 *
 *   equation   = name ["'"] "=" sum
 *   sum        = term { ("+" | "-") term }
 *   term       = factor { "*" factor }
 *   factor     = "-" factor | chain
 *   chain      = atom [ chain ]                 grouped to the right: A B x is A (B x)
 *   atom       = number | name ["'"] | function "(" sum { "," sum } ")" | "(" sum ")"
 */
import type { Equation, Expression } from "./expression.ts";
import type { CellFunctions } from "./functions.ts";
import type { Token } from "./tokenize.ts";
import { unknownFunction } from "./unknown_function.ts";

/** Thrown by {@link parseEquation}, and caught by its caller: the equation can't be understood. */
export class SyntaxMistake extends Error {
  constructor(readonly token: Token, message: string) {
    super(message);
  }
}

const found = (
  token: Token,
): string => (token.kind === "end" ? "the line's end" : `"${token.text}"`);

/** Parentheses, signs and factors may stand in one another this deep. */
const deepest = 200;

/** Reads the tokens of one equation, of which the last is its end. Throws a {@link SyntaxMistake}. */
export function parseEquation(tokens: readonly Token[], functions: CellFunctions): Equation {
  let next = 0;
  const peek = (): Token => tokens[next]!;
  const take = (): Token => tokens[next++]!;
  const expect = (symbol: string, before: string): Token => {
    if (peek().text !== symbol) {
      throw new SyntaxMistake(
        peek(),
        `Expected "${symbol}" ${before}, got ${found(peek())}`,
      );
    }
    return take();
  };

  let depth = 0;
  /** Counts how deep expressions stand in one another. */
  const nested = (read: () => Expression): Expression => {
    if (++depth > deepest) {
      throw new SyntaxMistake(peek(), `Expected at most ${deepest} levels of nesting, got more`);
    }
    const expression = read();
    depth--;
    return expression;
  };
  const sum = (): Expression => {
    let left = term();
    while (peek().text === "+" || peek().text === "-") {
      const { text, at } = take();
      left = {
        kind: "binary",
        operator: text === "+" ? "+" : "-",
        left,
        right: term(),
        at,
      };
    }
    return left;
  };
  const term = (): Expression => {
    let left = factor();
    while (peek().text === "*") {
      const { at } = take();
      left = { kind: "binary", operator: "*", left, right: factor(), at };
    }
    return left;
  };
  const factor = (): Expression => {
    if (peek().text !== "-") return chain();
    const { at } = take();
    return { kind: "negate", operand: nested(factor), at };
  };
  const chain = (): Expression => {
    const left = atom();
    const begins = peek().kind === "name" || peek().kind === "number" ||
      peek().text === "(";
    if (!begins) return left;
    const grouped = peek().text === "(";
    return { kind: "product", left, right: nested(chain), grouped, at: left.at };
  };
  const atom = (): Expression => {
    const token = take();
    const { text, at } = token;
    if (token.kind === "number") {
      return { kind: "number", value: numberOf(token), at };
    }
    if (token.kind === "name") {
      if (functions.has(text)) {
        return { kind: "call", function: text, args: args(token), at };
      }
      return { kind: "name", ...nameOf(token), at };
    }
    if (text === "(") {
      const before = tokens[next - 2];
      const inner = nested(sum);
      if (peek().text === "," && before?.kind === "name") {
        throw new SyntaxMistake(before, unknownFunction(before.text, functions));
      }
      expect(")", `to close the parenthesis at column ${at.column}`);
      return inner;
    }
    throw new SyntaxMistake(
      token,
      `Expected a name, a number, a function or a parenthesis, got ${found(token)}`,
    );
  };
  const args = (name: Token): Expression[] => {
    if (peek().text !== "(") {
      throw new SyntaxMistake(
        name,
        `Function "${name.text}" needs parentheses: expected ${name.text}(…)`,
      );
    }
    take();
    const list = [nested(sum)];
    while (peek().text === ",") {
      take();
      list.push(nested(sum));
    }
    expect(")", `to close the arguments of ${name.text}`);
    return list;
  };

  const target = take();
  if (target.kind !== "name") {
    throw new SyntaxMistake(
      target,
      `Expected an equation "name = …", got ${found(target)}`,
    );
  }
  expect("=", `after "${target.text}"`);
  const equation = { ...nameOf(target), at: target.at, expression: sum() };
  const rest = peek();
  if (rest.text === "=") {
    throw new SyntaxMistake(
      rest,
      `Expected one "=" in an equation, got a second`,
    );
  }
  if (rest.text === ")") {
    throw new SyntaxMistake(rest, `Parenthesis ")" closes nothing`);
  }
  if (rest.kind !== "end") {
    throw new SyntaxMistake(
      rest,
      `Expected an operator or the line's end, got ${found(rest)}`,
    );
  }
  return equation;
}

function nameOf(token: Token): { name: string; primed: boolean } {
  const name = token.text.replace(/'+$/, "");
  const primes = token.text.length - name.length;
  if (primes > 1) {
    throw new SyntaxMistake(
      token,
      `Expected one prime, ${name}' for the next value of state ${name}, got "${token.text}"`,
    );
  }
  return { name, primed: primes === 1 };
}

function numberOf(token: Token): number {
  const value = Number(token.text);
  if (Number.isFinite(value)) return value;
  const name = /^([\d.]+)([A-Za-z_]\w*)$/.exec(token.text);
  throw new SyntaxMistake(
    token,
    name === null
      ? `Expected a number, got "${token.text}"`
      : `Expected a number, got "${token.text}"; a number times a vector is written ${name[1]} ${
        name[2]
      }`,
  );
}
