/**
 * An optimizer is data and one pure update: which slots (moments) it keeps per parameter element,
 * and how an element is updated. The reference update here is float64; the kernel with the same
 * `code` is its float32 counterpart. Updates are elementwise, so any cut of the parameters gives
 * the same bits.
 */

/** Numbers that an update reads; all derived from the config, the step and the learning rate. */
export interface UpdateSettings {
  readonly learningRate: number;
  /** Factor on the gradient (clipping by norm), 1 for none. */
  readonly gradientScale: number;
  /** Bound on each gradient element (clipping by value), Infinity for none. */
  readonly gradientLimit: number;
  /** Updates done so far, this one included: 1 for the first. */
  readonly time: number;
}

export interface Optimizer {
  readonly name: string;
  /** Names of the slots, for instance `["m", "v"]`; every element starts at 0. */
  readonly slots: readonly string[];
  /** Updates parameters in place from their gradient: all arrays have one length. */
  readonly update: (
    parameters: Float64Array,
    gradient: Float64Array,
    slots: readonly Float64Array[],
    settings: UpdateSettings,
  ) => void;
  /**
   * Whether an element whose gradient is 0 keeps its value and its slots, so that it can be left
   * out.
   */
  readonly sparse?: boolean;
  /**
   * Whether the update without clipping is p − rate · g, which the product that computes g can
   * apply directly.
   */
  readonly linear?: boolean;
  /** Number of the kernel that does the same in float32. */
  readonly code: number;
  /** The kernel's numbers (float32, at most `updateSettings`) for one step, in the kernel's order. */
  readonly kernelSettings: (settings: UpdateSettings) => readonly number[];
}
