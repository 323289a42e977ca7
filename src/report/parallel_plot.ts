/**
 * Parallel coordinates: an axis for each parameter and one for the objective, a line for each
 * trial.
 */
import { shortNumber } from "../base/terminal/format_number.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import { formatValue } from "../sweep/space/format_value.ts";
import { type ComparedResults, describeRung } from "./compared_results.ts";
import { figure, legend, type Sign } from "./plots/legend.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { parallelDrawing, type Strand } from "./parallel_drawing.ts";
import { parameterRail, resultRail } from "./rail.ts";

/** Most trials that are drawn, the best ones. */
const most = 600;

type Look = "finished" | "pruned" | "failed";

/** A trial; with a result to compare, its share of the way from the best to the poorest. */
interface Drawn {
  readonly trial: ViewedTrial;
  readonly result?: number;
  readonly share?: number;
}

/**
 * The plot, or undefined where there are not two trials to compare. Trials are coloured by their
 * compared results; those without one are drawn too, pruned and failed ones in their own ways.
 *
 * @param best number of the trial that stands out
 */
export function parallelPlot(
  view: SweepView,
  { trials: compared, rung }: ComparedResults,
  best: number | undefined,
): Html | undefined {
  if (compared.length < 2) return undefined;
  const { space, objective, trials } = view;
  const sign = objective.goal === "minimize" ? 1 : -1;
  const ranked = [...compared].sort((a, b) =>
    sign * (a.result - b.result) || a.trial.number - b.trial.number
  ).slice(0, most);
  const shares = new Map(
    ranked.map(({ trial, result }, rank) => [
      trial.number,
      { trial, result, share: rank / (ranked.length - 1) },
    ]),
  );
  const others = trials.filter(({ number, state }) =>
    (state === "pruned" || state === "failed") &&
    !compared.some(({ trial }) => trial.number === number)
  ).slice(0, most - ranked.length);
  const drawn: readonly Drawn[] = [...ranked, ...others.map((trial) => ({ trial }))]
    .map(({ trial }) => shares.get(trial.number) ?? { trial });
  const label = `${objective.metric} ${describeRung(view, rung)}`;
  const rails = [
    ...space.map(parameterRail),
    resultRail(label, ranked.map(({ result }) => result)),
  ];
  const strands = drawn.map(({ trial, result, share }): Strand => ({
    places: [
      ...space.map(({ path }, i) => rails[i]!.place(trial.values[path])),
      rails.at(-1)!.place(result),
    ],
    look: lookOf(trial, share, best),
    tooltip: [
      `trial ${trial.number}, ${trial.state}`,
      ...result === undefined ? [] : [`${objective.metric} ${shortNumber(result)}`],
      ...Object.entries(trial.values).map(([path, value]) => `${path} ${formatValue(value)}`),
    ].join(", "),
  }));
  // The best are drawn last, over the others.
  const order = drawn.map(({ trial, share = 2 }, i) => ({
    strand: strands[i]!,
    depth: trial.number === best ? -1 : share,
  })).sort((a, b) => b.depth - a.depth).map(({ strand }) => strand);
  const title = "Parallel coordinates";
  return figure(title, keysOf(drawn, best), parallelDrawing(title, rails, order));
}

const kindOf = ({ state }: ViewedTrial): Look =>
  state === "failed" || state === "finished" ? state : "pruned";

/** How the line of a trial looks: its colour says how good it is, its kind how it ended. */
function lookOf(trial: ViewedTrial, share: number | undefined, best: number | undefined): Html {
  if (trial.number === best) return markup`class="trial best"`;
  const kind = kindOf(trial);
  const color = share === undefined || kind === "failed"
    ? undefined
    : `color-mix(in oklab, var(--poor) ${Math.round(100 * share)}%, var(--good))`;
  return markup`class="trial ${kind}"${color && markup` style="stroke:${color}"`}`;
}

function keysOf(drawn: readonly Drawn[], best: number | undefined): readonly Html[] {
  const kinds: readonly (readonly [Look, string, string, Sign])[] = [
    ["pruned", "pruned or paused", "dim", "dashed"],
    ["failed", "failed", "bad", "dotted"],
  ];
  return [
    ...best === undefined ? [] : [legend("best trial", "c1")],
    legend("good to poor", "", "shades"),
    ...kinds.filter(([kind]) => drawn.some(({ trial }) => kindOf(trial) === kind))
      .map(([, name, color, sign]) => legend(name, color, sign)),
  ];
}
