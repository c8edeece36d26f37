import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface FaultServer {
  origin: string;
  seen: Seen[];
  close(): Promise<void>;
}

const open = new Set<Server>();

/** A real HTTP server on loopback that answers as the test says, and remembers what it was sent. */
export async function serve(
  answer: (seen: Seen, response: ServerResponse, request: IncomingMessage) => unknown,
): Promise<FaultServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const entry = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      void answer(entry, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.add(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  open.delete(server);
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** For `afterEach`: leaves nothing listening. */
export async function closeAll(): Promise<void> {
  await Promise.all([...open].map(closeServer));
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A clock whose waits take no time and are remembered. */
export function quickClock(start = Date.parse("2026-11-24T12:00:00Z")) {
  let time = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    sleep: (ms: number) => {
      waits.push(ms);
      time += ms;
      return new Promise<void>((resolve) => setImmediate(resolve));
    },
    advance: (ms: number) => {
      time += ms;
    },
  };
}
