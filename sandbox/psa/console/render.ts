import { escape, json } from "../../console/html";
import { client } from "./client";
import { fieldsOf, type Block, type Field, type Page, type PageState } from "./page";
import type { ClientData, Look, Skin } from "./skins/skin";

/** What the script of a page gets beyond what its elements do. */
export interface PageOptions {
  skin: Skin;
  look: Look;
  plain: boolean;
  react: boolean;
  /** How questions are asked. */
  confirm: "dialog" | "native";
  /** Milliseconds that a list takes to show its items. */
  comboDelay: number;
  /** Milliseconds after which a list of records loads anew, 0 for never. */
  autoRefresh: number;
  user: { userId: number; fullName: string; firstName: string; admin: boolean };
  company: string;
  product: string;
  /** The packed view state. */
  viewState: string;
}

const panel = "ctl00_phContent_UpdatePanel1";

export interface Part {
  html: string;
  data: Record<string, unknown>;
  title: string;
}

/** The part of a page that a post back replaces: all between breadcrumb and foot. */
export function renderPart(page: Page, options: PageOptions): Part {
  const { skin, look } = options;
  const data: ClientData = { acts: {}, combos: {}, natives: {}, required: {} };
  const draw = (block: Block): string => {
    switch (block.kind) {
      case "cards":
        return skin.cards(block.cards);
      case "fields":
        return inColumns(block.fields, options, data);
      case "panel":
        return skin.panel(
          block.title,
          inColumns(block.fields, options, data),
          block.buttons.map((button) => skin.button(button, data)),
        );
      case "section":
        return skin.section(block.title, block.blocks.map(draw).join(""));
      case "grid":
        return skin.grid(block.grid, data);
      case "permissions":
        return skin.permissions(block.sections, data);
      case "words":
        return skin.words(block.text);
    }
  };
  const banner = page.banner === undefined ? "" : skin.banner(page.banner);
  const toolbar =
    page.toolbar.length === 0 ? "" : skin.toolbar(page.toolbar.map((button) => skin.button(button, data)));
  const tabs = page.tabs === undefined ? "" : skin.tabs(page.tabs, data);
  const summary = look.fieldErrors === "summary" ? skin.summary(page.summary ?? []) : "";
  const hidden = [
    ["__EVENTTARGET", ""],
    ["__EVENTARGUMENT", ""],
    ["__VIEWSTATE", options.viewState],
    ["__VIEWSTATEGENERATOR", "CA0B0334"],
  ].map(([name, value]) => `<input type="hidden" name="${name}" id="${name}" value="${escape(value!)}">`);
  const html = hidden.join("") + banner + toolbar + tabs + summary + page.blocks.map(draw).join("");
  for (const field of fieldsOf(page.blocks)) remember(field, data);
  return {
    html,
    data: { ...data, action: page.action },
    title: `${options.company} - ${page.title}`,
  };
}

/** The values with which the script of a drawn list begins. */
function remember(field: Field, data: ClientData): void {
  const combo = data.combos[`ctl00_phContent_ddl${field.name}`];
  if (combo === undefined) return;
  if (field.kind === "checks") Object.assign(combo, { checked: field.values });
  if (field.kind === "list" || field.kind === "search") Object.assign(combo, { value: field.value });
}

/** Values of a page's lists, for its view state. */
export function rememberedValues(blocks: readonly Block[]): PageState["values"] & object {
  const values: Record<string, string | string[]> = {};
  for (const field of fieldsOf(blocks)) {
    if (field.kind === "checks") values[field.name] = field.values;
    else if (field.kind === "list" || field.kind === "search") values[field.name] = field.value;
  }
  return values;
}

function inColumns(fields: Field[], options: PageOptions, data: ClientData): string {
  const cells = fields.map((field) => options.skin.field(field, options.look, data));
  return options.skin.columns(cells);
}

/** The page with all that surrounds it, without the document. */
export function renderShell(page: Page, part: Part, { skin, user, product }: PageOptions): string {
  return skin.shell(page, `<div id="${panel}">${part.html}</div>`, {
    firstName: user.firstName,
    admin: user.admin,
    product,
  });
}

export function renderDocument(page: Page, options: PageOptions): string {
  const part = renderPart(page, options);
  const { skin, user } = options;
  const shell = renderShell(page, part, options);
  const data = {
    ...part.data,
    panel,
    plain: options.plain,
    react: options.react,
    confirm: options.confirm,
    comboDelay: options.comboDelay,
    autoRefresh: options.autoRefresh,
    fieldErrors: options.look.fieldErrors,
    user: { userId: user.userId, fullName: user.fullName },
  };
  const body = options.react
    ? `<div id="root">${shell}</div>`
    : `<form name="aspnetForm" method="post" action="${escape(page.action)}" id="aspnetForm">${shell}</form>`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escape(part.title)}</title><style>${skin.css}</style></head><body>${body}<script>window.__page=${json(data)}</script><script>${client}</script></body></html>`;
}
