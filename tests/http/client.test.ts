import { inspect } from "node:util";
import { PsaError } from "../../provider/errors";
import {
  ATTEMPTS,
  CALL_DEADLINE_MS,
  LARGEST_BODY,
  send,
  type Call,
  type HttpOptions,
} from "../../provider/http/client";
import { HourlyBudget, Slots } from "../../provider/http/limits";
import { closeAll, json, quickClock, serve } from "./server";

const CANARY = "canary-9d2f77";

function options(extra: Partial<HttpOptions> = {}) {
  const clock = quickClock();
  const slots = new Slots();
  return {
    clock,
    budget: new HourlyBudget(1000, "t"),
    slots: () => slots,
    saysLater: ({ text }: { text: string }) => /thread threshold/.test(text),
    ...extra,
    waits: clock.waits,
  };
}
const call = (method: Call["method"], url: string, body?: unknown): Call => ({
  method,
  url,
  headers: { Secret: CANARY },
  body,
});
const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

afterEach(closeAll);

const reads: [Call["method"], string][] = [
  ["GET", "/V1.0/Resources/4"],
  ["POST", "/V1.0/Resources/query"],
  ["POST", "/V1.0/Resources/query/count"],
];
const writes: [Call["method"], string][] = [
  ["PATCH", "/V1.0/Resources"],
  ["POST", "/V1.0/Departments"],
  ["PATCH", "/V1.0/Resources/query"],
];

test.each(reads)("%s %s is repeated until it succeeds", async (method, path) => {
  const server = await serve((_, response) => json(response, server.seen.length < 3 ? 503 : 200, { fine: 1 }));
  const answer = await send(call(method, server.origin + path), options());
  expect(answer).toMatchObject({ status: 200, json: { fine: 1 } });
  expect(server.seen).toHaveLength(3);
});

describe.each(writes)("%s %s is sent once", (method, path) => {
  test.each([429, 500, 502, 503, 504, 401])("after %d", async (status) => {
    const server = await serve((_, response) =>
      json(response, status, { errors: ["thread threshold"] }, { "retry-after": "1" }),
    );
    const answer = await send(call(method, server.origin + path, { id: 1 }), options());
    expect(answer.status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  test("after a cut socket, and the error says that it may have happened", async () => {
    const server = await serve((_seen, _response, request) => request.socket.destroy());
    const error = await caught(send(call(method, server.origin + path, { id: 1 }), options()));
    expect(error).toMatchObject({ code: "unavailable" });
    expect(error.message).toMatch(/may or may not have been made/);
    expect(server.seen).toHaveLength(1);
  });

  test("after no answer in time", async () => {
    const server = await serve(() => undefined);
    const error = await caught(send(call(method, server.origin + path, { id: 1 }), options({ attemptDeadline: 100 })));
    expect(error.code).toBe("unavailable");
    expect(server.seen).toHaveLength(1);
  });
});

test("Retry-After is obeyed in seconds and as a date", async () => {
  const o = options();
  const server = await serve((_, response) => {
    const n = server.seen.length;
    if (n === 1) return json(response, 429, {}, { "retry-after": "7" });
    if (n === 2) return json(response, 429, {}, { "retry-after": new Date(o.clock.now() + 11_000).toUTCString() });
    return json(response, 200, {});
  });
  await send(call("GET", server.origin), o);
  expect(o.waits).toEqual([7_000, 11_000]);
});

test("without Retry-After the waits grow and are jittered", async () => {
  const o = options();
  const server = await serve((_, response) => json(response, 429, {}));
  const answer = await send(call("GET", server.origin), o);
  expect(answer.status).toBe(429);
  expect(server.seen).toHaveLength(ATTEMPTS);
  expect(o.waits).toHaveLength(ATTEMPTS - 1);
  o.waits.forEach((wait, n) => {
    expect(wait).toBeGreaterThanOrEqual(250 * 2 ** n);
    expect(wait).toBeLessThanOrEqual(500 * 2 ** n);
  });
});

test("a Retry-After beyond the deadline ends the call at once", async () => {
  const o = options();
  const server = await serve((_, response) => json(response, 429, {}, { "retry-after": "3600" }));
  const answer = await send(call("GET", server.origin), o);
  expect(answer).toMatchObject({ status: 429, retryAfter: 3_600_000 });
  expect(server.seen).toHaveLength(1);
  expect(o.waits).toEqual([]);
});

test("a storm of 429 ends within the deadline of the call", async () => {
  const o = options();
  const server = await serve((_, response) => json(response, 429, {}, { "retry-after": "50" }));
  const start = o.clock.now();
  await send(call("GET", server.origin), o);
  expect(o.clock.now() - start).toBeLessThanOrEqual(CALL_DEADLINE_MS);
  expect(server.seen).toHaveLength(3);
});

test("a threshold text hidden in a 500 is a reason to wait, another 500 is not", async () => {
  const server = await serve((seen, response) =>
    json(response, 500, { errors: [seen.url === "/a" ? "The thread threshold of 3" : "broken"] }),
  );
  await send(call("GET", `${server.origin}/a`), options());
  expect(server.seen).toHaveLength(ATTEMPTS);
  await send(call("GET", `${server.origin}/b`), options());
  expect(server.seen).toHaveLength(ATTEMPTS + 1);
});

test("401 is never repeated", async () => {
  const server = await serve((_, response) => response.writeHead(401, { "content-length": "0" }).end());
  expect(await send(call("GET", server.origin), options())).toMatchObject({ status: 401, json: undefined });
  expect(server.seen).toHaveLength(1);
});

test("a read is repeated after a cut socket", async () => {
  const server = await serve((_, response, request) =>
    server.seen.length === 1 ? request.socket.destroy() : json(response, 200, {}),
  );
  expect((await send(call("GET", server.origin), options())).status).toBe(200);
  expect(server.seen).toHaveLength(2);
});

test("a redirect is not followed, so no credential goes elsewhere", async () => {
  const other = await serve((_, response) => json(response, 200, {}));
  const server = await serve((_, response) => response.writeHead(302, { location: `${other.origin}/x` }).end());
  expect((await send(call("GET", server.origin), options())).status).toBe(302);
  expect(other.seen).toHaveLength(0);
});

test("a huge body is given up, not swallowed", async () => {
  const server = await serve((_, response) => {
    const chunk = Buffer.alloc(1024 * 1024, 97);
    let sent = 0;
    const more = () => {
      while (!response.destroyed && sent < 4 * LARGEST_BODY) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  const error = await caught(send(call("GET", `${server.origin}/big`), options()));
  expect(error.code).toBe("unavailable");
  expect(error.message).toContain("larger than");
  expect(server.seen).toHaveLength(1);
});

test("never more than three calls under way, waits between attempts hold no place", async () => {
  let inside = 0;
  let most = 0;
  const server = await serve((_, response) => {
    inside += 1;
    most = Math.max(most, inside);
    setTimeout(() => {
      inside -= 1;
      json(response, server.seen.length % 3 ? 200 : 503, {});
    }, 5);
  });
  const o = options();
  await Promise.all(Array.from({ length: 30 }, () => send(call("GET", server.origin), o)));
  expect(most).toBe(3);
});

test("every attempt counts against the hourly budget", async () => {
  const o = options();
  const budget = new HourlyBudget(3, "t");
  const server = await serve((_, response) => json(response, 503, {}));
  const error = await caught(send(call("GET", server.origin), { ...o, budget }));
  expect(error.code).toBe("throttled");
  expect(server.seen).toHaveLength(3);
});

test("no error holds a header, a body, a query or got's options, however it is printed", async () => {
  const server = await serve((_seen, _response, request) => request.socket.destroy());
  const errors = [
    await caught(send(call("PATCH", `${server.origin}/x?q=${CANARY}`, { p: CANARY }), options())),
    await caught(send(call("GET", `${server.origin}/x?q=${CANARY}`), options())),
    await caught(send(call("GET", `http://example.com/${CANARY}`), options())),
  ];
  for (const error of errors) {
    const printed = [
      error.message,
      String(error.stack),
      JSON.stringify(error),
      inspect(error, { depth: Infinity, showHidden: true, getters: true }),
    ].join("\n");
    expect(error).toBeInstanceOf(PsaError);
    expect(printed).not.toContain(CANARY);
  }
});
