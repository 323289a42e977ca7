/** Where a sweep's state is: a SQLite file or a PostgreSQL database. */
import { Redacted, Result, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { fromHome } from "../../base/files/from_home.ts";
import { redactUrls } from "../../base/redact_urls.ts";

/** A text is not the address of a store. */
export class WrongStoreAddress extends InputError.extend<WrongStoreAddress>("WrongStoreAddress")({
  _tag: Schema.tag("WrongStoreAddress"),
  /** With anything that may be a password removed. */
  given: Schema.String,
}) {
  override get message(): string {
    return "Expected a store such as postgres://USER@HOST/DATABASE or FILE.sqlite, got " +
      JSON.stringify(this.given);
  }
}

export type StoreAddress =
  | { readonly kind: "sqlite"; readonly file: string; readonly shown: string }
  | {
    readonly kind: "postgres";
    readonly url: Redacted.Redacted<string>;
    /** The URL as messages may show it. */
    readonly shown: string;
  };

/** Reads `postgres://…`, `sqlite:FILE` or a path that ends in `.sqlite`. */
export function storeAddress(text: string): Result.Result<StoreAddress, InputError> {
  if (/^postgres(ql)?:\/\//i.test(text)) {
    return isComplete(text)
      ? Result.succeed({ kind: "postgres", url: Redacted.make(text), shown: redactUrls(text) })
      : Result.fail(wrong(text));
  }
  const isNamed = text.startsWith("sqlite:");
  const file = fromHome(isNamed ? text.slice("sqlite:".length) : text);
  return file !== "" && (isNamed || /\.sqlite3?$/.test(file))
    ? Result.succeed({ kind: "sqlite", file, shown: file })
    : Result.fail(wrong(text));
}

/** Whether a URL says who and where: nothing is guessed from the environment. */
function isComplete(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, hostname, searchParams } = new URL(text);
  const given = (part: string, key: string) => part !== "" || (searchParams.get(key) ?? "") !== "";
  return given(username, "user") && given(hostname, "host");
}

const wrong = (text: string): WrongStoreAddress =>
  new WrongStoreAddress({
    given: redactUrls(text).replace(/^(\w+:\/\/)?([^:]*):.*@/s, "$1$2:***@"),
  });
