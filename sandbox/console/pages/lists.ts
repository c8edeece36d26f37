/** Security Levels and Resources: pages with a grid. */
import type { Level, Tenant } from "../../model";
import type { Act, GridPage, GridRows, Page } from "../page";
import { apiLicenseType, defaultDepartment, levelTitle, licenseTypes } from "../../rules";
import { routes } from "../routes";
import type { Position } from "../switches";
import type { Era } from "../words";

export interface MenuEntry {
  text: string;
  act: Act;
}

export const levelsPage = (older: boolean): Page & { grid: GridPage } => ({
  title: older ? "SECURITY LEVELS" : "Security Levels",
  toolbar: [],
  grid: {
    url: routes.levels,
    columns: [{ title: "Name" }, { title: "System" }, { title: "Active" }],
    selectable: false,
    pageSizes: [5, 50, 100],
  },
  backUrl: routes.levels,
});

export const levelRows = (t: Tenant) =>
  [...t.levels]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((l) => ({ key: String(l.id), cells: [levelTitle(l), l.system, l.active] as (string | boolean)[] }));

export const levelMenu = (
  l: Level,
  copyLabel: Position<"copyLabel">,
  copyable: boolean,
  deletable: boolean,
): MenuEntry[] => {
  const id = `?securityLevelId=${l.id}`;
  const entries: MenuEntry[] = [{ text: "Edit", act: { do: "open", url: routes.editLevel + id } }];
  if (copyable)
    entries.push({
      text: copyLabel === "long" ? "Copy Security Level" : "Copy",
      act: { do: "open", url: routes.copyLevel + id },
    });
  if (!(l.system && l.apiOnly))
    entries.push({
      text: l.active ? "Inactivate" : "Activate",
      act: { do: "post", url: `${routes.levelActive}${id}&active=${!l.active}` },
    });
  if (deletable && !l.system)
    entries.push({
      text: "Delete",
      act: { do: "post", url: routes.deleteLevel + id, question: "Delete this security level?" },
    });
  return entries;
};

const olderResourceColumns = [
  "Resource Name",
  "Default Department",
  "Security Level",
  "License Type",
  "Resource ID",
  "Office Phone",
  "Mobile Phone",
  "E-Mail Address",
];

const resourceColumns = [
  "Resource Name",
  "Resource ID",
  "Default Department",
  "Security Level",
  "License Type",
  "Office Phone",
  "Mobile Phone",
  "E-Mail Address",
];

export const resourcesPage = (era: Era): Page & { grid: GridPage } => {
  const older = era === "features";
  const newUser: Act = { do: "open", url: routes.newUser };
  const newResource: Act = { do: "open", url: routes.resource, popup: true };
  return {
    title: older ? "RESOURCES" : "Resources",
    toolbar: [
      {
        text: "New",
        icon: "New",
        act: newResource,
        menu: [
          { text: "New Resource", act: newResource },
          { text: "New API User", act: newUser },
        ],
      },
      { text: "Import/Import History", icon: "Import", act: { do: "none" } },
    ],
    grid: {
      url: routes.resources,
      columns: resourceColumns.map((title) => ({ title, filter: true })),
      selectable: true,
      box: { label: "Show Inactive", name: "showInactive" },
      pageSizes: [5, 50, 100],
    },
    backUrl: routes.resources,
  };
};

export const resourceRows = (t: Tenant, inactive: boolean) =>
  t.users
    .filter((u) => u.active || inactive)
    .sort((a, b) => a.lastName.localeCompare(b.lastName) || a.firstName.localeCompare(b.firstName))
    .map((u) => ({
      key: String(u.id),
      cells: [
        `${u.lastName}, ${u.firstName}`,
        String(u.id),
        defaultDepartment(t, u),
        t.levels.find((l) => l.id === u.levelId)?.name ?? "",
        licenseTypes[u.licenseType] ?? "",
        u.officePhone ?? "",
        u.mobilePhone ?? "",
        u.email,
      ] as (string | boolean)[],
    }));

export const resourceMenu = (t: Tenant, id: number, older: boolean): MenuEntry[] => {
  const u = t.users.find((x) => x.id === id);
  if (!u) return [];
  const url =
    u.licenseType === apiLicenseType && !older
      ? `${routes.editUser}?resourceId=${id}`
      : `${routes.resource}?webID=${id}`;
  return [
    { text: older ? "Edit Resource" : "Edit", act: { do: "open", url, popup: older } },
    {
      text: u.active ? "Inactivate Resource" : "Activate Resource",
      act: { do: "post", url: `${routes.resourceActive}?resourceId=${id}&active=${!u.active}` },
    },
  ];
};

/** Resources of the older console: letters, a view list, no filters, Edit Resource in the row's menu. */
export const olderResourcesPage = (t: Tenant): Page & { grid: GridPage } => {
  const counts = [t.users.filter((u) => u.active).length, t.users.filter((u) => !u.active).length];
  return {
    title: "RESOURCES",
    toolbar: [
      { text: "New", icon: "New", act: { do: "open", url: routes.resource, popup: true } },
      { text: "Import/Import History", icon: "Import", act: { do: "none" } },
      { text: "Find Resource", act: { do: "set", name: "finding", value: "yes" } },
    ],
    sections: [],
    finder: [
      { kind: "text", name: "find", label: "Resource Name", value: "", shownWhen: { name: "finding", value: "yes" } },
      {
        kind: "press",
        button: { text: "Find", act: { do: "reload" } },
        shownWhen: { name: "finding", value: "yes" },
      },
    ],
    grid: {
      url: routes.resources,
      columns: olderResourceColumns.map((title) => ({ title })),
      selectable: true,
      pageSizes: [5, 50, 100],
      letters: true,
      find: "find",
      view: {
        kind: "list",
        name: "view",
        label: "View",
        native: true,
        value: "active",
        options: [
          { value: "active", text: `Active (${counts[0]})` },
          { value: "inactive", text: `Inactive (${counts[1]})` },
          { value: "all", text: `All (${t.users.length})` },
        ],
      },
    },
    backUrl: routes.resources,
  };
};

const initial = (name: string): string => (/^[A-Z]/i.test(name) ? name.slice(0, 1).toUpperCase() : "#");

/** Rows of the older list: chosen by view, letter and part of the name, with a heading where the letter changes. */
export const olderResourceRows = (t: Tenant, query: Record<string, string | undefined>): GridRows => {
  const order = olderResourceColumns.map((title) => resourceColumns.indexOf(title));
  const wanted = query["find"]?.trim().toLowerCase() ?? "";
  const rows = resourceRows(t, query["view"] !== "active")
    .filter((row) => query["view"] !== "inactive" || !t.users.find((u) => String(u.id) === row.key)?.active)
    .map((row) => ({ key: row.key, cells: order.map((index) => row.cells[index]!) }))
    .filter((row) => String(row.cells[0]).toLowerCase().includes(wanted))
    .filter((row) => !query["letter"] || initial(String(row.cells[0])) === query["letter"]);
  const page = cut(rows, { page: query["page"], size: query["size"] });
  let last = "";
  return {
    ...page,
    rows: page.rows.map((row) => {
      const letter = initial(String(row.cells[0]));
      const heading = letter === last ? undefined : letter;
      last = letter;
      return { ...row, heading };
    }),
  };
};

/** The rows a grid asked for: filtered by "contains", without case, then cut into pages. */
export const cut = (
  rows: { key: string; cells: (string | boolean)[] }[],
  query: Record<string, string | undefined>,
): GridRows => {
  const found = rows.filter((r) =>
    r.cells.every((cell, i) => {
      const want = query[`f${i}`]?.trim().toLowerCase();
      return !want || String(cell).toLowerCase().includes(want);
    }),
  );
  const size = Math.max(1, Number(query.size) || 50);
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(Math.max(1, Number(query.page) || 1), pages);
  const start = (page - 1) * size;
  const shown = found.slice(start, start + size);
  return {
    rows: shown,
    from: shown.length ? start + 1 : 0,
    to: start + shown.length,
    total: found.length,
    pages,
    page,
  };
};
