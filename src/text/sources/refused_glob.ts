import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { type GlobFault, globLimits } from "./check_glob.ts";
import { excerpt } from "./excerpt.ts";
import { mostWalked } from "./expand_glob.ts";

const words: Readonly<Record<GlobFault | "too wide", string>> = {
  "too long": `is longer than ${globLimits.characters} characters`,
  "extended": "is an extended glob, expected only *, **, ?, [a-z] and {a,b}",
  "too many stars": `has more than ${globLimits.stars} "*" in one name`,
  "too many alternatives": `has braces for more than ${globLimits.alternatives} alternatives`,
  "too wide": `leads through more than ${mostWalked.toLocaleString("en-US")} files and folders, ` +
    "expected a glob that begins in a folder with fewer",
};

/** A glob that is not looked for, or not to its end. */
export class RefusedGlob extends InputError.extend<RefusedGlob>("RefusedGlob")({
  _tag: Schema.tag("RefusedGlob"),
  /** Key of the config that holds it. */
  key: Schema.String,
  pattern: Schema.String,
  fault: Schema.Literals([
    "too long",
    "extended",
    "too many stars",
    "too many alternatives",
    "too wide",
  ]),
}) {
  override get message(): string {
    const { key, pattern, fault } = this;
    return `${key}: ${JSON.stringify(excerpt(pattern, 200))} ${words[fault]}`;
  }
}
