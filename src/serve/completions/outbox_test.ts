import { it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { makeOutbox } from "./outbox.ts";

const gain = (index: number, text: string) => ({
  index,
  text,
  logprobs: null,
  finish_reason: null,
});

it("puts together what a slow client has not read", () => {
  const { add, isEmpty, take } = makeOutbox(2);
  assert(isEmpty());
  for (let token = 0; token < 1000; token++) add(gain(token % 3, `${token} `));
  const all = take();
  assert.deepEqual(all.map(({ index }) => index), [0, 1, 0, 1, 2]);
  for (const choice of [0, 1, 2]) {
    const text = all.filter(({ index }) => index === choice).map(({ text }) => text).join("");
    const tokens = Array.from({ length: 1000 }, (_, token) => token)
      .filter((token) => token % 3 === choice);
    assert.equal(text, tokens.map((token) => `${token} `).join(""));
  }
  assert(isEmpty());
  add(gain(0, "one by one again"));
  assert.deepEqual(take(), [gain(0, "one by one again")]);
});
