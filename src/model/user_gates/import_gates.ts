/** A user's TypeScript source as gates. */
import { moduleAddress } from "../../base/runtime.ts";
import type { Gate } from "../gates/gate.ts";
import { gateMistake, watchedGate } from "./user_gate.ts";

/** Thrown by {@link importGates}; holds everything that is wrong. A plain error, as GateFailure is. */
export class GateMistakes extends Error {
  readonly _tag = "GateMistakes";
  readonly mistakes: readonly string[];

  constructor({ mistakes }: Pick<GateMistakes, "mistakes">) {
    super();
    this.mistakes = mistakes;
  }

  override get message(): string {
    return this.mistakes.join("\n");
  }
}

/**
 * Runs the source of a module and takes the gates that it exports, each by itself or in lists. The
 * module is passed to the runtime as text rather than by its path. So what runs is what was hashed,
 * and it cannot import other files, which no hash would cover.
 */
export async function importGates(source: string): Promise<readonly Gate[]> {
  const exported = await run(source);
  const mistakes: string[] = [];
  const found = new Map<string, Gate>();
  const take = (value: unknown, where: string) => {
    if (Array.isArray(value)) {
      value.forEach((inner, i) => take(inner, `${where}[${i}]`));
      return;
    }
    const mistake = gateMistake(value);
    if (mistake !== undefined) {
      mistakes.push(`Export "${where}": ${mistake}`);
      return;
    }
    const gate = value as Gate;
    const known = found.get(gate.name);
    if (known === undefined) found.set(gate.name, gate);
    // A gate may be exported by its name and in a list.
    else if (known !== gate) mistakes.push(`Export "${where}": A second gate "${gate.name}"`);
  };
  for (const [name, value] of Object.entries(exported)) take(value, name);
  if (mistakes.length === 0 && found.size === 0) mistakes.push("Expected exported gates, got none");
  if (mistakes.length > 0) throw new GateMistakes({ mistakes });
  return [...found.values()].map(watchedGate);
}

/** An import of another file that is not of types alone. */
const imported = /\b(?:import|export)\s+(?!type\b)[^"';]*?\bfrom\s*["'](\.[^"']*)["']/;

async function run(source: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(moduleAddress(source));
  } catch (error) {
    const [, other] = imported.exec(source) ?? [];
    const message = error instanceof Error ? error.message : String(error);
    // A runtime that quotes the module's address would quote all of its text.
    const [line = ""] = message.replace(
      /data:[\w/]+;base64,[^\s:'"]*/g,
      "the file",
    )
      .split("\n");
    const mistake = other !== undefined
      ? `A file of gates must be self-contained, but it imports "${other}": only its own bytes are part of ` +
        'what defines a run ("import type" is allowed)'
      : `The code can't be run: ${line}`;
    throw new GateMistakes({ mistakes: [mistake] });
  }
}
