import { suggestion } from "../equations/suggestion.ts";

/** For a primed name that is not a state's. */
export const noState = (name: string, states: Iterable<string>): string =>
  `No state for "${name}'", which would be the next value of a state "${name}"${
    suggestion(name, states)
  }`;
