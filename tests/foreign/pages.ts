import { copyOf, FORMATS, lowest, offeredLevels, type Cell, type Store } from "./store";
import type { Traits } from "./traits";

/** What stands on each page, in this tenant's words. How it is drawn is the browser's side. */

const listedName = (level: { name: string; apiOnly: boolean }) => level.name + (level.apiOnly ? " (API-only)" : "");

export function levelsPage(store: Store, traits: Traits) {
  return {
    rows: store.levels
      .map((level) => ({
        id: level.id,
        name: listedName(level),
        system: level.system,
        active: level.active,
        license: level.apiOnly ? "API User" : "",
        copyable: !/^(Dashboard User|Time and Attendance|Contractor) \(/.test(level.name),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    copyEntry: traits.copyEntry,
  };
}

export function resourcesPage(store: Store, traits: Traits) {
  const shown = (first: string, last: string) =>
    traits.personName === "last-first" ? `${last}, ${first}` : `${first} ${last}`;
  return {
    rows: store.users
      .map((user) => {
        const level = store.levels.find((one) => one.id === user.levelId);
        return {
          id: user.id,
          name: shown(user.firstName, user.lastName),
          letter: (traits.personName === "last-first" ? user.lastName : user.firstName)[0]?.toUpperCase(),
          level: level?.name ?? "",
          license: user.licenseType === 7 ? "API User" : "Professional",
          email: user.email,
          active: user.active,
          userName: user.userName,
          api: user.licenseType === 7,
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
}

export function categoryPage(traits: Traits, tab: string) {
  const term = { newest: "Organization", company: "Company", account: "Account", older: "" }[traits.era];
  const people = {
    title: "Resources/Users (HR)",
    groups: [
      { title: "Resources/Users (HR)", links: ["Resources/Users", "Departments", "Roles", "Workgroups", "Skills"] },
      { title: "Security", links: ["Security Levels", "Protected Data Permission", "Authentication"] },
    ],
  };
  const sections =
    tab === "Extensions & Integrations"
      ? [
          {
            title: "Other Extensions & Tools",
            groups: [{ title: "", links: ["Integration Center", "Autotask Integrations", "Webhooks"] }],
          },
        ]
      : [
          {
            title: "Application-Wide (Shared) Features",
            groups: [{ title: "", links: ["System Settings", "User-Defined Fields", "Notification Templates"] }],
          },
          {
            title: `Your ${term || "Company"}`,
            groups: [{ title: "", links: ["Internal Locations", "Business Terms", "Logos"] }],
          },
          traits.era === "older"
            ? {
                title: "RESOURCES/USERS (HR)",
                groups: [
                  {
                    title: "",
                    links: ["Resources/Users", "Departments", "Security Levels", "Protected Data Permission"],
                  },
                ],
              }
            : people,
          {
            title: "Service Desk (Tickets)",
            groups: [{ title: "", links: ["Queues", "Ticket Categories", "Issue Types"] }],
          },
        ];
  return {
    tab,
    sections,
    about: {
      "Security Levels": "Set up and manage what each security level lets a resource do.",
      "Resources/Users": "Add resources and API users, and inactivate them.",
      "Protected Data Permission": "Choose who sees protected data, whatever the security level.",
    },
  };
}

interface Group {
  title: string;
  hint: string;
  boxes: Cell[];
  drops: Cell[];
  numbers: Cell[];
  rowDrops: Cell[];
  grid: { head: string; columns: string[]; rows: { name: string; cells: (Cell | string)[] }[] } | null;
}

/** The editor's sections as a person reads them, with the cells in them. */
function layOut(store: Store, traits: Traits) {
  const sections: { title: string; groups: Group[] }[] = [];
  for (const cell of store.cells) {
    let section = sections.find((one) => one.title === cell.shown.section);
    if (!section) sections.push((section = { title: cell.shown.section, groups: [] }));
    const untitled = cell.subsection === "Dropdowns" && traits.dropdownGroup === "untitled";
    const title = untitled ? "" : cell.shown.subsection;
    let group = section.groups.find(
      (one) => one.title === title && (title !== "" || one.drops.length > 0 === (cell.kind === "level")),
    );
    if (!group)
      section.groups.push((group = { title, hint: "", boxes: [], drops: [], numbers: [], rowDrops: [], grid: null }));
    if (cell.action) {
      const all =
        cell.kind === "checkbox"
          ? ["View (Query)", "Add", "Edit (Update)", "Delete"]
          : store.cells
              .filter((one) => one.section === cell.section && one.subsection === cell.subsection && one.action)
              .map((one) => one.action);
      const columns = [
        ...new Set(
          ["View", "View (Query)", "Add", "Edit", "Edit (Update)", "Delete"].filter((one) => all.includes(one)),
        ),
      ];
      group.grid ??= {
        head: cell.subsection === "Permission Per Project Type" ? "Project Type" : "Object",
        columns,
        rows: [],
      };
      let row = group.grid.rows.find((one) => one.name === cell.shown.name);
      const missing = (column: string) =>
        cell.name === "Organizations" && column === "View"
          ? "see above"
          : cell.kind === "checkbox"
            ? ""
            : "not applicable";
      if (!row) group.grid.rows.push((row = { name: cell.shown.name, cells: columns.map(missing) }));
      row.cells[columns.indexOf(cell.action)] = cell;
    } else if (cell.kind === "checkbox") group.boxes.push(cell);
    else if (cell.kind === "number") group.numbers.push(cell);
    else if (cell.subsection === "Organization & Contact Access") group.rowDrops.push(cell);
    else group.drops.push(cell);
  }
  const hint: Record<string, string> = {
    Surveys: "(settings do not apply to reports)",
    "Resource Visibility":
      "You may limit which resources can be seen in lists throughout the application. These permissions are additive. All resources will always see themselves, regardless of these settings.",
    "Form Templates": "You may limit the extent to which a resource can create/manage Form Templates.",
  };
  for (const section of sections)
    for (const group of section.groups)
      group.hint =
        hint[group.title] ??
        (group.grid && /CRM|Service Desk/i.test(section.title) ? "(for companies you have access to)" : "");
  return sections;
}

export function levelPage(store: Store, traits: Traits, seed: number, id: number | null, copy: number | null) {
  let level = store.levels.find((one) => one.id === id);
  const source = store.levels.find((one) => one.id === copy);
  if (!level && !source) return { gone: true };
  let values = level?.cells ?? {};
  let name = level?.name ?? "";
  if (source) {
    values = copyOf(store, source, traits, seed);
    name = { suffix: `${source.name} (Copy)`, prefix: `Copy of ${source.name}`, same: source.name, empty: "" }[
      traits.copyName
    ];
    if (traits.copyMade === "at-once") {
      let free = name;
      for (let number = 2; store.levels.some((one) => one.name === free); number += 1) free = `${name} ${number}`;
      level = {
        id: Math.max(...store.levels.map((one) => one.id)) + 1,
        name: free,
        system: false,
        apiOnly: source.apiOnly,
        active: true,
        cells: values,
      };
      store.levels.push(level);
      name = free;
    }
  }
  return {
    id: level?.id ?? null,
    copyOf: level ? null : copy,
    name,
    active: level?.active ?? true,
    system: level?.system ?? false,
    sections: layOut(store, traits),
    values: Object.fromEntries(store.cells.map((cell) => [cell.id, values[cell.id] ?? lowest(cell)])),
    users: store.users
      .filter((user) => user.levelId === level?.id)
      .map((user) => ({ name: `${user.lastName}, ${user.firstName}`, active: user.active })),
  };
}

export function userPage(store: Store, traits: Traits, id: number | null) {
  const user = store.users.find((one) => one.id === id);
  const tracking = user?.tracking ?? null;
  return {
    id: user?.id ?? null,
    fullName: user ? `${user.firstName} ${user.lastName}` : "",
    apiOnly: user ? user.licenseType === 7 : true,
    form: {
      firstName: user?.firstName ?? "",
      lastName: user?.lastName ?? "",
      email: user?.email ?? "",
      active: user?.active ?? true,
      locked: user?.locked ?? false,
      level: store.levels.find((one) => one.id === user?.levelId)?.name ?? "",
      location: store.locations.find((one) => one.id === user?.locationId)?.name ?? "",
      dateFormat: user?.dateFormat ?? "MM/dd/yyyy",
      timeFormat: user?.timeFormat ?? "hh:mm a",
      numberFormat: user?.numberFormat ?? "X,XXX.XX",
      key: user?.userName ?? "",
      secret: "",
      trackingKind: tracking?.kind ?? (user ? "" : traits.trackingDefault === "vendor" ? "vendor" : ""),
      vendor: tracking?.vendor ?? "",
      integrationName: tracking?.name ?? "",
      identifier: tracking?.kind === "custom" && traits.identifierLater === "shown" ? tracking.identifier : "",
      lines: user?.lines ?? [],
    },
    assigned: !!tracking,
    lists: {
      level: offeredLevels(store, user).map((level) => level.name),
      location: store.locations.map((one) => one.name),
      vendor: store.vendors,
      lines: store.lines,
      ...FORMATS,
    },
  };
}
