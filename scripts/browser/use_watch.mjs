/**
 * Looks at the page that follows runs in Chromium as a person would, and writes what it saw as JSON;
 * see use_page.mjs.
 *
 *   use_watch.mjs ASKED, as JSON
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const { chromium } = await import("playwright-core");

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * @param {{ executable: string, url: string, width: number, dark: boolean, screenshot: string }}
 *   asked
 */
async function useWatch({ executable, url, width, dark, screenshot }) {
  const browser = await chromium.launch({ executablePath: executable });
  try {
    const page = await browser.newPage({
      viewport: { width, height: 844 },
      colorScheme: dark ? "dark" : "light",
      hasTouch: width < 600,
    });
    /** @type {string[]} */
    const faults = [];
    page.on("console", (said) => faults.push(`console: ${said.text()}`));
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(new URL(url).origin)) faults.push(`loaded: ${request.url()}`);
    });
    await page.goto(url);
    await page.locator("#charts canvas").first().waitFor();
    for (const box of await page.locator("#list input").all()) await box.check();
    const rows = page.locator("#differences tbody tr");
    await rows.first().waitFor();
    const differing = await rows.locator("th").allTextContents();
    await page.selectOption("#along", "tokens");
    await page.selectOption("#measure", "perplexity");
    await page.fill("#smoothing", "0.6");
    await page.check("#logarithmic");
    await page.locator("figcaption", { hasText: "Perplexity" }).waitFor();
    const chart = await page.locator("#charts .u-over").first().boundingBox();
    await page.mouse.move(chart.x + chart.width / 2, chart.y + chart.height / 2);
    const value = page.locator("#charts .u-legend .u-value").nth(1);
    await page.waitForFunction(
      (element) => element.textContent !== "–",
      await value.elementHandle(),
    );
    const pointed = await value.textContent();
    const names = await page.locator("#list b").allTextContents();
    await page.screenshot({ path: screenshot, fullPage: true });

    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) faults.push("wider than the window");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { impact, id, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      faults.push(`axe: ${id} (${impact}): ${nodes.map(({ html }) => html).join("; ")}`);
    }
    return { faults, names, differing, pointed };
  } finally {
    await browser.close();
  }
}

console.log(JSON.stringify(await useWatch(JSON.parse(process.argv[2]))));
