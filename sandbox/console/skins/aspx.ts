/**
 * Markup of the vendor's pages in ASPX (generation G2), which the full resource form is made of: labels and editors in
 * cells of tables, ids with a telling end, `atbutton`, tabs in a row of cells, questions and messages of the browser.
 * After public automations and extensions that run on these pages, and pictures of 2019 to 2021.
 */
import { escape } from "../html";
import { drawnCss, mvc2017 } from "./mvc2017";
import type { Label, Skin } from "./skin";

const css = `
body{margin:0;font:12px Arial,sans-serif;color:#4f4f4f;background:#fff}
.PageHeading{background:#346a95;color:#fff;padding:12px;font-size:15px}.PageHeading .Title{font-weight:bold}
.ButtonBar{padding:8px 6px}.ButtonBar atbutton,atbutton{display:inline-block;border:1px solid #bbb;background:linear-gradient(#fff,#d7d7d7);padding:5px 9px;margin-right:5px;cursor:pointer;font-weight:bold}
.PageLevelInstructions{display:none;color:#c00;padding:6px}.PageLevelInstructions.Active{display:table}
.ATTabControl td{padding:7px 14px;background:#ddd;color:#888;font-weight:bold;cursor:pointer;border:1px solid #bbb;border-bottom:0}.ATTabControl td.Selected{background:#fff;color:#4f4f4f}
.DivSection{border:1px solid #ccc;margin:6px;padding:8px}.DivSection>.GroupTitle{font-weight:bold;color:#666;margin-bottom:8px}
.FieldLabels{font-weight:bold;padding-bottom:8px}.FieldLabels div{font-weight:normal}.errorSmallClass{color:#e22000;margin-left:2px}
.FieldLabels input[type=text],.FieldLabels input[type=password],.FieldLabels select{width:240px;height:24px}.FieldLabels .Suffix{font-weight:bold;margin-left:4px}
.Columns{display:flex;gap:40px}.ListMover{display:flex;gap:8px;align-items:center}.ListMover select{width:210px!important;height:110px!important}
#LoadingIndicator{display:none}
${drawnCss}
.EditorLabelContainer{margin-top:9px;font-weight:bold}.EditorLabelContainer .Required{color:#e22000;margin-left:2px}.CheckBoxLine{display:flex;align-items:center;margin-top:9px}.CheckBoxLine .EditorLabelContainer{margin:0 0 0 6px;font-weight:normal}`;

/** Label and editor in one cell, the editor in a `div` below. */
const cell = (l: Label | undefined, labelId: string, editor: string): string =>
  l
    ? `<table border="0" cellspacing="0" cellpadding="0"><tbody><tr><td class="FieldLabels" id="${labelId}"><span class="lblNormalClass">${escape(l.text)}</span>${
        l.required ? '<span class="errorSmallClass">*</span>' : ""
      }${l.addition ? ` <span class="lblSmallClass">(${escape(l.addition)})</span>` : ""}<div>${editor}</div></td></tr></tbody></table>`
    : editor;

const button = (text: string, id: string): string =>
  `<atbutton id="${id}" tabindex="0"><span>${escape(text)}</span></atbutton>`;

/** A native box with its words in the same cell. */
const ticked = (kind: "checkbox" | "radio", text: string, id: string, labelId: string, name: string): string =>
  `<table border="0"><tbody><tr><td class="${kind === "radio" ? "ATRadioButton" : "ATCheckBox"}"><input type="${kind}" id="${id}"${name}><span class="lblNormalClass" id="${labelId}"><label for="${id}">${escape(text)}</label></span></td></tr></tbody></table>`;

export const aspx: Skin = {
  ...mvc2017,
  name: "aspx",
  css,
  idEnds: { text: "_ATTextEdit", list: "_ATDropDown", check: "_ATCheckBox" },
  frame: (p) => `
<form onsubmit="return false"><input type="hidden" name="__VIEWSTATE" value="${p.ids.next()}"><input type="hidden" name="__EVENTVALIDATION" value="${p.ids.next()}">
<div class="PageHeading"><span class="Title">${escape(p.title)}</span>${p.secondary ? `<span class="SecondaryTitle"> - ${escape(p.secondary)}</span>` : ""}</div>
<div class="ButtonBar">${p.toolbar}</div><table class="PageLevelInstructions"><tbody><tr><td><span id="errorSmall"></span></td></tr></tbody></table>
${p.tabs}${p.body}<div id="LoadingIndicator"></div></form>`,
  toolbarButton: (b, id) => button(b.text, id),
  toolbarNote: (text) => `<span class="lblSmallClass">${escape(text)}</span>`,
  innerButton: (b, id) => `<div>${button(b.text, id)}</div>`,
  tabs: (tabs) =>
    `<table class="ATTabControl" cellspacing="3"><tbody><tr>${tabs
      .map(
        (t) =>
          `<td class="${t.selected ? "Selected" : ""}" id="${t.head}"><span class="ATTabControlTabLabel">${escape(t.title)}</span>${t.required ? '<span class="errorSmallClass">*</span>' : ""}</td>`,
      )
      .join("")}</tr></tbody></table>`,
  section: (s, content, ids) =>
    `<div class="DivSection" id="${ids.root}"><div class="GroupTitle" id="${ids.head}">${escape(s.title)}</div><div id="${ids.body}">${content}</div></div>`,
  text: (f, l, id, labelId) =>
    cell(
      l,
      labelId,
      `<input type="${f.password ? "password" : "text"}" id="${id}" class="txtBlack8Class" autocomplete="off"${f.readOnly ? " readonly" : ""}>${f.suffix ? `<span class="Suffix">${escape(f.suffix)}</span>` : ""}`,
    ),
  list: (f, l, id, labelId, form) =>
    form === "drawn"
      ? mvc2017.list(f, l, id, labelId, form)
      : cell(
          l,
          labelId,
          `<select id="${id}" class="txtBlack8Class">${f.options.map((o) => `<option value="${escape(o.value)}">${escape(o.text)}</option>`).join("")}</select>`,
        ),
  check: (f, l, id, labelId, form) =>
    form === "drawn" || !l
      ? mvc2017.check(f, l, id, labelId, form)
      : ticked("checkbox", l.addition ? `${l.text} (${l.addition})` : l.text, id, labelId, ""),
  radio: (text, id, labelId, form, group, on) =>
    form === "drawn"
      ? mvc2017.radio(text, id, labelId, form, group, on)
      : ticked("radio", text, id, labelId, ` name="${group}"`),
  mover: (f, l, ids) =>
    cell(
      f.titled ? l : undefined,
      ids.label,
      `<div class="ListMover" id="${ids.root}"><div><div>${escape(f.left)}</div><select multiple id="${ids.left}"></select></div><div>${button(">", ids.moveRight)}<br>${button("<", ids.moveLeft)}</div><div><div>${escape(f.right)}</div><select multiple id="${ids.right}"></select></div></div>`,
    ),
  note: (n) => `<div class="lblSmallClass">${escape(n.text)}</div>`,
};
