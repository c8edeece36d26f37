import type { RoleDepartment, ServiceDeskRole, Tenant, User } from "./model";
import { apiLicenseType, RuleViolation } from "./rules";
import type { Switches } from "./switches";

/** The vendor's rules for departments, queues and roles of a resource, shared by the REST API and the full form. */

/** Whether an API-only user may hold any is not on record (switch `apiUserAssociations`). */
export function checkMayHold(user: User, switches: Switches): void {
  if (user.licenseType === apiLicenseType && switches.get("apiUserAssociations") === "refused")
    throw new RuleViolation("API-only resources cannot be associated with departments, queues or roles.");
}

export type RoleDepartmentValues = Omit<RoleDepartment, "id">;

/** A new pair. The first one becomes the default, and so does one that says it is. */
export function addRoleDepartment(tenant: Tenant, user: User, values: RoleDepartmentValues): RoleDepartment {
  checkDepartment(tenant, values.departmentId);
  checkRole(tenant, values.roleId);
  if (!user.active)
    throw new RuleViolation("An inactive resource cannot be associated with a department.", "resourceID");
  checkPairFree(user, values);
  const pair: RoleDepartment = { id: tenant.nextId++, ...values };
  user.roleDepartments.push(pair);
  if (pair.isDefault || user.roleDepartments.length === 1) makeDefault(user.roleDepartments, pair);
  return pair;
}

/** Absent properties stay. The default can be moved to another pair, not taken away. */
export function updateRoleDepartment(
  tenant: Tenant,
  user: User,
  id: number,
  change: Partial<RoleDepartmentValues>,
): RoleDepartment {
  const pair = user.roleDepartments.find((candidate) => candidate.id === id);
  if (pair === undefined) throw new RuleViolation("No matching records found.", "id");
  const next = { ...pair, ...change };
  if (change.departmentId !== undefined) checkDepartment(tenant, change.departmentId);
  if (change.roleId !== undefined && change.roleId !== pair.roleId) checkRole(tenant, change.roleId);
  checkPairFree(user, next, id);
  if (pair.isDefault && !next.isDefault)
    throw new RuleViolation(
      "The default role and department cannot be unset. Make another one the default.",
      "isDefault",
    );
  if (next.isDefault && !next.active)
    throw new RuleViolation("The default role and department cannot be inactive.", "isActive");
  Object.assign(pair, next);
  if (pair.isDefault) makeDefault(user.roleDepartments, pair);
  return pair;
}

export function addQueue(tenant: Tenant, user: User, queueId: number): { id: number; queueId: number } {
  checkQueue(tenant, user, queueId);
  const membership = { id: tenant.nextId++, queueId };
  user.queues.push(membership);
  return membership;
}

export function updateQueue(tenant: Tenant, user: User, id: number, queueId?: number): { id: number; queueId: number } {
  const membership = user.queues.find((candidate) => candidate.id === id);
  if (membership === undefined) throw new RuleViolation("No matching records found.", "id");
  if (queueId === undefined || queueId === membership.queueId) return membership;
  checkQueue(tenant, user, queueId);
  membership.queueId = queueId;
  return membership;
}

export type ServiceDeskRoleValues = Omit<ServiceDeskRole, "id">;

/** The default among them is also the resource's `defaultServiceDeskRoleID`. */
export function addServiceDeskRole(tenant: Tenant, user: User, values: ServiceDeskRoleValues): ServiceDeskRole {
  checkRole(tenant, values.roleId);
  checkServiceDeskRoleFree(user, values.roleId);
  const role: ServiceDeskRole = { id: tenant.nextId++, ...values };
  user.serviceDeskRoles.push(role);
  if (role.isDefault) makeDefaultServiceDeskRole(user, role);
  return role;
}

export function updateServiceDeskRole(
  tenant: Tenant,
  user: User,
  id: number,
  change: Partial<ServiceDeskRoleValues>,
): ServiceDeskRole {
  const role = user.serviceDeskRoles.find((candidate) => candidate.id === id);
  if (role === undefined) throw new RuleViolation("No matching records found.", "id");
  if (change.roleId !== undefined && change.roleId !== role.roleId) {
    checkRole(tenant, change.roleId);
    checkServiceDeskRoleFree(user, change.roleId);
  }
  const wasDefault = role.isDefault;
  Object.assign(role, change);
  if (role.isDefault) makeDefaultServiceDeskRole(user, role);
  else if (wasDefault) user.more["defaultServiceDeskRoleID"] = null;
  return role;
}

/** What the Associations tab of the full form says. */
export interface Associations {
  departments: number[];
  queues: number[];
  roles: number[];
  defaultDepartment: number;
  defaultRole: number;
}

/**
 * Makes a resource's pairs say what the tab says: every department with the default role, every further role in the
 * default department. Pairs that fit stay, others become inactive, as REST knows no deletion either.
 */
export function associate(tenant: Tenant, user: User, wanted: Associations): void {
  if (!wanted.departments.includes(wanted.defaultDepartment))
    throw new RuleViolation("Default Department must be one of the associated departments.", "defaultDepartment");
  if (!wanted.roles.includes(wanted.defaultRole))
    throw new RuleViolation("Default Role must be one of the associated roles.", "defaultRole");
  const pairs: [number, number][] = [
    [wanted.defaultDepartment, wanted.defaultRole],
    ...wanted.departments.map((department): [number, number] => [department, wanted.defaultRole]),
    ...wanted.roles.map((role): [number, number] => [wanted.defaultDepartment, role]),
  ];
  for (const [departmentId, roleId] of pairs) {
    const isDefault = departmentId === wanted.defaultDepartment && roleId === wanted.defaultRole;
    const own = user.roleDepartments.find((pair) => pair.departmentId === departmentId && pair.roleId === roleId);
    if (own === undefined) {
      checkDepartment(tenant, departmentId);
      checkRole(tenant, roleId);
      const pair = { id: tenant.nextId++, departmentId, roleId, active: true, isDefault, isLead: false };
      user.roleDepartments.push(pair);
      if (isDefault) makeDefault(user.roleDepartments, pair);
    } else {
      own.active = true;
      if (isDefault) makeDefault(user.roleDepartments, own);
    }
  }
  for (const pair of user.roleDepartments)
    if (!wanted.departments.includes(pair.departmentId) || !wanted.roles.includes(pair.roleId)) pair.active = false;
  user.queues = user.queues.filter((own) => wanted.queues.includes(own.queueId));
  for (const queueId of wanted.queues)
    if (!user.queues.some((own) => own.queueId === queueId)) addQueue(tenant, user, queueId);
}

/** What the Associations tab shows of a resource. */
export function associationsOf(user: User): Omit<Associations, "defaultDepartment" | "defaultRole"> & {
  defaultDepartment: number | undefined;
  defaultRole: number | undefined;
} {
  const active = user.roleDepartments.filter((pair) => pair.active);
  const home = active.find((pair) => pair.isDefault);
  return {
    departments: [...new Set(active.map((pair) => pair.departmentId))],
    queues: user.queues.map((own) => own.queueId),
    roles: [...new Set(active.map((pair) => pair.roleId))],
    defaultDepartment: home?.departmentId,
    defaultRole: home?.roleId,
  };
}

function makeDefault(pairs: RoleDepartment[], chosen: RoleDepartment): void {
  for (const pair of pairs) pair.isDefault = pair === chosen;
}

function makeDefaultServiceDeskRole(user: User, chosen: ServiceDeskRole): void {
  for (const role of user.serviceDeskRoles) role.isDefault = role === chosen;
  user.more["defaultServiceDeskRoleID"] = chosen.roleId;
}

function checkDepartment(tenant: Tenant, id: number): void {
  if (!tenant.departments.some((department) => department.id === id))
    throw new RuleViolation(
      "Reference value on field: departmentID of type: Department does not exist or is invalid.",
      "departmentID",
    );
}

function checkRole(tenant: Tenant, id: number): void {
  const role = tenant.roles.find((candidate) => candidate.id === id);
  if (role === undefined)
    throw new RuleViolation("Reference value on field: roleID of type: Role does not exist or is invalid.", "roleID");
  if (!role.active) throw new RuleViolation(`The role ${role.name} is inactive.`, "roleID");
}

function checkQueue(tenant: Tenant, user: User, id: number): void {
  if (!tenant.queues.some((queue) => queue.id === id))
    throw new RuleViolation(`Picklist value [${id}] does not exist for queueID.`, "queueID");
  if (user.queues.some((own) => own.queueId === id))
    throw new RuleViolation("The resource is associated with this queue already.", "queueID");
}

function checkPairFree(user: User, values: RoleDepartmentValues, ownId?: number): void {
  const taken = user.roleDepartments.some(
    (pair) => pair.id !== ownId && pair.departmentId === values.departmentId && pair.roleId === values.roleId,
  );
  if (taken) throw new RuleViolation("The resource has this role in this department already.", "roleID");
}

function checkServiceDeskRoleFree(user: User, roleId: number): void {
  if (user.serviceDeskRoles.some((own) => own.roleId === roleId))
    throw new RuleViolation("The resource has this service desk role already.", "roleID");
}
