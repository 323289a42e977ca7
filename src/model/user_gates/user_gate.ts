/** A user's gate: its form is checked when it is loaded, its results at each call. */
import type { Gate, GateContext } from "../gates/gate.ts";
import { gates } from "../gates/gates.ts";
import { keepsSize } from "../gates/keeps_size.ts";

/** What a failing gate does wrong. */
export interface GateFault {
  readonly gate: string;
  readonly what: string;
  /** The message of what it threw, where it did. */
  readonly said: string | undefined;
}

export const gateFaultText = ({ gate, what, said }: GateFault): string =>
  `Gate "${gate}": ${what}${said === undefined ? "" : `: ${said}`}`;

/**
 * Thrown if a user's gate throws or returns something invalid. A plain error: threads that run
 * gates load no Effect.
 */
export class GateFailure extends Error implements GateFault {
  readonly _tag = "GateFailure";
  readonly gate: string;
  readonly what: string;

  constructor(
    { gate, what, ...thrown }: Pick<GateFault, "gate" | "what"> & { readonly cause?: unknown },
  ) {
    super(undefined, thrown);
    this.gate = gate;
    this.what = what;
  }

  get said(): string | undefined {
    const { cause } = this;
    if (cause === undefined) return undefined;
    return cause instanceof Error ? cause.message : String(cause);
  }

  override get message(): string {
    return gateFaultText(this);
  }
}

/** Names that the language of cells has taken beside those of the gates. */
const taken: readonly string[] = ["x"];

/** A user's gate sees no dropout key: its output depends on its arguments alone. */
const noContext: GateContext = { rowKey: undefined, salt: 0 };

/** What is wrong with the value of an export that should be a gate, or undefined. */
export function gateMistake(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) {
    return "Expected a gate, { name, arity, size, forward, backward }, or a list of gates";
  }
  const gate = value as Readonly<Record<string, unknown>>;
  const { name, arity } = gate;
  if (typeof name !== "string" || !/^[a-z][A-Za-z0-9_]*$/.test(name)) {
    return `Expected as name letters, digits and _ after a small letter, got ${shown(name)}`;
  }
  if (gates.has(name) || taken.includes(name)) return `Name "${name}" is taken: expected another`;
  if (arity !== "many" && !(Number.isInteger(arity) && Number(arity) >= 1)) {
    return `Gate "${name}": expected as arity a whole number of at least 1 or "many", got ${
      shown(arity)
    }`;
  }
  for (const part of ["size", "forward", "backward", "kinks"]) {
    if (typeof gate[part] === "function" || (part === "kinks" && !(part in gate))) continue;
    return `Gate "${name}": expected a function as ${part}, got ${shown(gate[part])}`;
  }
  if ("kernel" in gate) return `Gate "${name}": only the built-in gates have a kernel`;
  try {
    keepsSize(value as Gate);
  } catch (error) {
    return `Gate "${name}": its size fails: ${error instanceof Error ? error.message : error}`;
  }
}

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : String(value);

/**
 * The gate with every call checked: it throws a {@link GateFailure} instead of returning invalid
 * results.
 */
export function watchedGate(own: Gate): Gate {
  const { name, arity, size, kinks } = own;
  const watched = <A>(what: string, call: () => A): A => {
    try {
      return call();
    } catch (error) {
      if (error instanceof GateFailure) throw error;
      throw new GateFailure({ gate: name, what: `${what} failed`, cause: error });
    }
  };
  const vector = (value: unknown, length: number, what: string): Float64Array => {
    if (value instanceof Float64Array && value.length === length) return value;
    const got = value instanceof Float64Array
      ? `one of length ${value.length}`
      : Object.prototype.toString.call(value).slice(8, -1);
    throw new GateFailure({
      gate: name,
      what: `expected ${what} as a Float64Array of length ${length}, got ${got}`,
    });
  };
  return {
    name,
    arity,
    size,
    forward: (args) =>
      watched("forward", () => {
        const length = size(args.map((arg) => arg.length), []);
        return vector(own.forward(args, [], noContext), Number(length), "the output");
      }),
    backward: (dy, args, y) =>
      watched("backward", () => {
        const gradients: unknown = own.backward(dy, args, y, [], noContext);
        if (!Array.isArray(gradients) || gradients.length !== args.length) {
          throw new GateFailure({
            gate: name,
            what: `expected a list of ${args.length} gradients from backward`,
          });
        }
        return args.map((arg, i) =>
          vector(gradients[i], arg.length, `the gradient of argument ${i + 1}`)
        );
      }),
    ...(kinks !== undefined && { kinks: (args) => watched("kinks", () => kinks(args)) }),
  };
}
