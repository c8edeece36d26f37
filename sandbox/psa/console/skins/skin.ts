/** What a skin draws. `render.ts` walks a page and asks it for each part. */
import type { Banner, Button, Field, Grid, Page, PermissionSection, Tab } from "../page";

export interface Look {
  /** Labels are `label` elements tied to their control. */
  tiedLabels: boolean;
  /** Combo boxes in their light form. */
  lightweight: boolean;
  checkAll: boolean;
  /** Text of a list with check boxes. */
  checkText: "joined" | "count";
  fieldErrors: "inline" | "summary" | "banner";
}

/** What the script has to know of one element, by its id. */
export interface ClientData {
  /** Elements that act: post back, go somewhere, ask first. */
  acts: Record<
    string,
    { target?: string; argument?: string; href?: string; question?: string; validates?: boolean; inert?: boolean }
  >;
  /** Drawn lists. */
  combos: Record<
    string,
    { values: string[]; target?: string; multiple?: boolean; source?: string; checkText?: "joined" | "count" }
  >;
  /** Native lists that post back, by id. */
  natives: Record<string, string>;
  /** Fields that must not be empty: control id to label. */
  required: Record<string, string>;
}

export interface Skin {
  css: string;
  field(field: Field, look: Look, data: ClientData): string;
  columns(cells: string[]): string;
  button(button: Button, data: ClientData): string;
  toolbar(buttons: string[]): string;
  banner(banner: Banner): string;
  summary(texts: string[]): string;
  cards(cards: { caption: string; number: number }[]): string;
  panel(title: string, content: string, buttons: string[]): string;
  section(title: string, content: string): string;
  tabs(tabs: Tab[], data: ClientData): string;
  grid(grid: Grid, data: ClientData): string;
  permissions(sections: PermissionSection[], data: ClientData): string;
  words(text: string): string;
  /** Everything round the page: top bar, left menu, breadcrumb. */
  shell(page: Page, content: string, who: { firstName: string; admin: boolean; product: string }): string;
}
