import { type Wording, wording } from "../../config/wording.ts";

/**
 * Lengths that are not known yet. Two lengths that must agree are joined (union-find); a joined
 * group is known as soon as one of its members is.
 */

export interface KnownSize {
  readonly length: number;
  /** As the cell writes it: `hidden`, `input`, or the number. */
  readonly label: string;
  /** Where it comes from, for messages: `from line 2`, `declared`, or nothing. */
  readonly origin: Wording;
}

export interface SizeVariable {
  joined: SizeVariable | undefined;
  known: KnownSize | undefined;
}

export const unknownSize = (): SizeVariable => ({
  joined: undefined,
  known: undefined,
});

export const knownSize = (length: number, label: string, origin: Wording = ""): SizeVariable => ({
  joined: undefined,
  known: { length, label, origin },
});

/** The member that stands for its whole group. */
export function groupOf(size: SizeVariable): SizeVariable {
  let group = size;
  while (group.joined !== undefined) group = group.joined;
  return group;
}

export const sizeOf = (size: SizeVariable): KnownSize | undefined => groupOf(size).known;

/**
 * Makes two lengths one; false, and nothing changed, when they are known to differ. A length that
 * becomes known here remembers the line.
 */
export function joinSizes(a: SizeVariable, b: SizeVariable, line: number): boolean {
  const [first, second] = [groupOf(a), groupOf(b)];
  if (first === second) return true;
  if (first.known !== undefined && second.known !== undefined) {
    return first.known.length === second.known.length;
  }
  const [known, unknown] = first.known !== undefined ? [first, second] : [second, first];
  // The unknown group keeps its own copy, so that each remembers where it was settled.
  if (known.known === undefined) unknown.joined = known;
  else unknown.known = { ...known.known, origin: wording`from ${{ line }}` };
  return true;
}

/** `hidden`, `64`, or `?`. */
export const labelOf = (size: SizeVariable): string => sizeOf(size)?.label ?? "?";
