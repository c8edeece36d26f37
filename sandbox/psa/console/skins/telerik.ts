/**
 * WebForms pages with Telerik widgets. Ids of shell, sign-in and grid are the vendor's; those of employees and roles
 * are made after them.
 */
import { escape } from "../../../console/html";
import { menuOf, moduleUrl } from "../menu";
import { idOf, modules, postName, type Field, type Grid, type PermissionSection } from "../page";
import { routes } from "../routes";
import type { ClientData, Look, Skin } from "./skin";

const e = escape;

const shared = `*{box-sizing:border-box}body{margin:0;font:14px Roboto,Arial,sans-serif;color:#24303a}a{color:inherit;text-decoration:none;cursor:pointer}
header.main{display:flex;align-items:center;height:52px;background:#3f6f93;color:#fff;padding:0 14px}header.main .logo{font-weight:700;font-style:italic;margin-right:60px}header.main nav a{padding:17px 14px;display:inline-block}header.main nav a.active{background:#5d86a6}header.main .new{background:#4a9fb0;padding:8px 14px;margin-left:8px}header.main .user{margin-left:auto;position:relative;cursor:pointer}.usermenu{position:absolute;right:0;top:34px;background:#fff;color:#24303a;border:1px solid #ccd;width:180px;z-index:50}.usermenu a{display:block;padding:9px 12px}
.below{display:flex;min-height:calc(100vh - 52px)}aside{width:230px;flex:none}aside ul{list-style:none;margin:0;padding:0}aside li>a{display:flex;align-items:center;gap:10px;padding:11px 14px}aside li>a .fa{width:15px;height:15px;border:2px solid currentColor;border-radius:3px;flex:none}aside .treeview-menu{overflow:hidden}aside .treeview-menu>li>a{padding-left:38px}aside .treeview>a::after{content:"\\2304";margin-left:auto}aside .badge{background:#9fe0da;border-radius:9px;padding:1px 8px;font-size:11px}
main.content{flex:1;min-width:0;padding:16px 20px}.breadcrumb{margin-bottom:16px;color:#667}.breadcrumb b{color:#111}.breadcrumb .sep{margin:0 6px}
.alert{padding:14px 18px;margin-bottom:16px;border:1px solid;border-radius:3px;position:relative}.alert-success{background:#dff0d8;border-color:#a9d490;color:#2c6a2e}.alert-danger{background:#f2dede;border-color:#dcaaaa;color:#a12f2d}.alert-warning{background:#fcf4dd;border-color:#e3cf8f;color:#7c5f1a}.alert .close{position:absolute;right:12px;top:12px;font-weight:700;cursor:pointer}
.cards{display:flex;gap:20px;margin-bottom:24px}.info-box{display:flex;width:420px;height:64px;border:1px solid #e2e6ea}.info-box-icon{width:84px;background:#58b9ee}.info-box+.info-box .info-box-icon{background:#cb5540}.info-box-content{padding:10px 14px}.info-box-number{display:block;font-size:20px;font-weight:700}
.row{display:flex;flex-wrap:wrap;gap:16px 36px;margin-bottom:16px}.row>.col-md-4{width:calc(33.333% - 24px)}.form-control,.rcbInput{width:100%;height:32px;border:1px solid #bcc5cc;padding:4px 14px;font:inherit}.lbl{display:block;margin-bottom:4px;color:#3d4a52}.req{color:#e02020}.val{color:#c02020;display:block}.fixed{display:block;min-height:32px;padding-top:6px}
.RadComboBox{width:100%;height:32px;display:block}.RadComboBox table{width:100%;border-collapse:collapse;border:1px solid #ccd3d9;background:#f7f8f8}.RadComboBox td{padding:0}.RadComboBox .rcbInput{border:0;background:transparent;height:30px}.rcbArrowCell{width:30px;text-align:center}.rcbArrowCell a{display:block;overflow:hidden;height:30px;line-height:30px;text-indent:-99px;position:relative}.rcbArrowCell a::after{content:"\\25BC";position:absolute;left:10px;text-indent:0;font-size:11px}.rcbEditable{background:#fff!important}.rcbDisabledBox{opacity:.55}
.rcbInner{display:flex;border:1px solid #bcc5cc;height:32px;background:#fff}.rcbInner .rcbInput{border:0;height:30px}.rcbActionButton{border:0;background:transparent;width:34px;cursor:pointer}.rcbActionButton::after{content:"\\2304"}
.rcbSlide{position:absolute;z-index:6000;overflow:hidden;display:none}.RadComboBoxDropDown{background:#fff;border:1px solid #99a;box-shadow:0 2px 8px #0003}.rcbScroll{max-height:220px;overflow:auto}.rcbList{list-style:none;margin:0;padding:0}.rcbList li{padding:5px 14px;cursor:pointer;min-height:28px}.rcbHovered{background:#d8ecf7}.rcbDisabled{color:#aab}.rcbLoading{padding:8px 14px;color:#889}
.RadGrid table{border-collapse:collapse;width:100%}.rgHeader{background:#eef1f3;text-align:left;padding:8px}.rgRow td,.rgAltRow td{padding:8px;border-bottom:1px solid #e6e9ec}.rgAltRow{background:#fafbfb}.rgSelectedRow{background:#cfe6f3!important}.rgRow td a,.rgAltRow td a{color:#20608a}.rgPager td{padding:8px}.rgPager a{padding:4px 8px}.rgCurrentPage{font-weight:700}
.RadMenu_Context{position:absolute;z-index:7000;background:#fff;border:1px solid #99a}.RadMenu_Context ul{list-style:none;margin:0;padding:4px 0}.RadMenu_Context .rmLink{display:block;padding:6px 18px}.RadMenu_Context .rmLink:hover{background:#d8ecf7}
.perm{border:1px solid #dde3e7;margin-bottom:8px}.perm>.head{padding:9px 14px;background:#eef1f3;cursor:pointer;display:block}.perm>.body{padding:10px 14px}.perm table td,.perm table th{padding:4px 14px;text-align:left}.strip{background:#e3e6e8;margin-bottom:16px}.strip a{display:inline-block;padding:10px 16px}.strip a.selected{background:#fff;border:1px solid #dde}
.switch{position:relative;display:inline-block;width:44px;height:22px}.switch input{opacity:0;width:0;height:0}.switch .slider{position:absolute;inset:0;background:#b9c2c8;border-radius:22px;cursor:pointer}.switch .slider::before{content:"";position:absolute;width:18px;height:18px;left:2px;top:2px;border-radius:50%;background:#fff}.switch input:checked+.slider{background:#43a047}.switch input:checked+.slider::before{left:24px}
.loading{position:fixed;inset:0;background:#ffffffb0;z-index:9000;display:flex;align-items:center;justify-content:center}.modal{position:fixed;inset:0;background:#0006;z-index:8000;display:flex;align-items:flex-start;justify-content:center}.modal-dialog{background:#fff;margin-top:120px;width:430px;border-radius:4px}.modal-body{padding:20px}.modal-footer{padding:12px 20px;text-align:right;border-top:1px solid #dde}
.fa-info-circle::before{content:"i";display:inline-block;width:16px;line-height:16px;border-radius:50%;background:#333;color:#fff;text-align:center;font-size:11px}.btn{display:inline-flex;vertical-align:top;align-items:center;cursor:pointer;user-select:none;margin-right:8px;border:1px solid transparent}.toolbar{margin-bottom:24px}.shown-h{font-size:22px;margin:0 0 16px;cursor:pointer}`;

const older = `aside{background:#24343f;color:#dbe4ea}aside li.active>a{background:#16222a}.btn{background:#76bbd9;color:#fff;border-radius:4px;overflow:hidden;height:34px}.btn .cell{background:#62a0bb;width:44px;align-self:stretch;display:flex;align-items:center;justify-content:center}.btn .text{padding:0 16px}`;
const newer = `aside{background:#fff;border-right:1px solid #dde3e7;color:#16303f}aside li.active>a{background:#e4e4e4;font-weight:700}.lbl{font-weight:700;text-align:right}.btn{background:#fff;border:1px solid #bcc5cc;border-radius:3px;height:36px;padding:0 16px}.btn.accent{background:#4a9fb0;color:#fff}.btn.primary{background:#27567f;color:#fff}.btn .cell{margin-right:6px}`;

/** @param generation of the look: dark menu and split buttons, or light menu and flat ones. */
export function telerik(generation: "older" | "newer"): Skin {
  const flat = generation === "newer";
  const label = (field: Field, look: Look): string => {
    const content = `${e(field.label)}${flat ? "" : ":"}${
      field.required ? `<span class="req">*</span>` : ""
    }${field.info === undefined ? "" : ` <i class="fa fa-info-circle" title="${e(field.info)}"></i>`}`;
    const target = field.kind === "text" || field.kind === "check" ? idOf(field) : `${idOf(field)}_Input`;
    return look.tiedLabels && field.kind !== "fixed"
      ? `<label class="lbl" for="${target}">${content}</label>`
      : `<span class="lbl">${content}</span>`;
  };
  return {
    css: shared + (flat ? newer : older),
    field: (field, look, data) =>
      `<div class="form-group">${label(field, look)}${control(field, look, data)}${validator(field, look)}</div>`,
    columns: (cells) => `<div class="row">${cells.map((cell) => `<div class="col-md-4">${cell}</div>`).join("")}</div>`,
    button: (button, data) => {
      data.acts[button.id] = {
        target: postName(button.id),
        href: button.href,
        question: button.question,
        validates: button.validates,
        inert: button.inert,
      };
      const icon = `<span class="cell"><i class="fa fa-${button.icon}"></i>${icons[button.icon] ?? ""}</span>`;
      return `<a id="${button.id}" class="btn ${button.look ?? "split"}" tabindex="0">${icon}<span class="text">${e(button.text)}</span></a>`;
    },
    toolbar: (buttons) => `<div id="ctl00_phMenu_pnlToolBar" class="toolbar">${buttons.join("")}</div>`,
    banner: ({ kind, text }) => {
      const word = { success: "Success!", error: "Error!", warning: "Warning!" }[kind];
      const look = { success: "success", error: "danger", warning: "warning" }[kind];
      return `<div class="alert alert-${look}"><span class="close">&times;</span><strong>${word}</strong> ${e(text)}</div>`;
    },
    summary: (texts) =>
      `<div id="ctl00_phContent_ValidationSummary1" class="alert alert-danger"${texts.length === 0 ? ' style="display:none"' : ""}><ul>${texts.map((text) => `<li>${e(text)}</li>`).join("")}</ul></div>`,
    cards: (cards) =>
      `<div class="cards">${cards
        .map(
          (card) =>
            `<div class="info-box"><span class="info-box-icon"></span><div class="info-box-content"><span class="info-box-text">${e(card.caption)}</span><span class="info-box-number">${card.number}</span></div></div>`,
        )
        .join("")}</div>`,
    panel: (title, content, buttons) =>
      `<div class="box"><h2 class="shown-h" data-fold="search"><i class="fa fa-chevron-down">&#8964;</i> ${e(title)}</h2><div id="pnl_search">${content}</div><div>${buttons.join("")}</div></div>`,
    section: (title, content) => `<h3>${e(title)}</h3>${content}`,
    tabs: (tabs, data) =>
      `<div class="strip">${tabs
        .map((tab) => {
          const id = `ctl00_phContent_lnk${tab.name}`;
          data.acts[id] = { target: postName(id) };
          return `<a id="${id}" class="tab${tab.selected ? " selected" : ""}" tabindex="0">${e(tab.text)}</a>`;
        })
        .join("")}</div>`,
    grid: drawGrid,
    permissions: (sections, data) => sections.map((section) => drawPermissions(section, data)).join(""),
    words: (text) => `<p>${e(text)}</p>`,
    shell: (page, content, who) => {
      const top = modules
        .filter((module) => who.admin || module === "Home")
        .map(
          (module) =>
            `<a href="${e(moduleUrl(module))}"${module === page.module ? ' class="active"' : ""}>${module}</a>`,
        )
        .join("");
      return `<header class="main"><span class="logo">${e(who.product)}</span><nav>${top}</nav><a class="new" href="${routes.elsewhere}">New Ticket</a><div class="user" id="ctl00_MainHeaderNavigationBar_CurrentProfileBox1_pnlUser"><i id="ctl00_MainHeaderNavigationBar_CurrentProfileBox1_iconProfileAnon" class="fa fa-user"></i> <span id="ctl00_MainHeaderNavigationBar_CurrentProfileBox1_lblUserFirstName">${e(who.firstName)}</span><div class="usermenu" style="display:none"><a href="${routes.profile}">My Settings</a><a href="${routes.logout}">Log out</a></div></div></header>
<div class="below"><aside class="main-sidebar"><section class="sidebar"><ul class="sidebar-menu tree">${drawMenu(page.title, page.module)}</ul></section></aside><main class="content"><div class="breadcrumb">${[...page.trail.map((step) => `<a href="${e(step.url)}">${e(step.text)}</a>`), `<b>${e(page.title)}</b>`].join('<span class="sep">/</span>')}</div>${content}</main></div>`;
    },
  };
}

const icons: Record<string, string> = {
  check: "&#10003;",
  minus: "&#8854;",
  plus: "+",
  pencil: "&#9998;",
  key: "&#9911;",
};

function drawMenu(current: string, module: Parameters<typeof menuOf>[0]): string {
  return menuOf(module)
    .map((entry) => {
      const text = `<i class="fa ${entry.icon}"></i><span>${e(entry.text)}</span>${entry.badge === undefined ? "" : ` <span class="badge">${e(entry.badge)}</span>`}`;
      if (entry.entries === undefined)
        return `<li${entry.text === current ? ' class="active"' : ""}><a href="${e(entry.url ?? "#")}">${text}</a></li>`;
      const open = entry.entries.some((child) => child.text === current && child.url !== routes.elsewhere);
      return `<li class="treeview${open ? " menu-open" : ""}"><a data-group="1" tabindex="0">${text}</a><ul class="treeview-menu"${open ? "" : ' style="display:none"'}>${entry.entries
        .map(
          (child) =>
            `<li${open && child.text === current ? ' class="active"' : ""}><a href="${e(child.url)}">${e(child.text)}</a></li>`,
        )
        .join("")}</ul></li>`;
    })
    .join("");
}

function validator(field: Field, look: Look): string {
  if (look.fieldErrors !== "inline" || (field.error === undefined && !field.required)) return "";
  const hidden = field.error === undefined ? ' style="display:none"' : "";
  return `<span id="ctl00_phContent_rfv${field.name}" class="val"${hidden}>${e(field.error ?? `${field.label} is required.`)}</span>`;
}

function control(field: Field, look: Look, data: ClientData): string {
  const id = idOf(field);
  const off = field.disabled ? " disabled" : "";
  if (field.required && !field.disabled) data.required[id] = field.label;
  switch (field.kind) {
    case "text":
      return `<input type="${field.type ?? "text"}" id="${id}" name="${postName(id)}" class="form-control" value="${e(field.value)}" autocomplete="off"${off}>`;
    case "fixed":
      return `<span id="${id}" class="fixed">${e(field.text)}</span>`;
    case "check": {
      const box = `<input type="checkbox" id="${id}" name="${postName(id)}"${field.value ? " checked" : ""}${off}>`;
      const mark = field.disabled ? "" : `<input type="hidden" name="ctl00$phContent$hid${field.name}" value="1">`;
      return (field.toggle ? `<label class="switch">${box}<span class="slider"></span></label>` : box) + mark;
    }
    default:
      return combo(field, id, look, data);
  }
}

function combo(
  field: Extract<Field, { kind: "list" | "search" | "checks" }>,
  id: string,
  look: Look,
  data: ClientData,
): string {
  const chosen = field.kind === "checks" ? field.values : [field.value];
  const picked = field.options.filter((option) => chosen.includes(option.value)).map((option) => option.text);
  const text =
    field.kind === "search"
      ? field.text
      : field.kind === "checks" && look.checkText === "count" && picked.length > 2
        ? `${picked.length} items checked`
        : picked.join(", ");
  data.combos[id] = {
    values: field.options.map((option) => option.value),
    ...(field.postBack ? { target: postName(id) } : {}),
    ...(field.kind === "checks" ? { multiple: true, checkText: look.checkText } : {}),
    ...(field.kind === "search" ? { source: field.source } : {}),
  };
  const editable = field.kind === "search";
  const input = `<input id="${id}_Input" name="${postName(id)}" type="text" class="rcbInput" value="${e(text)}" autocomplete="off"${editable ? "" : ' readonly="readonly"'}${field.disabled ? " disabled" : ""}>`;
  const box = look.lightweight
    ? `<span class="rcbInner${editable ? "" : " rcbReadOnly"}">${input}<button id="${id}_Arrow" type="button" class="rcbActionButton" tabindex="-1"${field.disabled ? " disabled" : ""}><span class="p-icon"></span></button></span>`
    : `<table summary="combobox" cellspacing="0"><tr class="${editable ? "rcbEditable" : "rcbReadOnly"}"><td class="rcbInputCell rcbInputCellLeft">${input}</td><td class="rcbArrowCell rcbArrowCellRight"><a id="${id}_Arrow">select</a></td></tr></table>`;
  const items = field.options
    .map((option) =>
      field.kind === "checks"
        ? `<li class="rcbItem"><label><input type="checkbox" class="rcbCheckBox"${chosen.includes(option.value) ? " checked" : ""}>${e(option.text)}</label></li>`
        : `<li class="rcbItem">${e(option.text)}</li>`,
    )
    .join("");
  const all =
    field.kind === "checks" && look.checkAll
      ? `<div class="rcbCheckAllItems"><label><input type="checkbox" class="rcbCheckAllItemsCheckBox">Check All</label></div>`
      : "";
  return `<div id="${id}" class="RadComboBox RadComboBox_Default${field.disabled ? " rcbDisabledBox" : ""}">${box}<div class="rcbSlide"><div id="${id}_DropDown" class="RadComboBoxDropDown RadComboBoxDropDown_Default">${all}<div class="rcbScroll rcbWidth"><ul class="rcbList">${items}</ul></div></div></div><input id="${id}_ClientState" name="${id}_ClientState" type="hidden"></div>`;
}

const listing = "ctl00_phListing_ctrlListing";

function drawGrid(grid: Grid, data: ClientData): string {
  const table = `${listing}_dgrdListing`;
  const span = grid.columns.length + (grid.boxes ? 1 : 0);
  const head = `<tr>${grid.boxes ? `<th class="rgHeader"></th>` : ""}${grid.columns.map((column) => `<th scope="col" class="rgHeader">${e(column)}</th>`).join("")}</tr>`;
  const rows = grid.rows.map((row, index) => {
    const box = grid.boxes
      ? `<td><input type="checkbox" name="ctl00$phListing$ctrlListing$chkRow" value="${e(row.id)}"></td>`
      : "";
    const cells = row.cells.map((cell, column) =>
      column === grid.linked && grid.opens === "click"
        ? `<td><a href="${e(row.url)}" data-id="${e(row.id)}">${e(cell)}</a></td>`
        : `<td>${e(cell)}</td>`,
    );
    return `<tr id="${table}_ctl00__${index}" class="${index % 2 === 0 ? "rgRow" : "rgAltRow"}" href="${e(row.url)}" data-opens="${grid.opens}" data-menu="${e(JSON.stringify(row.menu))}">${box}${cells.join("")}</tr>`;
  });
  const none = `<tr class="rgNoRecords"><td colspan="${span}"><div>No records to display.</div></td></tr>`;
  const go = (name: string, text: string, argument: string, css: string): string => {
    const id = `${table}_${name}`;
    data.acts[id] = { target: `ctl00$phListing$ctrlListing$dgrdListing`, argument };
    return `<a id="${id}" class="${css}" tabindex="0" title="${e(text)}">${/^\d+$/.test(text) ? text : css === "rgPageNext" ? "&rsaquo;" : "&lsaquo;"}</a>`;
  };
  const numbers = Array.from({ length: grid.pages }, (_, index) =>
    go(`p${index + 1}`, String(index + 1), `Page$${index + 1}`, index + 1 === grid.page ? "rgCurrentPage" : ""),
  );
  const pager = `<tfoot><tr class="rgPager"><td colspan="${span}"><div class="rgWrap">${grid.page > 1 ? go("prev", "Previous Page", `Page$${grid.page - 1}`, "rgPagePrev") : ""}<span class="rgNumPart">${numbers.join("")}</span>${grid.page < grid.pages ? go("next", "Next Page", `Page$${grid.page + 1}`, "rgPageNext") : ""}<span class="rgInfoPart"> ${grid.total} items in ${grid.pages} pages</span></div></td></tr></tfoot>`;
  return `<div id="${table}" class="RadGrid RadGrid_Default"><table id="${table}_ctl00" class="rgMasterTable"><thead>${head}</thead>${pager}<tbody>${rows.length === 0 ? none : rows.join("")}</tbody></table></div>`;
}

function drawPermissions(section: PermissionSection, data: ClientData): string {
  const id = `ctl00_phContent_lnkSection_${section.title.replaceAll(" ", "")}`;
  data.acts[id] = { target: "ctl00$phContent$permissions", argument: section.title };
  const off = section.disabled ? " disabled" : "";
  const box = (entry: { name: string; label: string; value: boolean }, words: boolean) =>
    `<input type="checkbox" name="${e(entry.name)}"${entry.value ? " checked" : ""}${off}>${words ? ` <span>${e(entry.label)}</span>` : ""}`;
  if (!section.open)
    return `<div class="perm"><a id="${id}" class="head" tabindex="0">&#9656; ${e(section.title)}</a></div>`;
  const rows = section.rows.map(
    (row) => `<tr><td>${e(row.module)}</td>${row.boxes.map((entry) => `<td>${box(entry, false)}</td>`).join("")}</tr>`,
  );
  return `<div class="perm"><a id="${id}" class="head" tabindex="0">&#9662; ${e(section.title)}</a><div class="body">${section.all.map((entry) => `<span class="all">${box(entry, true)}</span> `).join("")}<table><tr><th>Module</th><th>View</th><th>Modify</th><th>Delete</th></tr>${rows.join("")}</table>${section.special.length === 0 ? "" : `<h4>Special Features</h4>${section.special.map((entry) => `<div>${box(entry, true)}</div>`).join("")}`}</div></div>`;
}
