/**
 * What a console page says, without any markup: a skin turns it into HTML. Every page of the stand-in console is
 * described in these words once, so that skins cannot drift apart in content.
 */

/** A line of a drop-down list. */
export interface Option {
  value: string;
  text: string;
}

interface Labelled {
  /** Name in the posted form; never shown in the markup of the drawn skins. */
  name: string;
  label: string;
  /** Grey words behind the label, shown in brackets. */
  addition?: string;
  required?: boolean;
  disabled?: boolean;
  /** Not shown until a radio button with this `name=value` is chosen. */
  shownWhen?: { name: string; value: string };
  /** Name of a box that has to be ticked; without it this control is cleared and disabled. */
  needs?: string;
  /** Level editor: the section whose Full / No Permission links set this control. */
  section?: string;
  /** Left alone by the Full / No Permission links. */
  linksSkip?: boolean;
}

export interface TextField extends Labelled {
  kind: "text";
  value: string;
  short?: boolean;
  readOnly?: boolean;
  /** Shown as dots. */
  password?: boolean;
  /** Fixed text behind the box. */
  suffix?: string;
}

export interface ListField extends Labelled {
  kind: "list";
  value: string;
  /** In ascending order of right for permission cells. */
  options: Option[];
  /** The record shows the browser's own list here. */
  native?: boolean;
  /** It stands right below the circle that chooses it, without a label of its own. */
  unlabelled?: boolean;
}

export interface CheckField extends Labelled {
  kind: "check";
  value: boolean;
}

export interface RadioField {
  kind: "radio";
  name: string;
  value: string;
  options: { value: string; label: string }[];
  disabled?: boolean;
  /** Choosing `value` asks the server once for texts of other fields. */
  fill?: { value: string; url: string };
}

/** Two lists and arrows between them; the right one is the value. */
export interface MoverField extends Labelled {
  kind: "mover";
  /** The label is drawn above the lists; without it the section's title says what they are. */
  titled?: boolean;
  left: string;
  right: string;
  options: Option[];
  value: string[];
}

/** A label with a text below it and nothing to change. */
export interface FixedField {
  kind: "fixed";
  label: string;
  text: string;
  shownWhen?: { name: string; value: string };
}

export interface Note {
  kind: "note";
  text: string;
  shownWhen?: { name: string; value: string };
}

export interface PressField {
  kind: "press";
  button: Button;
  shownWhen?: { name: string; value: string };
}

/** A table of controls: rows by columns, without labels of their own. */
export interface Matrix {
  kind: "matrix";
  corner: string;
  columns: string[];
  rows: { label: string; cells: (ListField | CheckField | { kind: "words"; text: string; follows?: string })[] }[];
}

/** A read-only table. */
export interface Table {
  kind: "table";
  columns: string[];
  rows: string[][];
  empty: string;
}

/** Links of an admin landing section. */
export interface Links {
  kind: "links";
  title?: string;
  links: { text: string; about: string; act: Act }[];
}

/** Controls under a bold title. */
export interface Group {
  kind: "group";
  title: string;
  /** Grey, on the line of the title. */
  addition?: string;
  /** Grey, on lines of its own. */
  hint?: string;
  columns: Piece[][];
}

export type Piece =
  | TextField
  | ListField
  | CheckField
  | RadioField
  | MoverField
  | FixedField
  | Note
  | PressField
  | Matrix
  | Table
  | Links
  | Group;

export interface Section {
  title: string;
  /** Shown in capitals, as the older pages do. */
  shout?: boolean;
  /** Absent: not collapsible. */
  closed?: boolean;
  /** Shows the links Full Permission and No Permission. */
  permissionLinks?: boolean;
  /** Words of the two links when they are not those. */
  linkWords?: { full: string; none: string };
  columns: Piece[][];
}

/** What a press does in the page; carried out by the client script. */
export type Act =
  /** With `copy` the page goes on to the copy that the answer names. */
  | { do: "save"; close: boolean; copy?: boolean }
  | { do: "cancel" }
  /** Opens a page in the window the switch says; `popup` makes a window of its own out of a tab. */
  | { do: "open"; url: string; popup?: boolean }
  /** Sets a value of the page, which may show other parts. */
  | { do: "set"; name: string; value: string }
  /** Loads a grid anew. */
  | { do: "reload" }
  /** Goes there in the same frame. */
  | { do: "go"; url: string }
  /** Asks the server and shows its answers in the fields it names. */
  | { do: "fill"; url: string }
  | { do: "post"; url: string; question?: string; close?: boolean }
  | { do: "permission"; section: string; full: boolean }
  | { do: "sections"; open: boolean }
  | { do: "tab"; tab: string }
  | { do: "none" };

export interface Button {
  text: string;
  /** Class of the picture: Save, Cancel, New, Refresh ... */
  icon?: string;
  act: Act;
  disabled?: boolean;
  /** A second segment with an arrow that opens these. */
  menu?: { text: string; act: Act }[];
}

/** A list page's grid; rows are fetched from `url` with filters and page. */
export interface GridPage {
  url: string;
  columns: { title: string; filter?: boolean; tick?: boolean }[];
  /** Rows show a tick box at their left. */
  selectable: boolean;
  /** A box above the grid that changes what it holds. */
  box?: { label: string; name: string };
  pageSizes: number[];
  /** A row of letters above the grid; a press shows only what begins with it, a second press everything. */
  letters?: boolean;
  /** Which rows there are, in a list at the right of the letters. */
  view?: ListField;
  /** Name of a text field whose content the rows have to contain. */
  find?: string;
}

/** One fetched page of a grid. */
export interface GridRows {
  /** `heading` stands on a line of its own above the row. */
  rows: { key: string; cells: (string | boolean)[]; heading?: string }[];
  from: number;
  to: number;
  total: number;
  pages: number;
  page: number;
}

export interface Tab {
  title: string;
  /** Marked with an asterisk: it holds required fields. */
  required?: boolean;
  sections: Section[];
}

export interface Page {
  title: string;
  secondary?: string;
  /** Begins the title of the browser's window when it differs from the page's. */
  documentTitle?: string;
  toolbar: Button[];
  /** Small words behind the toolbar's buttons. */
  toolbarNote?: string;
  banner?: string;
  tabs?: Tab[];
  sections?: Section[];
  grid?: GridPage;
  /** Controls above the grid. */
  finder?: Piece[];
  /** Where the complete form is posted. */
  saveUrl?: string;
  /** Where Cancel and Save & Close go when the page is no window of its own. */
  backUrl: string;
  /** Category tabs of the admin landing. */
  categories?: { text: string; url: string; selected: boolean }[];
  /** Plain words instead of a form. */
  message?: string;
}
