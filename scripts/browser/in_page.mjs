/**
 * A page in Chromium, and what is wrong with it: messages of the console, errors, what it loads from
 * elsewhere, its width, and what axe finds serious.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// As a value: a check of types would refuse an import of a package that is not installed.
const { chromium } = await import("playwright-core");

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * Opens a page, and uses it; returns what it was found to be, with its faults.
 *
 * @param {{ executable: string, width: number, dark: boolean }} asked
 * @param {string} address
 * @param {(url: string) => boolean} isOwn whether the page may load something
 * @param {(page: import("playwright-core").Page) => Promise<object>} use
 */
export async function inPage({ executable, width, dark }, address, isOwn, use) {
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
      if (!isOwn(request.url())) faults.push(`loaded: ${request.url()}`);
    });
    await page.goto(address);
    const seen = await use(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) faults.push("wider than the window");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { impact, id, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      faults.push(`axe: ${id} (${impact}): ${nodes.map(({ html }) => html).join("; ")}`);
    }
    return { ...seen, faults };
  } finally {
    await browser.close();
  }
}
