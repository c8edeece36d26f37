import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** Answers that no client can use, as servers and the gateways before them give them. What vendors say themselves is theirs. */

/** Stands in every body: nothing of a body may reach a message. */
export const BODY_CANARY = "canary-body-61";

export interface BadAnswer {
  what: string;
  give(response: ServerResponse): unknown;
}

const PAGE = `<!DOCTYPE html><html><head><title>${BODY_CANARY}</title></head><body><h1>${BODY_CANARY}</h1></body></html>`;

const bad = (what: string, status: number, type: string | undefined, body: string | Buffer, more = {}): BadAnswer => ({
  what,
  give: (response) =>
    response.writeHead(status, { ...(type === undefined ? {} : { "content-type": type }), ...more }).end(body),
});

/** The beginning of a good answer that promises more than comes. */
function breakOff(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
  response.write(`{"success":true,"result":[{"id":1,"name":"${BODY_CANARY}`, () => response.destroy());
}

/** An answer without meaning, by the code of the error that it is for a call that is not a sign-in. */
export const STATUSES: (BadAnswer & { code: string })[] = [
  { code: "authentication", ...bad("401 without a body", 401, undefined, "") },
  { code: "permission", ...bad("403 with a page", 403, "text/html", PAGE) },
  { code: "not-found", ...bad("404 with a page", 404, "text/html", PAGE) },
];

/** Whatever the call, these are `unavailable`: nobody can tell what they mean. */
export const UNREADABLE: BadAnswer[] = [
  bad("500 with a page", 500, "text/html", PAGE),
  bad("502 with a page", 502, "text/html", PAGE),
  bad("302 to another host", 302, undefined, "", { location: "http://127.0.0.1:9/elsewhere" }),
  bad("200 with a page", 200, "text/html", PAGE),
  bad("200 with a page that says it is JSON", 200, "application/json", PAGE),
  bad("200 with an empty body", 200, "application/json", ""),
  bad("204", 204, undefined, ""),
  bad(
    "200 with JSON that is cut off",
    200,
    "application/json",
    `{"success":true,"result":[{"id":1,"name":"${BODY_CANARY}`,
  ),
  bad("200 with the JSON null", 200, "application/json", "null"),
  bad("200 with a JSON array", 200, "application/json", `[{"id":1,"name":"${BODY_CANARY}"}]`),
  bad("200 with a JSON number", 200, "application/json", "200"),
  bad("200 with a JSON text", 200, "application/json", `"${BODY_CANARY}"`),
  bad("200 with an empty JSON object", 200, "application/json", "{}"),
  bad("200 with a picture", 200, "image/png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  bad("200 packed although nobody asked", 200, "application/json", gzipSync('{"success":true,"result":[]}'), {
    "content-encoding": "gzip",
  }),
  { what: "a connection closed in the middle of the answer", give: breakOff },
  { what: "a connection closed without an answer", give: (response) => response.destroy() },
];
