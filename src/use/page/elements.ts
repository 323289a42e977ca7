/// <reference lib="dom" />

/** The element with an id, of which the page is known to have one. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}"`);
  return found;
}

/** A new element with a class and text, which is never read as HTML. */
export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
  const one = document.createElement(tag);
  one.className = className;
  one.append(...content);
  return one;
}

/** A list of messages in the place of what stood there. */
export function tell(place: HTMLElement, messages: readonly string[]): void {
  place.replaceChildren(...messages.map((message) => made("p", "note", message)));
}
