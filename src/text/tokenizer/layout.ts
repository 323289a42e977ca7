/**
 * How tokens will be cut into batches, as far as tokenizing must know; the config part `batch` has
 * this shape.
 */
export type Layout =
  | { readonly kind: "sentences"; readonly maxLength: number | "none" }
  | { readonly kind: "contiguous"; readonly size: number };
