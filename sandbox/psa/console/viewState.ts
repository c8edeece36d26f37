import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { PageState } from "./page";

/** Packs what a page remembers into its hidden field, signed for one session. */
export class ViewStates {
  readonly #key = randomBytes(32);

  pack(state: PageState, session: string): string {
    const body = Buffer.from(JSON.stringify(state)).toString("base64");
    return `/wEP${body}.${this.#sign(body, session)}`;
  }

  /** Undefined when it was not made for this session. */
  unpack(text: string, session: string): PageState | undefined {
    const [, body, signature] = /^\/wEP([A-Za-z0-9+/=]+)\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
    if (body === undefined || signature === undefined) return undefined;
    const [a, b] = [Buffer.from(signature), Buffer.from(this.#sign(body, session))];
    if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined;
    return JSON.parse(Buffer.from(body, "base64").toString("utf8")) as PageState;
  }

  #sign(body: string, session: string): string {
    return createHmac("sha256", this.#key).update(`${session} ${body}`).digest("base64url");
  }
}
