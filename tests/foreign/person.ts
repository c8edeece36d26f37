import type { BrowserContext, ElementHandle, Frame, Page } from "playwright-core";

/**
 * Somebody at the screen: sees words and boxes, points with the mouse and types. Knows nothing of classes, roles or
 * ids, so that what it cannot do on a page, a person could not do either.
 */
export class Person {
  constructor(
    private readonly context: BrowserContext,
    private readonly patience = 12_000,
  ) {}

  /** Everything on the screen: the newest window first, and the page before the menu around it. */
  private frames(): { page: Page; frame: Frame }[] {
    return this.context
      .pages()
      .reverse()
      .flatMap((page) =>
        page
          .frames()
          .reverse()
          .map((frame) => ({ page, frame })),
      );
  }

  /** The element that shows exactly these words, or nothing. */
  private async look(
    words: string,
    order: "first" | "last",
  ): Promise<{ page: Page; element: ElementHandle<HTMLElement> } | null> {
    for (const { page, frame } of this.frames()) {
      const handle = await frame
        .evaluateHandle(
          ([wanted, which]) => {
            const tidy = (text: string) =>
              text
                .replace(/[*:▾▸⟳■✖▪✎+]|\(required\)/gu, " ")
                .replace(/\s+/g, " ")
                .trim()
                .toLowerCase();
            const found: HTMLElement[] = [];
            for (const one of document.querySelectorAll<HTMLElement>("body *")) {
              if (["SCRIPT", "STYLE", "OPTION"].includes(one.tagName)) continue;
              const own =
                one instanceof HTMLInputElement && one.type === "submit"
                  ? one.value
                  : [...one.childNodes].map((node) => (node.nodeType === 3 ? node.textContent : "")).join(" ");
              if (tidy(own) !== tidy(wanted as string)) continue;
              const box = one.getBoundingClientRect();
              if (box.width > 1 && box.height > 1 && one.checkVisibility()) found.push(one);
            }
            // What lies behind an in-page dialog is not what a person looks at.
            const top = found.filter((one) => {
              one.scrollIntoView({ block: "nearest" });
              const box = one.getBoundingClientRect();
              const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return !!there && (one.contains(there) || there.contains(one));
            });
            return (which === "first" ? top[0] : top.at(-1)) ?? null;
          },
          [words, order],
        )
        .catch(() => null);
      const element = handle?.asElement();
      if (element) return { page, element: element as ElementHandle<HTMLElement> };
    }
    return null;
  }

  async sees(words: string, within = 0): Promise<boolean> {
    const end = Date.now() + within;
    do if (await this.look(words, "first")) return true;
    while (Date.now() < end && (await new Promise((done) => setTimeout(done, 100)), true));
    return false;
  }

  async find(
    words: string,
    order: "first" | "last" = "first",
  ): Promise<{ page: Page; element: ElementHandle<HTMLElement>; x: number; y: number; width: number; height: number }> {
    const end = Date.now() + this.patience;
    let before = "";
    for (;;) {
      const seen = await this.look(words, order);
      await seen?.element.scrollIntoViewIfNeeded({ timeout: 1000 }).catch(() => undefined);
      const box = await seen?.element.boundingBox().catch(() => null);
      const now = JSON.stringify(box ?? "");
      // A thing that still moves is not pointed at.
      if (seen && box && now === before) return { ...seen, ...box };
      before = now;
      if (Date.now() > end) throw new Error(`A person sees no "${words}".`);
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  async press(words: string, order: "first" | "last" = "first"): Promise<void> {
    const it = await this.find(words, order);
    await it.page.mouse.click(it.x + it.width / 2, it.y + it.height / 2);
  }

  async rightClick(words: string): Promise<void> {
    const it = await this.find(words);
    await it.page.mouse.click(it.x + it.width / 2, it.y + it.height / 2, { button: "right" });
  }

  /** Points at the small thing left of some words: a box, a radio button, a plus sign. */
  async pressLeftOf(words: string, order: "first" | "last" = "first"): Promise<void> {
    const it = await this.find(words, order);
    const text = await it.element.evaluate((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect();
      return { dx: box.x - one.getBoundingClientRect().x };
    });
    await it.page.mouse.click(it.x + text.dx - 13, it.y + Math.min(it.height / 2, 14));
  }

  /** The framed thing at a place relative to the element: below it, or to its right. */
  private async framed(
    element: ElementHandle<HTMLElement>,
    places: [number, number][],
  ): Promise<ElementHandle<HTMLElement>> {
    const handle = await element.evaluateHandle((one, spots) => {
      one.scrollIntoView({ block: "center" });
      // The words and not their element: a label may enclose its control.
      const range = document.createRange();
      const texts = [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent?.trim());
      range.setStartBefore(texts[0] ?? one.firstChild ?? one);
      range.setEndAfter(texts.at(-1) ?? one.lastChild ?? one);
      const box = range.getBoundingClientRect();
      const line = range.getClientRects()[0] ?? box;
      for (const [dx, dy] of spots) {
        let there = document.elementFromPoint(
          dx < 0 ? box.x - dx : box.right + dx,
          dx < 0 ? box.bottom + dy : line.y + line.height / 2,
        ) as HTMLElement | null;
        for (; there && there !== document.body; there = there.parentElement) {
          const size = there.getBoundingClientRect();
          if (size.height > 60) break;
          if (parseFloat(getComputedStyle(there).borderTopWidth) >= 1 && size.width > 60) return there;
        }
      }
      return null;
    }, places);
    const found = handle.asElement();
    if (!found) throw new Error("A person sees no box there.");
    return found as ElementHandle<HTMLElement>;
  }

  /** The control of a label: under it or right of it. */
  private async controlOf(label: string): Promise<{ page: Page; element: ElementHandle<HTMLElement> }> {
    for (let attempt = 0; ; attempt += 1) {
      const it = await this.find(label, "last");
      try {
        return {
          page: it.page,
          element: await this.framed(it.element, [
            [30, 0],
            [-25, 14],
            [60, 0],
            [130, 0],
            [200, 0],
            [270, 0],
          ]),
        };
      } catch (error) {
        if (attempt === 3) throw new Error(`${label}: no box`, { cause: error });
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  }

  async write(label: string, text: string): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { page, element } = await this.controlOf(label);
      const box = await element.boundingBox().catch(() => null);
      if (!box) continue;
      await page.mouse.click(box.x + box.width - 12, box.y + box.height / 2);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
      if ((await this.read(label)) === text) return;
    }
    throw new Error(`${label} does not take "${text}".`);
  }

  async read(label: string): Promise<string> {
    const { element } = await this.controlOf(label);
    return element.evaluate((one) => {
      const input =
        one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one : one.querySelector("input");
      if (one instanceof HTMLSelectElement) return one.selectedOptions[0]?.textContent ?? "";
      return (input?.value || one.innerText).trim();
    });
  }

  private async pick(
    at: () => Promise<{ page: Page; element: ElementHandle<HTMLElement> }>,
    text: string,
  ): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { page, element } = await at();
      if (await element.evaluate((one) => one instanceof HTMLSelectElement).catch(() => false)) {
        await (element as unknown as ElementHandle<HTMLSelectElement>).selectOption({ label: text });
        return;
      }
      const shown = await element.evaluate((one) => (one.querySelector("input")?.value || one.innerText).trim());
      if (shown === text) return;
      const box = await element.boundingBox();
      if (!box) continue;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      const typing = await element.evaluate(
        (one) =>
          one.querySelector("input:not([readonly])") !== null &&
          one.querySelector("input:not([readonly])") === document.activeElement,
      );
      if (typing) {
        await page.keyboard.press("ControlOrMeta+a");
        await page.keyboard.type(text.slice(0, 6));
      }
      for (let waited = 0; waited < 20; waited += 1) {
        await page.waitForTimeout(80);
        // The list's line is below the control; the words within the control are the present choice.
        const line = await element.evaluateHandle((one, wanted) => {
          const own = one.getBoundingClientRect();
          for (const other of document.querySelectorAll<HTMLElement>("body *")) {
            if (
              one.contains(other) ||
              other.contains(one) ||
              other.children.length > 3 ||
              other.innerText?.trim() !== wanted
            )
              continue;
            const box = other.getBoundingClientRect();
            if (!box.width || !other.checkVisibility() || box.top < own.bottom - 2 || Math.abs(box.x - own.x) > 30)
              continue;
            let floats: HTMLElement | null = other;
            while (floats && getComputedStyle(floats).zIndex !== "500") floats = floats.parentElement;
            if (floats) return other;
          }
          return null;
        }, text);
        const entry = line.asElement() as ElementHandle<HTMLElement> | null;
        if (entry) {
          await entry.scrollIntoViewIfNeeded();
          const where = await entry.boundingBox();
          if (where) await page.mouse.click(where.x + 12, where.y + where.height / 2);
          break;
        }
      }
      await page.waitForTimeout(120);
      await page.keyboard.press("Escape");
    }
    const { element } = await at();
    const shown = await element.evaluate((one) =>
      (one.querySelector("input")?.value || one.innerText).replace("×", "").trim(),
    );
    if (shown !== text) throw new Error(`The list shows "${shown}" and not "${text}".`);
  }

  choose(label: string, text: string): Promise<void> {
    return this.pick(() => this.controlOf(label), text);
  }

  /** Sets the cell of a grid: in the row of a name, under the word of a column. */
  chooseInGrid(row: string, column: string, text: string): Promise<void> {
    return this.pick(async () => {
      const it = await this.find(row, "last");
      const handle = await it.element.evaluateHandle((one, wanted) => {
        one.scrollIntoView({ block: "center" });
        const own = one.getBoundingClientRect();
        const heads = [...document.querySelectorAll<HTMLElement>("body *")]
          .filter(
            (other) =>
              [...other.childNodes]
                .map((node) => (node.nodeType === 3 ? node.textContent : ""))
                .join("")
                .trim() === wanted && other.checkVisibility(),
          )
          .map((other) => other.getBoundingClientRect());
        const above = heads
          .filter((box) => box.width && box.bottom <= own.top + 4 && box.left > own.left)
          .sort((a, b) => b.top - a.top)[0];
        if (!above) return null;
        let there = document.elementFromPoint(above.left + 10, own.top + own.height / 2) as HTMLElement | null;
        for (; there && there !== document.body; there = there.parentElement)
          if (parseFloat(getComputedStyle(there).borderTopWidth) >= 1 && there.getBoundingClientRect().width > 60)
            return there;
        return null;
      }, column);
      const element = handle.asElement();
      if (!element) throw new Error(`A person sees no list at ${row}, ${column}.`);
      return { page: it.page, element: element as ElementHandle<HTMLElement> };
    }, text);
  }
}
