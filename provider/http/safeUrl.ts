import { PsaError } from "../errors";

const LOOPBACK_V4 = /^127(\.\d{1,3}){3}$/;

/** True for addresses that never leave this machine: 127.0.0.0/8, ::1 and `localhost`. `hostname` as `URL` spells it. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || LOOPBACK_V4.test(hostname);
}

/**
 * Refuses an address to which credentials must not be sent: anything but `https://`, except plain `http://` to this
 * machine, where a stand-in listens. Credentials inside an address are refused too, for addresses end up in logs.
 *
 * @param property name of the setting, for the message
 * @throws PsaError `config`. The message never repeats the address, which may hold a password.
 */
export function assertSafeUrl(url: string, property: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new PsaError(
      "config",
      `${property} is not an address.`,
      "Give an absolute address that begins with https://.",
    );
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new PsaError(
      "config",
      `${property} holds a user name or a password.`,
      "Remove the part before the @ and give credentials through their own settings.",
    );
  }
  if (parsed.protocol === "https:") return parsed;
  if (parsed.protocol === "http:" && isLoopback(parsed.hostname)) return parsed;
  throw new PsaError(
    "config",
    `${property} uses ${parsed.protocol}// to ${parsed.hostname || "no host"}: credentials would travel in the open.`,
    "Use https://. Plain http:// is accepted for this machine only (127.0.0.0/8, ::1, localhost).",
  );
}
