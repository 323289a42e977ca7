import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { runReport } from "./run_report.ts";
import { colors, textSizes } from "../base/html/style.ts";
import { sweepReport } from "./sweep_report.ts";
import { assertReadable, drawnTexts } from "./test_layout.ts";
import { madeRun, madeSweep } from "./test_views.ts";

const sweep = madeSweep();
const [cell, ...others] = sweep.space;

/** The sweep with this many parameters besides the cell. */
function withParameters(count: number): string {
  const more = Array.from({ length: count }, (_, i) => ({
    path: `training.optimizer.parameterNumber${i}`,
    domain: { min: 1e-4, max: 0.1, scale: "log" } as const,
  }));
  const trials = sweep.trials.map((trial) => ({
    ...trial,
    values: {
      "model.cell": trial.values["model.cell"]!,
      ...Object.fromEntries(more.map(({ path }, i) => [path, 0.001 * (1 + i)])),
    },
  }));
  return sweepReport({ ...sweep, space: [cell!, ...more], trials });
}

/** The sweep with ten sizes to choose from. */
function withSizes(): string {
  const domain = { min: 1000, max: 10_000, step: 1000, integer: true } as const;
  const trials = sweep.trials.map((trial) => ({
    ...trial,
    values: { "model.cell": trial.values["model.cell"]!, "model.hidden": 3000 },
  }));
  return sweepReport({ ...sweep, space: [cell!, { path: "model.hidden", domain }], trials });
}

const pages = {
  "a run": runReport(madeRun()),
  "a sweep": sweepReport(sweep),
  "a sweep of ten sizes": withSizes(),
  "a sweep of six parameters": withParameters(5),
  "a sweep of twelve parameters": withParameters(11),
} as const;

describe("the plots of a page", () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`can be read on every screen: ${name}`, () => {
      for (const screen of [360, 390, 480, 600, 700, 800, 1000, 1280, 1920]) {
        assertReadable(page, screen);
      }
    });
  }

  it("have text of one size, however wide they are", () => {
    const sizes = drawnTexts(pages["a sweep"], 390).map(({ size }) => size);
    assert.deepEqual([...new Set(sizes)], [textSizes.plot]);
  });

  it("show rails side by side where there is room, and one below the other elsewhere", () => {
    const rails = (page: string, screen: number) =>
      new Set(
        drawnTexts(page, screen).filter(({ text }) => /^(model|training|…)/.test(text))
          .map(({ y }) => y),
      ).size;
    assert.equal(others.length, 3);
    assert.equal(rails(pages["a sweep"], 1280), 2);
    assert.equal(rails(pages["a sweep"], 390), 4);
    assert.equal(rails(pages["a sweep of twelve parameters"], 1280), 12);
  });
});

/** Relative luminance of a colour, as WCAG 2 defines it. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const value = parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe("the colours of a page", () => {
  it("can be told from its back: text at 4.5 to 1, lines at 2.8 to 1", () => {
    for (const mode of [0, 1] as const) {
      for (const [name, both] of Object.entries(colors)) {
        if (["back", "card", "line"].includes(name)) continue;
        const least = name === "poor" ? 2.8 : 4.5;
        for (const back of [colors.back[mode], colors.card[mode]]) {
          const found = contrast(both[mode], back);
          assert(found >= least, `${name} ${both[mode]} on ${back}: ${found.toFixed(2)}`);
        }
      }
    }
  });
});
