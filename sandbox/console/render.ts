/** Walks a page description and lets a skin draw it; collects what the client script has to know about each element. */
import { runtime } from "./client/runtime";
import { escape, ids as newIds, json } from "./html";
import type { Ids } from "./html";
import type { Act, Button, GridRows, Matrix, Page, Piece, Section } from "./page";
import type { Label, Skin } from "./skins/skin";
import type { Position } from "./switches";

/** What of the switches and the session a page's markup and script depend on. */
export interface RenderContext {
  skin: Skin;
  boxes: Position<"boxes">;
  pickers: Position<"pickers">;
  stableIds: boolean;
  additions: boolean;
  gridSize: number;
  rowMenu: Position<"rowMenu">;
  /** Anti-forgery value; posted back with everything. */
  token: string;
  /** Pages of the older console look so. */
  older: boolean;
  /** Switch positions the client script acts on. */
  script: Record<string, unknown>;
}

/** Name of the anti-forgery value in posted bodies. */
export const tokenName = "__RequestVerificationToken";

type Registry = Record<string, Record<string, unknown>>;

const letterIndex = ["#", ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

class Renderer {
  readonly ids: Ids;
  readonly widgets: Registry = {};
  readonly values: Record<string, unknown> = {};
  /** Radio buttons of one name belong together, wherever they stand. */
  readonly groups: Record<string, string> = {};
  readonly buttons: { id: string; act: Act }[] = [];
  readonly menus: unknown[] = [];
  readonly sections: { root: string; head: string; body: string }[] = [];
  readonly shown: { id: string; name: string; value: string }[] = [];
  readonly follows: { id: string; name: string }[] = [];
  readonly tabs: { name: string; head: string; body: string }[] = [];

  constructor(private readonly cx: RenderContext) {
    this.ids = newIds(cx.stableIds);
  }

  private press(act: Act): string {
    const id = this.ids.next();
    this.buttons.push({ id, act });
    return id;
  }

  private label(f: { label: string; addition?: string; required?: boolean }): Label {
    if (!this.cx.additions) return { text: f.label, addition: f.addition, required: f.required };
    return {
      text: f.label.endsWith(":") ? f.label : `${f.label}:`,
      addition: f.addition ?? "see Help",
      required: f.required,
    };
  }

  private form(kind: "boxes" | "pickers", native?: boolean): "drawn" | "native" {
    const position = this.cx[kind];
    if (position !== "asSkin") return position;
    return native ? "native" : this.cx.skin[kind];
  }

  private conditional(html: string, when?: { name: string; value: string }): string {
    if (!when) return html;
    const id = this.ids.next();
    this.values[when.name] ??= "";
    this.shown.push({ id, ...when });
    return `<div id="${id}" style="display:none">${html}</div>`;
  }

  private cell(c: Matrix["rows"][number]["cells"][number]): string {
    if (c.kind === "words") {
      const id = this.ids.next();
      if (c.follows) this.follows.push({ id, name: c.follows });
      return this.cx.skin.words(c.text, id);
    }
    return this.piece(c, true);
  }

  piece(p: Piece, bare = false): string {
    const { skin } = this.cx;
    switch (p.kind) {
      case "text": {
        const id = this.ids.next() + (skin.idEnds?.text ?? "");
        const labelId = this.ids.next();
        this.values[p.name] = p.value;
        this.widgets[id] = { kind: "text", name: p.name, labelId, needs: p.needs, disabled: p.disabled };
        return this.conditional(skin.text(p, this.label(p), id, labelId), p.shownWhen);
      }
      case "list": {
        const id = this.ids.next() + (skin.idEnds?.list ?? "");
        const labelId = this.ids.next();
        const form = this.form("pickers", p.native);
        this.values[p.name] = p.value;
        this.widgets[id] = {
          kind: "list",
          name: p.name,
          labelId,
          form,
          options: p.options,
          required: p.required && p.value !== "",
          needs: p.needs,
          section: p.section,
          linksSkip: p.linksSkip,
          disabled: p.disabled,
        };
        return this.conditional(
          skin.list(p, bare || p.unlabelled ? undefined : this.label(p), id, labelId, form),
          p.shownWhen,
        );
      }
      case "check": {
        const id = this.ids.next() + (skin.idEnds?.check ?? "");
        const labelId = this.ids.next();
        const form = this.form("boxes");
        this.values[p.name] = p.value;
        this.widgets[id] = {
          kind: "check",
          name: p.name,
          labelId,
          form,
          needs: p.needs,
          section: p.section,
          linksSkip: p.linksSkip,
          disabled: p.disabled,
        };
        return this.conditional(skin.check(p, bare ? undefined : this.label(p), id, labelId, form), p.shownWhen);
      }
      case "radio": {
        const form = this.form("boxes");
        const group = (this.groups[p.name] ??= this.ids.next());
        this.values[p.name] = p.value;
        return p.options
          .map((o) => {
            const id = this.ids.next();
            const labelId = this.ids.next();
            this.widgets[id] = {
              kind: "radio",
              name: p.name,
              value: o.value,
              labelId,
              form,
              disabled: p.disabled,
              fill: p.fill?.value === o.value ? p.fill.url : undefined,
            };
            return skin.radio(o.label, id, labelId, form, group, o.value === p.value);
          })
          .join("");
      }
      case "mover": {
        const ids = {
          root: this.ids.next(),
          left: this.ids.next(),
          right: this.ids.next(),
          moveLeft: this.ids.next(),
          moveRight: this.ids.next(),
          label: this.ids.next(),
        };
        this.values[p.name] = p.value;
        this.widgets[ids.root] = {
          kind: "mover",
          name: p.name,
          labelId: ids.label,
          options: p.options,
          leftId: ids.left,
          rightId: ids.right,
          moveLeft: ids.moveLeft,
          moveRight: ids.moveRight,
        };
        return skin.mover(p, this.label(p), ids);
      }
      case "fixed":
        return this.conditional(skin.fixed(p), p.shownWhen);
      case "note":
        return this.conditional(skin.note(p), p.shownWhen);
      case "press":
        return this.conditional(skin.innerButton(p.button, this.press(p.button.act)), p.shownWhen);
      case "matrix":
        return skin.matrix(
          p.corner,
          p.columns,
          p.rows.map((r) => ({ label: r.label, cells: r.cells.map((c) => this.cell(c)) })),
        );
      case "table":
        return skin.table(p.columns, p.rows, p.empty);
      case "links":
        return skin.linkGroup(
          p.title,
          p.links.map((l) => ({ id: this.press(l.act), text: l.text, about: l.about })),
        );
      case "group":
        return skin.group(p.title, p.addition, p.hint, this.columns(p.columns));
    }
  }

  columns(columns: Piece[][]): string {
    return this.cx.skin.columns(columns.map((c) => c.map((p) => this.piece(p)).join("")));
  }

  section(s: Section): string {
    const ids = {
      root: this.ids.next(),
      head: this.ids.next(),
      body: this.ids.next(),
      ...(s.permissionLinks
        ? {
            full: this.press({ do: "permission", section: s.title, full: true }),
            none: this.press({ do: "permission", section: s.title, full: false }),
          }
        : {}),
    };
    if (s.closed !== undefined) this.sections.push({ root: ids.root, head: ids.head, body: ids.body });
    return this.cx.skin.section(s.shout ? { ...s, title: s.title.toUpperCase() } : s, this.columns(s.columns), ids);
  }

  toolbar(buttons: Button[]): string {
    return buttons
      .map((b) => {
        const id = this.press(b.act);
        if (!b.menu) return this.cx.skin.toolbarButton(b, id);
        const menu = {
          arrow: this.ids.next(),
          overlay: this.ids.next(),
          items: b.menu.map((i) => ({ id: this.ids.next(), text: i.text, act: i.act })),
        };
        this.menus.push(menu);
        return this.cx.skin.toolbarButton(b, id, menu);
      })
      .join("");
  }
}

/** The whole document of a page. */
export const renderPage = (page: Page, cx: RenderContext): string => {
  const r = new Renderer(cx);
  const { skin } = cx;
  const toolbar = r.toolbar(page.toolbar) + (page.toolbarNote ? skin.toolbarNote(page.toolbarNote) : "");
  let tabs = "";
  let body = "";
  if (page.categories) {
    tabs = skin.tabs(
      page.categories.map((c) => {
        const head = r.ids.next();
        r.buttons.push({ id: head, act: { do: "go", url: c.url } });
        return { title: c.text, head, selected: c.selected };
      }),
    );
  }
  if (page.tabs) {
    const heads = page.tabs.map((t, i) => {
      const head = r.ids.next();
      const bodyId = r.ids.next();
      r.tabs.push({ name: t.title, head, body: bodyId });
      r.buttons.push({ id: head, act: { do: "tab", tab: t.title } });
      const content = t.sections.map((s) => r.section(s)).join("");
      body += `<div class="TabContainer${i ? "" : " Active"}" id="${bodyId}"${i ? ' style="display:none"' : ""}>${content}</div>`;
      return { title: t.title, head, selected: i === 0, required: t.required };
    });
    tabs = skin.tabs(heads);
  }
  if (page.sections) body += page.sections.map((s) => r.section(s)).join("");
  let grid: Record<string, unknown> | undefined;
  if (page.grid) {
    const g = page.grid;
    const gridIds = {
      table: r.ids.next(),
      body: r.ids.next(),
      loading: r.ids.next(),
      visible: r.ids.next(),
      prev: r.ids.next(),
      next: r.ids.next(),
      size: r.ids.next(),
      refresh: r.ids.next(),
      filters: g.columns.map((c) => (c.filter ? r.ids.next() : undefined)),
    };
    const boxHtml = g.box ? r.piece({ kind: "check", name: g.box.name, label: g.box.label, value: false }) : "";
    const letters = g.letters ? letterIndex.map((text) => ({ id: r.ids.next(), text })) : [];
    const above = g.letters || g.view ? skin.letters(letters, g.view ? r.piece(g.view) : "") : "";
    const finder = (page.finder ?? []).map((p) => r.piece(p)).join("");
    body += boxHtml + finder + above + skin.grid(g, gridIds, cx.gridSize);
    grid = {
      ...gridIds,
      sizeId: gridIds.size,
      size: cx.gridSize,
      url: g.url,
      boxName: g.box?.name,
      letters,
      viewName: g.view?.name,
      findName: g.find,
      rowMenu: cx.rowMenu,
      filters: gridIds.filters.flatMap((id, column) => (id ? [{ id, column }] : [])),
    };
  }
  if (page.message) body += skin.message(page.message);
  const html = skin.frame({
    title: page.title,
    secondary: page.secondary,
    toolbar,
    tabs,
    banner: page.banner,
    body,
    ids: r.ids,
  });
  const data = {
    ...cx.script,
    skin: skin.name,
    plain: skin.name === "plain",
    trusted: skin.trusted,
    token: cx.token,
    tokenName,
    widgets: r.widgets,
    values: r.values,
    buttons: r.buttons,
    menus: r.menus,
    sections: r.sections,
    shown: r.shown,
    follows: r.follows,
    tabs: r.tabs,
    grid,
    saveUrl: page.saveUrl,
    backUrl: page.backUrl,
  };
  const title = page.documentTitle ?? page.title + (page.secondary ? ` - ${page.secondary}` : "");
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${skin.css}</style></head><body${cx.older ? ' class="Older"' : ""}>${html}<script>window.__page=${json(data)};</script><script>${runtime}</script></body></html>`;
};

/** The fragment a grid asks for: its rows as HTML and where the page stands. */
export const renderRows = (page: Page, rows: GridRows, cx: RenderContext): Record<string, unknown> => ({
  html: page.grid ? cx.skin.gridRows(page.grid, rows, cx.rowMenu !== "rightClick") : "",
  visible: `${rows.from} - ${rows.to} of ${rows.total}`,
  page: rows.page,
  pages: rows.pages,
});
