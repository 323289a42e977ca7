/** Two tokens that are joined into one, as they are written; the first ones are joined first. */
export type Merge = readonly [left: string, right: string];

/** A pair of token ids as one number; ids are below 2²⁶. */
export const pairOf = (left: number, right: number): number => left * 0x4000000 + right;

export const leftOf = (pair: number): number => Math.floor(pair / 0x4000000);
export const rightOf = (pair: number): number => pair % 0x4000000;
