import catalogue from "../data/autotask-permissions.json";
import type { CellKey, CellValue, Level } from "./model";

/** One permission cell of the level editor, in page order. */
export interface CellSpec {
  key: CellKey;
  section: string;
  /** Title of the group inside the section; null where the page has none. */
  group: string | null;
  name: string;
  /** Column of a grid; null for a single control. */
  action: string | null;
  kind: "checkbox" | "level" | "number";
  /** Texts of the list, lowest right first. Empty for boxes and numbers. */
  values: string[];
  /** True where the record has no list, or not all of it, and this one was made up. */
  assumed: boolean;
  /** The vendor states what this cell is in the API User system level. */
  stated: boolean;
  /** A ticked box that takes rights away instead of giving some. */
  narrows: boolean;
}

/** The page joins section, group, name and action with this in its cells' keys. */
const separator = " > ";

/**
 * Lists that no public record shows. They are guesses in the style of their neighbours, lowest right first; a real
 * tenant may have others.
 */
export const assumedValues: Record<CellKey, string[]> = {
  "Contracts > Dropdowns > Can Approve & Post": ["None", "Mine", "All"],
  "CRM > Object Permissions > Contacts > View": ["None", "Mine", "All"],
  "CRM > Object Permissions > Configuration Items & Subscriptions > Delete": ["None", "All"],
  "CRM > Object Permissions > Notes > View": ["None", "Mine", "All"],
  "CRM > Object Permissions > To-Dos > View": ["None", "Mine", "All"],
  "CRM > Dropdowns > Dashboard Display": ["None", "Mine", "All"],
  "Other > Resources/Users (HR) > Resources": ["None", "Mine", "All"],
  "Other > Form Templates > Can create/manage Form Templates for:": [
    "Self (Private)",
    "Anyone in Department (Department)",
    "Anyone in Company (Company)",
  ],
};

const narrowing = "Limit resource availability to self";
/** Boxes that the system level is known, or likely, to leave empty although it has full access otherwise. */
const offByDefault = [/> Resource Visibility >/, /> Resource Impersonation >/, /> Contact Impersonation >/];
const defaultWebhooks = 10;

/** All cells of the level editor, in page order. */
export const cellSpecs: readonly CellSpec[] = catalogue.map((entry) => {
  const key = [entry.section, entry.subsection, entry.name, entry.action]
    .filter((part) => part !== null)
    .join(separator);
  const kind = entry.kind as CellSpec["kind"];
  return {
    key,
    section: entry.section,
    group: entry.subsection,
    name: entry.name,
    action: entry.action,
    kind,
    values: kind === "level" ? (assumedValues[key] ?? entry.values ?? []) : [],
    assumed: kind === "level" && !entry.values_complete,
    stated: entry.default_api_user !== null,
    narrows: entry.name.startsWith(narrowing),
  };
});

/** The same by key. */
export const cellSpecByKey: ReadonlyMap<CellKey, CellSpec> = new Map(cellSpecs.map((spec) => [spec.key, spec]));

/** What the link No Permission leaves in a cell. */
export function lowest(spec: CellSpec): CellValue {
  if (spec.kind === "checkbox") return false;
  if (spec.kind === "number") return 0;
  return spec.values[0] ?? "";
}

/** What the link Full Permission leaves in a cell. */
export function highest(spec: CellSpec): CellValue {
  if (spec.kind === "checkbox") return true;
  if (spec.kind === "number") return defaultWebhooks;
  return spec.values.at(-1) ?? "";
}

/** The cell of the API User system level: what the record says, else full access. */
function apiUserDefault(spec: CellSpec, entry: (typeof catalogue)[number]): CellValue {
  const stated = entry.default_api_user ?? entry.default_inferred;
  if (spec.kind === "checkbox") {
    return stated !== null ? stated === "checked" : !offByDefault.some((pattern) => pattern.test(spec.key));
  }
  return spec.kind === "level" && stated !== null ? stated : highest(spec);
}

/** Every cell of the level editor, each as `pick` says. */
export function cellsBy(pick: (spec: CellSpec, index: number) => CellValue): Record<CellKey, CellValue> {
  return Object.fromEntries(cellSpecs.map((spec, index) => [spec.key, pick(spec, index)]));
}

/** Cells of the system level `API User (system)`. */
export function apiUserCells(): Record<CellKey, CellValue> {
  return cellsBy((spec, index) => apiUserDefault(spec, catalogue[index]!));
}

const costs = /internal cost/i;
const fullAccess = (spec: CellSpec) =>
  spec.kind === "checkbox" && (spec.narrows || offByDefault.some((pattern) => pattern.test(spec.key)))
    ? false
    : highest(spec);

/** Ids as a capture of one real tenant has them; that of "Can't Read Costs" is not on record and made up. */
const systemLevels: { id: number; name: string; apiOnly?: boolean; cells: () => Record<CellKey, CellValue> }[] = [
  { id: 17, name: "Full Access (system)", cells: () => cellsBy(fullAccess) },
  { id: 21, name: "Dashboard User (system)", cells: () => cellsBy(lowest) },
  { id: 22, name: "Minimal Access (system)", cells: () => cellsBy(lowest) },
  { id: 24, name: "API User (system)", apiOnly: true, cells: apiUserCells },
  {
    id: 25,
    name: "API User (system) Can't Read Costs",
    apiOnly: true,
    cells: () => {
      const cells = apiUserCells();
      return cellsBy((spec) => (costs.test(spec.name) ? lowest(spec) : cells[spec.key]!));
    },
  },
  { id: 33, name: "System Administrator (system)", cells: () => cellsBy(fullAccess) },
  ...[
    "Manager",
    "Project Manager",
    "Sales",
    "Team Member",
    "Contractor",
    "Service Desk User",
    "Private CRM",
    "Time and Attendance",
  ].map((name, index) => ({
    id: 34 + index,
    name: `${name} (system)`,
    cells: () =>
      cellsBy((spec) =>
        spec.section === "Admin" || name === "Contractor" || name === "Time and Attendance"
          ? lowest(spec)
          : fullAccess(spec),
      ),
  })),
  { id: 51, name: "Co-Managed Help Desk (system)", cells: () => cellsBy(lowest) },
];

/** Id of the level that integrations start from. */
export const apiUserLevelId = 24;

/** System levels that the vendor says can be neither copied nor edited. */
export const notCopyable = ["Dashboard User (system)", "Time and Attendance (system)", "Contractor (system)"];

/** The system levels of a fresh tenant. */
export function seedSystemLevels(): Level[] {
  return systemLevels.map(({ id, name, apiOnly, cells }) => ({
    id,
    name,
    system: true,
    apiOnly: apiOnly ?? false,
    active: true,
    cells: cells(),
  }));
}
