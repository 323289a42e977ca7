/// <reference lib="dom" />
/** The part of a page that shows how surprising each token of a text is. */
import { element, made, tell } from "./elements.ts";
import { type MeasuredToken, mostMeasured } from "./measure_text.ts";
import type { PageSession } from "./page_session.ts";
import { shownProbability } from "./shown_text.ts";

/** @param words length of the vocabulary */
export function heatMap(session: PageSession, words: number): void {
  const area = element("pasted", HTMLTextAreaElement);
  const button = element("measure", HTMLButtonElement);
  const map = element("map", HTMLElement);
  const about = element("about", HTMLElement);
  const told = element("measured-notes", HTMLElement);
  const summary = element("summary", HTMLElement);
  let tokens: readonly MeasuredToken[] = [];
  let chosen = -1;

  const choose = (index: number) => {
    const token = tokens[index];
    if (token === undefined) return;
    map.querySelector(`#token-${chosen}`)?.setAttribute("aria-selected", "false");
    chosen = index;
    const place = element(`token-${index}`, HTMLElement);
    place.setAttribute("aria-selected", "true");
    map.setAttribute("aria-activedescendant", place.id);
    about.replaceChildren(...describe(token));
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    summary.textContent = "Measuring…";
    const answer = await session.measure(area.value);
    button.disabled = false;
    if (answer.kind === "mistake") {
      summary.textContent = "";
      return tell(told, [answer.message]);
    }
    tokens = answer.value.flat();
    chosen = -1;
    const isCut = tokens.length === mostMeasured;
    tell(told, isCut ? [`No more than ${mostMeasured} tokens are measured`] : []);
    summary.textContent = summarize(tokens);
    about.replaceChildren();
    map.hidden = tokens.length === 0;
    map.replaceChildren(...lines(answer.value, Math.log2(words)));
    choose(0);
  });
  map.addEventListener("pointerover", ({ target }) => choose(indexOf(target)));
  map.addEventListener("click", ({ target }) => choose(indexOf(target)));
  map.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? tokens.length - 1 : chosen;
    if (step === undefined && to === chosen) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(tokens.length - 1, to + (step ?? 0))));
    map.querySelector(`#token-${chosen}`)?.scrollIntoView({ block: "nearest" });
  });
}

const indexOf = (target: EventTarget | null): number =>
  target instanceof Element && target.id.startsWith("token-") ? Number(target.id.slice(6)) : -1;

/** @param most bits of a token where all are alike: what is as surprising is as hot as can be */
function lines(
  measured: ReadonlyArray<readonly MeasuredToken[]>,
  most: number,
): readonly HTMLElement[] {
  let index = 0;
  return measured.map((line) =>
    made(
      "div",
      "",
      ...line.map(({ text, bits, isKnown, isEnd }) => {
        const sign = isEnd || text === "\n" ? "⏎" : text === "" ? "·" : text;
        const place = made("span", isKnown ? "token" : "token unknown", sign);
        if (sign.trim() === "") place.ariaLabel = "space";
        place.id = `token-${index++}`;
        place.role = "option";
        place.setAttribute("aria-selected", "false");
        place.style.setProperty("--heat", `${Math.min(1, bits / most).toFixed(3)}`);
        return place;
      }),
    )
  );
}

function summarize(tokens: readonly MeasuredToken[]): string {
  if (tokens.length === 0) return "There is no token to measure";
  const mean = tokens.reduce((sum, { bits }) => sum + bits, 0) / tokens.length;
  return `${tokens.length} token${tokens.length === 1 ? "" : "s"}, ` +
    `${mean.toFixed(3)} bits a token, perplexity ${(2 ** mean).toFixed(2)}`;
}

function describe(
  { name, isKnown, bits, rank, likeliest }: MeasuredToken,
): readonly HTMLElement[] {
  const measures = `${isKnown ? "" : " (not in the vocabulary)"}: ${bits.toFixed(2)} bits, ` +
    `probability ${shownProbability(2 ** -bits)}, rank ${rank.toLocaleString("en-US")}`;
  const expected = likeliest.map(({ name, probability }) =>
    `${name} ${shownProbability(probability)}`
  );
  return [
    made("p", "", made("b", "", name), measures),
    made("p", "note", `Likeliest here: ${expected.join(", ")}`),
  ];
}
