import { connect } from "node:net";
import { PsaError } from "../errors";

/**
 * Is anybody still there to record what we do? When the engine is killed, this process lives on and would go on making
 * objects that nobody will ever know of. The host gets the engine's address as its first argument; an engine that has been
 * seen there once and refuses connections now is gone.
 */
let seen = false;
let gone = false;
let address: { host: string; port: number } | undefined;
const farewells: (() => Promise<void>)[] = [];

/** How long the farewells may take altogether, in milliseconds: an edit in hand is finished, nothing hangs for ever. */
const FAREWELL_MS = 60_000;
/** Between two connections, in milliseconds. The engine drops one that says nothing after some minutes. */
const AGAIN_MS = 1_000;

/** Begins to watch, once per process. Without an address (not started by an engine) nothing is watched. */
export function watchEngine(argument: string | undefined = process.argv[2]): void {
  const parts = /^(?:\[?([^\]/]+?)\]?):(\d+)$/.exec(argument ?? "");
  if (address !== undefined || !parts?.[1] || !parts[2] || Number(parts[2]) > 65_535) return;
  address = { host: parts[1], port: Number(parts[2]) };
  hold();
}

/** Called in order when the engine is gone, right before this process ends. */
export function beforeLeaving(farewell: () => Promise<void>): void {
  farewells.push(farewell);
}

/**
 * To be awaited right before each write.
 *
 * @throws PsaError `unavailable` when the engine is gone
 */
export async function assertEngine(): Promise<void> {
  if (seen && !gone && (await refused())) leave();
  if (!gone) return;
  throw new PsaError(
    "unavailable",
    "The Pulumi engine that started this process is gone, so nothing more is written.",
    "Run pulumi up again: what was made so far is found and taken over.",
  );
}

/** Holds one silent connection open: its end is the first sign. */
function hold(): void {
  if (address === undefined || gone) return;
  const socket = connect(address);
  let fault: string | undefined;
  socket.unref();
  socket.on("connect", () => (seen = true));
  socket.on("data", () => undefined);
  socket.on("error", (error: NodeJS.ErrnoException) => (fault = error.code));
  socket.on("close", () => {
    if (fault !== "ECONNREFUSED") setTimeout(hold, AGAIN_MS).unref();
    // Who was never there is not gone: the host was started by somebody else than an engine.
    else if (seen) leave();
  });
}

function refused(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address!);
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("connect", () => socket.destroy());
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
    socket.on("close", () => resolve(false));
  });
}

function leave(): void {
  if (gone) return;
  gone = true;
  const limit = new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
  const all = Promise.allSettled(farewells.map((farewell) => farewell()));
  void Promise.race([all, limit]).then(() => process.exit(1));
}
