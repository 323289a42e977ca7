import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { Insight } from "../../use/insight/look_into.ts";
import { runReport } from "../run_report.ts";
import { assertWellFormed } from "../test_markup.ts";
import { madeRun } from "../test_views.ts";

const hostile = '<script>alert("1")</script>&';
const texts = ["The", ` ${hostile}`, "", "\n", "end"];
const insight: Insight = {
  tokens: texts.map((text, token) => ({
    token,
    text,
    isEnd: text === "end",
    isKnown: token !== 1,
    name: text,
    bits: [1, 20, 0, 3, 2][token]!,
    rank: token + 1,
    likeliest: [{ name: hostile, probability: 0.5 }],
  })),
  isCut: true,
  units: [
    {
      feature: "inside quotes",
      correlation: -0.912,
      unit: { layer: 0, state: "c", unit: 36, values: Float64Array.of(-2, 1, 0, 0.5, 2) },
    },
    { unit: { layer: 1, state: "h", unit: 0, values: new Float64Array(5) } },
  ],
  lags: [[1, 0.5, 0.001], [2, 1, 0.5]],
  map: {
    neighbours: [{ name: hostile, nearest: [{ name: "A", cosine: 0.5 }] }],
    places: [
      { name: hostile, place: [0, 0] },
      { name: "b", place: [1, 2] },
      { name: "c", place: [2, 0] },
    ],
  },
};

describe("the report of a run, with a text", () => {
  const page = runReport(madeRun({ insight }));

  it("is well formed and shows markup as text", () => {
    assertWellFormed(page);
    assert(!page.includes("<script"));
  });

  it("shows each token with its heat, and what cannot be seen with a sign", () => {
    const spans = [
      ...page.matchAll(/<span class="(token[^"]*)" style="--heat:([^"]*)"[^>]*>([^<]*)</g),
    ]
      .map(([, looks, heat, text]) => [looks, heat, text]);
    const shown = " &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;";
    assert.deepEqual(spans, [
      ["token", "0.10", "The"],
      ["token unknown", "1.00", shown],
      ["token", "0.00", "·"],
      ["token", "0.30", "⏎\n"],
      ["token", "0.20", "⏎"],
    ]);
    assert(page.includes("The first 5 tokens of the text: 5.200 bits per token, perplexity 36.76"));
  });

  it("names units by what they follow, and colours what they hold", () => {
    assert(page.includes("Inside quotes: layer 1, c 37, correlation -0.91"));
    assert(page.includes("<figcaption>Layer 2, h 1</figcaption>"));
    assert(page.includes('<span class="below-zero" style="--heat:1.00">The'));
    assert(page.includes('<span class="above-zero" style="--heat:0.50">'));
  });

  it("draws the gradient of each layer, and the tokens", () => {
    const [, plot = ""] = /Gradient by steps back(.*?)<\/figure>/s.exec(page) ?? [];
    assert.equal([...plot.matchAll(/<path class="line/g)].length, 2);
    const [, plane = ""] = /on the plane where they differ most(.*?)<\/figure>/s.exec(page) ?? [];
    assert.equal([...plane.matchAll(/<circle/g)].length, 3);
    assert(page.includes("A 0.50"));
  });
});
