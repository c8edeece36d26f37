/** Security Levels and Resources: pages with a grid. */
import type { Level, Tenant } from "../../model";
import type { Act, GridPage, GridRows, Page } from "../page";
import { apiLicenseType, levelTitle } from "../../rules";
import { routes } from "../routes";
import type { Position } from "../switches";
import type { Era } from "../words";

export interface MenuEntry {
  text: string;
  act: Act;
}

export const levelsPage = (): Page & { grid: GridPage } => ({
  title: "Security Levels",
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
  const newResource: Act = { do: "open", url: routes.resource };
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
        u.licenseType === apiLicenseType ? "" : (t.departments[0]?.name ?? ""),
        t.levels.find((l) => l.id === u.levelId)?.name ?? "",
        u.licenseType === apiLicenseType ? "API User" : "Professional",
        u.officePhone ?? "",
        u.mobilePhone ?? "",
        u.email,
      ] as (string | boolean)[],
    }));

export const resourceMenu = (t: Tenant, id: number): MenuEntry[] => {
  const u = t.users.find((x) => x.id === id);
  if (!u) return [];
  const url =
    u.licenseType === apiLicenseType ? `${routes.editUser}?resourceId=${id}` : `${routes.resource}?webID=${id}`;
  return [
    { text: "Edit", act: { do: "open", url } },
    {
      text: u.active ? "Inactivate Resource" : "Activate Resource",
      act: { do: "post", url: `${routes.resourceActive}?resourceId=${id}&active=${!u.active}` },
    },
  ];
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
