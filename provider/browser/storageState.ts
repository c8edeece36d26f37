import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";

const Cookie = t.type({
  name: t.string,
  value: t.string,
  domain: t.string,
  path: t.string,
  /** Seconds since the epoch; -1: until the session ends. */
  expires: t.number,
  httpOnly: t.boolean,
  secure: t.boolean,
  sameSite: t.union([t.literal("Strict"), t.literal("Lax"), t.literal("None")]),
});
const Origin = t.type({ origin: t.string, localStorage: t.array(t.type({ name: t.string, value: t.string })) });

/** A browser's session as playwright writes it down, and optionally what `psa login` adds to it. */
const State = t.intersection([
  t.type({ cookies: t.array(Cookie), origins: t.array(Origin) }),
  t.partial({
    console: t.intersection([
      /** Address of the shell's first page. */
      t.type({ shell: t.string }),
      /** When it was kept, ISO 8601. */
      t.partial({ keptAt: t.string }),
    ]),
  }),
]);
export type StorageState = t.TypeOf<typeof State>;

/** More text than this is no session. */
const LONGEST = 2_000_000;

/**
 * Reads a storage state. Never says what stands in it.
 *
 * @param source for messages: "autotask:consoleStorageState (AUTOTASK_CONSOLE_STORAGE_STATE)"
 * @throws PsaError `config`, naming the paths that are wrong
 */
export function readStorageState(text: string, source: string): StorageState {
  const remedy = "Give it the whole text that psa login --export has written.";
  if (text.length > LONGEST) throw new PsaError("config", `${source} is longer than ${LONGEST} characters.`, remedy);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PsaError("config", `${source} is not JSON.`, remedy);
  }
  const decoded = State.decode(value);
  if (isLeft(decoded)) {
    const wrong = decoded.left.map(({ context }) =>
      context.map(({ key }) => key).filter((key) => key !== "" && !/^\d+$/.test(key)),
    );
    const paths = [...new Set(wrong.map((path) => path.join(".") || "the whole"))];
    throw new PsaError(
      "config",
      `${source} is no storage state of a browser: ${paths.slice(0, 5).join(", ")}.`,
      remedy,
    );
  }
  if (decoded.right.cookies.length === 0)
    throw new PsaError("config", `${source} holds no cookies, so nobody is signed in with it.`, remedy);
  return decoded.right;
}

/** Values so long that they are keys, not words: what must never be printed. */
const SHORTEST_SECRET = 16;

export const secretsOf = ({ cookies, origins }: StorageState): string[] =>
  [...cookies, ...origins.flatMap(({ localStorage }) => localStorage)]
    .map(({ value }) => value)
    .filter((value) => value.length >= SHORTEST_SECRET);

/**
 * What belongs to the console alone. The identity provider's own session is left out: it opens everything else that a person
 * may use, and has no business in a file or in CI.
 */
export function ownPart({ cookies, origins }: StorageState, belongs: (host: string) => boolean): StorageState {
  return {
    cookies: cookies.filter(({ domain }) => belongs(domain.replace(/^\./, ""))),
    origins: origins.filter(({ origin }) => URL.canParse(origin) && belongs(new URL(origin).hostname)),
  };
}

/**
 * Whether a host is the console's. Its own name, the domain above it, or one of the vendor's zones.
 *
 * @param family domain that all zones of a vendor share, e.g. `autotask.net`
 */
export function belongsTo(consoleUrl: string, family?: string): (host: string) => boolean {
  const own = new URL(consoleUrl).hostname.toLowerCase();
  const below = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);
  return (name) => {
    const host = name.toLowerCase();
    if (below(own, host)) return true;
    return family !== undefined && below(own, family) && below(host, family);
  };
}
