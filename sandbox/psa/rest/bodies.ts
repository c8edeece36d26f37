import type { FastifyRequest } from "fastify";

/**
 * Fields of a form body by lower-case name: the vendor does not mind capitals. Undefined for any other kind of body.
 *
 * @param kinds which kinds the endpoint takes.
 */
export async function formFields(
  request: FastifyRequest,
  kinds: "both" | "multipart",
): Promise<Map<string, string> | undefined> {
  const type = request.headers["content-type"] ?? "";
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    if (kinds === "multipart") return undefined;
    return lowered(new URLSearchParams(body.toString("utf8")));
  }
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
    const texts = [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return lowered(texts);
  } catch {
    return undefined;
  }
}

function lowered(entries: Iterable<[string, string]>): Map<string, string> {
  return new Map([...entries].map(([name, value]) => [name.toLowerCase(), value]));
}

/** Parameters of a query by lower-case name, each with all its values. */
export class QueryString {
  readonly #values = new Map<string, string[]>();

  constructor(url: string) {
    const at = url.indexOf("?");
    for (const [name, value] of new URLSearchParams(at === -1 ? "" : url.slice(at + 1))) {
      const key = name.toLowerCase();
      this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
    }
  }

  text(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())?.[0];
  }

  texts(name: string): string[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }
}
