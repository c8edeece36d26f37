import type { ServerResponse } from "node:http";
import { Secret } from "../../../provider/errors";
import { openDirectory, type DirectoryOptions } from "../../../provider/autotask/rest/directory";
import { json, quickClock, serve, type Seen } from "../../http/server";

/** A minimal tenant for playing faults that the stand-in does not play. */
export const CANARIES = { secret: "canary-secret-51", code: "canary-code-52" };
let tenants = 0;

export interface Row {
  [field: string]: unknown;
  id: number;
  userName: string;
}

export const row = (id: number, extra: Record<string, unknown> = {}): Row => ({
  id,
  firstName: "A",
  lastName: `User ${id}`,
  email: `u${id}@example.com`,
  userName: `user${id}@DOMAIN.COM`,
  isActive: true,
  userType: 1001,
  licenseType: 7,
  locationID: 5,
  ...extra,
});

const field = (name: string, isReadOnly: boolean, picklistValues: unknown = null) => ({
  name,
  isReadOnly,
  picklistValues,
});
const value = (v: string, label: string, isSystem = false, isActive = true) => ({
  value: v,
  label,
  isSystem,
  isActive,
});

export const FIELDS = [
  field("id", true),
  field("firstName", false),
  field("lastName", false),
  field("email", false),
  field("isActive", false),
  field("userName", false),
  field("userType", true, [
    value("24", "API User (system)", true),
    value("1001", "Propel (API-only)"),
    value("9", "Old", false, false),
  ]),
  field("licenseType", true, [value("1", "Administrator"), value("7", "API User")]),
  field("locationID", true, [value("5", "Main Office")]),
];

export const info = (access: unknown, extra: object = {}) => ({
  info: {
    name: "Resources",
    canCreate: false,
    canUpdate: true,
    userAccessForQuery: access,
    userAccessForCreate: 0,
    userAccessForUpdate: access,
    userAccessForDelete: 0,
    ...extra,
  },
});

export interface Play {
  rows?: Row[];
  fields?: unknown[];
  access?: unknown;
  info?: object;
  pageSize?: number;
  /** Milliseconds that each answer takes. */
  delay?: number;
  /** Answers in place of the tenant when it returns true. */
  fault?(seen: Seen, response: ServerResponse): unknown;
}

export async function playTenant(play: Play = {}) {
  const rows = play.rows ?? [row(1), row(2)];
  const server = await serve(async (seen, response) => {
    if (play.fault?.(seen, response)) return;
    if (play.delay) await new Promise((resolve) => setTimeout(resolve, play.delay));
    const url = new URL(seen.url, server.origin);
    const path = url.pathname.replace(/^\/rest\/V1\.0\//, "");
    if (path.endsWith("zoneInformation")) return json(response, 200, { url: `${server.origin}/rest/` });
    if (path === "Resources/entityInformation/fields") return json(response, 200, { fields: play.fields ?? FIELDS });
    if (path === "Resources/entityInformation") return json(response, 200, info(play.access ?? 1, play.info));
    if (path === "EntityInformation") return json(response, 200, { entityDescriptions: [info(play.access ?? 1)] });
    if (path === "Resources/query") {
      const size = play.pageSize ?? 500;
      const from = Number(url.searchParams.get("from") ?? 0);
      const next = from + size < rows.length ? `${server.origin}/rest/V1.0/Resources/query?from=${from + size}` : null;
      return json(response, 200, { items: rows.slice(from, from + size), pageDetails: { nextPageUrl: next } });
    }
    if (path === "Resources" && seen.method === "PATCH") {
      const body = JSON.parse(seen.body) as Row;
      Object.assign(rows.find(({ id }) => id === body.id) ?? {}, body);
      return json(response, 200, { itemId: body.id });
    }
    const one = /^Resources\/(\d+)$/.exec(path)?.[1];
    if (one) return json(response, 200, { item: rows.find(({ id }) => id === Number(one)) ?? null });
    return json(response, 404, {});
  });
  const clock = quickClock();
  tenants += 1;
  const options: DirectoryOptions = {
    restUrl: `${server.origin}/rest`,
    userName: `own@TENANT${tenants}.COM`,
    secret: new Secret(CANARIES.secret),
    integrationCode: new Secret(CANARIES.code),
    now: clock.now,
    sleep: clock.sleep,
  };
  const sent = (method: string, part = "") =>
    server.seen.filter((s) => s.method === method && s.url.includes(part)).length;
  return { server, clock, options, rows, sent, directory: openDirectory(options) };
}
