import assert from "node:assert/strict";

/** Fails when an element differs by more than `tolerance` times the expected array's largest absolute value. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  const largest = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    assert.ok(
      difference <= tolerance * largest,
      `${what}[${i}]: ${actual[i]} instead of ${expected[i]} (largest ${largest})`,
    );
  }
}
