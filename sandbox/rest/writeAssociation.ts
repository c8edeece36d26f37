import {
  addQueue,
  addRoleDepartment,
  addServiceDeskRole,
  checkMayHold,
  updateQueue,
  updateRoleDepartment,
  updateServiceDeskRole,
  type RoleDepartmentValues,
} from "../associations";
import type { Context } from "../context";
import { RuleViolation } from "../rules";
import { refused } from "./failure";
import { fieldsOf } from "./fields";
import { isObject, parseJson } from "./query";
import { checked } from "./writeResource";

const associations = ["ResourceRoleDepartments", "ResourceRoleQueues", "ResourceServiceDeskRoles"] as const;
export type Association = (typeof associations)[number];

export function isAssociation(entity: string): entity is Association {
  return (associations as readonly string[]).includes(entity);
}

/**
 * POST, PATCH or PUT of a resource's departments, queues or service desk roles. The resource is the one of the path:
 * another `resourceID` in the body is ignored without a word, as the vendor says.
 *
 * @returns id of the association.
 */
export function writeAssociation(
  context: Context,
  caller: string,
  entity: string,
  method: "POST" | "PATCH" | "PUT",
  params: Record<string, string>,
  text: string,
): number {
  if (!isAssociation(entity)) throw refused(`${entity} cannot be written.`);
  const body = parseJson(text);
  if (!isObject(body)) throw refused("The body must be a JSON object.");
  const sent = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const values = valuesOf(context, entity, method, sent);
  const id = Number(sent.get("id") ?? 0);
  if (method !== "POST" && id === 0) throw refused("Missing Required Field: id.");
  try {
    return context.store.edit(`REST ${caller}`, (tenant) => {
      const user = tenant.users.find((candidate) => candidate.id === Number(params["parent"]));
      if (user === undefined) throw refused("No message. No matching records found.");
      if (method === "POST") checkMayHold(user, context.switches);
      switch (entity) {
        case "ResourceRoleDepartments": {
          const pair = renamed(values, {
            departmentID: "departmentId",
            roleID: "roleId",
            isActive: "active",
            isDefault: "isDefault",
            isDepartmentLead: "isLead",
          });
          if (method !== "POST") return updateRoleDepartment(tenant, user, id, pair).id;
          return addRoleDepartment(tenant, user, pair as unknown as RoleDepartmentValues).id;
        }
        case "ResourceRoleQueues": {
          const queue = values["queueID"] as number | undefined;
          if (method === "POST") return addQueue(tenant, user, queue!).id;
          return updateQueue(tenant, user, id, queue).id;
        }
        case "ResourceServiceDeskRoles": {
          const role = renamed(values, { roleID: "roleId", isActive: "active", isDefault: "isDefault" });
          if (method !== "POST") return updateServiceDeskRole(tenant, user, id, role).id;
          return addServiceDeskRole(tenant, user, {
            roleId: role["roleId"] as number,
            active: role["active"] !== false,
            isDefault: role["isDefault"] === true,
          }).id;
        }
      }
    });
  } catch (error) {
    throw error instanceof RuleViolation ? refused(error.message) : error;
  }
}

/** What is sent, checked; POST and PUT want every required field. */
function valuesOf(
  context: Context,
  entity: Association,
  method: string,
  sent: Map<string, unknown>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fieldsOf[entity]) {
    if (field.readOnly) continue;
    const name = field.name.toLowerCase();
    if (!sent.has(name) && (method === "PATCH" || !field.required)) continue;
    values[field.name] = checked(field, sent.get(name) ?? null, context.store.tenant);
  }
  return values;
}

function renamed(values: Record<string, unknown>, names: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));
}
