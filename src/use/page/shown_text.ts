/** White space made visible where it is the point: `␣the`, `⏎`. */
export const shownText = (text: string): string =>
  text.replace(/ /g, "␣").replace(/\n/g, "⏎").replace(/\t/g, "⇥");

/** A probability as `12.3 %`, a small one as `0.0042 %`. */
export function shownProbability(probability: number): string {
  const percent = 100 * probability;
  return `${percent >= 0.1 ? percent.toFixed(1) : percent.toPrecision(2)} %`;
}
