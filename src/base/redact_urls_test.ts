import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { redactUrls } from "./redact_urls.ts";

describe("redactUrls", () => {
  it("hides passwords wherever they stand", () => {
    const hidden: [string, string][] = [
      ["--store=postgres://u:p@h/d", "--store=postgres://u:***@h/d"],
      ["postgres://u:p:q@r@h/d and more", "postgres://u:***@h/d and more"],
      ["postgresql://:p@h", "postgresql://:***@h"],
      ["postgres://u@h/d?password=p&x=1", "postgres://u@h/d?password=***&x=1"],
      ["run configs/small.yaml --set a=b", "run configs/small.yaml --set a=b"],
      ["postgres://u@h:5432/d", "postgres://u@h:5432/d"],
      ["host=h password=p user=u", "host=h password=*** user=u"],
      ["host=h password='p q\\' r' user=u", "host=h password=*** user=u"],
      ["host=h password = p\\ q user=u", "host=h password = *** user=u"],
      ["host=h sslpassword=p", "host=h sslpassword=***"],
      ['"postgres://u@h/d?password=***": It', '"postgres://u@h/d?password=***": It'],
    ];
    for (const [text, shown] of hidden) {
      assert.equal(redactUrls(text), shown);
      assert.equal(redactUrls(shown), shown, "twice is as once");
    }
  });
});
