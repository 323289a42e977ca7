import { redactUrls } from "../base/redact_urls.ts";

/** The message of an error, with passwords in addresses removed. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return redactUrls(String(error));
  return redactUrls(error.message === "" ? error.name : error.message);
}
