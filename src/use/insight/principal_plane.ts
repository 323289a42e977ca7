/** Steps of the power iteration: enough for a picture. */
const steps = 100;

/**
 * Vectors on the plane in which they differ most: their first two principal components, found by power
 * iteration (Hotelling 1933).
 *
 * @param vectors of one length
 */
export function principalPlane(
  vectors: readonly Float64Array[],
): ReadonlyArray<readonly [x: number, y: number]> {
  const size = vectors[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const vector of vectors) vector.forEach((value, i) => mean[i]! += value / vectors.length);
  const centred = vectors.map((vector) => vector.map((value, i) => value - mean[i]!));
  const first = principalAxis(centred, []);
  const second = principalAxis(centred, [first]);
  return centred.map((vector) => [dot(vector, first), dot(vector, second)]);
}

/** The direction of largest variance that is orthogonal to the others. */
function principalAxis(
  vectors: readonly Float64Array[],
  others: readonly Float64Array[],
): Float64Array {
  const size = vectors[0]?.length ?? 0;
  let axis = unit(apart(Float64Array.from({ length: size }, (_, i) => 1 + (i % 7)), others));
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(size);
    for (const vector of vectors) {
      const along = dot(vector, axis);
      for (let i = 0; i < size; i++) next[i]! += along * vector[i]!;
    }
    axis = unit(apart(next, others));
  }
  return axis;
}

function apart(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  let rest = vector;
  for (const other of others) {
    const along = dot(rest, other);
    rest = rest.map((value, i) => value - along * other[i]!);
  }
  return rest;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};
