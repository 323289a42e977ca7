/** How tokens lie to each other in a model. */
import type { OpenedModel } from "../generation/open_model.ts";
import { tokenNames } from "../page/token_name.ts";
import { nearestTokens, type Neighbour, type TokenVectors } from "./nearest_tokens.ts";
import { principalPlane } from "./principal_plane.ts";

export interface TokenMap {
  /** Tokens of the text, and those that are nearest to each. */
  readonly neighbours: readonly NamedNeighbours[];
  /** Frequent tokens on the plane in which they differ most. */
  readonly places: ReadonlyArray<{
    readonly name: string;
    readonly place: readonly [x: number, y: number];
  }>;
}

export interface NamedNeighbours {
  readonly name: string;
  readonly nearest: ReadonlyArray<{ readonly name: string; readonly cosine: number }>;
}

/** Tokens of the text that are asked about, their neighbours, and tokens on the map. */
const asked = 12, nearest = 6, placed = 60;

/**
 * @param tokens of the text: of those that say most, the rarer ones, some spread over their ranks are
 *   asked about
 */
export function tokenMap(
  { vocabulary, preparation }: Pick<OpenedModel, "vocabulary" | "preparation">,
  vectors: TokenVectors,
  tokens: readonly number[],
): TokenMap {
  const { words, start, end, unknown } = vocabulary;
  const special = new Set([start, end, unknown].filter((token) => token !== undefined));
  const nameOf = tokenNames({ vocabulary, preparation });
  const isNamed = (token: number) => !special.has(token);
  const named = ({ token, cosine }: Neighbour) => ({ name: nameOf(token), cosine });
  const own = [...new Set(tokens)].filter(isNamed).sort((a, b) => a - b);
  const stride = Math.max(1, own.length / asked);
  const chosen = own.filter((_, i) => Math.floor(i / stride) > Math.floor((i - 1) / stride));
  const shown = Array.from(words, (_, token) => token).filter(isNamed).slice(0, placed);
  const { size, values } = vectors;
  const places = principalPlane(
    shown.map((token) => Float64Array.from(values.subarray(token * size, (token + 1) * size))),
  );
  return {
    neighbours: chosen.map((token) => ({
      name: nameOf(token),
      nearest: nearestTokens(vectors, token, nearest, isNamed).map(named),
    })),
    places: shown.map((token, i) => ({ name: nameOf(token), place: places[i]! })),
  };
}
