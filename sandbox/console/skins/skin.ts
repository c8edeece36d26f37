/** What a skin has to know how to draw. `render.ts` walks a page and asks it for each part. */
import type {
  Button,
  CheckField,
  FixedField,
  GridPage,
  GridRows,
  ListField,
  MoverField,
  Note,
  Section,
  TextField,
} from "../page";

/** How check boxes, radios and lists of one page are drawn. */
export type Form = "drawn" | "native";

export interface Label {
  text: string;
  addition?: string;
  required?: boolean;
}

export interface Skin {
  name: string;
  css: string;
  /** Drawn buttons answer to trusted mouse and key events only. */
  trusted: boolean;
  boxes: Form;
  pickers: Form;
  /** Ends of the ids of editors, where the page's own ids tell what they are. */
  idEnds?: Partial<Record<"text" | "list" | "check", string>>;
  /** Title bar, toolbar and whatever a page of this skin always holds. `body` is the rest. */
  frame(parts: {
    title: string;
    secondary?: string;
    toolbar: string;
    tabs: string;
    banner?: string;
    body: string;
    ids: FrameIds;
  }): string;
  toolbarButton(
    b: Button,
    id: string,
    menu?: { arrow: string; overlay: string; items: { id: string; text: string }[] },
  ): string;
  innerButton(b: Button, id: string): string;
  toolbarNote(text: string): string;
  tabs(tabs: { title: string; head: string; selected: boolean; required?: boolean }[]): string;
  section(
    s: Section,
    content: string,
    ids: { root: string; head: string; body: string; full?: string; none?: string },
  ): string;
  group(title: string, addition: string | undefined, hint: string | undefined, content: string): string;
  columns(columns: string[]): string;
  text(f: TextField, label: Label, id: string, labelId: string): string;
  list(f: ListField, label: Label | undefined, id: string, labelId: string, form: Form): string;
  check(f: CheckField, label: Label | undefined, id: string, labelId: string, form: Form): string;
  radio(label: string, id: string, labelId: string, form: Form, group: string, checked: boolean): string;
  mover(
    f: MoverField,
    label: Label,
    ids: { left: string; right: string; moveLeft: string; moveRight: string; root: string; label: string },
  ): string;
  fixed(f: FixedField): string;
  note(n: Note): string;
  matrix(corner: string, columns: string[], rows: { label: string; cells: string[] }[]): string;
  words(text: string, id: string): string;
  table(columns: string[], rows: string[][], empty: string): string;
  linkGroup(title: string | undefined, links: { id: string; text: string; about: string }[]): string;
  grid(g: GridPage, ids: GridIds, size: number): string;
  /** Letters above a grid; `view` is the drawn list at their right. */
  letters(letters: { id: string; text: string }[], view: string): string;
  gridRows(g: GridPage, rows: GridRows, rowIcon: boolean): string;
  message(text: string): string;
}

export interface FrameIds {
  next(): string;
}

export interface GridIds {
  table: string;
  body: string;
  loading: string;
  visible: string;
  prev: string;
  next: string;
  size: string;
  refresh: string;
  filters: (string | undefined)[];
}
