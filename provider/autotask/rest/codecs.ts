/**
 * What Autotask's REST API answers, as far as we use it. The record of it has gaps and contradictions, so the codecs
 * ask for no more than is needed, ignore what they do not know, and turn what varies into one form.
 */
import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../../errors";
import type { Access } from "../tenant";

/** Ids and picklist values are numbers in one place and texts in another: always a text here. */
export const Id = new t.Type<string, string, unknown>(
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

/** Autotask sends `null` for an empty text. */
export const Text = new t.Type<string, string, unknown>(
  "text",
  (u): u is string => typeof u === "string",
  (u, context) =>
    u === null || u === undefined ? t.success("") : typeof u === "string" ? t.success(u) : t.failure(u, context),
  String,
);

export const optional = <C extends t.Mixed>(codec: C) => t.union([codec, t.null, t.undefined]);

/**
 * `userAccessFor*`. The help lists 0, 1 and 2, the swagger an empty object, clients use words: all are accepted, in any
 * case. Whatever else comes is unknown and never taken for All.
 */
export function accessOf(value: unknown): Access {
  switch (String(value).trim().toLowerCase()) {
    case "0":
    case "none":
      return "none";
    case "1":
    case "all":
      return "all";
    case "2":
    case "restricted":
      return "restricted";
    default:
      return "unknown";
  }
}

const AccessCodec = new t.Type<Access, Access, unknown>(
  "access",
  (u): u is Access => typeof u === "string",
  (u) => t.success(accessOf(u)),
  t.identity,
);

/** `GET zoneInformation`: `url` ends with a slash and carries no version. */
export const ZoneAnswer = t.type({ url: t.string }, "zoneInformation");

const PicklistValue = t.type({ value: Id, label: Text, isActive: optional(t.boolean), isSystem: optional(t.boolean) });
const Field = t.intersection([
  t.type({ name: t.string, isReadOnly: t.boolean, picklistValues: optional(t.array(PicklistValue)) }),
  t.partial({ dataType: optional(t.string) }),
]);
/** `GET {Entity}/entityInformation/fields`. */
export const FieldsAnswer = t.type({ fields: t.array(Field) }, "entityInformation/fields");
export type Field = t.TypeOf<typeof Field>;

const Info = t.type({
  name: Text,
  canCreate: optional(t.boolean),
  canUpdate: optional(t.boolean),
  canDelete: optional(t.boolean),
  canQuery: optional(t.boolean),
  userAccessForQuery: AccessCodec,
  userAccessForCreate: AccessCodec,
  userAccessForUpdate: AccessCodec,
  userAccessForDelete: AccessCodec,
});
/** `GET {Entity}/entityInformation`. */
export const InfoAnswer = t.type({ info: Info }, "entityInformation");
/** `GET EntityInformation`: all entities at once. */
export const InfosAnswer = t.type({ entityDescriptions: t.array(t.type({ info: Info })) }, "EntityInformation");
export type Info = t.TypeOf<typeof Info>;

const Resource = t.type({
  id: Id,
  firstName: Text,
  lastName: Text,
  email: Text,
  userName: Text,
  isActive: t.boolean,
  userType: Id,
  licenseType: Id,
  locationID: optional(Id),
});
export type Resource = t.TypeOf<typeof Resource>;
/** A page of `GET Resources/query`. */
export const ResourcesAnswer = t.type(
  { items: t.array(Resource), pageDetails: t.type({ nextPageUrl: optional(t.string) }) },
  "Resources/query",
);
/** `GET Resources/{id}`; a missing one is 404 or `item: null`, the record has both. */
export const ResourceAnswer = t.type({ item: optional(Resource) }, "Resources/{id}");

/** `GET {Entity}/query/count`. */
export const CountAnswer = t.type({ queryCount: t.number }, "query/count");

/** A write answers the id and nothing else. */
export const WriteAnswer = t.type({ itemId: Id }, "write");

/** The failure envelope, which has been seen with status 200 too. */
export const FailureAnswer = t.type({ errors: t.array(t.string) }, "errors");

/**
 * Decodes an answer. When it is not as documented, the message names the place and the type wanted, not what stood
 * there: io-ts's own reporters print values.
 *
 * @throws PsaError `unavailable`
 */
export function decode<A>(codec: t.Type<A, unknown>, json: unknown, where: string): A {
  const result = codec.decode(json);
  if (!isLeft(result)) return result.right;
  const context = result.left[0]?.context ?? [];
  const path = context.map((entry) => entry.key).filter((key) => key !== "");
  const wanted = context.at(-1)?.type.name ?? "another type";
  throw new PsaError(
    "unavailable",
    `${where}: the answer is not as documented at ${path.join(".") || "its top"} (${codec.name} wants ${wanted}).`,
    "Check that the address is Autotask's REST API V1.0; if it is, report this with the place named.",
  );
}

/** The part of a user name before the `@`, without case: REST shows the domain in some tenants and not in others. */
export const localPart = (userName: string): string => (userName.split("@")[0] ?? "").trim().toLowerCase();

/** The console appends "(API-only)" to a level's name, the picklist does not: names are compared without it. */
export const levelName = (label: string): string => label.replace(/\s*\(API-only\)\s*$/i, "").trim();
