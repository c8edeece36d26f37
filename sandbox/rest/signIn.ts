import { timingSafeEqual } from "node:crypto";
import type { Context } from "../context";
import type { Level, Tenant, User } from "../model";
import { apiLicenseType, countFailedSignIn, fullKey, levelById, limits, trackingIdentifier } from "../rules";
import { RestFailure } from "./failure";

export interface Caller {
  user: User;
  level: Level;
  /** Tracking identifier, which thread limits count by. */
  identifier: string;
}

export interface Credentials {
  userName: string | undefined;
  secret: string | undefined;
  integrationCode: string | undefined;
}

/**
 * Who calls. Every refusal is the same empty 401, so that a locked or inactive user cannot be told from a wrong
 * secret; a switch brings back the texts of older reports. Wrong secrets in a row lock a user (`siteSetup.lockOutAfter`).
 */
export function signIn(context: Context, given: Credentials): Caller {
  const { tenant } = context.store;
  const texts = context.switches.get("wrongCredentials") === "500";
  const user = given.userName === undefined ? undefined : byKey(tenant, given.userName);
  if (user === undefined) throw texts ? zoneUnknown() : unauthorized(context);
  const identifier = trackingIdentifier(tenant, user);
  if (identifier === undefined || !equal(identifier, given.integrationCode)) {
    throw texts ? new RestFailure(500, ["IntegrationCode is invalid."]) : unauthorized(context);
  }
  const level = levelById(tenant, user.levelId);
  if (!equal(user.secret, given.secret)) {
    if (user.active && !user.locked && given.secret !== undefined)
      context.store.edit("a refused call", (draft) => countFailedSignIn(draft, user.id));
    throw unauthorized(context);
  }
  if (!mayCall(context, user, level)) throw unauthorized(context);
  if (user.failedSignIns > 0)
    context.store.edit("a good call", (draft) => {
      draft.users.find((candidate) => candidate.id === user.id)!.failedSignIns = 0;
    });
  return { user, level, identifier };
}

export function byKey(tenant: Tenant, key: string): User | undefined {
  return tenant.users.find((user) => fullKey(tenant, user).toLowerCase() === key.trim().toLowerCase());
}

export function zoneUnknown(): RestFailure {
  return new RestFailure(500, ["Zone information could not be determined"]);
}

function mayCall(context: Context, user: User, level: Level): boolean {
  if (user.licenseType !== apiLicenseType || !level.apiOnly || !user.active || user.locked) return false;
  if (!level.active && context.switches.get("inactiveLevel") === "stops") return false;
  const age = context.now().getTime() - Date.parse(user.createdAt);
  return !(context.switches.get("newUserPropagation") === "delayed" && age < limits.propagation);
}

function equal(wanted: string, given: string | undefined): boolean {
  if (wanted === "" || given === undefined) return false;
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function unauthorized(context: Context): RestFailure {
  return new RestFailure(401, [], { "www-authenticate": `Basic Realm="${new URL(context.baseUrl()).host}"` });
}
