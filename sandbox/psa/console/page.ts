/** What a page of the console holds, whatever its skin. Names become ids: `UserName` is `ctl00_phContent_txtUserName`. */

export interface Option {
  value: string;
  text: string;
}

interface FieldBase {
  /** Last part of its id, without the kind's prefix. */
  name: string;
  label: string;
  required?: boolean;
  /** Text of the (i) icon behind the label. */
  info?: string;
  disabled?: boolean;
  /** What is wrong with it. */
  error?: string;
  /** Picking a value makes the page post back. */
  postBack?: boolean;
}

export interface TextField extends FieldBase {
  kind: "text";
  value: string;
  type?: "text" | "password";
}

/** One of a list. */
export interface ListField extends FieldBase {
  kind: "list";
  value: string;
  options: Option[];
}

/** One of a list that loads while one types: only a picked item counts. */
export interface SearchField extends FieldBase {
  kind: "search";
  value: string;
  text: string;
  /** Asked with `?text=`; answers options. */
  source: string;
  /** The same as a list, for skins without such a widget. */
  options: Option[];
}

/** Any of a list, with check boxes. */
export interface ChecksField extends FieldBase {
  kind: "checks";
  values: string[];
  options: Option[];
}

export interface CheckField extends FieldBase {
  kind: "check";
  value: boolean;
  /** A slider over a hidden box. */
  toggle?: boolean;
}

/** Read-only text. */
export interface FixedField extends FieldBase {
  kind: "fixed";
  text: string;
}

export type Field = TextField | ListField | SearchField | ChecksField | CheckField | FixedField;

export interface Button {
  /** Its id, such as `ctl00_phMenu_btnSave`; the post back's target is the same with `$`. */
  id: string;
  text: string;
  icon: string;
  look?: "split" | "primary" | "accent" | "flat";
  /** Goes there instead of posting back. */
  href?: string;
  /** Asked first. */
  question?: string;
  /** Required fields are checked first, in the browser. */
  validates?: boolean;
  /** Opens nothing in the stand-in. */
  inert?: boolean;
}

export interface Grid {
  columns: string[];
  /** The column whose cells are links. */
  linked: number;
  rows: {
    id: string;
    url: string;
    cells: string[];
    menu: { text: string; target: string; argument: string; question?: string; href?: string }[];
  }[];
  /** A first column with boxes, for actions on several rows. */
  boxes: boolean;
  page: number;
  pages: number;
  total: number;
  /** What opens a row. */
  opens: "click" | "doubleClick";
}

/** Boxes View, Modify, Delete of one module. */
export interface PermissionRow {
  module: string;
  boxes: { name: string; label: string; value: boolean }[];
}

export interface PermissionSection {
  title: string;
  open: boolean;
  all: { name: string; label: string; value: boolean }[];
  rows: PermissionRow[];
  special: { name: string; label: string; value: boolean }[];
  disabled: boolean;
}

export type Block =
  | { kind: "cards"; cards: { caption: string; number: number }[] }
  | { kind: "panel"; title: string; fields: Field[]; buttons: Button[] }
  | { kind: "fields"; fields: Field[] }
  | { kind: "section"; title: string; blocks: Block[] }
  | { kind: "grid"; grid: Grid }
  | { kind: "permissions"; sections: PermissionSection[] }
  | { kind: "words"; text: string };

export interface Banner {
  kind: "success" | "error" | "warning";
  text: string;
}

export interface Tab {
  name: string;
  text: string;
  selected: boolean;
}

export interface Page {
  /** Last entry of the breadcrumb. */
  title: string;
  trail: { text: string; url: string }[];
  /** Entry of the top bar that is lit. */
  module: Module;
  /** Where the form posts to. */
  action: string;
  toolbar: Button[];
  tabs?: Tab[];
  blocks: Block[];
  banner?: Banner;
  /** Texts above the form. */
  summary?: string[];
  /** Kept in the page's view state. */
  state: PageState;
}

/** What a page remembers of itself between two posts: kind, record, tab, and the values of its lists. */
export type PageState = Record<string, string | number | boolean | null | string[] | Record<string, string | string[]>>;

export const modules = [
  "Home",
  "Service Desk",
  "CRM",
  "Finance",
  "Projects",
  "Reports",
  "HR",
  "Inventory",
  "Admin",
] as const;
export type Module = (typeof modules)[number];

const prefixes = { text: "txt", list: "ddl", search: "ddl", checks: "ddl", check: "chk", fixed: "lbl" } as const;

/** Id of a field's control. The pages' ids are invented, after those of sister pages. */
export const idOf = (field: Pick<Field, "kind" | "name">): string =>
  `ctl00_phContent_${prefixes[field.kind]}${field.name}`;

/** Name under which a control posts: its id with `$`. */
export const postName = (id: string): string => id.replaceAll("_", "$");

/** All fields of a page, those of sections and panels too. */
export function fieldsOf(blocks: readonly Block[]): Field[] {
  return blocks.flatMap((block) =>
    block.kind === "fields" || block.kind === "panel"
      ? block.fields
      : block.kind === "section"
        ? fieldsOf(block.blocks)
        : [],
  );
}
