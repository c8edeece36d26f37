/**
 * What the REST API v2 answers, as far as we use it. The swagger is PascalCase and the wire camelCase, so keys are read
 * without their first letter's case; schemas have nullable texts everywhere, so null is an empty text.
 */
import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../../errors";

/** The same value with the first letter of every key in lower case. */
export function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(inner)]),
  );
}

/** Ids are int32 here and texts in one product: always a text for us. */
const Id = new t.Type<string, string, unknown>(
  "id",
  (u): u is string => typeof u === "string",
  (u, context) =>
    typeof u === "number" && Number.isSafeInteger(u)
      ? t.success(String(u))
      : typeof u === "string" && u.trim() !== ""
        ? t.success(u.trim())
        : t.failure(u, context),
  String,
);

const Text = new t.Type<string, string, unknown>(
  "text",
  (u): u is string => typeof u === "string",
  (u, context) =>
    u === null || u === undefined ? t.success("") : typeof u === "string" ? t.success(u) : t.failure(u, context),
  String,
);

const optional = <C extends t.Mixed>(codec: C) => t.union([codec, t.null, t.undefined]);

const isSomeText = (u: unknown): u is string => typeof u === "string" && u.trim() !== "";
const SomeText = new t.Type<string, string, unknown>(
  "a text that is not empty",
  isSomeText,
  (u, context) => (isSomeText(u) ? t.success(u) : t.failure(u, context)),
  String,
);

export const Token = t.type(
  {
    accessToken: SomeText,
    refreshToken: optional(t.string),
    accessTokenExpireOn: optional(t.string),
  },
  "token",
);
export type Token = t.TypeOf<typeof Token>;

export const Employee = t.type({
  id: Id,
  firstName: Text,
  lastName: Text,
  emailAddress: Text,
  username: Text,
  jobTitle: Text,
  isActive: optional(t.boolean),
});
export type Employee = t.TypeOf<typeof Employee>;
export const Employees = t.array(Employee, "employees");

const SecurityRole = t.type({
  id: Id,
  name: Text,
  isActive: optional(t.boolean),
  isSystem: optional(t.boolean),
  isExternal: optional(t.boolean),
});
export const SecurityRoles = t.array(SecurityRole, "security roles");

const Named = t.type({ id: Id, name: Text, isActive: optional(t.boolean) });
export const NamedList = t.array(Named, "lookup");

const AccessRight = t.type({
  canView: optional(t.boolean),
  canModify: optional(t.boolean),
  canDelete: optional(t.boolean),
  mainMenuId: optional(Id),
  menuCategoryId: optional(Id),
  listingIDEnum: optional(Id),
});
export const UserInfo = t.type(
  {
    userId: Id,
    isUserSystemAdmin: optional(t.boolean),
    userAccessRights: optional(t.array(AccessRight)),
    specialFeatures: optional(t.array(t.type({ id: Id }))),
  },
  "userinfo",
);
export type UserInfo = t.TypeOf<typeof UserInfo>;

/**
 * Decodes a result. When it is not as documented, the message names the place and the type wanted, not what stood there:
 * io-ts's own reporters print values.
 *
 * @throws PsaError `unavailable`
 */
export function decode<A>(codec: t.Type<A, unknown>, result: unknown, where: string): A {
  const decoded = codec.decode(result);
  if (!isLeft(decoded)) return decoded.right;
  const context = decoded.left[0]?.context ?? [];
  const path = context.map((entry) => entry.key).filter((key) => key !== "");
  throw new PsaError(
    "unavailable",
    `${where}: the answer is not as documented at ${["result", ...path].join(".")} (wants ${context.at(-1)?.type.name ?? codec.name}).`,
    "Check that the address is the REST API v2; if it is, report this with the place named.",
  );
}
