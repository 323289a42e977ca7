/** A test whose body is an effect. */
import { it } from "@std/testing/bdd";
import { Effect, type Scope } from "effect";

/**
 * `it` for an effect written as a generator; what it acquires is released at its end, and a failure
 * fails the test.
 *
 * ```ts ignore
 * effect("reads a manifest", function* () {
 *   const { name } = yield* readManifest(folder);
 *   assert.equal(name, "small");
 * });
 * ```
 */
export function effect(
  name: string,
  body: () => Generator<Effect.Effect<unknown, unknown, Scope.Scope>, void, never>,
): void {
  it(name, () => Effect.runPromise(Effect.scoped(Effect.gen(body))));
}
