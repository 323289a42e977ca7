/// <reference lib="dom" />
/** The program of an exported page: opens the model that the page holds, and its two parts. */
import { Effect } from "effect";
import { decodeBase64 } from "./base64.ts";
import { element } from "./elements.ts";
import { heatMap } from "./heat_map.ts";
import { openPageModel } from "./open_page_model.ts";
import type { PageModel } from "./page_model.ts";
import { pageSession } from "./page_session.ts";
import { writing } from "./writing.ts";

const text = (id: string): string => element(id, HTMLScriptElement).textContent ?? "";

try {
  const model: PageModel = JSON.parse(text("model"));
  const weights = new Float32Array(decodeBase64(text("weights")).buffer);
  const opened = Effect.runSync(openPageModel(model, weights));
  const session = pageSession(opened);
  writing(session);
  heatMap(session, opened.vocabulary.words.length);
} catch (cause) {
  element("status", HTMLElement).textContent = `This browser cannot run the model: ${
    cause instanceof Error ? cause.message : cause
  }`;
}
