import type { BrowserContext, Request } from "playwright-core";

/** Kinds of requests after which a page may draw itself anew. */
const COUNTED = new Set(["document", "xhr", "fetch", "script"]);
/** A request that takes longer than this is a line held open, not an answer awaited; in milliseconds. */
const HELD_OPEN = 15_000;
/** Between two looks, in milliseconds. */
const LOOK = 40;

/**
 * What a browser has asked for and not yet been answered. A post back that rewrites a form leaves the page standing still
 * while the server thinks: stillness alone does not say that it is over, an answered request does.
 */
export class Traffic {
  private readonly open = new Map<Request, number>();
  private lastEnd = 0;
  /** Requests that were ever begun: a larger number than before says that something was asked for, answered or not. */
  begun = 0;

  constructor(context: BrowserContext) {
    context.on("request", (request) => {
      if (!COUNTED.has(request.resourceType())) return;
      this.open.set(request, Date.now());
      this.begun += 1;
    });
    const end = (request: Request): void => {
      if (this.open.delete(request)) this.lastEnd = Date.now();
    };
    context.on("requestfinished", end);
    context.on("requestfailed", end);
  }

  /** Requests under way. */
  get pending(): number {
    const now = Date.now();
    return [...this.open.values()].filter((since) => now - since < HELD_OPEN).length;
  }

  /**
   * Resolves once nothing has been under way for `calm` milliseconds, or after `timeout` milliseconds at the latest.
   * Answers whether it got calm.
   */
  async quiet(calm = 200, timeout = 30_000): Promise<boolean> {
    const begin = Date.now();
    for (;;) {
      const now = Date.now();
      if (this.pending === 0 && now - Math.max(this.lastEnd, begin) >= calm) return true;
      if (now - begin > timeout) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }
}
