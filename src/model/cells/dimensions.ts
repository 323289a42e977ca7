import type { Wording } from "../../config/wording.ts";
import { knownSize, type SizeVariable } from "./size_variable.ts";
import type { CellSize } from "./schema.ts";

/** The lengths that the model gives a cell and its equations leave open. */
export interface Dimensions {
  /** Length of the layer's input; the vocabulary when `oneHot`. */
  readonly inputSize: number;
  /** The input is a token rather than a vector. */
  readonly oneHot: boolean;
  /** The model's `hidden`. */
  readonly hidden: number;
  /** With false, bias vectors that are added to something are left out. */
  readonly bias: boolean;
}

/** A size of the config (`hidden`, `input` or a number) as a known length. */
export function sizeIn(dimensions: Dimensions, size: CellSize, origin: Wording = ""): SizeVariable {
  if (size === "hidden") return knownSize(dimensions.hidden, "hidden", origin);
  if (size === "input") return knownSize(dimensions.inputSize, "input", origin);
  return knownSize(size, String(size), origin);
}
