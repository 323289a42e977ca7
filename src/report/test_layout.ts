/** Where the texts of a page's plots stand on a screen, computed without a browser. */
import assert from "node:assert/strict";
import { characterWidth } from "./parallel_drawing.ts";
import { style } from "../base/html/style.ts";

/** A text of a plot as it is drawn; all in pixels of the screen, from the card around the plot. */
export interface DrawnText {
  readonly text: string;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  /** Inner width of the card, with its padding. */
  readonly card: number;
  /** Number of the plot. */
  readonly plot: number;
}

/** A length of the style, such as a padding, by what stands before its value. */
function lengths(rule: string): readonly number[] {
  const [, values = ""] = style.split(rule);
  assert(values !== "", `the style has ${rule}`);
  return [...values.split(/[;}]/)[0]!.matchAll(/(\d+)px|\b0\b/g)].map(([, px = "0"]) => Number(px));
}

/** The width of the container from which on, or up to which, a rule of the style holds. */
function widthOf(rule: string): number {
  const [before = "", ...rest] = style.split(`px) { ${rule}`);
  assert.equal(rest.length, 1, `the style has ${rule}`);
  return Number(before.split(": ").at(-1));
}

interface Box {
  readonly left: number;
  readonly width: number;
  readonly scale: number;
}

/** The visible texts of all plots on a screen of this width. */
export function drawnTexts(page: string, screen: number): readonly DrawnText[] {
  const narrow = screen <= 560;
  const [, side = 0] = narrow
    ? lengths("@media (max-width: 560px) {\n  body { padding:")
    : lengths("max-width: 1120px; padding:");
  const [, around = 0] = lengths("border-radius: 8px;\n  padding: 10px".slice(0, -4));
  const card = Math.min(screen, 1120) - 2 * side - 2;
  const inner = card - 2 * around;
  const [plotSize = 0] = lengths("svg text { fill: var(--dim); font:");
  const found: DrawnText[] = [];
  let plot = 0;
  for (
    const [, look = "", svg = ""] of page.matchAll(
      /<div class="(frame|beside \w+|stacked \w*)"><svg([^]*?)<\/svg><\/div>/g,
    )
  ) {
    const [kind = "", name = ""] = look.split(" ");
    const isBeside = name !== "" && inner >= widthOf(`.beside.${name} { display: block }`);
    if (kind !== "frame" && (kind === "beside") !== isBeside) continue;
    plot++;
    const padding = lengths(`.${kind} { padding:`);
    const [right = 0, left = right] = [padding[1], padding[3]];
    const outer: Box = { left: around + left, width: inner - left - right, scale: 1 };
    for (const one of textsIn(svg, outer, inner <= widthOf(".spare { display: none }"))) {
      found.push({ ...one, size: plotSize * one.scale, card, plot });
    }
  }
  return found;
}

/** The texts of a plot; a drawing with a view box is scaled with its width. */
function* textsIn(svg: string, outer: Box, hidesSpare: boolean) {
  const boxes = [outer];
  for (
    const [, end, name, attributes = "", content = ""] of `<svg${svg}`.matchAll(
      /<(\/?)(svg|text)([^>]*)>(?:([^<]*))/g,
    )
  ) {
    const attribute = (key: string) => new RegExp(`\\s${key}="([^"]*)"`).exec(attributes)?.[1];
    const box = boxes.at(-1)!;
    if (name === "svg") {
      if (end === "/") boxes.pop();
      else {
        const [, , width] = attribute("viewBox")?.split(" ").map(Number) ?? [];
        boxes.push(width === undefined ? box : { ...box, scale: box.width / width });
      }
    } else if (end === "" && !(hidesSpare && attribute("class")?.includes("spare"))) {
      const at = attribute("x") ?? "0";
      const place = at.endsWith("%") ? box.width * parseFloat(at) / 100 : Number(at) * box.scale;
      const start = box.left + place + Number(attribute("dx") ?? 0);
      const width = content.length * characterWidth * box.scale;
      const before = { middle: width / 2, end: width }[attribute("text-anchor") ?? ""] ?? 0;
      const left = start - before;
      const y = Number(attribute("y"));
      yield { text: content, left, right: left + width, y, scale: box.scale };
    }
  }
}

/** All texts can be read: large enough, within their cards, none over another, no number cut. */
export function assertReadable(page: string, screen: number): void {
  const texts = drawnTexts(page, screen);
  assert(texts.length > 10, `${texts.length} texts`);
  for (const { text, size, left, right, card } of texts) {
    assert(size >= 9, `"${text}" is drawn ${size} px high at ${screen} px`);
    assert(!/^…\d/.test(text), `number "${text}" is cut at ${screen} px`);
    assert(left >= 0 && right <= card, `"${text}" is cut: ${left} to ${right} of ${card}`);
  }
  for (const [i, one] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      const beside = one.right <= other.left || other.right <= one.left;
      assert(
        one.plot !== other.plot || beside || Math.abs(one.y - other.y) >= 12,
        `"${one.text}" and "${other.text}" overlap at ${screen} px`,
      );
    }
  }
}
