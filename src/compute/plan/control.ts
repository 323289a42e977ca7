/**
 * The int32 words in shared memory through which the main thread and the workers communicate. Each
 * step changes `staged`, `started`, `generation` and `done` once (see workers/step_handover.ts).
 */
export const control = {
  /** Raised by one to start a program. */
  generation: 0,
  /** Set to the generation by the last worker that ends it. */
  done: 1,
  /** 1 once a worker has failed: the others leave their barriers. */
  failed: 2,
  /** Number of the program (see phases). */
  program: 3,
  /** 1 closes the workers. */
  closing: 4,
  /** Workers that have ended the program: the last one reports it done. */
  left: 5,
  /** 1 if this step must compute the norm of the gradient. */
  norm: 6,
  /** The last staged generation, and the last one that a thread claimed to start. */
  staged: 7,
  started: 8,
} as const;

/**
 * Each phase has a word for the next piece to take and one for the workers that have ended it, on
 * cache lines of their own.
 */
export const phaseWords = 32;
export const firstPhaseWord = 32;
export const mostPhases = 12;

/** float32 words after the phases: loss scale, norm limit, then the optimizer's settings. */
export const floatWords = firstPhaseWord + mostPhases * phaseWords;
export const floats = { lossScale: 0, normLimit: 1, settings: 16 } as const;
/** How many there are room for. */
export const floatCount = 64;
export const controlWords = floatWords + floatCount;
