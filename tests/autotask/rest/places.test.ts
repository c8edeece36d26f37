import { openDirectory } from "../../../provider/autotask/rest/directory";
import { closeAll, json } from "../../http/server";
import { playTenant } from "./tenant";

/** Departments, queues, roles and lines of business: rows of entities of their own. */

afterEach(closeAll);

interface Place {
  id: number;
  resourceID: number;
  [field: string]: unknown;
}

async function play(more: { departments?: Place[]; queues?: Place[]; roles?: Place[]; hidden?: RegExp } = {}) {
  const tables: Record<string, Place[]> = {
    ResourceRoleDepartments: more.departments ?? [],
    ResourceRoleQueues: more.queues ?? [],
    ResourceServiceDeskRoles: more.roles ?? [],
    OrganizationalResources: [{ id: 1, resourceID: 2, organizationalLevelAssociationID: 12 }],
    OrganizationalLevelAssociations: [{ id: 12, organizationalLevel1ID: 1, organizationalLevel2ID: 5 }] as never,
    OrganizationalLevel1s: [{ id: 1, name: "Managed Services" }] as never,
    OrganizationalLevel2s: [{ id: 5, name: "Infrastructure" }] as never,
    Departments: [
      { id: 10, name: "Administration" },
      { id: 11, name: "Service Desk" },
    ] as never,
    Roles: [
      { id: 20, name: "Consultant" },
      { id: 21, name: "Engineer" },
    ] as never,
  };
  const child: Record<string, string> = {
    RoleDepartments: "ResourceRoleDepartments",
    RoleQueues: "ResourceRoleQueues",
    ServiceDeskRoles: "ResourceServiceDeskRoles",
  };
  const writes: { method: string; path: string; body: Record<string, unknown> }[] = [];
  const played = await playTenant({
    fault: (seen, response) => {
      const path = decodeURIComponent(seen.url.split("?")[0]!.replace(/^\/rest\/V1\.0\//, ""));
      const entity = /^(\w+)\/query$/.exec(path)?.[1];
      if (entity !== undefined && entity !== "Resources") {
        if (more.hidden?.test(entity)) return response.writeHead(403).end();
        return (json(response, 200, { items: tables[entity], pageDetails: { nextPageUrl: null } }), true);
      }
      if (path === "ResourceRoleQueues/entityInformation/fields") {
        const picklistValues = [
          { value: "30", label: "Level I Support" },
          { value: "31", label: "Triage" },
        ];
        return (json(response, 200, { fields: [{ name: "queueID", isReadOnly: false, picklistValues }] }), true);
      }
      const [, id, kind] = /^Resources\/(\d+)\/(\w+)$/.exec(path) ?? [];
      if (id === undefined || kind === undefined) return false;
      const body = JSON.parse(seen.body) as Record<string, unknown>;
      writes.push({ method: seen.method, path, body });
      const table = tables[child[kind]!]!;
      if (seen.method === "POST") table.push({ ...body, id: 900 + table.length, resourceID: Number(id) });
      else
        Object.assign(
          table.find((row) => row.id === body.id)!,
          body,
        );
      return (json(response, 200, { itemId: 1 }), true);
    },
  });
  return { ...played, writes, tables };
}

const pair = (id: number, departmentID: number, roleID: number, more: object = {}): Place => ({
  id,
  resourceID: 2,
  departmentID,
  roleID,
  isActive: true,
  isDefault: false,
  isDepartmentLead: false,
  ...more,
});

test("by names, without inactive rows and those of others; what REST does not show is left out", async () => {
  const departments = [
    pair(1, 10, 20, { isDefault: true }),
    pair(2, 11, 21, { isDepartmentLead: true }),
    pair(3, 11, 20, { isActive: false }),
    { ...pair(4, 11, 20), resourceID: 1 },
  ];
  const { directory } = await play({
    departments,
    queues: [{ id: 5, resourceID: 2, queueID: 30 }],
    hidden: /ServiceDesk/,
  });
  const kinds = ["departments", "queues", "serviceDeskRoles", "linesOfBusiness"] as const;
  await expect(directory.placesOf("2", kinds)).resolves.toEqual({
    departments: [
      { department: "Administration", role: "Consultant", default: true },
      { department: "Service Desk", role: "Engineer", lead: true },
    ],
    queues: ["Level I Support"],
    linesOfBusiness: ["Managed Services > Infrastructure"],
  });
});

test("lists are read once, however many users are asked for", async () => {
  const { directory, server } = await play({ departments: [pair(1, 10, 20)] });
  await Promise.all(Array.from({ length: 50 }, (_, n) => directory.placesOf(String(n), ["departments"])));
  expect(server.seen).toHaveLength(3);
});

test("new rows, the default and what is too many: made, moved and made inactive, in that order; none is deleted", async () => {
  const { directory, writes } = await play({
    departments: [pair(1, 10, 20, { isDefault: true }), pair(2, 11, 20), pair(3, 11, 21, { isActive: false })],
  });
  await directory.setPlaces("2", {
    departments: [
      { department: "service desk", role: "Engineer", default: true },
      { department: "Service Desk", role: "Consultant" },
    ],
  });
  expect(writes).toEqual([
    { method: "PATCH", path: "Resources/2/RoleDepartments", body: { id: 3, isDefault: true, isActive: true } },
    { method: "PATCH", path: "Resources/2/RoleDepartments", body: { id: 1, isActive: false } },
  ]);
  writes.length = 0;
  await directory.setPlaces("2", { serviceDeskRoles: [{ role: "Engineer", default: true }], queues: ["Triage"] });
  expect(writes).toEqual([
    { method: "POST", path: "Resources/2/ServiceDeskRoles", body: { isDefault: true, isActive: true, roleID: 21 } },
    { method: "POST", path: "Resources/2/RoleQueues", body: { queueID: 31 } },
  ]);
});

test("a default that is not declared any more has to be moved by the declaration", async () => {
  const { directory, writes } = await play({ departments: [pair(1, 10, 20, { isDefault: true }), pair(2, 11, 21)] });
  await expect(
    directory.setPlaces("2", { departments: [{ department: "Service Desk", role: "Engineer" }] }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(/default: true/) as string });
  expect(writes).toEqual([]);
});

test("what is as wanted is not written", async () => {
  const { directory, writes } = await play({ departments: [pair(1, 10, 20, { isDefault: true })] });
  await directory.setPlaces("2", { departments: [{ department: "Administration", role: "Consultant" }] });
  expect(writes).toEqual([]);
});

test("a queue cannot be left through REST: said, after the new ones were added", async () => {
  const { directory, writes } = await play({ queues: [{ id: 5, resourceID: 2, queueID: 30 }] });
  await expect(directory.setPlaces("2", { queues: ["Triage"] })).rejects.toMatchObject({ code: "unsupported" });
  expect(writes).toHaveLength(1);
});

test.each([
  [
    { departments: [{ department: "Administraton", role: "Consultant" }] },
    /department "Administraton".*"Administration"/,
  ],
  [{ departments: [{ department: "Administration", role: "Consultnt" }] }, /role "Consultnt".*"Consultant"/],
  [{ queues: ["Triag"] }, /queue "Triag".*"Triage"/],
])("%j: near matches, and nothing is written", async (wanted, text) => {
  const { directory, writes } = await play();
  await expect(directory.setPlaces("2", wanted)).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringMatching(text) as string,
  });
  expect(writes).toEqual([]);
});

test("never of the account in use, nor of a person", async () => {
  const { options, rows, writes } = await play();
  rows[0]!.userName = "own";
  rows[1]!.licenseType = 1;
  const directory = openDirectory(options);
  for (const id of ["1", "2"])
    await expect(directory.setPlaces(id, { queues: ["Triage"] })).rejects.toMatchObject({ code: "conflict" });
  expect(writes).toEqual([]);
});
