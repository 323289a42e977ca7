import { suggestion } from "../equations/suggestion.ts";

/** The message for an equation that defines `name'`, although the cell has no state `name`. */
export const noState = (name: string, states: Iterable<string>): string =>
  `No state for "${name}'", which would be the next value of a state "${name}"${
    suggestion(name, states)
  }`;
