import type { Context } from "../context";
import type { Tenant, User } from "../model";
import { apiLicenseType, checkKey, localPart, RuleViolation, setActive } from "../rules";
import { resourceRow } from "./entities";
import { refused } from "./failure";
import { fieldsOf, type Field } from "./fields";
import { isObject, parseJson } from "./query";

type Value = string | number | boolean | null;

/**
 * PATCH or PUT of /Resources. PATCH changes what is sent; PUT also empties every writable property that is not.
 *
 * @returns id of the resource.
 */
export function writeResource(context: Context, caller: string, method: "PATCH" | "PUT", text: string): number {
  const body = parseJson(text);
  if (!isObject(body)) throw refused("The body must be a JSON object with an id.");
  const sent = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const id = sent.get("id");
  const user = context.store.tenant.users.find((candidate) => candidate.id === Number(id));
  if (id === undefined || id === null) throw refused("Missing Required Field: id.");
  if (user === undefined) throw refused("No message. No matching records found.");
  const changes = changesOf(context, user, sent, method);
  try {
    context.store.edit(`REST ${caller}`, (tenant) => {
      const draft = tenant.users.find((candidate) => candidate.id === user.id)!;
      for (const [field, value] of changes) assign(tenant, draft, field, value, context);
    });
  } catch (error) {
    throw error instanceof RuleViolation ? refused(error.message) : error;
  }
  return user.id;
}

function changesOf(
  context: Context,
  user: User,
  sent: Map<string, unknown>,
  method: "PATCH" | "PUT",
): [Field, Value][] {
  const { tenant } = context.store;
  const current = resourceRow(tenant, user, context.switches);
  const changes: [Field, Value][] = [];
  for (const field of fieldsOf.Resources) {
    const name = field.name.toLowerCase();
    if (field.readOnly) {
      // Sent back unchanged, as a client does that puts what it got, a read-only field is no attempt to write it.
      if (field.name !== "id" && sent.has(name) && sent.get(name) !== current[field.name]) {
        throw refused(`${field.name} is read-only and cannot be updated.`);
      }
      continue;
    }
    if (!sent.has(name) && method === "PATCH") continue;
    const value = checked(field, sent.get(name) ?? null, tenant);
    if (value !== current[field.name]) changes.push([field, value]);
  }
  return guarded(context, user, changes);
}

/** Nobody has shown that isActive and userName of an API user can be written through REST. */
function guarded(context: Context, user: User, changes: [Field, Value][]): [Field, Value][] {
  const doubtful = (field: Field) =>
    user.licenseType === apiLicenseType && (field.name === "isActive" || field.name === "userName");
  const position = context.switches.get("patchApiUser");
  const hit = changes.find(([field]) => doubtful(field));
  if (hit === undefined || position === "allowed") return changes;
  if (position === "refused") throw refused(`${hit[0].name} of an API user cannot be updated.`);
  return changes.filter(([field]) => !doubtful(field));
}

/** The value of a field as sent, or a refusal in the vendor's words where they are on record. */
export function checked(field: Field, value: unknown, tenant: Tenant): Value {
  if (value === null) {
    if (field.required) throw refused(`Missing Required Field: ${field.name}.`);
    return null;
  }
  const kind = field.dataType === "boolean" ? "boolean" : field.dataType === "string" ? "string" : "number";
  if (typeof value !== kind)
    throw refused(
      `Unexpected character encountered while parsing value: ${String(value).slice(0, 1)}. Path '${field.name}'.`,
    );
  const fitting = value as string | number | boolean;
  if (field.picklist !== undefined && !field.picklist(tenant).some((entry) => entry.value === String(fitting))) {
    throw refused(`Picklist value [${String(fitting)}] does not exist for ${field.name}.`);
  }
  if (typeof fitting === "string" && field.required && fitting.trim() === "")
    throw refused(`Missing Required Field: ${field.name}.`);
  // A key may carry its domain, which does not count; its own rule measures it.
  if (typeof fitting === "string" && field.name !== "userName" && fitting.length > field.length) {
    throw refused(`${field.name} exceeds the maximum length of ${field.length}.`);
  }
  return fitting;
}

const ownFields = [
  "firstName",
  "lastName",
  "middleName",
  "title",
  "email",
  "officePhone",
  "mobilePhone",
  "numberFormat",
] as const;

function assign(tenant: Tenant, user: User, field: Field, value: Value, context: Context): void {
  if (field.name === "isActive") return setActive(user, value === true, context.switches);
  if (field.name === "userName") {
    const userName = localPart(tenant, String(value));
    checkKey(tenant, userName, context.switches, user.id);
    user.userName = userName;
    return;
  }
  const own = ownFields.find((name) => name === field.name);
  if (own === undefined) user.more[field.name] = value;
  else Object.assign(user, { [own]: value });
}
