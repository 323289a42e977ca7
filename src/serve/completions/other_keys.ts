/** Keys of OpenAI's API, and of servers like it, that have no effect here. */
import { isDeepStrictEqual } from "node:util";
import { Effect } from "effect";
import { quote } from "../../config/expectation.ts";
import { MistakenBody } from "../protocol/refusal.ts";

/** They change no text. */
const harmless = new Set([
  "user",
  "metadata",
  "store",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
]);

/** They would change the text, unless they have the value that changes nothing. */
const neutral: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["suffix", ""],
  ["presence_penalty", 0],
  ["frequency_penalty", 0],
  ["repetition_penalty", 1],
  ["min_p", 0],
  ["min_tokens", 0],
  ["logit_bias", {}],
]);

type Body = Readonly<Record<string, unknown>>;

/** The body without these keys; refused if one of them would change the text. */
export const withoutOtherKeys = (body: Body): Effect.Effect<Body, MistakenBody> => {
  const mistakes: { readonly key: string; readonly message: string }[] = [];
  const kept = Object.entries(body).filter(([key, value]) => {
    if (harmless.has(key)) return false;
    const plain = key === "best_of" ? body["n"] ?? 1 : neutral.get(key);
    if (plain === undefined) return true;
    if (plain !== value && !isDeepStrictEqual(plain, value)) {
      const [expected, got] = [plain, value].map(quote);
      mistakes.push({ key, message: `Is not supported: expected none or ${expected}, got ${got}` });
    }
    return false;
  });
  return mistakes.length > 0
    ? Effect.fail(new MistakenBody({ mistakes }))
    : Effect.succeed(Object.fromEntries(kept));
};
