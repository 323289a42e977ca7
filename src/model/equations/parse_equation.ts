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
import { type CellMistake, mistakeAt } from "./mistake.ts";
import type { Token } from "./tokenize.ts";
import { unknownFunction } from "./unknown_function.ts";

/** Thrown by {@link parseEquation}, and caught by its caller: the equation can't be understood. */
export class SyntaxMistake extends Error {
  readonly mistake: CellMistake;

  constructor({ at }: Token, what: string) {
    super(what);
    this.mistake = mistakeAt(at, what);
  }
}

/** How deep parentheses, signs and factors may be nested. */
const deepest = 200;

/**
 * Reads the tokens of one equation, of which the last is its end. Throws a {@link SyntaxMistake}.
 */
export const parseEquation = (tokens: readonly Token[], functions: CellFunctions): Equation =>
  new EquationParser(tokens, functions).equation();

/** A method for each rule of the grammar. */
class EquationParser {
  #next = 0;
  #depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: CellFunctions,
  ) {}

  equation(): Equation {
    const target = this.#take();
    if (target.kind !== "name") {
      throw new SyntaxMistake(target, `Expected an equation "name = …", got ${found(target)}`);
    }
    this.#expect("=", `after "${target.text}"`);
    const equation = { ...nameOf(target), at: target.at, expression: this.#sum() };
    this.#expectEnd();
    return equation;
  }

  #sum(): Expression {
    let left = this.#term();
    while (this.#peek().text === "+" || this.#peek().text === "-") {
      const { text, at } = this.#take();
      const operator = text === "+" ? "+" : "-";
      left = { kind: "binary", operator, left, right: this.#term(), at };
    }
    return left;
  }

  #term(): Expression {
    let left = this.#factor();
    while (this.#peek().text === "*") {
      const { at } = this.#take();
      left = { kind: "binary", operator: "*", left, right: this.#factor(), at };
    }
    return left;
  }

  #factor(): Expression {
    if (this.#peek().text !== "-") return this.#chain();
    const { at } = this.#take();
    return { kind: "negate", operand: this.#nested(() => this.#factor()), at };
  }

  #chain(): Expression {
    const left = this.#atom();
    const { kind, text } = this.#peek();
    const grouped = text === "(";
    if (kind !== "name" && kind !== "number" && !grouped) return left;
    const right = this.#nested(() => this.#chain());
    return { kind: "product", left, right, grouped, at: left.at };
  }

  #atom(): Expression {
    const token = this.#take();
    const { kind, text, at } = token;
    if (kind === "number") return { kind: "number", value: numberOf(token), at };
    if (kind === "name") {
      return this.functions.has(text)
        ? { kind: "call", function: text, args: this.#arguments(token), at }
        : { kind: "name", ...nameOf(token), at };
    }
    if (text === "(") return this.#parenthesis(token);
    throw new SyntaxMistake(
      token,
      `Expected a name, a number, a function or a parenthesis, got ${found(token)}`,
    );
  }

  /** What follows an open parenthesis. */
  #parenthesis(opening: Token): Expression {
    const before = this.tokens[this.#next - 2];
    const inner = this.#nested(() => this.#sum());
    if (this.#peek().text === "," && before?.kind === "name") {
      throw new SyntaxMistake(before, unknownFunction(before.text, this.functions));
    }
    this.#expect(")", `to close the parenthesis at column ${opening.at.column}`);
    return inner;
  }

  #arguments(name: Token): Expression[] {
    if (this.#peek().text !== "(") {
      throw new SyntaxMistake(
        name,
        `Function "${name.text}" needs parentheses: expected ${name.text}(…)`,
      );
    }
    const list: Expression[] = [];
    do {
      this.#take();
      list.push(this.#nested(() => this.#sum()));
    } while (this.#peek().text === ",");
    this.#expect(")", `to close the arguments of ${name.text}`);
    return list;
  }

  /** Counts how deep expressions are nested. */
  #nested(read: () => Expression): Expression {
    if (++this.#depth > deepest) {
      throw new SyntaxMistake(
        this.#peek(),
        `Expected at most ${deepest} levels of nesting, got more`,
      );
    }
    const expression = read();
    this.#depth--;
    return expression;
  }

  #peek(): Token {
    return this.tokens[this.#next]!;
  }

  #take(): Token {
    return this.tokens[this.#next++]!;
  }

  #expect(symbol: string, where: string): void {
    const token = this.#peek();
    if (token.text !== symbol) {
      throw new SyntaxMistake(token, `Expected "${symbol}" ${where}, got ${found(token)}`);
    }
    this.#next++;
  }

  #expectEnd(): void {
    const rest = this.#peek();
    if (rest.kind === "end") return;
    throw new SyntaxMistake(
      rest,
      rest.text === "="
        ? `Expected one "=" in an equation, got a second`
        : rest.text === ")"
        ? `Parenthesis ")" closes nothing`
        : `Expected an operator or the line's end, got ${found(rest)}`,
    );
  }
}

const found = (token: Token): string => token.kind === "end" ? "the line's end" : `"${token.text}"`;

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
