/** A text behind its number; its other lines begin where the first one does. */
export function numbered(number: number, last: number, text: string): string {
  const width = String(last).length;
  const [first = "", ...rest] = text.split("\n");
  const margin = " ".repeat(width + 2);
  return [`${String(number).padStart(width)}  ${first}`, ...rest.map((line) => margin + line)]
    .map((line) => `${line.trimEnd()}\n`).join("");
}
