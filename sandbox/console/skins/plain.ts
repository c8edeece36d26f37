/** Accessible HTML: what the pages would be if they were written by the book. Tied labels, roles, real buttons. */
import { escape } from "../html";
import type { Label, Skin } from "./skin";

const css = `
*{box-sizing:border-box}body{margin:12px 20px;font:15px system-ui,sans-serif;color:#222}
.toolbar{display:flex;gap:8px;margin:10px 0}button{font:inherit;padding:5px 12px}
.columns{display:flex;gap:60px}.columns.single{display:block}label{display:block;margin-top:10px}.inline{display:flex;gap:8px;align-items:center;margin-top:8px}.inline label{margin:0}
input[type=text],input[type=password],select,.combo{width:320px;min-height:30px;font:inherit}.combo{display:inline-block;border:1px solid #777;padding:4px 8px;cursor:pointer}td input[type=text]{width:110px}td select,td .combo{width:150px}
.short{width:120px!important}.addition,.hint{color:#666;font-weight:normal}.required{color:#c00}
section{border-top:1px solid #ccc;padding:10px 0}section>header{display:flex;align-items:center}section>header h2{flex:1;margin:0;font-size:19px}.links{display:flex;gap:12px}.heading{background:none;border:0;font-size:19px;font-weight:bold;padding:4px 0}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:5px 8px;text-align:left}.popup{position:absolute;list-style:none;margin:0;padding:4px;background:#fff;border:1px solid #777;z-index:9;max-height:260px;overflow:auto}.popup li{padding:5px 10px;cursor:pointer}
[role=tab][aria-selected=true]{font-weight:bold}#LoadingIndicator{display:none}#LoadingIndicator.Active{display:block;position:fixed;right:10px;top:10px}
.ValidationSummary{border:2px solid #c00;padding:8px}.dialog{position:fixed;top:120px;left:30%;width:380px;background:#fff;border:2px solid #333;padding:20px;z-index:99}
[role=checkbox],[role=radio]{cursor:pointer;font-size:18px}[aria-disabled=true]{opacity:.4}.Panel input{width:320px;display:block}`;

const after = (l: Label): string =>
  `${l.required ? ' <span class="required" aria-hidden="true">*</span>' : ""}${l.addition ? ` <span class="addition">(${escape(l.addition)})</span>` : ""}`;
const label = (l: Label, id: string, labelId: string): string =>
  `<label for="${id}" id="${labelId}">${escape(l.text)}${after(l)}</label>`;

const dialog = (id: string, title: string, buttons: string): string =>
  `<div id="${id}" class="dialog" role="${id === "AlertDialog" ? "alertdialog" : "dialog"}" aria-label="${title}" hidden><p class="DialogText"></p>${buttons}</div>`;

export const plain: Skin = {
  name: "plain",
  css,
  trusted: false,
  boxes: "native",
  pickers: "native",
  frame: (p) => `
<h1>${escape(p.title)}${p.secondary ? ` - ${escape(p.secondary)}` : ""}</h1>${p.toolbar ? `<div class="toolbar" role="toolbar">${p.toolbar}</div>` : ""}
<div class="ValidationSummary" role="alert" hidden><span class="Message"></span></div>${p.tabs}<main>${p.body}</main>
<div id="LoadingIndicator" class="Active" role="status">Loading</div>
${dialog("AlertDialog", "Message", '<button type="button" id="AlertDialogOkayButton">OK</button>')}
${dialog("ConfirmationDialog", "Question", '<button type="button" id="ConfirmationDialogYesButton">Yes</button> <button type="button" id="ConfirmationDialogNoButton">No</button>')}`,
  toolbarButton: (b, id, menu) => {
    const own = `<button type="button" id="${id}"${b.disabled ? " disabled" : ""}>${escape(b.text)}</button>`;
    if (!menu) return own;
    return `<span style="position:relative">${own}<button type="button" id="${menu.arrow}" aria-haspopup="menu" aria-expanded="false" aria-label="More ${escape(b.text)}">▾</button><ul class="popup" role="menu" id="${menu.overlay}" style="display:none">${menu.items
      .map((i) => `<li role="menuitem" tabindex="0" id="${i.id}">${escape(i.text)}</li>`)
      .join("")}</ul></span>`;
  },
  toolbarNote: (text) => `<span class="hint">${escape(text)}</span>`,
  innerButton: (b, id) =>
    `<button type="button" id="${id}" style="margin-top:10px"${b.disabled ? " disabled" : ""}>${escape(b.text)}</button>`,
  tabs: (tabs) =>
    `<div role="tablist">${tabs
      .map(
        (t) =>
          `<button type="button" role="tab" aria-selected="${t.selected}" id="${t.head}">${escape(t.title)}${t.required ? '<span class="required" aria-hidden="true"> *</span>' : ""}</button>`,
      )
      .join("")}</div>`,
  section: (s, content, ids) =>
    `<section id="${ids.root}" aria-label="${escape(s.title)}"${s.closed ? ' class="Collapsed"' : ""}><header>${
      s.closed === undefined
        ? `<h2 id="${ids.head}">${escape(s.title)}</h2>`
        : `<h2><button type="button" class="heading" id="${ids.head}" aria-expanded="${!s.closed}">${escape(s.title)}</button></h2>`
    }${
      ids.full && ids.none
        ? `<div class="links"><button type="button" id="${ids.full}">${escape(s.linkWords?.full ?? "Full Permission")}</button><button type="button" id="${ids.none}">${escape(s.linkWords?.none ?? "No Permission")}</button></div>`
        : ""
    }</header><div id="${ids.body}"${s.closed ? ' style="display:none"' : ""}>${content}</div></section>`,
  group: (title, addition, hint, content) =>
    title
      ? `<fieldset><legend>${escape(title)}${addition ? ` <span class="addition">(${escape(addition)})</span>` : ""}</legend>${hint ? `<p class="hint">${escape(hint)}</p>` : ""}${content}</fieldset>`
      : content,
  columns: (columns) =>
    `<div class="columns${columns.length === 1 ? " single" : ""}">${columns.map((c) => `<div>${c}</div>`).join("")}</div>`,
  text: (f, l, id, labelId) =>
    `${label(l, id, labelId)}<input type="${f.password ? "password" : "text"}" id="${id}" autocomplete="off"${f.short ? ' class="short"' : ""}${f.readOnly ? " readonly" : ""}${l.required ? ' aria-required="true"' : ""}>${f.suffix ? ` <span>${escape(f.suffix)}</span>` : ""}`,
  list: (f, l, id, labelId, form) => {
    const name = l ? "" : ` aria-label="${escape(f.label)}"`;
    if (form === "drawn") {
      const by = l ? ` aria-labelledby="${labelId}"` : name;
      return `${l ? label(l, id, labelId) : ""}<span class="combo" role="combobox" aria-haspopup="listbox" tabindex="0" id="${id}"${by}></span>`;
    }
    return `${l ? label(l, id, labelId) : ""}<select id="${id}"${name}${l?.required ? ' aria-required="true"' : ""}>${f.options
      .map((o) => `<option value="${escape(o.value)}">${escape(o.text)}</option>`)
      .join("")}</select>`;
  },
  check: (f, l, id, labelId, form) => {
    const box =
      form === "native"
        ? `<input type="checkbox" id="${id}"${l ? "" : ` aria-label="${escape(f.label)}"`}>`
        : `<span role="checkbox" tabindex="0" id="${id}" ${l ? `aria-labelledby="${labelId}"` : `aria-label="${escape(f.label)}"`}></span>`;
    return l ? `<div class="inline">${box}${label(l, id, labelId)}</div>` : box;
  },
  radio: (text, id, labelId, form, group) =>
    `<div class="inline">${
      form === "native"
        ? `<input type="radio" id="${id}" name="${group}">`
        : `<span role="radio" tabindex="0" id="${id}" aria-labelledby="${labelId}"></span>`
    }${label({ text }, id, labelId)}</div>`,
  mover: (f, l, ids) =>
    `${f.titled ? `<p id="${ids.label}"><strong>${escape(l.text)}</strong>${after(l)}</p>` : ""}<div class="columns" id="${ids.root}"${f.titled ? ` role="group" aria-labelledby="${ids.label}"` : ""}><div><label for="${ids.left}">${escape(f.left)}</label><select multiple id="${ids.left}"></select></div><div><button type="button" id="${ids.moveRight}">Add</button><button type="button" id="${ids.moveLeft}">Remove</button></div><div><label for="${ids.right}">${escape(f.right)}</label><select multiple id="${ids.right}"></select></div></div>`,
  fixed: (f) => `<dl><dt>${escape(f.label)}</dt><dd>${escape(f.text)}</dd></dl>`,
  note: (n) => `<p>${escape(n.text)}</p>`,
  matrix: (corner, columns, rows) =>
    `<table><thead><tr><th scope="col">${escape(corner)}</th>${columns.map((c) => `<th scope="col">${escape(c)}</th>`).join("")}</tr></thead><tbody>${rows
      .map((r) => `<tr><th scope="row">${escape(r.label)}</th>${r.cells.map((c) => `<td>${c}</td>`).join("")}</tr>`)
      .join("")}</tbody></table>`,
  words: (text, id) => `<span id="${id}">${escape(text)}</span>`,
  table: (columns, rows, empty) =>
    rows.length
      ? `<table><thead><tr>${columns.map((c) => `<th scope="col">${escape(c)}</th>`).join("")}</tr></thead><tbody>${rows.map((r) => `<tr>${r.map((c) => `<td>${escape(c)}</td>`).join("")}</tr>`).join("")}</tbody></table>`
      : `<p>${escape(empty)}</p>`,
  linkGroup: (title, links) =>
    `${title ? `<h3>${escape(title)}</h3>` : ""}<ul>${links
      .map(
        (l) =>
          `<li><a href="javascript:void 0" id="${l.id}">${escape(l.text)}</a> <span class="hint">${escape(l.about)}</span></li>`,
      )
      .join("")}</ul>`,
  grid: (g, ids, size) =>
    `<p class="LoadingIndicator" id="${ids.loading}">Loading...</p><table id="${ids.table}"><thead><tr>${g.selectable ? "<td></td>" : ""}<td></td>${g.columns
      .map((c) => `<th scope="col">${escape(c.title)}</th>`)
      .join("")}</tr>${
      g.columns.some((c) => c.filter)
        ? `<tr>${g.selectable ? "<td></td>" : ""}<td></td>${g.columns.map((c, i) => `<td>${ids.filters[i] ? `<input type="text" id="${ids.filters[i]}" aria-label="Filter ${escape(c.title)}">` : ""}</td>`).join("")}</tr>`
        : ""
    }</thead><tbody id="${ids.body}"></tbody></table><div class="toolbar"><button type="button" id="${ids.prev}">Previous</button><span id="${ids.visible}" role="status"></span><button type="button" id="${ids.next}">Next</button><label for="${ids.size}">Rows</label><select id="${ids.size}">${g.pageSizes
      .map((n) => `<option${n === size ? " selected" : ""}>${n}</option>`)
      .join("")}</select><button type="button" id="${ids.refresh}">Refresh</button></div>`,
  letters: (letters, view) =>
    `<nav class="toolbar" aria-label="Letters">${letters
      .map((l) => `<button type="button" id="${l.id}">${escape(l.text)}</button>`)
      .join("")}</nav>${view}`,
  gridRows: (g, rows, icon) =>
    rows.rows.length
      ? rows.rows
          .map(
            (r) =>
              `${r.heading ? `<tr><th colspan="${g.columns.length + 2}" scope="rowgroup">${escape(r.heading)}</th></tr>` : ""}<tr data-row-key="${escape(r.key)}">${g.selectable ? `<td><input type="checkbox" aria-label="Select ${escape(String(r.cells[0]))}"></td>` : ""}<td>${
                icon
                  ? `<button type="button" class="ContextMenu" aria-haspopup="menu" aria-label="Menu of ${escape(String(r.cells[0]))}">☰</button>`
                  : ""
              }</td>${r.cells.map((c) => `<td>${typeof c === "boolean" ? (c ? "Yes" : "No") : escape(c)}</td>`).join("")}</tr>`,
          )
          .join("")
      : `<tr><td colspan="${g.columns.length + 2}">There are no records.</td></tr>`,
  message: (text) => `<p>${escape(text)}</p>`,
};
