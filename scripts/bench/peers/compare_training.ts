/** Whether two systems trained the same model: the losses of their first updates, and the weights after them. */

/** What a system says about its first updates. */
export interface FirstUpdates {
  /** Mean loss a token, in nats, of each update. */
  readonly losses: readonly number[];
  /** Distance of each tensor from its first value after them. */
  readonly moved: Readonly<Record<string, number>>;
}

export interface TrainingComparison {
  /** Largest difference of a loss, in nats per token. */
  readonly lossDifference: number;
  /** Largest relative difference of a tensor's distance. */
  readonly moveDifference: number;
  /** What differs by more than is allowed, the first of it; undefined where nothing does. */
  readonly mistake: string | undefined;
}

/** Relative difference that two sums of float32 rounding may leave in a tensor's distance. */
const moveTolerance = 0.01;

/**
 * Compares a peer with us. Losses may differ by `tolerance`, in nats per token. Losses alone would
 * hide a wrong gradient where the rate is small, hence the distances.
 */
export function compareTraining(
  ours: FirstUpdates,
  theirs: FirstUpdates,
  tolerance: number,
): TrainingComparison {
  const mistakes: string[] = [];
  if (ours.losses.length !== theirs.losses.length) {
    mistakes.push(`${theirs.losses.length} losses in place of ${ours.losses.length}`);
  }
  const lossDifferences = ours.losses.map((loss, index) => {
    const other = theirs.losses[index] ?? NaN;
    const difference = Math.abs(loss - other);
    if (!(difference <= tolerance)) {
      mistakes.push(`update ${index + 1}: loss ${other.toFixed(6)} in place of ${loss.toFixed(6)}`);
    }
    return difference;
  });
  const moveDifferences = Object.entries(ours.moved).map(([name, distance]) => {
    const other = theirs.moved[name] ?? NaN;
    const difference = other === distance ? 0 : Math.abs(other - distance) / distance;
    if (!(difference <= moveTolerance)) {
      mistakes.push(`"${name}" moved by ${other} in place of ${distance}`);
    }
    return difference;
  });
  return {
    lossDifference: Math.max(0, ...lossDifferences),
    moveDifference: Math.max(0, ...moveDifferences),
    mistake: mistakes[0],
  };
}
