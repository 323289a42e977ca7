import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { Guard } from "./guard.ts";

/** A server that others can reach, without a token to keep them off. */
export class OpenToOthers extends InputError.extend<OpenToOthers>("OpenToOthers")({
  _tag: Schema.tag("OpenToOthers"),
  host: Schema.String,
}) {
  override get message(): string {
    return `--host ${this.host}: Others can reach this address, so a token is wanted: ` +
      "give one in the environment variable UNROLL_TOKEN or with --token TOKEN";
  }
}

/** Addresses of this machine that no other reaches. */
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host);

/** Whom the server at an address lets in. */
export const guardOf = (
  host: string,
  token: string | undefined,
): Effect.Effect<Guard, OpenToOthers> => {
  const isLocal = isLoopback(host);
  return isLocal || token !== undefined
    ? Effect.succeed({ isLocal, token })
    : Effect.fail(new OpenToOthers({ host }));
};
