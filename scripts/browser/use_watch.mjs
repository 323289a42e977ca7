/**
 * Looks at the page that follows runs in Chromium as a person would, and writes what it saw as JSON;
 * see use_page.mjs.
 *
 *   use_watch.mjs ASKED, as JSON
 */
import process from "node:process";
import { inPage } from "./in_page.mjs";

/**
 * @param {{ executable: string, url: string, width: number, dark: boolean, screenshot: string }}
 *   asked
 */
async function useWatch({ executable, url, width, dark, screenshot }) {
  return await inPage(
    { executable, width, dark },
    url,
    (other) => other.startsWith(new URL(url).origin),
    async (page) => {
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
      return { names, differing, pointed };
    },
  );
}

console.log(JSON.stringify(await useWatch(JSON.parse(process.argv[2]))));
