import { it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { collectChoices } from "./collect_choices.ts";
import type { Choice } from "./schema.ts";

const gain = (index: number, text: string, finish_reason: Choice["finish_reason"]): Choice => ({
  index,
  text,
  logprobs: {
    tokens: [text],
    token_logprobs: [-1],
    top_logprobs: [{ [text]: -1 }],
    text_offset: [text.length],
  },
  finish_reason,
});

it("puts together what each choice gains, and begins anew once it is taken", () => {
  const { add, take } = collectChoices();
  const first = gain(1, "a", null);
  for (const one of [first, gain(0, "xy", null), gain(1, "bc", "stop")]) add(one);
  assert.deepEqual(take(), [gain(0, "xy", null), {
    index: 1,
    text: "abc",
    logprobs: {
      tokens: ["a", "bc"],
      token_logprobs: [-1, -1],
      top_logprobs: [{ a: -1 }, { bc: -1 }],
      text_offset: [1, 2],
    },
    finish_reason: "stop",
  }]);
  assert.deepEqual(first, gain(1, "a", null));
  add({ index: 0, text: "z", logprobs: null, finish_reason: null });
  assert.deepEqual(take(), [{ index: 0, text: "z", logprobs: null, finish_reason: null }]);
});
