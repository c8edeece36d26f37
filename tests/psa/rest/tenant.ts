import type { ServerResponse } from "node:http";
import { Secret } from "../../../provider/errors";
import { openDirectory, type DirectoryOptions } from "../../../provider/psa/rest/directory";
import { json, quickClock, serve, type Seen } from "../../http/server";

/** A minimal REST API v2 for playing faults: real HTTP on loopback, as the swagger has it. */
export const CANARY = "canary-Password-91";

export interface Person {
  [field: string]: unknown;
  id: number;
  username: string;
  isActive: boolean;
}

export const person = (id: number, more: Record<string, unknown> = {}): Person => ({
  id,
  firstName: "Person",
  lastName: String(id),
  emailAddress: `p${id}@example.com`,
  username: `person${id}`,
  jobTitle: "Administrator",
  isActive: true,
  ...more,
});

/** The account that the directory signs in with, which is an API employee, and somebody inactive. */
export const OWN = person(1, { username: "reader-api" });
export const GONE = person(2, { username: "gone", isActive: false });

export interface Play {
  /** A function where they change meanwhile. */
  people?: Person[] | (() => Person[]);
  /** Keys as in the swagger (PascalCase) in place of the wire's. */
  pascal?: boolean;
  firstPage?: 0 | 1;
  totals?: boolean;
  /** Milliseconds that a token lives. */
  life?: number;
  /** The refresh token works once, or never. */
  refresh?: "works" | "refused";
  passwords?: Record<string, string>;
  options?: Partial<DirectoryOptions>;
  /** Answers in place of the tenant when it returns true. */
  fault?(seen: Seen, response: ServerResponse): unknown;
}

const upper = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(upper)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), upper(v)]))
      : value;

/** The fields of a multipart or form-url-encoded body. */
export function fieldsOf({ body, headers }: Seen): Record<string, string> {
  const boundary = /boundary=([^;]+)/.exec(headers["content-type"] ?? "")?.[1];
  if (!boundary) return Object.fromEntries(new URLSearchParams(body));
  const parts = [...body.matchAll(/name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^]*?)\r\n--/g)];
  return Object.fromEntries(parts.map(([, name, value]) => [name!, value!]));
}

export const SECURITY_ERROR = { success: false, error: { code: 978001, message: "Security Error" }, result: null };

let tenants = 0;

export async function playTenant(play: Play = {}) {
  const people = play.people ?? [OWN, GONE, person(3)];
  // What a process remembers of a tenant goes by its address, and ports come again.
  const folder = `/tenant${(tenants += 1)}`;
  const clock = quickClock();
  const passwords: Record<string, string> = { "reader-api": CANARY, ...play.passwords };
  const tokens = new Map<string, { user: string; until: number }>();
  let issued = 0;
  const answer = (response: ServerResponse, result: unknown, more: object = {}) => {
    const body = { success: true, error: null, result, ...more };
    json(response, 200, play.pascal ? upper(body) : body);
  };
  const token = (user: string) => {
    issued += 1;
    const until = clock.now() + (play.life ?? 3_600_000);
    tokens.set(`token-${issued}`, { user, until });
    return {
      accessToken: `token-${issued}`,
      refreshToken: `refresh-${issued}`,
      accessTokenExpireOn: new Date(until).toISOString(),
      refreshTokenExpireOn: new Date(until + 86_400_000).toISOString(),
    };
  };
  const server = await serve((seen, response) => {
    if (play.fault?.(seen, response)) return;
    const url = new URL(seen.url, server.origin);
    const path = url.pathname.replace(`${folder}/v2/`, "");
    if (path === "security/authenticate") {
      const { UserName = "", Password, Tenant } = fieldsOf(seen);
      if (Tenant !== "Acme MSP" || passwords[UserName] !== Password) return json(response, 401, SECURITY_ERROR);
      return answer(response, token(UserName));
    }
    if (path === "security/refreshtoken") {
      const { AccessToken = "" } = fieldsOf(seen);
      const old = tokens.get(AccessToken);
      if (play.refresh === "refused" || !old) return json(response, 200, SECURITY_ERROR);
      return answer(response, token(old.user));
    }
    const held = tokens.get((seen.headers.authorization ?? "").replace("Bearer ", ""));
    if (!held || held.until <= clock.now()) return json(response, 401, SECURITY_ERROR);
    switch (path) {
      case "security/userinfo":
        return answer(response, {
          userId: 7,
          isUserSystemAdmin: false,
          userAccessRights: [
            { canView: true, canModify: false, canDelete: false, mainMenuId: 2, menuCategoryId: 1, listingIDEnum: 5 },
            { canView: false, canModify: false, canDelete: false, mainMenuId: 3, menuCategoryId: 1, listingIDEnum: 6 },
          ],
          specialFeatures: [{ id: 42 }],
        });
      case "hr/employees/searchselect": {
        const [size, number] = ["PageSize", "PageNumber"].map((name) => Number(url.searchParams.get(name)));
        const active = url.searchParams.get("Filter.IsActive");
        const rows = (typeof people === "function" ? people() : people).filter(
          (one) => active === null || String(one.isActive) === active,
        );
        const from = (number! - (play.firstPage ?? 1)) * size!;
        const total = play.totals === false ? {} : { totalRecords: rows.length };
        return answer(response, from < 0 ? [] : rows.slice(from, from + size!), total);
      }
      case "admin/security/roles/lookup":
        return answer(response, [
          { id: 1, name: "Administrator", isActive: true, isSystem: true, isExternal: false },
          { id: 8, name: "External Manager", isActive: true, isSystem: true, isExternal: true },
        ]);
      case "admin/hr/departments/lookup":
        return answer(response, [{ id: 1, name: "Administration" }]);
      case "admin/hr/jobtitles/lookup":
        return answer(response, [
          { id: 1, name: "Administrator", isActive: true },
          { id: 2, name: "Old", isActive: false },
        ]);
      case "system/locations/lookup":
        return answer(response, [{ id: 1, name: "Main Branch", isMain: true }]);
      case "system/roles/lookup":
        return answer(response, [{ id: 1, name: "Administration", isDefault: true }]);
    }
    return json(response, 404, {});
  });
  const options: DirectoryOptions = {
    restUrl: `${server.origin}${folder}/v2`,
    company: "Acme MSP",
    userName: "reader-api",
    password: new Secret(CANARY),
    now: clock.now,
    sleep: clock.sleep,
    ...play.options,
  };
  const sent = (part: string) => server.seen.filter((one) => one.url.includes(part)).length;
  return { server, clock, people, options, sent, passwords, directory: openDirectory(options) };
}
