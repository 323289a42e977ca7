import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { markup } from "./markup.ts";

describe("markup", () => {
  it("escapes what is put in, and nothing twice", () => {
    const inner = markup`<b title="${`"'`}">${"<script>&"}</b>`;
    assert.equal(inner.text, '<b title="&quot;&#39;">&lt;script&gt;&amp;</b>');
    assert.equal(markup`<p>${inner}</p>`.text, `<p>${inner.text}</p>`);
  });

  it("takes numbers, lists and nothing", () => {
    const items = [1, "&", [markup`<i></i>`, undefined]];
    assert.equal(markup`<p>${items}${undefined}</p>`.text, "<p>1&amp;<i></i></p>");
  });

  it("shows control characters instead of writing them", () => {
    const name = "a\u0000\u001b\n\tb\u009b\u202ec";
    assert.equal(markup`${name}`.text, "a\\u0000\\u001b\n\tb\\u009b\\u202ec");
  });

  it("lets no text begin an element, end an attribute or become an entity", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const { text: written } = markup`${text}`;
      assert(!/[<>"']/.test(written));
      assert(!/&(?!amp;|lt;|gt;|quot;|#39;)/.test(written));
    }));
  });
});
