/**
 * Uses an exported page in Chromium as a person would, and writes what it saw as JSON. It is a
 * program of its own, because Playwright looks into /proc, for which Deno wants all permissions.
 *
 *   use_page.mjs ASKED, as JSON
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

// As a value: a check of types would refuse an import of a package that is not installed.
const { chromium } = await import("playwright-core");

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * @param {{ executable: string, file: string, width: number, dark: boolean, prompt: string,
 *   tokens: number, pasted: string, screenshot: string }} asked
 */
async function usePage(
  { executable, file, width, dark, prompt, tokens, pasted, screenshot },
) {
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
      if (request.url() !== `file://${file}`) faults.push(`loaded: ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    const write = async (temperature) => {
      await page.fill("#text", prompt);
      await page.fill("#temperature", temperature);
      await page.fill("#tokens", `${tokens}`);
      await page.press("#text", "Control+Enter");
      await page.locator("#status", { hasText: /a second/ }).waitFor();
      return page.inputValue("#text");
    };
    const greedy = await write("0");
    const sampled = await write("1");
    const speed = await page.textContent("#status");
    await page.click("#other");
    await page.locator("#status", { hasText: /a second/ }).waitFor();
    const another = await page.inputValue("#text");
    await page.click("#back");
    const takenBack = await page.inputValue("#text");

    await page.fill("#tokens", "1000000");
    await page.click("#write");
    await page.waitForFunction(
      (length) => document.querySelector("#text").value.length > length,
      prompt.length,
    );
    await page.click("#write");
    await page.locator("#status", { hasText: "Stopped" }).waitFor();
    await page.click("#back");

    await page.locator("#next button").nth(4).waitFor();
    await page.click("#next button");
    const taken = await page.inputValue("#text");
    await page.fill("#pasted", pasted);
    await page.click("#measure");
    await page.locator("#summary", { hasText: /perplexity/ }).waitFor();
    const summary = await page.textContent("#summary");
    await page.focus("#map");
    await page.keyboard.press("End");
    const about = await page.textContent("#about");
    await page.locator("#next button").nth(4).waitFor();
    await page.screenshot({ path: screenshot, fullPage: true });

    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) faults.push("wider than the window");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { impact, id, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      faults.push(`axe: ${id} (${impact}): ${nodes.map(({ html }) => html).join("; ")}`);
    }
    return { faults, greedy, sampled, another, takenBack, taken, speed, summary, about };
  } finally {
    await browser.close();
  }
}

console.log(JSON.stringify(await usePage(JSON.parse(process.argv[2]))));
