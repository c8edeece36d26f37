/// <reference lib="dom" />
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

/**
 * Saves a picture of what was seen when something did not match. Every text field is blanked and every known secret is
 * struck out of the page before the picture is taken: the page is given up anyway.
 */
export async function saveEvidence(
  page: Page | undefined,
  folder: string | undefined,
  secrets: string[],
): Promise<string | undefined> {
  if (!page || !folder || page.isClosed()) return undefined;
  for (const frame of page.frames()) {
    await frame
      .evaluate((hidden) => {
        for (const i of Array.from(document.querySelectorAll("input,textarea"))) {
          const input = i as HTMLInputElement;
          if (/^(checkbox|radio|button|submit)$/.test(input.type)) continue;
          // Only looks: scripts of the page still find the value.
          input.style.setProperty("color", "transparent", "important");
          input.style.setProperty("text-shadow", "none", "important");
          input.style.setProperty("-webkit-text-fill-color", "transparent", "important");
        }
        if (hidden.length === 0 || !document.body) return;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let n = walker.nextNode(); n; n = walker.nextNode())
          for (const s of hidden)
            if (s.length >= 4 && n.nodeValue?.includes(s)) n.nodeValue = n.nodeValue.split(s).join("[secret]");
      }, secrets)
      .catch(() => undefined);
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, `console-${new Date().toISOString().replace(/[:.]/g, "-")}.png`);
  await page.screenshot({ path: file, fullPage: false, timeout: 8_000 });
  return file;
}
