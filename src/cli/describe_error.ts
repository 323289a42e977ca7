import { redactUrls } from "../base/redact_urls.ts";

/** What an error says, without the passwords of addresses in it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return redactUrls(String(error));
  return redactUrls(error.message === "" ? error.name : error.message);
}
