import type { MeasuredToken } from "../../use/page/measure_text.ts";

/** A token as it is shown in a text: what can't be seen has a sign. */
export function shownToken({ text, isEnd }: Pick<MeasuredToken, "text" | "isEnd">): string {
  if (isEnd) return "⏎";
  if (text === "\n") return "⏎\n";
  return text === "" ? "·" : text;
}
