import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { sources } from "./support/sources.ts";

/** A failure's class: its name, what it extends, and its definition up to its tag. */
const failure = /class (\w+)\s+extends \w+\s*\.extend<(\w+)>\(\s*"(\w+)",?\s*\)\(\{[^}]*?/;
const tagged = new RegExp(`${failure.source}Schema\\.tag\\("(\\w+)"\\)`, "g");

// The example in the comment of errors.ts is none of the program's.
const code = ["src", "pipelines"].flatMap(sources)
  .map(({ code }) => code.replaceAll(/^ \*.*$/gm, "")).join("\n");
const failures = Array.from(code.matchAll(tagged), ([, ...names]) => names);

describe("tags of failures", () => {
  it("are those of all classes of failures", () => {
    const kinds = /\b(InputError|RunError|RefusedExperiment|FailedExperiment|LostThread)\.extend</g;
    const classes = code.replaceAll(/\s+\.extend</g, ".extend<").match(kinds);
    assert.equal(failures.length, classes?.length);
  });

  it("are the names of their classes", () => {
    assert.deepEqual(failures.filter((names) => new Set(names).size > 1), []);
  });

  it("are unique", () => {
    const tags = failures.map(([name]) => name);
    assert.deepEqual(tags.filter((tag, at) => tags.indexOf(tag) !== at), []);
  });
});
