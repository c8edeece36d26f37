import * as t from "io-ts";
import { PsaError } from "../../errors";
import type { Clock } from "../../http/clock";
import { nearest } from "../../nearest";
import { fold } from "../permissions/wording";
import type { DepartmentRole, Places, RoleMembership } from "../tenant";
import { FieldsAnswer, Id, optional, Text, WriteAnswer } from "./codecs";
import { listAll, listOf } from "./list";
import type { Session } from "./session";
import { Snapshot } from "../../http/snapshot";

/** A row that ties a resource to a department with a role, to a queue, to a service desk role or to a line of business. */
const Row = t.type({
  id: Id,
  resourceID: Id,
  departmentID: optional(Id),
  roleID: optional(Id),
  queueID: optional(Id),
  organizationalLevelAssociationID: optional(Id),
  isActive: optional(t.boolean),
  isDefault: optional(t.boolean),
  isDepartmentLead: optional(t.boolean),
});
type Row = t.TypeOf<typeof Row>;
const Named = t.type({ id: Id, name: Text });
const Pair = t.type({ id: Id, organizationalLevel1ID: optional(Id), organizationalLevel2ID: optional(Id) });

type Kind = keyof Places;
/** Errors that mean that a tenant does not show an entity, or not to us. */
const NOT_SHOWN = ["not-found", "permission", "unsupported"];
const ENTITY: Record<Kind, string> = {
  departments: "ResourceRoleDepartments",
  queues: "ResourceRoleQueues",
  serviceDeskRoles: "ResourceServiceDeskRoles",
  linesOfBusiness: "OrganizationalResources",
};
/** Below `Resources/{id}/`: only there can rows be written. */
const CHILD = { departments: "RoleDepartments", serviceDeskRoles: "ServiceDeskRoles" } as const;

/**
 * Where resources belong: rows of entities of their own. One list per entity is read, whatever the number of users. The
 * vendor lets rows be made and made inactive, never deleted; a row of a queue has no "inactive".
 */
export class ResourcePlaces {
  private readonly rows: Record<Kind, Snapshot<Row[]>>;
  private readonly departments: Snapshot<Map<string, string>>;
  private readonly roles: Snapshot<Map<string, string>>;
  private readonly queues: Snapshot<Map<string, string>>;
  private readonly lines: Snapshot<Map<string, string>>;

  constructor(
    private readonly session: Session,
    clock: Clock,
  ) {
    const rows = (kind: Kind) => new Snapshot(() => listAll(session, ENTITY[kind], listOf(Row, ENTITY[kind])), clock);
    this.rows = {
      departments: rows("departments"),
      queues: rows("queues"),
      serviceDeskRoles: rows("serviceDeskRoles"),
      linesOfBusiness: rows("linesOfBusiness"),
    };
    this.departments = new Snapshot(() => this.names("Departments"), clock);
    this.roles = new Snapshot(() => this.names("Roles"), clock);
    this.queues = new Snapshot(() => this.queueNames(), clock);
    this.lines = new Snapshot(() => this.lineNames(), clock);
  }

  drop(): void {
    for (const list of Object.values(this.rows)) list.drop();
  }

  /** Names of what rows may point to; empty when the REST API does not show them. */
  async choices(of: "department" | "role" | "queue" | "lineOfBusiness"): Promise<string[]> {
    const names = { department: this.departments, role: this.roles, queue: this.queues, lineOfBusiness: this.lines };
    try {
      return [...(await names[of].get()).values()];
    } catch (error) {
      if (error instanceof PsaError && NOT_SHOWN.includes(error.code)) return [];
      throw error;
    }
  }

  /** What is shown of a resource; a kind that the REST API does not show is left out. */
  async of(id: string, kinds: readonly Kind[]): Promise<Places> {
    const places: Places = {};
    for (const kind of kinds) {
      try {
        Object.assign(places, { [kind]: await this.read(id, kind) });
      } catch (error) {
        if (!(error instanceof PsaError) || !["not-found", "permission", "unsupported"].includes(error.code))
          throw error;
      }
    }
    return places;
  }

  private async read(id: string, kind: Kind): Promise<Places[Kind]> {
    const rows = (await this.rows[kind].get()).filter((row) => row.resourceID === id && row.isActive !== false);
    switch (kind) {
      case "departments": {
        const [departments, roles] = await Promise.all([this.departments.get(), this.roles.get()]);
        return rows.map((row) => ({
          department: nameOf(departments, row.departmentID),
          role: nameOf(roles, row.roleID),
          ...(row.isDefault === true ? { default: true } : {}),
          ...(row.isDepartmentLead === true ? { lead: true } : {}),
        }));
      }
      case "serviceDeskRoles": {
        const roles = await this.roles.get();
        return rows.map((row) => ({
          role: nameOf(roles, row.roleID),
          ...(row.isDefault === true ? { default: true } : {}),
        }));
      }
      case "queues": {
        const queues = await this.queues.get();
        return rows.map((row) => nameOf(queues, row.queueID));
      }
      case "linesOfBusiness": {
        const lines = await this.lines.get();
        return rows.map((row) => nameOf(lines, row.organizationalLevelAssociationID));
      }
    }
  }

  /**
   * Makes rows what is wanted: new ones first, then the default, then what is too many.
   *
   * @throws PsaError `not-found` for a name that the tenant does not have, with near matches; `unsupported` for what REST
   *   cannot take away; and the classes of refusal
   */
  async set(id: string, wanted: Places): Promise<void> {
    if (wanted.departments) await this.setDepartments(id, wanted.departments);
    if (wanted.serviceDeskRoles) await this.setServiceDeskRoles(id, wanted.serviceDeskRoles);
    if (wanted.queues) await this.setQueues(id, wanted.queues);
    this.drop();
  }

  private async setDepartments(id: string, wanted: DepartmentRole[]): Promise<void> {
    const [departments, roles] = await Promise.all([this.departments.get(), this.roles.get()]);
    const targets = wanted.map((row) => ({
      departmentID: this.idOf(departments, row.department, "department"),
      roleID: this.idOf(roles, row.role, "role"),
      ...flags({ isDefault: row.default, isDepartmentLead: row.lead }, wanted, {
        default: "isDefault",
        lead: "isDepartmentLead",
      }),
    }));
    await this.align("departments", id, targets, ["departmentID", "roleID"], {
      isDefault: false,
      isDepartmentLead: false,
    });
  }

  private async setServiceDeskRoles(id: string, wanted: RoleMembership[]): Promise<void> {
    const roles = await this.roles.get();
    const targets = wanted.map((row) => ({
      roleID: this.idOf(roles, row.role, "role"),
      ...flags({ isDefault: row.default }, wanted, { default: "isDefault" }),
    }));
    await this.align("serviceDeskRoles", id, targets, ["roleID"], { isDefault: false });
  }

  private async setQueues(id: string, wanted: string[]): Promise<void> {
    const queues = await this.queues.get();
    const targets = wanted.map((name) => ({ queueID: this.idOf(queues, name, "queue") }));
    const there = (await this.fresh("queues")).filter((row) => row.resourceID === id);
    for (const { queueID } of targets)
      if (!there.some((row) => row.queueID === String(queueID)))
        await this.session.post(`Resources/${id}/RoleQueues`, { queueID }, WriteAnswer);
    if (there.some((row) => !targets.some(({ queueID }) => row.queueID === String(queueID)))) {
      throw new PsaError(
        "unsupported",
        `${this.session.host}: the REST API can add a resource to a queue, not take it out of one.`,
        "Take it out on the resource's page.",
      );
    }
  }

  private async align(
    kind: "departments" | "serviceDeskRoles",
    id: string,
    targets: Record<string, number | boolean>[],
    key: (keyof Row & string)[],
    usual: Record<string, boolean>,
  ): Promise<void> {
    const path = `Resources/${id}/${CHILD[kind]}` as const;
    const there = (await this.fresh(kind)).filter((row) => row.resourceID === id);
    const same = (row: Row, target: Record<string, number | boolean>) =>
      key.every((name) => row[name] === String(target[name]));
    const usualOne = there.find((row) => row.isDefault === true && row.isActive !== false);
    if (
      kind === "departments" &&
      usualOne &&
      !targets.some((target) => target.isDefault === true || same(usualOne, target))
    ) {
      throw new PsaError(
        "conflict",
        `${this.session.host}: the default department and role of resource ${id} are not among those declared, and Autotask lets a default be moved, not taken away.`,
        "Mark the entry that becomes the default with default: true.",
      );
    }
    // The default can be moved, not taken away: who shall have it comes first.
    const ordered = [...targets].sort((a, b) => Number(b.isDefault === true) - Number(a.isDefault === true));
    for (const target of ordered) {
      const row = there.find((candidate) => same(candidate, target));
      if (!row) {
        await this.session.post(path, { ...usual, isActive: true, ...target }, WriteAnswer);
        continue;
      }
      const change = Object.fromEntries(
        Object.entries({ ...target, isActive: true }).filter(
          ([name, value]) => !(key as string[]).includes(name) && (row[name as keyof Row] ?? false) !== value,
        ),
      );
      if (Object.keys(change).length > 0)
        await this.session.patch(path, { id: Number(row.id), ...change }, WriteAnswer);
    }
    for (const row of there) {
      if (row.isActive === false || targets.some((target) => same(row, target))) continue;
      await this.session.patch(path, { id: Number(row.id), isActive: false }, WriteAnswer);
    }
  }

  private async fresh(kind: Kind): Promise<Row[]> {
    this.rows[kind].drop();
    return this.rows[kind].get();
  }

  private idOf(names: Map<string, string>, wanted: string, what: string): number {
    const found = [...names].find(([, name]) => fold(name) === fold(wanted));
    if (found) return Number(found[0]);
    const all = [...names.values()];
    const near = nearest(wanted, all);
    throw new PsaError(
      "not-found",
      `${this.session.host} has no ${what} "${wanted}".`,
      `It has, e.g.: ${(near.length > 0 ? near : all.slice(0, 10)).map((name) => `"${name}"`).join(", ")}.`,
    );
  }

  private async names(entity: string): Promise<Map<string, string>> {
    return new Map((await listAll(this.session, entity, listOf(Named, entity))).map(({ id, name }) => [id, name]));
  }

  private async queueNames(): Promise<Map<string, string>> {
    const { fields } = await this.session.get("ResourceRoleQueues/entityInformation/fields", FieldsAnswer);
    const values = fields.find(({ name }) => name.toLowerCase() === "queueid")?.picklistValues ?? [];
    return new Map(values.map(({ value, label }) => [value, label]));
  }

  /** As the console lists them: `Division > Line of Business`. */
  private async lineNames(): Promise<Map<string, string>> {
    const [pairs, first, second] = await Promise.all([
      listAll(this.session, "OrganizationalLevelAssociations", listOf(Pair, "OrganizationalLevelAssociations")),
      this.names("OrganizationalLevel1s"),
      this.names("OrganizationalLevel2s"),
    ]);
    return new Map(
      pairs.map((pair) => [
        pair.id,
        [nameOf(first, pair.organizationalLevel1ID), nameOf(second, pair.organizationalLevel2ID)].join(" > "),
      ]),
    );
  }
}

const nameOf = (names: Map<string, string>, id: string | null | undefined): string => names.get(id ?? "") ?? id ?? "";

/** Boxes that no row of the declaration mentions are left alone. */
function flags<T extends object>(
  row: Record<string, boolean | undefined>,
  all: T[],
  names: Partial<Record<keyof T, string>>,
): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(names as Record<string, string>)
      .filter(([name]) => all.some((entry) => (entry as Record<string, unknown>)[name] === true))
      .map(([, field]) => [field, row[field] === true]),
  );
}
