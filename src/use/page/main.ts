import { openPageModel } from "./open_page_model.ts";
import { pageSession } from "./page_session.ts";
import { decodeBase64 } from "./base64.ts";
(globalThis as any).x = { openPageModel, pageSession, decodeBase64 };
