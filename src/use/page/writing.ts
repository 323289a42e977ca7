/// <reference lib="dom" />
/** The part of a page where a text is begun, and goes on as the model has it. */
import { element, tell } from "./elements.ts";
import { nextTokens } from "./next_tokens.ts";
import type { PageSession, WriteOptions } from "./page_session.ts";

export function writing(session: PageSession): void {
  const area = element("text", HTMLTextAreaElement);
  const status = element("status", HTMLElement);
  const write = element("write", HTMLButtonElement);
  const other = element("other", HTMLButtonElement);
  const back = element("back", HTMLButtonElement);
  const told = element("notes", HTMLElement);
  const notes = (messages: readonly string[]) => tell(told, messages);
  const next = nextTokens(session, area, element("next", HTMLElement), notes);
  /** What stood there before the model last wrote. */
  let before: string | undefined;
  let isWriting = false;

  const setWriting = (now: boolean) => {
    isWriting = now;
    write.textContent = now ? "Stop" : "Write";
    area.readOnly = now;
    other.disabled = back.disabled = now || before === undefined;
  };
  const goOn = async () => {
    const options = readOptions();
    next.hide();
    before = area.value;
    let text = before;
    setWriting(true);
    status.textContent = "Writing…";
    let stopped = false;
    const show = () => {
      area.value = text;
      area.scrollTop = area.scrollHeight;
    };
    const end = repeat(show);
    const answer = await session.write(before, options, (gained) => {
      text += gained;
      stopped ||= !isWriting;
      return !stopped;
    });
    end();
    show();
    setWriting(false);
    notes(answer.kind === "mistake" ? [...answer.notes, answer.message] : answer.notes);
    status.textContent = answer.kind === "mistake" ? "" : stopped ? "Stopped" : speed(answer.value);
    area.setSelectionRange(text.length, text.length);
    next.ask();
  };
  const takeBack = () => {
    if (before !== undefined) area.value = before;
    before = undefined;
    status.textContent = "";
    setWriting(false);
    next.hide();
    next.ask();
  };
  write.addEventListener("click", () => {
    if (isWriting) isWriting = false;
    else void goOn();
  });
  other.addEventListener("click", () => {
    takeBack();
    const seed = element("seed", HTMLInputElement);
    seed.value = `${seed.valueAsNumber + 1}`;
    void goOn();
  });
  back.addEventListener("click", takeBack);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    write.click();
  });
  area.addEventListener("keyup", ({ key }) => {
    if (/^(Arrow|Home|End|Page)/.test(key) && !isWriting) next.ask();
  });
  area.addEventListener("pointerup", () => isWriting || next.ask());
  area.addEventListener("input", () => {
    before = undefined;
    setWriting(false);
    next.ask();
  });
  setWriting(false);
  next.ask();
}

/** Calls often, yet for no more than a tenth of the time. Returns what ends it. */
function repeat(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (milliseconds: number) => {
    timer = setTimeout(() => {
      const begun = performance.now();
      work();
      wait(Math.max(oftenest, 9 * (performance.now() - begun)));
    }, milliseconds);
  };
  wait(0);
  return () => clearTimeout(timer);
}

/** Milliseconds between two calls at least. */
const oftenest = 40;

const speed = ({ tokens, seconds }: { readonly tokens: number; readonly seconds: number }) => {
  const rate = Math.round(tokens / Math.max(seconds, 1e-3)).toLocaleString("en-US");
  return `${tokens} token${tokens === 1 ? "" : "s"}, ${rate} a second`;
};

/** What the fields say; an empty one sets no limit. What is out of range is told by the model. */
function readOptions(): WriteOptions {
  const number = (id: string): number | undefined => {
    const { value, valueAsNumber } = element(id, HTMLInputElement);
    return value === "" ? undefined : valueAsNumber;
  };
  return {
    temperature: number("temperature") ?? 1,
    topK: number("top-k"),
    topP: number("top-p"),
    seed: number("seed") ?? 0,
    tokens: number("tokens") ?? 100,
  };
}
