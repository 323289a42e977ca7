/** What choices have gained and a client has not read yet. */
import { collectChoices } from "./collect_choices.ts";
import type { Choice } from "./schema.ts";

export interface Outbox {
  readonly add: (gained: Choice) => void;
  readonly isEmpty: () => boolean;
  /** All that waits, in the order in which it came. */
  readonly take: () => readonly Choice[];
}

/**
 * Each gain waits by itself. Those of a client that reads more slowly than is written are put
 * together, so that they take no more memory than an answer that is sent as a whole.
 *
 * @param most gains that wait by themselves
 */
export const makeOutbox = (most: number): Outbox => {
  let waiting: Choice[] = [];
  const late = collectChoices();
  return {
    add: (gained) => {
      if (waiting.length < most) waiting.push(gained);
      else late.add(gained);
    },
    isEmpty: () => waiting.length === 0,
    take: () => {
      const all = [...waiting, ...late.take()];
      waiting = [];
      return all;
    },
  };
};
