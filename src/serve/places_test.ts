import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect, Fiber, Layer, Scope } from "effect";
import { effect } from "../base/test_effect.ts";
import { Places } from "./places.ts";
import { limits } from "./protocol/limits.ts";

const places = Effect.map(Layer.build(Places.layer), (context) => context).pipe(
  Effect.flatMap((context) => Effect.provideContext(Places, context)),
);

describe("places", () => {
  effect("counts requests until their scopes end", function* () {
    const { enter, open } = yield* places;
    yield* Effect.scoped(Effect.andThen(enter, Effect.sync(() => assert.equal(open(), 1))));
    assert.equal(open(), 0);
  });

  effect("has no place beyond the limit, until one is left", function* () {
    const { take } = yield* places;
    const scopes = yield* Effect.forEach(Array(limits.requests).fill(0), () => Scope.make());
    for (const scope of scopes) yield* Scope.provide(take, scope);
    assert.match((yield* Effect.flip(Effect.scoped(take))).message, /128 requests/);
    yield* Scope.close(scopes[0]!, yield* Effect.exit(Effect.void));
    yield* Effect.scoped(take);
  });

  effect("gives up the body that began first, where there are too many", function* () {
    const { read } = yield* places;
    const never = Effect.forEach(
      Array(limits.bodies).fill(0),
      () => Effect.forkScoped(Effect.flip(read(Effect.never)), { startImmediately: true }),
    );
    const [first, second] = yield* never;
    assert.equal(yield* read(Effect.succeed("whole")), "whole");
    assert.match((yield* Fiber.join(first!)).message, /256 bodies are arriving/);
    assert.equal(second!.pollUnsafe(), undefined);
  });
});
