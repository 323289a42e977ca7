/**
 * What tokenizing must know about how tokens are later cut into batches; the config part `batch`
 * has this shape.
 */
export type Layout =
  | { readonly kind: "sentences"; readonly maxLength: number | "none" }
  | { readonly kind: "contiguous"; readonly size: number };
