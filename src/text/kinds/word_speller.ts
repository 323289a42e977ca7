import { splitJoiners, wordClass } from "./joiners.ts";
import type { Speller } from "./token_kind.ts";

/** Words with the space before them, if the marks of both have one there. */
export function wordSpeller(): Speller {
  let touches = true; // nothing, or a token that joins what follows
  let dense = false; // a sign of a script without spaces
  return (token, begins) => {
    const { word, joinsLeft, joinsRight, isSpaced } = splitJoiners(token);
    const { isDense } = wordClass(word);
    const joined = begins || touches || joinsLeft || (dense && isDense && !isSpaced);
    touches = joinsRight;
    dense = isDense;
    return joined ? word : ` ${word}`;
  };
}
