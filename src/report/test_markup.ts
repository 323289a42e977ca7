/** Checks of a page, for tests. */
import assert from "node:assert/strict";

/** Elements that have no end. */
const empty = ["meta", "wbr"];

/** Every element that begins ends, in order, and no text holds what would begin one. */
export function assertWellFormed(page: string): void {
  const body = page.replace(/<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const open: string[] = [];
  const rest = body.replace(
    /<(\/?)([a-z0-9]+)((?:\s+[\w-]+="[^"<>]*")*)\s*(\/?)>/gi,
    (_all, end: string, name: string, _attributes: string, closed: string) => {
      if (end !== "") assert.equal(open.pop(), name);
      else if (closed === "" && !empty.includes(name)) open.push(name);
      return "";
    },
  );
  assert.deepEqual(open, []);
  assert(!/[<>]/.test(rest), /.{0,40}[<>].{0,40}/s.exec(rest)?.[0] ?? "");
  assert(
    !/NaN|undefined|\[object/.test(body.replace(/<pre>[^]*?<\/pre>|<td[^>]*>[^]*?<\/td>/g, "")),
  );
}
