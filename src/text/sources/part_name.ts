/** One of the three uses of a text. */
export type PartName = "train" | "valid" | "test";
