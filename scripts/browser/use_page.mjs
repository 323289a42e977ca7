/**
 * Uses an exported page in Chromium as a person would, and writes what it saw as JSON. It is a
 * program of its own, because Playwright looks into /proc, for which Deno wants all permissions.
 *
 *   use_page.mjs ASKED, as JSON
 */
import process from "node:process";
import { inPage } from "./in_page.mjs";

/**
 * @param {{ executable: string, file: string, width: number, dark: boolean, prompt: string,
 *   tokens: number, pasted: string, screenshot: string }} asked
 */
async function usePage(
  { executable, file, width, dark, prompt, tokens, pasted, screenshot },
) {
  return await inPage(
    { executable, width, dark },
    `file://${file}`,
    (url) => url === `file://${file}`,
    async (page) => {
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
      return { greedy, sampled, another, takenBack, taken, speed, summary, about };
    },
  );
}

console.log(JSON.stringify(await usePage(JSON.parse(process.argv[2]))));
