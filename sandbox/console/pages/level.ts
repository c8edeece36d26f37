/** The security level editor: one page for a copy that is not stored yet and for a stored level. */
import type { CellValue, Level, Tenant } from "../../model";
import { catalogue, cellKey, entryOf, followsAdd, valuesOf } from "../catalogue";
import type { Entry } from "../catalogue";
import { unrecordedValue } from "../../rules";
import type { CheckField, Group, ListField, Matrix, Page, Piece, Section } from "../page";
import type { Position } from "../switches";
import { inEra } from "../words";
import type { Era } from "../words";

/** Form name of a cell. */
export const cellField = (key: string): string => `cell:${key}`;

export interface LevelPageArgs {
  /** Without an id: a copy that is not stored yet. */
  level: Omit<Level, "id"> & { id?: number };
  /** Name shown in the field; differs from the level's for a copy. */
  name: string;
  tenant: Tenant;
  era: Era;
  cells: Position<"levelCells">;
  links: Position<"permissionLinks">;
  systemEditor: Position<"systemEditor">;
  saveUrl: string;
  backUrl: string;
  isCopy: boolean;
  /** The editor of 2017: no Save without closing, other words for the section links. */
  older: boolean;
}

const modules =
  "Home, CRM, Directory, Contracts, Projects, Service Desk, Timesheets, Inventory, Reports, Outsource, Community, Help";

/** Brackets behind a box label. */
const additions: Record<string, string> = {
  "Can view Internal Cost section on New/Edit Resource page": "requires Admin > Resources/Users (HR) permission",
  "Can manage Shared Dashboard Tabs": "requires “Can add and edit Dashboard widgets” permission",
  "Can offer Dashboard widgets to other Resources": "requires “Can add and edit Dashboard widgets” permission",
};

/** Boxes that another box of the same group switches on. */
const masters: { group: string; master: string; slaves?: string[] }[] = [
  {
    group: "Dashboard",
    master: "Can add and edit Dashboard widgets/tabs",
    slaves: ["Can manage Shared Dashboard Tabs", "Can offer Dashboard widgets to other Resources"],
  },
  { group: "Resource Visibility", master: "Limit resource availability to self, plus (check all that apply):" },
  { group: "Knowledge Base", master: "Can access Knowledge Base" },
  { group: "Documents", master: "Can access documents" },
];

const groupHints: Record<string, string> = {
  "Resource Visibility":
    "You may limit which resources can be seen in lists throughout the application. These permissions are additive. All resources will always see themselves, regardless of these settings.",
  "Form Templates": "You may limit the extent to which a resource can create/manage Form Templates.",
};

const groupAddition = (section: string, group: string): string | undefined =>
  group === "Surveys"
    ? "settings do not apply to reports"
    : group === "Object Permissions" && (section === "CRM" || section === "Service Desk")
      ? "for companies you have access to"
      : undefined;

const columnsOf = (section: string): string[] =>
  section === "Web Services API"
    ? ["View (Query)", "Add", "Edit (Update)", "Delete"]
    : section === "Projects" || section === "Contracts"
      ? ["View", "Add"]
      : ["View", "Add", "Edit", "Delete"];

class Builder {
  constructor(
    private readonly a: LevelPageArgs,
    private readonly disabled: boolean,
  ) {}

  private value(e: Entry): CellValue {
    const stored = this.a.level.cells[cellKey(e)];
    if (stored !== undefined) return stored;
    return e.kind === "checkbox" ? false : e.kind === "number" ? 0 : (valuesOf(e)[0] ?? "");
  }

  private master(e: Entry): string | undefined {
    const m = masters.find(
      (x) => x.group === e.subsection && x.master !== e.name && (x.slaves?.includes(e.name) ?? true),
    );
    const of = m && catalogue.find((x) => x.subsection === m.group && x.name === m.master && x.section === e.section);
    return of && cellField(cellKey(of));
  }

  private skip(e: Entry): boolean {
    // One reading of a link that leaves some cells alone; the vendor does not say which.
    return (
      this.a.links === "partial" &&
      (e.subsection === "Miscellaneous" || e.subsection === "Webhooks" || e.action === "Delete")
    );
  }

  control(e: Entry): ListField | CheckField {
    const common = {
      name: cellField(cellKey(e)),
      label: inEra(e.name, e.aliases, this.a.era),
      addition: additions[e.name],
      section: e.section,
      linksSkip: this.skip(e),
      disabled: this.disabled || (e.name.startsWith("Allow impersonation") && this.a.level.apiOnly),
    };
    if (e.kind === "checkbox")
      return { kind: "check", ...common, needs: this.master(e), value: this.value(e) === true };
    const value = String(this.value(e));
    const known = valuesOf(e);
    // Between the least and the most, so that the section links keep their meaning.
    const offered =
      this.a.cells === "otherValues" && known.length > 1 ? [known[0]!, unrecordedValue, ...known.slice(1)] : known;
    const lines = offered.includes(value) ? offered : [...offered, value];
    return {
      kind: "list",
      ...common,
      native: true,
      value,
      options: lines.map((v) => ({ value: v, text: inEra(v, e.value_aliases[v] ?? [], this.a.era) })),
    };
  }

  matrix(section: string, corner: string, entries: Entry[]): Matrix {
    const columns = columnsOf(section);
    const rows = [...new Set(entries.map((e) => e.name))].map((name) => {
      const own = entries.filter((e) => e.name === name);
      const first = own[0] as Entry;
      return {
        label: inEra(name, first.aliases, this.a.era),
        cells: columns.map((action): Matrix["rows"][number]["cells"][number] => {
          const e = own.find((x) => x.action === action);
          if (!e) {
            const text =
              section === "Web Services API"
                ? ""
                : name === "Organizations" && action === "View"
                  ? "see above"
                  : "not applicable";
            return { kind: "words", text };
          }
          if (!followsAdd(e)) return this.control(e);
          const add = own.find((x) => x.action === "Add");
          return { kind: "words", text: String(this.value(e)), follows: add && cellField(cellKey(add)) };
        }),
      };
    });
    return { kind: "matrix", corner, columns, rows };
  }

  group(section: string, subsection: string | null, all: Entry[]): Group {
    const entries = all.filter((e) => e.subsection === subsection);
    const grid = entries.filter((e) => e.action !== null);
    const rest = entries.filter((e) => e.action === null);
    const left: Piece[] = [];
    const right: Piece[] = [];
    const access = subsection === "Organization & Contact Access";
    if (access) {
      left.push({
        kind: "matrix",
        corner: "",
        columns: [""],
        rows: rest.map((e) => ({ label: inEra(e.name, e.aliases, this.a.era), cells: [this.control(e)] })),
      });
    } else {
      for (const e of rest) {
        if (e.kind !== "number") left.push(this.control(e));
        else
          right.push({
            kind: "text",
            name: cellField(cellKey(e)),
            label: e.name,
            required: true,
            short: true,
            disabled: this.disabled,
            value: String(this.value(e)),
          });
      }
    }
    if (grid.length)
      left.push(this.matrix(section, subsection === "Permission Per Project Type" ? "Project Type" : "Object", grid));
    if (this.a.cells === "extra" && subsection === "Feature Access") {
      const key = `${section} > ${subsection} > Can use the assistant in ${section}`;
      left.push({
        kind: "check",
        name: cellField(key),
        label: `Can use the assistant in ${section}`,
        section,
        disabled: this.disabled,
        value: this.a.level.cells[key] === true,
      });
    }
    const title = subsection ? inEra(subsection, entries[0]?.subsection_aliases ?? [], this.a.era) : "";
    return {
      kind: "group",
      title,
      addition: subsection ? groupAddition(section, subsection) : undefined,
      hint: subsection ? groupHints[subsection] : undefined,
      columns: right.length ? [left, right] : [left],
    };
  }

  sections(): Section[] {
    const entries = catalogue.filter(
      (e) => this.a.cells !== "missing" || (e.section !== "Reports" && e.name !== "Attachments"),
    );
    return [...new Set(entries.map((e) => e.section))].map((section) => {
      const own = entries.filter((e) => e.section === section);
      const groups = [...new Set(own.map((e) => e.subsection))];
      return {
        title: section,
        closed: true,
        permissionLinks: true,
        linkWords: this.a.older ? { full: "Full", none: "None" } : { full: "Full Permission", none: "No Permission" },
        columns: [groups.map((g) => this.group(section, g, own))],
      };
    });
  }
}

export const levelPage = (a: LevelPageArgs): Page => {
  const readOnly = a.level.system && !a.isCopy;
  const disabled = readOnly && a.systemEditor !== "refused";
  const b = new Builder(a, disabled);
  const upper = a.era === "features";
  const sections: Section[] = [
    {
      title: "General Information",
      columns: [
        [
          { kind: "text", name: "name", label: "Name", required: true, value: a.name, disabled },
          { kind: "check", name: "active", label: "Active", value: a.isCopy ? true : a.level.active, disabled },
        ],
      ],
    },
    { title: "Module Access", columns: [[{ kind: "note", text: modules }]] },
    ...b.sections(),
  ];
  const on = a.tenant.users.filter((u) => u.levelId === a.level.id);
  const buttons =
    readOnly && a.systemEditor === "buttonsAbsent"
      ? []
      : [
          ...(a.older ? [] : [{ text: "Save", icon: "Save", act: { do: "save" as const, close: false }, disabled }]),
          { text: "Save & Close", icon: "Save", act: { do: "save" as const, close: true }, disabled },
        ];
  return {
    title: upper ? "SECURITY LEVEL" : a.isCopy ? "Copy Security Level" : "Edit Security Level",
    secondary: a.name || undefined,
    toolbar: [...buttons, { text: "Cancel", icon: "Cancel", act: { do: "cancel" } }],
    tabs: [
      { title: "General", sections: sections.map((s) => (upper ? { ...s, shout: true } : s)) },
      {
        title: "LiveReports Folders",
        sections: [
          {
            title: "LiveReports Folders",
            columns: [[{ kind: "table", columns: ["Folder", "Access"], rows: [], empty: "There are no records." }]],
          },
        ],
      },
      {
        title: "Resources",
        sections: [
          {
            title: "Resources",
            columns: [
              [
                {
                  kind: "table",
                  columns: ["Name", "Active"],
                  rows: on.map((u) => [`${u.lastName}, ${u.firstName}`, u.active ? "Yes" : "No"]),
                  empty: "There are no records.",
                },
              ],
            ],
          },
        ],
      },
    ],
    saveUrl: a.saveUrl,
    backUrl: a.backUrl,
  };
};

/** Reads a posted level form. Cells that the page does not show are not in the result. */
export const readLevelForm = (
  values: Record<string, unknown>,
): {
  name: string;
  active: boolean;
  cells: Record<string, CellValue>;
  errors: { field: string; label: string; message: string }[];
} => {
  const errors: { field: string; label: string; message: string }[] = [];
  const name = typeof values.name === "string" ? values.name.trim() : "";
  if (!name) errors.push({ field: "name", label: "Name", message: "Required" });
  const cells: Record<string, CellValue> = {};
  for (const [field, value] of Object.entries(values)) {
    if (!field.startsWith("cell:")) continue;
    const key = field.slice("cell:".length);
    const e = entryOf(key);
    if (e?.kind === "number") {
      const n = Number(value);
      if (value === "" || !Number.isInteger(n) || n < 0) errors.push({ field, label: e.name, message: "Required" });
      else cells[key] = n;
    } else if (typeof value === "string" || typeof value === "boolean") cells[key] = value;
  }
  // The page shows Edit as a consequence of Add, and so does the store.
  for (const e of catalogue.filter(followsAdd)) {
    const add = cells[cellKey({ ...e, action: "Add" })];
    if (add !== undefined) cells[cellKey(e)] = add === "Yes" ? "All" : "None";
  }
  return { name, active: values.active === true, cells, errors };
};
