/**
 * Today's markup of the vendor's MVC pages (generation G3): classes ending in a digit, labels that stand above their
 * control and are not tied to it, drawn boxes without an input, lists that open an overlay, `div` buttons.
 * After docs/autotask-pages.md of AdamConnell1565/Autotask-Queue-Monitor and pictures of 2025.
 */
import { escape } from "../html";
import type { Label, Skin } from "./skin";

export const layoutCss = `
*{box-sizing:border-box}
body{margin:0;font:12px Roboto,Arial,sans-serif;color:#33474f;background:#fff}
.Columns{display:flex;padding-left:25px}
.Columns>.Column{width:390px;flex:none}
.Columns.Single>.Column{width:auto;flex:1}
.Columns .Columns{padding-left:0}
.ContextOverlayContainer{position:static}
.ContextOverlay{position:absolute;z-index:50;background:#fff;border:1px solid #bbb;box-shadow:0 2px 6px #0004;min-width:160px;padding:4px;max-height:260px;overflow:auto}
.ContextOverlay .LoadingIndicator{height:30px;background:repeating-linear-gradient(45deg,#eee 0 6px,#fff 6px 12px)}
.ContextOverlay .Item{padding:6px 8px;cursor:default}.ContextOverlay .Item:hover{background:#e5f1fb}
.ContextOverlay .Item[data-is-selected=true]{font-weight:bold}
#LoadingIndicator{display:none;position:fixed;inset:0;z-index:90;background:#fff6}
#LoadingIndicator.Active{display:block}
.ModalDialog{display:none;position:fixed;z-index:95;left:calc(50% - 200px);top:120px;width:400px;background:#fff;border:1px solid #888;box-shadow:0 4px 20px #0006;padding:20px}
.ModalDialog.Active{display:block}
.ModalDialog .StandardText{margin-bottom:14px}
.ValidationSummary{display:none;background:#fdecea;border:1px solid #c23030;color:#8b1a1a;padding:8px 12px;margin:6px 10px}
.ValidationSummary.Active{display:block}
`;

const css = `${layoutCss}
.PageHeadingContainer{position:sticky;top:0;background:#fff;z-index:20;border-bottom:1px solid #ddd;padding:8px 10px}
.TitleBar .Title{font-size:20px;font-weight:500;color:#1d4a5f}.TitleBar .SecondaryText{font-size:14px;margin-left:6px;color:#567}
.ToolBar{display:flex;gap:6px;margin-top:10px}
.Button2{display:inline-flex;align-items:center;gap:6px;height:32px;padding:0 12px;border:1px solid #c4ccd0;border-radius:3px;background:#fff;cursor:pointer;font-weight:600;user-select:none;white-space:nowrap}
.Button2.SuggestiveBackground{background:#125f8c;color:#fff;border-color:#125f8c}
.Button2.HoverState{background:#eef4f7}.Button2.SuggestiveBackground.HoverState{background:#0d4b70}
.Button2.Disabled2{opacity:.45;cursor:default}
.Button2 .Icon2{width:14px;height:14px}.StandardButtonIcon{width:14px;height:14px;border:2px solid currentColor;border-radius:50%;opacity:.7}
.DropDownButton2{position:relative;display:inline-flex}.DropDownButton2 .Button2:first-child{border-radius:3px 0 0 3px}.DropDownButton2 .Button2+.Button2{border-left:0;border-radius:0 3px 3px 0;padding:0 9px}
.DropDownButton2 .ContextOverlay{top:34px;left:0}
.ContextOverlay .Button2{display:flex;border:0;font-weight:400}
.TabBar{display:flex;gap:2px;border-bottom:1px solid #ccc;margin:8px 10px 0}.TabBar .Button{padding:7px 14px;border:1px solid #ccc;border-bottom:0;background:#f2f5f6;cursor:pointer}.TabBar .Button.SelectedState{background:#fff;font-weight:bold}
.CollapsibleSectionContainer{border-bottom:1px solid #e3e8ea}
.HeadingContainer{display:flex;align-items:center;padding:12px 8px;cursor:pointer}
.HeadingContainer .Left{display:flex;align-items:center;gap:12px;flex:1}.HeadingContainer .Text{font-size:18px;font-weight:500;color:#1d4a5f}
.HeadingContainer.Fixed{cursor:default}
.Chevron{width:9px;height:9px;border:solid #1d4a5f;border-width:2px 2px 0 0;transform:rotate(-45deg);margin:4px 2px 0 4px}.Collapsed .Chevron{transform:rotate(135deg);margin-top:-4px}
.HeadingContainer .Right{display:flex;gap:24px;padding-right:20px}
.LinkButton2{cursor:pointer;color:#0a6ebd;font-weight:600}
.ContentContainer .Content{padding-bottom:16px}
.Group{margin:14px 0 4px 20px}.Group>.GroupTitle{font-weight:600;margin-bottom:4px}.Group>.GroupTitle .SecondaryText,.SecondaryText{color:#7a868b;font-weight:400;margin-left:5px}.Group>.GroupHint{color:#7a868b;margin-bottom:4px;max-width:760px}
.Group .Columns{padding-left:0}
.EditorLabelContainer1{margin-top:12px}.LabelContainer1{display:flex;font-weight:600;letter-spacing:.3px;margin-bottom:4px}.LabelContainer1.Invalid{color:#c23030}
.Required{display:none;color:#e0262c;margin-left:3px}.Required.Active{display:block}
.Size1{width:120px}.Size2{width:320px}
.TextBox2,.DropDownList2{width:100%;height:32px;border:1px solid #c4ccd0;border-radius:3px;padding:0 8px;font:inherit;background:#fff;color:inherit}.TextBox2.Invalid{border-color:#c23030}
.TextBox2:disabled,.DropDownList2:disabled{background:#f0f2f3;color:#99a}
.SingleItemSelector2{width:320px;border:1px solid #c4ccd0;border-radius:3px;cursor:pointer;background:#fff}.SingleItemSelector2.Invalid{border-color:#c23030}
.SingleItemSelector2>.ContentContainer{display:flex;height:30px;align-items:center}.SingleItemSelector2 .ValueContainer{flex:1;padding:0 8px;overflow:hidden;white-space:nowrap}
.SingleItemSelector2 .SearchBox,.SingleItemSelector2 .TargetPreview{display:none}
.SingleItemSelector2 .Triangle{width:30px;display:flex;justify-content:center}.Carrot{width:7px;height:7px;border:solid #456;border-width:0 1.5px 1.5px 0;transform:rotate(45deg) translateY(-2px)}
.SingleItemSelector2.Disabled{background:#f0f2f3;color:#99a}
.CheckBoxRow{display:flex;align-items:flex-start;margin-top:10px}.CheckBoxRow .LabelContainer1{font-weight:400;margin:1px 0 0 8px}
.Checkbox2,.RadioButton2{flex:none}.TabIndexHack{width:14px;height:14px;border:1.5px solid #58707c;border-radius:2px;position:relative}.RadioButton2 .TabIndexHack{border-radius:50%}
.TabIndexHack svg{display:none;width:11px;height:11px}.TabIndexHack.Checked{background:#1a6d9e;border-color:#1a6d9e}.TabIndexHack.Checked svg{display:block}.RadioButton2 .TabIndexHack.Checked{background:radial-gradient(#1a6d9e 45%,#fff 50%)}
.Checkbox2.Disabled,.RadioButton2.Disabled{opacity:.4}
.PermissionTable{margin:4px 0 8px}.PermissionRow{display:flex;align-items:center;min-height:36px;border-bottom:1px solid #eef1f2}.PermissionRow>div{width:165px;padding:2px 6px}.PermissionRow>div:first-child{width:260px}.PermissionRow.PermissionHeader{font-weight:600;background:#f2f5f6;min-height:28px}.PermissionRow .SingleItemSelector2,.PermissionRow .DropDownList2{width:150px}.ReadOnlyPermission{color:#7a868b}
.ReadOnlyData{margin-top:12px}.ReadOnlyLabelContainer{font-weight:600;margin-bottom:4px}.StandardText{margin:8px 0}
.ListMover2{display:flex;gap:10px;align-items:center}.ListMover2 select{width:220px;height:120px}.ListMover2 .Arrows{display:flex;flex-direction:column;gap:6px}
.MessageBar{background:#fff7d6;border:1px solid #e2cf7a;padding:8px 12px;margin:6px 10px}
.PageNavigationLinkGroup{margin:8px 0 12px 25px}.PageNavigationLinkGroup>.Heading{font-weight:600;margin-bottom:6px}.PageNavigationLink{margin:0 0 8px 10px}.PageNavigationLink .Link{color:#0a6ebd;cursor:pointer;display:inline-block}.PageNavigationLink .StandardText{margin:2px 0;color:#7a868b}
.Grid{margin:8px 10px;border:1px solid #d5dcdf}.Grid table{border-collapse:collapse;width:100%}.Grid td{padding:7px 8px;border-bottom:1px solid #e8ecee;vertical-align:middle}.Grid tr.Heading td{font-weight:600;background:#f7f9fa}.Grid tr.Filter input{width:100%;min-width:70px;height:26px;border:1px solid #c4ccd0}
.Grid tr.Display:hover{background:#f2f8fc}.ContextMenuCell{width:34px}.Button.ContextMenu{width:18px;height:14px;cursor:pointer;background:linear-gradient(#567 2px,transparent 2px 6px,#567 6px 8px,transparent 8px 12px,#567 12px)}
.Decoration.CheckBox{width:14px;height:14px;border:1.5px solid #789}.Decoration.CheckBox.Selected{background:#1a6d9e}.CheckMark{width:6px;height:11px;border:solid #1a7d3e;border-width:0 2px 2px 0;transform:rotate(45deg)}
.Pager{display:flex;gap:10px;align-items:center;padding:8px}
.LetterIndex{display:flex;justify-content:flex-end;align-items:center;gap:12px;margin:8px 10px 0}.Letters{display:flex;gap:6px}.Letter{color:#376597;cursor:pointer}.Letter.SelectedState{font-weight:bold}.LetterIndex .EditorLabelContainer1{margin:0}.LetterIndex .SingleItemSelector2,.LetterIndex .Size2{width:140px}
.GroupRow td{background:#eef0f1;font-weight:bold}.EditorContainer .Suffix{font-weight:600;margin-left:4px}.EditorContainer:has(.Suffix){width:auto;white-space:nowrap}.EditorContainer:has(.Suffix) .TextBox2{width:200px}.TabBar .Required{display:inline}
.Older .PageHeadingContainer .TitleBar{background:#346a95;padding:10px}.Older .TitleBar .Title,.Older .TitleBar .SecondaryText{color:#fff}
.Grid .LoadingIndicator{height:20px;background:repeating-linear-gradient(45deg,#eee 0 6px,#fff 6px 12px)}
`;

const tick = '<svg viewBox="0 0 12 12"><path d="M2 6l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>';

const label = (l: Label, id: string): string =>
  `<div class="LabelContainer1" id="${id}"><div class="Text"><span class="PrimaryText">${escape(l.text)}</span>${
    l.addition ? `<span class="SecondaryText">(${escape(l.addition)})</span>` : ""
  }</div>${l.required ? '<div class="Required Active">*</div>' : ""}</div>`;

const above = (l: Label | undefined, id: string): string =>
  l ? `<div class="EditorLabelContainer1">${label(l, id)}</div>` : "";

const button = (text: string, id: string, icon?: string, extra = ""): string =>
  `<div class="Button2 ButtonIcon2 ${icon === "Save" ? "SuggestiveBackground" : "NormalBackground"}${extra}" id="${id}" tabindex="0"><div class="Icon2">${
    icon ? `<div class="StandardButtonIcon ${icon}"></div>` : ""
  }</div><div class="Text2">${escape(text)}</div></div>`;

const spacer = '<div class="Spacer"></div>';

export const mvc: Skin = {
  name: "mvc",
  css,
  trusted: true,
  boxes: "drawn",
  pickers: "drawn",
  frame: (p) => `
<div class="PageHeadingContainer"><div class="Active TitleBar"><div class="TitleBarItem Title"><span class="Text">${escape(p.title)}</span>${
    p.secondary ? `<span class="SecondaryText">- ${escape(p.secondary)}</span>` : ""
  }</div></div>${p.toolbar ? `<div class="ToolBar">${p.toolbar}</div>` : ""}
<div class="ValidationSummary"><div class="CustomValidation Valid"></div><div class="FormValidation Single"><div class="Message"></div></div></div></div>
${p.banner ? `<div class="MessageBarContainer"><div class="MessageBar MessageBarWarning">${escape(p.banner)}</div></div>` : ""}${p.tabs}
<div class="PageContentContainer">${p.body}</div>
<div id="BackgroundOverlay"></div><div id="LoadingIndicator" class="Active"></div>
<div id="AlertDialog" class="ModalDialog"><div class="StandardText DialogText"></div><div class="Button2 NormalBackground" id="AlertDialogOkayButton" tabindex="0"><div class="Text2">OK</div></div></div>
<div id="ConfirmationDialog" class="ModalDialog"><div class="StandardText HighImportance DialogText"></div><div class="Button2 NormalBackground" id="ConfirmationDialogYesButton" tabindex="0"><div class="Text2">Yes</div></div> <div class="Button2 NormalBackground" id="ConfirmationDialogNoButton" tabindex="0"><div class="Text2">No</div></div></div>`,
  toolbarButton: (b, id, menu) => {
    const off = b.disabled ? " Disabled2" : "";
    if (!menu) return `<div class="ToolBarItem Left">${button(b.text, id, b.icon, off)}</div>${spacer}`;
    return `<div class="ToolBarItem Left"><div class="DropDownButton2 Combined">${button(b.text, id, b.icon, off)}<div class="Button2 NormalBackground" id="${menu.arrow}" tabindex="0"><div class="InlineIcon Carrot"></div></div><div class="ContextOverlayContainer"><div class="ContextOverlay" id="${menu.overlay}" style="display:none">${menu.items
      .map(
        (i) =>
          `<div class="Button2 ButtonIcon2 NormalBackground" id="${i.id}" tabindex="0"><div class="Text2">${escape(i.text)}</div></div>`,
      )
      .join("")}</div></div></div></div>${spacer}`;
  },
  toolbarNote: (text) => `<div class="ToolBarItem Left"><div class="StandardText">${escape(text)}</div></div>`,
  innerButton: (b, id) =>
    `<div style="margin-top:14px">${button(b.text, id, b.icon, b.disabled ? " Disabled2" : "")}</div>`,
  tabs: (tabs) =>
    `<div class="TabBar">${tabs
      .map(
        (t) =>
          `<a class="Button ButtonIcon ${t.selected ? "SelectedState" : "NormalState"}" id="${t.head}" tabindex="0"><span class="Text">${escape(t.title)}</span>${t.required ? '<span class="Required Active">*</span>' : ""}</a>`,
      )
      .join("")}</div>`,
  section: (s, content, ids) => {
    const collapsible = s.closed !== undefined;
    const links =
      ids.full && ids.none
        ? `<div class="Right"><div class="LinkButton2" id="${ids.full}" tabindex="0"><div class="Text2">${escape(s.linkWords?.full ?? "Full Permission")}</div></div><div class="LinkButton2" id="${ids.none}" tabindex="0"><div class="Text2">${escape(s.linkWords?.none ?? "No Permission")}</div></div></div>`
        : "";
    return `<div class="CollapsibleSectionContainer${s.closed ? " Collapsed" : ""}" id="${ids.root}"><div class="HeadingContainer${collapsible ? "" : " Fixed"}" id="${ids.head}"><div class="Left">${
      collapsible ? '<div class="Chevron"></div>' : ""
    }<div class="Text">${escape(s.title)}</div></div>${links}</div><div class="ContentContainer" id="${ids.body}"${s.closed ? ' style="display:none"' : ""}><div class="Content">${content}</div></div></div>`;
  },
  group: (title, addition, hint, content) =>
    `<div class="Group">${title ? `<div class="GroupTitle"><span class="Text">${escape(title)}</span>${addition ? `<span class="SecondaryText">(${escape(addition)})</span>` : ""}</div>` : ""}${
      hint ? `<div class="GroupHint">${escape(hint)}</div>` : ""
    }${content}</div>`,
  columns: (columns) =>
    `<div class="Columns${columns.length === 1 ? " Single" : ""}">${columns.map((c) => `<div class="Column">${c}</div>`).join("")}</div>`,
  text: (f, l, id, labelId) =>
    `${above(l, labelId)}<div class="EditorContainer ${f.short ? "Size1" : "Size2"}"><input type="${f.password ? "password" : "text"}" class="TextBox2" id="${id}" autocomplete="off"${f.readOnly ? " readonly" : ""}>${f.suffix ? `<span class="Suffix">${escape(f.suffix)}</span>` : ""}</div>`,
  list: (f, l, id, labelId, form) =>
    form === "native"
      ? `${above(l, labelId)}<div class="EditorContainer Size2"><select class="DropDownList2" id="${id}">${f.options
          .map((o) => `<option value="${escape(o.value)}" title="${escape(o.text)}">${escape(o.text)}</option>`)
          .join("")}</select></div>`
      : `${above(l, labelId)}<div class="EditorContainer"><div class="SingleItemSelector2" id="${id}" tabindex="0"><div class="ContentContainer"><div class="ValueContainer"><div class="TargetPreview"></div><div class="SearchBox"><input type="text" tabindex="-1"></div><div class="SelectionDisplay"></div></div><div class="Triangle"><div class="InlineIcon Carrot"></div></div></div></div></div>`,
  check: (_f, l, id, labelId, form) =>
    `<div class="CheckBoxRow">${
      form === "native"
        ? `<input type="checkbox" id="${id}">`
        : `<div class="Checkbox2" id="${id}"><div class="TabIndexHack Unchecked" tabindex="0">${tick}</div></div>`
    }${l ? label(l, labelId) : ""}</div>`,
  radio: (text, id, labelId, form, group) =>
    `<div class="CheckBoxRow">${
      form === "native"
        ? `<input type="radio" id="${id}" name="${group}">`
        : `<div class="RadioButton2" id="${id}"><div class="TabIndexHack Unchecked" tabindex="0"></div></div>`
    }${label({ text }, labelId)}</div>`,
  mover: (f, l, ids) =>
    `${f.titled ? above(l, ids.label) : ""}<div class="ListMover2" id="${ids.root}"><div class="Left"><div class="Text">${escape(f.left)}</div><select multiple id="${ids.left}"></select></div><div class="Arrows"><div class="Button2" id="${ids.moveRight}" tabindex="0"><div class="StandardButtonIcon MoveRight"></div></div><div class="Button2" id="${ids.moveLeft}" tabindex="0"><div class="StandardButtonIcon MoveLeft"></div></div></div><div class="Right"><div class="Text">${escape(f.right)}</div><select multiple id="${ids.right}"></select></div></div>`,
  fixed: (f) =>
    `<div class="ReadOnlyData"><div class="ReadOnlyLabelContainer"><span class="PrimaryText">${escape(f.label)}</span></div><div class="ReadOnlyValueContainer"><div class="Value">${escape(f.text)}</div></div></div>`,
  note: (n) => `<div class="StandardText">${escape(n.text)}</div>`,
  matrix: (corner, columns, rows) =>
    `<div class="PermissionTable"><div class="PermissionRow PermissionHeader"><div>${escape(corner)}</div>${columns.map((c) => `<div>${escape(c)}</div>`).join("")}</div>${rows
      .map(
        (r) =>
          `<div class="PermissionRow"><div>${escape(r.label)}</div>${r.cells.map((c) => `<div>${c}</div>`).join("")}</div>`,
      )
      .join("")}</div>`,
  words: (text, id) => `<div class="ReadOnlyPermission" id="${id}">${escape(text)}</div>`,
  table: (columns, rows, empty) =>
    `<div class="Grid"><table><tbody><tr class="Heading">${columns.map((c) => `<td class="TextCell"><div class="Label">${escape(c)}</div></td>`).join("")}</tr>${
      rows.length
        ? rows
            .map((r) => `<tr class="Display">${r.map((c) => `<td class="TextCell">${escape(c)}</td>`).join("")}</tr>`)
            .join("")
        : `<tr class="NoDataRow"><td colspan="${columns.length}">${escape(empty)}</td></tr>`
    }</tbody></table></div>`,
  linkGroup: (title, links) =>
    `<div class="PageNavigationLinkGroup">${title ? `<div class="Heading"><div class="Text">${escape(title)}</div></div>` : ""}<div class="PageNavigationLinkColumn">${links
      .map(
        (l) =>
          `<div class="PageNavigationLink"><a class="Button ButtonIcon Link" id="${l.id}" tabindex="0"><span class="Text">${escape(l.text)}</span></a><div class="StandardText">${escape(l.about)}</div></div>`,
      )
      .join("")}</div></div>`,
  grid: (g, ids, size) =>
    `<div class="Grid" id="${ids.table}"><div class="LoadingIndicator Active" id="${ids.loading}"></div><table><thead><tr class="Heading">${
      g.selectable ? '<td class="ImageSelectionCell"></td>' : ""
    }<td class="ContextMenuCell"></td>${g.columns.map((c) => `<td class="TextCell"><div class="Label">${escape(c.title)}</div></td>`).join("")}</tr>${
      g.columns.some((c) => c.filter)
        ? `<tr class="Filter">${g.selectable ? "<td></td>" : ""}<td></td>${ids.filters.map((f) => `<td>${f ? `<input type="text" id="${f}">` : ""}</td>`).join("")}</tr>`
        : ""
    }</thead><tbody id="${ids.body}"></tbody></table><div class="Pager"><div class="Button2" id="${ids.prev}" tabindex="0"><div class="Text2">&lt;</div></div><div class="VisibleRows" id="${ids.visible}"></div><div class="Button2" id="${ids.next}" tabindex="0"><div class="Text2">&gt;</div></div><select id="${ids.size}" class="PageSizeDropDownList">${g.pageSizes
      .map((n) => `<option${n === size ? " selected" : ""}>${n}</option>`)
      .join(
        "",
      )}</select><div class="Button2" id="${ids.refresh}" tabindex="0"><div class="StandardButtonIcon Refresh"></div></div></div></div>`,
  letters: (letters, view) =>
    `<div class="LetterIndex"><div class="Letters">${letters
      .map((l) => `<a class="Button Link Letter" id="${l.id}" tabindex="0">${escape(l.text)}</a>`)
      .join("")}</div>${view}</div>`,
  gridRows: (g, rows, icon) =>
    rows.rows.length
      ? rows.rows
          .map(
            (r) =>
              `${r.heading ? `<tr class="GroupRow"><td colspan="${g.columns.length + 2}">${escape(r.heading)}</td></tr>` : ""}<tr class="Display" data-row-key="${escape(r.key)}">${g.selectable ? '<td class="ImageSelectionCell"><div class="Decoration Icon CheckBox"></div></td>' : ""}<td class="ContextMenuCell">${
                icon ? `<div class="Button ButtonIcon ContextMenu" data-route-key="${escape(r.key)}"></div>` : ""
              }</td>${r.cells
                .map((c) =>
                  typeof c === "boolean"
                    ? `<td class="ImageCell">${c ? '<div class="Decoration Icon CheckMark"></div>' : ""}</td>`
                    : `<td class="TextCell">${escape(c)}</td>`,
                )
                .join("")}</tr>`,
          )
          .join("")
      : `<tr class="NoDataRow"><td colspan="${g.columns.length + 2}">There are no records.</td></tr>`,
  message: (text) => `<div class="StandardText" style="padding:20px">${escape(text)}</div>`,
};
