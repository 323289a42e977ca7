/// <reference lib="dom" />
/** The likeliest next tokens beside the caret of a text; a click takes one. */
import { caretPlace } from "./caret_place.ts";
import { made } from "./elements.ts";
import type { NextToken, PageSession } from "./page_session.ts";
import { shownProbability } from "./shown_text.ts";

/** Milliseconds without a key after which they are worked out. */
const pause = 80;

export interface NextTokens {
  /** Shows those after the caret, soon. */
  readonly ask: () => void;
  readonly hide: () => void;
}

/**
 * @param list where they are shown, laid over the text
 * @param notes hears what the model makes of the text
 */
export function nextTokens(
  session: PageSession,
  area: HTMLTextAreaElement,
  list: HTMLElement,
  notes: (messages: readonly string[]) => void,
): NextTokens {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const hide = () => {
    clearTimeout(timer);
    asked++;
    list.hidden = true;
  };
  const take = ({ gains }: NextToken) => {
    area.setRangeText(gains, area.selectionEnd, area.selectionEnd, "end");
    area.focus();
    ask();
  };
  const show = async () => {
    const number = ++asked;
    const answer = await session.next(area.value.slice(0, area.selectionEnd));
    if (number !== asked) return;
    if (answer.kind === "mistake") return notes([answer.message]);
    notes(answer.notes);
    list.replaceChildren(...answer.value.map((next) => {
      const button = made(
        "button",
        "next",
        made("b", "", next.name),
        ` ${shownProbability(next.probability)}`,
      );
      button.type = "button";
      button.disabled = next.gains === "";
      button.addEventListener("click", () => take(next));
      return button;
    }));
    list.hidden = false;
    place(area, list);
  };
  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  };
  area.addEventListener("scroll", () => place(area, list));
  addEventListener("resize", () => place(area, list));
  return { ask, hide };
}

/** Below the caret's line, as far left as is needed for all to be seen. */
function place(area: HTMLTextAreaElement, list: HTMLElement): void {
  if (list.hidden) return;
  const { left, top, height } = caretPlace(area);
  const room = area.clientWidth - list.offsetWidth;
  const below = Math.min(Math.max(top + height + 4, 0), area.offsetHeight - 20);
  list.style.left = `${Math.max(0, Math.min(left, room))}px`;
  list.style.top = `${below}px`;
}
