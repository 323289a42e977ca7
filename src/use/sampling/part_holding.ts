/** Divides candidates into parts of the ranking by the size of their logits. */
import { type Candidates, swap } from "./candidates.ts";

/** A part of the ranking, at places low…high−1. */
export interface Part {
  readonly low: number;
  readonly high: number;
  /** What those before it add. */
  readonly before: number;
}

/**
 * The part of candidates low…high−1 in which the start of their ranking becomes enough, or the last
 * one. With `front`, what ranks before it is moved in front of it; else it is moved to the front
 * itself. A part is a range of logits, all ranges equally wide; undefined where all logits are equal.
 *
 * @param enough of what a start adds
 */
export function partHolding(
  candidates: Candidates,
  low: number,
  high: number,
  { byWeight, front, enough }: {
    readonly byWeight: boolean;
    readonly front: boolean;
    readonly enough: (added: number) => boolean;
  },
): Part | undefined {
  const { logits, weights, parts } = candidates;
  let top = -Infinity, lowest = Infinity;
  for (let i = low; i < high; i++) {
    const logit = logits[i]!;
    if (logit > top) top = logit;
    if (logit < lowest && logit !== -Infinity) lowest = logit;
  }
  const last = parts.length - 1;
  const scale = last / (top - lowest);
  if (!(scale < Infinity && scale > 0)) return undefined;
  // The largest logit is in part 0, the smallest one in the last part, and with it −Infinity.
  parts.fill(0);
  for (let i = low; i < high; i++) {
    const part = (top - logits[i]!) * scale;
    parts[(part < last ? part : last) | 0]! += byWeight ? weights[i]! : 1;
  }
  let part = 0, before = 0;
  while (part < last && !enough(before + parts[part]!)) before += parts[part++]!;
  const place = { top, scale, last };
  const first = front ? gather(candidates, low, high, place, 0, part) : low;
  return { low: first, high: gather(candidates, first, high, place, part, part + 1), before };
}

/** Moves the candidates of parts from…to−1 to the front; returns where they end. */
function gather(
  candidates: Candidates,
  low: number,
  high: number,
  { top, scale, last }: { readonly top: number; readonly scale: number; readonly last: number },
  from: number,
  to: number,
): number {
  const { logits } = candidates;
  let end = low;
  for (let i = low; i < high; i++) {
    const exact = (top - logits[i]!) * scale;
    const part = exact < last ? exact : last;
    if (part < from || part >= to) continue;
    if (i !== end) swap(candidates, end, i);
    end++;
  }
  return end;
}
