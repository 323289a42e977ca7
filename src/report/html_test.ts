import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { html } from "./html.ts";

describe("html", () => {
  it("escapes what is put in, and nothing twice", () => {
    const inner = html`<b title="${`"'`}">${"<script>&"}</b>`;
    assert.equal(inner.markup, '<b title="&quot;&#39;">&lt;script&gt;&amp;</b>');
    assert.equal(html`<p>${inner}</p>`.markup, `<p>${inner.markup}</p>`);
  });

  it("takes numbers, lists and nothing", () => {
    const items = [1, "&", [html`<i></i>`, undefined]];
    assert.equal(html`<p>${items}${undefined}</p>`.markup, "<p>1&amp;<i></i></p>");
  });

  it("shows control characters instead of writing them", () => {
    assert.equal(html`${"a\u0000\u001b\n\tb"}`.markup, "a\ufffd\ufffd\n\tb");
  });

  it("lets no text begin an element, end an attribute or become an entity", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const { markup } = html`${text}`;
      assert(!/[<>"']/.test(markup));
      assert(!/&(?!amp;|lt;|gt;|quot;|#39;)/.test(markup));
    }));
  });
});
