/** The gates that a config names: code, which runs only if allowed. */
import { Effect } from "effect";
import type { Finding } from "../config/findings.ts";
import {
  type ExpectedGates,
  type GateModule,
  loadGateModule,
} from "../model/user_gates/gate_module.ts";
import { get } from "../config/plain_value.ts";

export interface GateOptions {
  /** Whether the code of a file that the config names may be run; false if absent. */
  readonly allowCode?: boolean | undefined;
  /** What the file must be; its code is not run if it is another. */
  readonly expected?: ExpectedGates | undefined;
}

/** What came of the key `gates`. */
export interface LoadedGates {
  /** Undefined where there is no such key, or something is wrong with it. */
  readonly module: GateModule | undefined;
  readonly mistakes: readonly Finding[];
}

/** Runs the file of gates that a plain experiment names by its absolute path. */
export const loadGates = Effect.fnUntraced(function* (
  plain: unknown,
  { allowCode = false, expected }: GateOptions,
): Effect.fn.Return<LoadedGates> {
  const path = get(plain, ["gates"]);
  // A key that holds something else is a mistake of its own.
  if (typeof path !== "string" || path === "") return { module: undefined, mistakes: [] };
  const wrong = (message: string): Finding => ({ path: ["gates"], what: "value", message });
  if (!allowCode) {
    const message = `The file "${path}" holds code, which is run only with --allow-code ` +
      "(allowCode: true in a program)";
    return { module: undefined, mistakes: [wrong(message)] };
  }
  return yield* loadGateModule(path, expected).pipe(
    Effect.match({
      onSuccess: (module) => ({ module, mistakes: [] }),
      onFailure: ({ messages }) => ({ module: undefined, mistakes: messages.map(wrong) }),
    }),
  );
});
