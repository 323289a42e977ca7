/** The gradient's way back through time. */
import type { Html } from "../../base/html/markup.ts";
import type { LagNorms } from "../../use/insight/gradient_by_lag.ts";
import { linePlot } from "../plots/line_plot.ts";

/** Layers that are drawn: as many as there are colours. */
const mostLayers = 5;

/** The norm of the gradient by how many steps back it went, a line a layer. */
export const lagPlot = (lags: LagNorms): Html | undefined =>
  linePlot({
    title: "Gradient by steps back",
    x: "steps back from the loss",
    y: "norm",
    zero: true,
    lines: lags.slice(0, mostLayers).map((norms, layer) => ({
      name: `layer ${layer + 1}`,
      color: layer,
      points: norms.map((norm, i) => [i + 1, norm] as const),
      dots: true,
    })),
  });
