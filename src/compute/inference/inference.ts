/**
 * A trained model that reads tokens and says what comes next, without anything that training needs.
 * It has rows, each a text with states of its own, which step together as one batch. It runs on the
 * thread that calls it. What a row gives never depends, to the bit, on the other rows or on how many
 * there are.
 */
export interface Inference {
  /** Length of the logits. */
  readonly vocabulary: number;
  readonly rows: number;
  /** Puts a row before its first token: states that are learned, or zeros. */
  readonly begin: (row: number) => void;
  /** Gives row `to` the states and the logits of row `from`. */
  readonly copy: (from: number, to: number) => void;
  /**
   * Reads tokens into one row, one after another.
   *
   * @throws GateFailure if a gate of the user's fails, see run_gates.ts
   */
  readonly read: (row: number, tokens: Int32Array) => void;
  /**
   * Reads one token into each of the first rows, as many as there are tokens.
   *
   * @throws GateFailure if a gate of the user's fails, see run_gates.ts
   */
  readonly step: (tokens: Int32Array) => void;
  /**
   * Logits of what follows in a row (length {@link vocabulary}): a view, until the row is read or
   * stepped again.
   */
  readonly logits: (row: number) => Float32Array | Float64Array;
}
