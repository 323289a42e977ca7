/**
 * Moves work out of the time loop. A value that depends on a state, but that no next state
 * needs, is computed after the loop, for all tokens at once. In the backward pass it comes before
 * the loop.
 */
import { numbered, operandsOf, type Scope, type Unit, type UnitId } from "./units.ts";

/**
 * When a sum adds an operand of that scope: before the loop if possible, otherwise with the sum.
 */
export const scopeWithin = (operand: Scope, sum: Scope): Scope =>
  operand === "tokens" ? "tokens" : sum;

/** The units, those that no next state needs moved from the loop to what follows it. */
export const leaveLoop = (units: readonly Unit[], next: readonly UnitId[]): Unit[] => {
  const needed = new Set<UnitId>();
  const need = (id: UnitId): void => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const operand of operandsOf(units[id]!)) need(operand);
  };
  next.forEach(need);
  return numbered(units).map(([id, unit]): Unit => {
    if (unit.scope !== "loop" || unit.kind === "state" || needed.has(id)) return unit;
    if (unit.kind === "gate") return { ...unit, scope: "post" };
    const terms = unit.terms.map((term) => ({ ...term, scope: scopeWithin(term.scope, "post") }));
    return { ...unit, scope: "post", terms };
  });
};
