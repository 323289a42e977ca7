/** Tokens on a plane. */
import { type Html, markup } from "../../base/html/markup.ts";
import type { TokenMap } from "../../use/insight/token_map.ts";
import { axis } from "../plots/axis.ts";
import { figure } from "../plots/legend.ts";
import { fixed } from "../plots/plot.ts";

const height = 380;

/** Room for a name, in percent of a wide page and in pixels. */
const letter = 0.9, line = 15;

/** A dot for each token, and its name where there is room for it. */
export function tokenPlane({ places }: TokenMap): Html | undefined {
  if (places.length < 3) return undefined;
  const x = axis("", places.map(({ place }) => place[0]), [2, 92], { exact: true });
  const y = axis("", places.map(({ place }) => place[1]), [height - 12, 12], { exact: true });
  const taken: (readonly [left: number, right: number, at: number])[] = [];
  const marks = places.map(({ name, place }) => {
    const left = x.place(place[0]), at = y.place(place[1]);
    const right = left + 1 + letter * name.length;
    const isFree = taken.every(([l, r, a]) => right < l || left > r || Math.abs(at - a) >= line);
    if (isFree) taken.push([left, right, at]);
    const label = isFree
      ? markup`<text class="name" x="${fixed(left)}%" dx="6" y="${fixed(at + 4)}">${name}</text>`
      : undefined;
    return markup`<circle class="dot c0" cx="${fixed(left)}%" cy="${
      fixed(at)
    }" r="3"><title>${name}</title></circle>${label}
`;
  });
  const title = "Frequent tokens on the plane where they differ most";
  return figure(
    title,
    [],
    markup`<div><svg height="${height}" role="img" aria-label="${title}">
${marks}</svg></div>`,
  );
}
