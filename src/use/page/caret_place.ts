/// <reference lib="dom" />
/** Where the caret of a text area is: browsers do not tell. */

/** Pixels from the upper left corner of the text area's box. */
export interface CaretPlace {
  readonly left: number;
  readonly top: number;
  /** Of the line that it is in. */
  readonly height: number;
}

/** What decides where a character of a text area stands. */
const copied = [
  "boxSizing",
  "width",
  "padding",
  "border",
  "font",
  "letterSpacing",
  "lineHeight",
  "tabSize",
  "wordSpacing",
  "textIndent",
] as const;

/** Lays the text before the caret out once more, out of sight, and looks where it ends. */
export function caretPlace(area: HTMLTextAreaElement): CaretPlace {
  const style = getComputedStyle(area);
  const copy = document.createElement("div");
  for (const name of copied) copy.style[name] = style[name];
  // What scrolls has a bar beside the text.
  const bar = area.offsetWidth - area.clientWidth - 2 * parseFloat(style.borderLeftWidth);
  copy.style.width = `${area.offsetWidth - bar}px`;
  copy.style.position = "absolute";
  copy.style.visibility = "hidden";
  copy.style.whiteSpace = "pre-wrap";
  copy.style.overflowWrap = "break-word";
  const caret = document.createElement("span");
  caret.textContent = "\u200b";
  copy.append(area.value.slice(0, area.selectionEnd), caret);
  area.after(copy);
  const place = {
    left: caret.offsetLeft,
    top: caret.offsetTop - area.scrollTop,
    height: caret.offsetHeight,
  };
  copy.remove();
  return place;
}
