import { mix } from "./mix.ts";

/** One word more into a chain. */
function absorb(chain: number, word: number): number {
  return mix((Math.imul(chain, 0x85ebca6b) + mix((word + 0x9e3779b9) | 0)) | 0);
}

/** A whole number up to 2⁵³ as two words. */
function absorbNumber(chain: number, value: number): number {
  return absorb(absorb(chain, value >>> 0), Math.floor(value / 0x100000000) >>> 0);
}

/**
 * The 32-bit key of a stream of random numbers: what is drawn depends on the seed, on what it is
 * for (`purpose`) and on where (`position`: epoch, step, sentence, layer, …), never on what was
 * drawn before. Seed and position are whole numbers.
 */
export function key(seed: number, purpose: string, ...position: readonly number[]): number {
  let chain = absorbNumber(0, seed);
  for (let i = 0; i < purpose.length; i++) chain = absorb(chain, purpose.charCodeAt(i));
  chain = absorb(chain, purpose.length);
  for (const value of position) chain = absorbNumber(chain, value);
  return chain;
}
