import { Context } from "effect";

/** What the log says of a request beside its status. */
export class RequestNote extends Context.Service<RequestNote, {
  readonly note: (words: string) => void;
}>()("serve/RequestNote") {}
