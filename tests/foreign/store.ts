import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomFrom, type Traits } from "./traits";

/** One entry of the catalogue of labels, as far as a page needs it. */
interface Entry {
  section: string;
  subsection: string | null;
  name: string;
  action: string | null;
  kind: "checkbox" | "level" | "number";
  values: string[] | null;
  default_api_user: string | null;
  default_inferred: string | null;
  aliases: string[];
  section_aliases: string[];
  subsection_aliases: string[];
  value_aliases: Record<string, string[]>;
}

/** One cell of a level's page. `shown` are the words of this tenant, the rest is the catalogue's. */
export interface Cell {
  id: string;
  section: string;
  subsection: string;
  name: string;
  action: string;
  kind: "checkbox" | "level" | "number";
  values: string[];
  shown: { section: string; subsection: string; name: string; values: string[] };
  /** Grey text behind the label. */
  addition: string;
  /** The cell whose tick this one depends on. */
  needs: string;
  fixed: boolean;
}

export interface Level {
  id: number;
  name: string;
  system: boolean;
  apiOnly: boolean;
  active: boolean;
  cells: Record<string, string>;
}

export interface Tracking {
  kind: "vendor" | "custom";
  vendor: string;
  name: string;
  identifier: string;
}

export interface User {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  active: boolean;
  locked: boolean;
  levelId: number;
  licenseType: number;
  locationId: number;
  dateFormat: string;
  timeFormat: string;
  numberFormat: string;
  userName: string;
  secret: string;
  tracking: Tracking | null;
  lines: string[];
  title: string;
  officePhone: string;
}

export interface Store {
  domain: string;
  cells: Cell[];
  levels: Level[];
  users: User[];
  vendors: string[];
  locations: { id: number; name: string }[];
  lines: string[];
  nextId: number;
}

/** What the vendor says about custom API-only levels. */
export const MAX_CUSTOM_LEVELS = 50;

/** The lists of a user's form. */
export const FORMATS = {
  dateFormat: ["MM/dd/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "yyyy-MM-dd", "yyyy.MM.dd"],
  timeFormat: ["hh:mm a", "h:mm a", "HH:mm"],
  numberFormat: ["X,XXX.XX", "X.XXX,XX"],
};

const ADDITIONS: Record<string, string> = {
  "Can view Internal Cost section on New/Edit Resource page": "(requires Admin > Resources/Users (HR) permission)",
  "Can manage Shared Dashboard Tabs": "(requires “Can add and edit Dashboard widgets” permission)",
  "Can offer Dashboard widgets to other Resources": "(requires “Can add and edit Dashboard widgets” permission)",
};

const TERMS: Record<Traits["era"], { one: string; many: string } | null> = {
  newest: null,
  company: { one: "Company", many: "Companies" },
  account: { one: "Account", many: "Accounts" },
  older: { one: "Account", many: "Accounts" },
};

/** The wording of an era: only one that is on record for this very entry, else the catalogue's. */
function wording(label: string, aliases: string[], era: Traits["era"]): string {
  const term = TERMS[era];
  if (!term || !/organi[sz]ation/i.test(label)) return label;
  return aliases.find((alias) => new RegExp(`\\b(${term.one}|${term.many})\\b`, "i").test(alias)) ?? label;
}

export const cellId = (entry: { section: string; subsection: string | null; name: string; action: string | null }) =>
  [entry.section, entry.subsection ?? "", entry.name, entry.action ?? ""].join(" | ");

function makeCells(traits: Traits, random: () => number): Cell[] {
  const path = join(__dirname, "..", "..", "data", "autotask-permissions.json");
  const entries = JSON.parse(readFileSync(path, "utf8")) as Entry[];
  const cells: Cell[] = [];
  const guess = (entry: Entry): string[] => {
    if (entry.name === "Can Approve & Post") return ["None", "As account manager", "As project lead", "All"];
    if (entry.name.startsWith("Can create/manage Form"))
      return ["No one", "Self only (Private)", "Anyone in Company (Company)"];
    return entry.action === "Add" ? ["No", "Yes"] : ["None", "Mine", "All"];
  };
  for (const entry of entries) {
    if (entry.name.startsWith("(")) continue;
    // A tenant without a module, or of another month, lacks some entries: never those that guides of vendors name.
    if (traits.missingCells === "yes" && ["Documents", "Surveys"].includes(entry.subsection ?? "") && random() < 0.7)
      continue;
    const values =
      entry.kind === "level" ? ((entry.values?.length ?? 0) > 1 ? (entry.values as string[]) : guess(entry)) : [];
    cells.push({
      id: cellId(entry),
      section: entry.section,
      subsection: entry.subsection ?? "",
      name: entry.name,
      action: entry.action ?? "",
      kind: entry.kind,
      values,
      shown: {
        section:
          traits.era === "older"
            ? (entry.section_aliases.find((alias) => alias === entry.section.toUpperCase()) ?? entry.section)
            : entry.section,
        subsection: wording(entry.subsection ?? "", entry.subsection_aliases, traits.era),
        name: wording(entry.name, entry.aliases, traits.era),
        values: values.map((value) => wording(value, entry.value_aliases[value] ?? [], traits.era)),
      },
      addition: ADDITIONS[entry.name] ?? "",
      needs: "",
      fixed: entry.section === "Inventory" && entry.action === "Edit",
    });
  }
  const dashboard = cells.find((cell) => cell.name === "Can add and edit Dashboard widgets/tabs")?.id ?? "";
  const limit = cells.find((cell) => cell.name.startsWith("Limit resource availability"))?.id ?? "";
  for (const cell of cells) {
    if (cell.addition.includes("Dashboard")) cell.needs = dashboard;
    if (cell.subsection === "Resource Visibility" && cell.id !== limit) cell.needs = limit;
  }
  if (traits.extraCells === "yes") {
    const extra = (
      section: string,
      subsection: string,
      name: string,
      kind: "checkbox" | "level",
      values: string[] = [],
      action = "",
    ) => {
      const cell: Cell = {
        id: cellId({ section, subsection, name, action }),
        section,
        subsection,
        name,
        action,
        kind,
        values,
        shown: {
          section: cells.find((one) => one.section === section)?.shown.section ?? section,
          subsection,
          name,
          values,
        },
        addition: "",
        needs: "",
        fixed: false,
      };
      const last = cells.reduce(
        (at, one, index) => (one.section === section && one.subsection === subsection ? index : at),
        cells.length - 1,
      );
      cells.splice(last + 1, 0, cell);
    };
    extra("Admin", "Feature Access", "Cooper Copilot", "checkbox");
    extra("Service Desk", "Other Permissions", "Can merge tickets of different organizations", "checkbox");
    for (const action of ["View", "Add", "Edit", "Delete"])
      extra(
        "Service Desk",
        "Object Permissions",
        "Checklists",
        "level",
        action === "Add" ? ["No", "Yes"] : ["None", "All"],
        action,
      );
  }
  return cells;
}

export const lowest = (cell: Cell): string =>
  cell.kind === "checkbox" ? "unchecked" : cell.kind === "number" ? "" : (cell.values[0] as string);
export const highest = (cell: Cell): string =>
  cell.kind === "checkbox" ? "checked" : cell.kind === "number" ? "" : (cell.values.at(-1) as string);

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const pick = (alphabet: string) => alphabet[randomInt(alphabet.length)] as string;

/** A key as the vendor makes one: 15 letters and digits, then the tenant's domain. */
export const newKey = (domain: string) =>
  `${pick(LETTERS)}${pick(DIGITS)}${Array.from({ length: 13 }, () => pick(LETTERS + DIGITS)).join("")}@${domain}`;

/** A secret as the vendor makes one: 25 characters, with upper case, lower case, digit and sign. */
export const newSecret = () =>
  `${pick(LETTERS)}${pick(LETTERS).toUpperCase()}${pick(DIGITS)}${pick("!#$*~=")}${Array.from({ length: 21 }, () => pick(LETTERS + LETTERS.toUpperCase() + DIGITS + "!#$*~=")).join("")}`;

/** A tracking identifier: 27 characters. */
export const newIdentifier = () => Array.from({ length: 27 }, () => pick((LETTERS + DIGITS).toUpperCase())).join("");

const FIRST = [
  "Ann",
  "Bruno",
  "Carla",
  "Dev",
  "Elena",
  "Farid",
  "Grace",
  "Hugo",
  "Ines",
  "Jon",
  "Kim",
  "Lea",
  "Mo",
  "Nia",
  "Olaf",
  "Pia",
  "Quentin",
  "Rosa",
  "Sam",
  "Tess",
];
const LAST = [
  "Adams",
  "Brandt",
  "Costa",
  "Diaz",
  "Evans",
  "Fischer",
  "Garcia",
  "Hughes",
  "Ito",
  "Jansen",
  "Klein",
  "Lopez",
  "Meyer",
  "Novak",
  "Owens",
  "Parker",
  "Quist",
  "Rossi",
  "Silva",
  "Turner",
];

/** A tenant as it is before anybody touches it. */
export function makeStore(seed: number, traits: Traits): Store {
  const random = randomFrom(seed ^ 0x51ab);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const cells = makeCells(traits, random);
  const domain = ["HARBORITSERVICES.COM", "LAKESIDEMSP.NET", "NORTHWINDIT.CO.UK"][upTo(2)] as string;
  const levels: Level[] = [];
  let id = 15 + upTo(8);
  const add = (name: string, system: boolean, apiOnly: boolean, active = true) => {
    id += 1 + upTo(2);
    const full = Object.fromEntries(cells.map((cell) => [cell.id, highest(cell)]));
    for (const cell of cells) {
      if (
        cell.subsection === "Resource Visibility" ||
        cell.name === "Can create Webhooks" ||
        cell.name.startsWith("Can publish Client") ||
        cell.subsection === "Resource Impersonation"
      )
        full[cell.id] = "unchecked";
      if (!system && random() < 0.4 && cell.kind !== "number") full[cell.id] = lowest(cell);
    }
    levels.push({ id, name, system, apiOnly, active, cells: full });
  };
  for (const name of ["Full Access", "Dashboard User", "Minimal Access"]) add(`${name} (system)`, true, false);
  add("API User (system)", true, true);
  add("API User (system) Can't Read Costs", true, true);
  for (const name of [
    "System Administrator",
    "Manager",
    "Project Manager",
    "Sales",
    "Team Member",
    "Contractor",
    "Service Desk User",
    "Private CRM",
    "Time and Attendance",
    "Co-Managed Help Desk",
  ])
    add(`${name} (system)`, true, false);
  for (const name of [
    "API User (Backup Radar)",
    "API User (Propel Your MSP) - old",
    "API User w/ Full Impersonation Rights",
    "Dispatcher",
    "Night Shift",
    "IT Glue API",
  ].slice(0, upTo(6)))
    add(name, false, /API/.test(name), random() < 0.7);
  const level = (name: string) => levels.find((one) => one.name === name) as Level;

  const locations = ["Engineering Office", "Head Office", "Albany", "Remote"]
    .slice(0, 2 + upTo(2))
    .map((name, index) => ({ id: 90_600 + index * 7, name }));
  const vendors = [
    "AutoElevate - privilege management",
    "BackupRadar - Backup Monitoring",
    "Guardz - Security Platform",
    "Helpdesk Buttons - Tier2Tickets",
    "IT Glue - Documentation",
    "Propel Your MSP - Propel Your MSP",
    "Propel Your MSP - QBR (Legacy)",
    "Rewst - Automation",
    "TimeZest - Scheduling",
  ];
  const users: User[] = [];
  const person = (
    firstName: string,
    lastName: string,
    levelName: string,
    licenseType: number,
    userName: string,
    active = true,
  ): User => {
    const user: User = {
      id: 29_680_000 + users.length * 3 + upTo(2),
      firstName,
      lastName,
      email: `${firstName}.${lastName}`.toLowerCase().replace(/[^a-z.]/g, "") + "@example.com",
      active,
      locked: false,
      levelId: level(levelName).id,
      licenseType,
      locationId: (locations[0] as { id: number }).id,
      dateFormat: "MM/dd/yyyy",
      timeFormat: "hh:mm a",
      numberFormat: "X,XXX.XX",
      userName: `${userName}@${domain}`,
      secret: newSecret(),
      tracking: null,
      lines: [],
      title: "",
      officePhone: "",
    };
    users.push(user);
    return user;
  };
  person("Pamela", "Pierce", "System Administrator (system)", 1, "ppierce");
  person("Watcher", "Integration", "API User (system)", 7, "watcher1api").tracking = {
    kind: "custom",
    vendor: "",
    name: "Watcher",
    identifier: newIdentifier(),
  };
  person("Helpdesk", "Button", "API User (system)", 7, "hbutton5").tracking = {
    kind: "vendor",
    vendor: "Helpdesk Buttons - Tier2Tickets",
    name: "",
    identifier: newIdentifier(),
  };
  person("Propel", "Archive", "API User (system)", 7, "propel2019", false);
  for (let index = 0, count = 4 + upTo(28); index < count; index += 1) {
    const first = FIRST[upTo(FIRST.length - 1)] as string;
    const last = LAST[upTo(LAST.length - 1)] as string;
    person(
      first,
      last,
      ["Manager (system)", "Team Member (system)", "Service Desk User (system)"][upTo(2)] as string,
      3,
      `${first}${last}${index}`.toLowerCase(),
      random() < 0.85,
    );
  }
  return {
    domain,
    cells,
    levels,
    users,
    vendors,
    locations,
    lines: ["Managed Services", "Projects", "Break / Fix"],
    nextId: 29_690_000,
  };
}

/** The values a fresh copy starts with. */
export function copyOf(store: Store, source: Level, traits: Traits, seed: number): Record<string, string> {
  if (traits.freshCopy === "as-parent") return { ...source.cells };
  const random = randomFrom(seed ^ 0x77);
  return Object.fromEntries(
    store.cells.map((cell) => [cell.id, random() < 0.5 ? (source.cells[cell.id] ?? lowest(cell)) : lowest(cell)]),
  );
}

/** A refusal: the field it belongs to (empty for the whole page) and what the page says. */
export interface Refusal {
  field: string;
  text: string;
}

export interface LevelForm {
  id: number | null;
  copyOf: number | null;
  name: string;
  active: boolean;
  cells: Record<string, string>;
}

/** Saves a level or says why not. */
export function saveLevel(store: Store, form: LevelForm): { refusals: Refusal[]; id: number } {
  const refusals: Refusal[] = [];
  const current = store.levels.find((level) => level.id === form.id);
  const source = store.levels.find((level) => level.id === form.copyOf);
  const name = form.name.trim();
  if (current?.system) refusals.push({ field: "", text: "System security levels cannot be modified." });
  if (!name) refusals.push({ field: "name", text: "Name is required." });
  if (name.length > 100) refusals.push({ field: "name", text: "Name can have 100 characters at most." });
  if (store.levels.some((level) => level.id !== form.id && level.name.toLowerCase() === name.toLowerCase()))
    refusals.push({ field: "name", text: "A security level with this name exists already." });
  if (
    !current &&
    source?.apiOnly &&
    store.levels.filter((level) => level.apiOnly && !level.system).length >= MAX_CUSTOM_LEVELS
  )
    refusals.push({
      field: "",
      text: `No more than ${MAX_CUSTOM_LEVELS} custom API-only security levels are allowed.`,
    });
  const cells: Record<string, string> = {};
  for (const cell of store.cells) {
    const value = form.cells[cell.id] ?? lowest(cell);
    const fine =
      cell.kind === "checkbox"
        ? ["checked", "unchecked"].includes(value)
        : cell.kind === "number"
          ? /^\d*$/.test(value)
          : cell.values.includes(value);
    if (!fine) refusals.push({ field: cell.id, text: `${cell.shown.name}: the value is not valid.` });
    cells[cell.id] = value;
  }
  const webhooks = store.cells.find((cell) => cell.name === "Can create Webhooks");
  const most = store.cells.find((cell) => cell.name === "Maximum number of Webhooks");
  if (webhooks && most && cells[webhooks.id] === "checked" && !(Number(cells[most.id]) >= 1))
    refusals.push({ field: most.id, text: "Maximum number of Webhooks is required." });
  for (const cell of store.cells) {
    if (cell.needs && cells[cell.needs] !== "checked") cells[cell.id] = "unchecked";
    if (cell.fixed) cells[cell.id] = cells[cell.id.replace(/Edit$/, "Add")] === "Yes" ? "All" : "None";
  }
  if (refusals.length) return { refusals, id: 0 };
  if (current) {
    Object.assign(current, { name, active: form.active, cells });
    return { refusals, id: current.id };
  }
  if (!source) return { refusals: [{ field: "", text: "The security level to copy does not exist." }], id: 0 };
  const id = Math.max(...store.levels.map((level) => level.id)) + 1;
  store.levels.push({ id, name, system: false, apiOnly: source.apiOnly, active: form.active, cells });
  return { refusals, id };
}

export interface UserForm {
  id: number | null;
  firstName: string;
  lastName: string;
  email: string;
  active: boolean;
  locked: boolean;
  level: string;
  location: string;
  dateFormat: string;
  timeFormat: string;
  numberFormat: string;
  key: string;
  secret: string;
  trackingKind: string;
  vendor: string;
  integrationName: string;
  identifier: string;
  lines: string[];
}

/** The levels a user's form offers: the active API-only ones in alphabetical order, and the one that is set. */
export const offeredLevels = (store: Store, user: User | undefined) =>
  store.levels
    .filter((level) => level.apiOnly && (level.active || level.id === user?.levelId))
    .sort((a, b) => a.name.localeCompare(b.name));

/** Saves an API user or says why not. */
export function saveUser(store: Store, form: UserForm): { refusals: Refusal[]; id: number } {
  const refusals: Refusal[] = [];
  const no = (field: string, text: string) => refusals.push({ field, text });
  const current = store.users.find((user) => user.id === form.id);
  if (!form.firstName.trim()) no("firstName", "First Name is required.");
  if (!form.lastName.trim()) no("lastName", "Last Name is required.");
  if (form.firstName.length > 50) no("firstName", "First Name can have 50 characters at most.");
  if (form.lastName.length > 50) no("lastName", "Last Name can have 50 characters at most.");
  if (!/^[^@\s]+@[^@\s]+$/.test(form.email.trim()))
    no("email", form.email.trim() ? "Email Address is not valid." : "Email Address is required.");
  const level = offeredLevels(store, current).find((one) => one.name === form.level);
  if (!level) no("level", "Security Level is required.");
  const location = store.locations.find((one) => one.name === form.location);
  if (!location) no("location", "Primary Internal Location is required.");
  const typed = form.key.trim();
  const key = typed.toLowerCase().endsWith(`@${store.domain.toLowerCase()}`)
    ? typed
    : typed && !typed.includes("@")
      ? `${typed}@${store.domain}`
      : typed;
  const local = key.slice(0, Math.max(0, key.length - store.domain.length - 1));
  if (!typed) no("key", "Username (Key) is required.");
  else if (!key.toLowerCase().endsWith(`@${store.domain.toLowerCase()}`) || /[@();:[\]|\\"]/.test(local))
    no("key", "Username (Key) contains characters that are not allowed.");
  else if (!/[a-z]/i.test(local) || !/\d/.test(local)) no("key", "Username (Key) must have letters and numbers.");
  else if (local.length > 32) no("key", "Username (Key) can have 32 characters at most.");
  else if (store.users.some((user) => user.id !== form.id && user.userName.toLowerCase() === key.toLowerCase()))
    no("key", "Username (Key) is in use already.");
  if (!current && !form.secret) no("secret", "Password (Secret) is required.");
  if (form.secret && (form.secret.length < 7 || form.secret.length > 64 || /[\s']/.test(form.secret)))
    no("secret", "Password (Secret) does not meet the requirements.");
  let tracking = current?.tracking ?? null;
  if (!tracking && form.trackingKind === "vendor") {
    if (!store.vendors.includes(form.vendor)) no("vendor", "Integration Vendor is required.");
    else tracking = { kind: "vendor", vendor: form.vendor, name: "", identifier: newIdentifier() };
  } else if (!tracking && form.trackingKind === "custom") {
    if (!form.integrationName.trim()) no("integrationName", "Internal Integration Name is required.");
    else if (!form.identifier) no("identifier", "Tracking Identifier is required.");
    else tracking = { kind: "custom", vendor: "", name: form.integrationName.trim(), identifier: form.identifier };
  } else if (!tracking) no("trackingKind", "Choose an API Tracking Identifier.");
  if (refusals.length || !level || !location) return { refusals, id: 0 };
  const fields = {
    firstName: form.firstName.trim(),
    lastName: form.lastName.trim(),
    email: form.email.trim(),
    active: form.active,
    locked: form.locked,
    levelId: level.id,
    locationId: location.id,
    dateFormat: form.dateFormat,
    timeFormat: form.timeFormat,
    numberFormat: form.numberFormat,
    userName: key,
    tracking,
    lines: form.lines,
    ...(form.secret ? { secret: form.secret } : {}),
  };
  if (current) {
    Object.assign(current, fields);
    return { refusals, id: current.id };
  }
  const id = (store.nextId += 1);
  store.users.push({ id, licenseType: 7, title: "", officePhone: "", secret: form.secret, ...fields });
  return { refusals, id };
}
