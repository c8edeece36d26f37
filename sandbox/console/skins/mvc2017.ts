/**
 * Markup of the vendor's MVC pages of 2017: the same class names without digits, labels tied by `for`, real inputs
 * inside `.Editor`, link buttons, permission cells in tables of `div`s without any label.
 * After a third-party copy of the pages (evelh/Done) and pictures of about 2020.
 */
import { escape } from "../html";
import { layoutCss } from "./mvc";
import type { Label, Skin } from "./skin";

/** Lists, boxes and circles that are drawn. */
export const drawnCss = `.SingleItemSelector2{width:320px;height:24px;border:1px solid #d3d3d3;font:inherit;padding:1px 6px;background:#fff;cursor:pointer}
.SingleItemSelector2>.ContentContainer{display:flex}.SingleItemSelector2 .ValueContainer{flex:1}.Triangle::after{content:"▾"}.SearchBox,.TargetPreview{display:none}
.SingleItemSelector2.Disabled,.Checkbox2.Disabled,.RadioButton2.Disabled{opacity:.45}
.TabIndexHack{width:13px;height:13px;border:1px solid #777}.TabIndexHack.Checked{background:#346a95}.RadioButton2 .TabIndexHack{border-radius:50%}`;

const css = `${layoutCss}
.TitleBar{background:#346a95;color:#fff;padding:12px;font-size:15px;text-transform:none}.TitleBar .Title .Text{font-weight:bold}.TitleBar .SecondaryText{margin-left:6px;color:#fff}
.ButtonContainer{display:flex;gap:5px;padding:10px 6px}
.Button{display:inline-flex;align-items:center;gap:5px;height:26px;padding:0 9px;border:1px solid #bbb;background:linear-gradient(#fff,#d7d7d7);cursor:pointer;font-weight:bold;color:#4f4f4f;user-select:none;white-space:nowrap;text-decoration:none}
.Button .Icon{width:12px;height:12px;border:2px solid #777;border-radius:3px}.Button.DisabledState{opacity:.45}.Button.HoverState{background:#eee}.Button.Link{border:0;background:none;color:#376597;font-weight:normal;height:auto;padding:0}
.TabBar{display:flex;gap:3px;border-bottom:1px solid #aaa;margin:4px 6px}.TabBar .Button{border-bottom:0;height:30px}.TabBar .SelectedState{background:#fff}
.Section{border:1px solid #ccc;margin:6px;padding-bottom:12px}.Section>.Heading{display:flex;align-items:center;gap:8px;padding:8px;text-transform:uppercase;font-weight:bold;color:#666;font-size:12px}.Section>.Heading .Right{margin-left:auto;display:flex;gap:8px;text-transform:none;font-weight:normal}.Toggle{width:12px;height:12px;border:1px solid #888;line-height:9px;text-align:center;cursor:pointer}.Toggle::after{content:"-"}.Collapsed .Toggle::after{content:"+"}
.Section.Collapsed{padding-bottom:0}
.EditorLabelContainer{margin-top:9px;font-weight:bold}.EditorLabelContainer .Required{color:#e22000;margin-left:2px}.EditorLabelContainer.Invalid{color:#c23030}.SecondaryText{color:#888;margin-left:4px;font-weight:normal}
.Editor .InputField input[type=text],.Editor .InputField select{width:320px;height:24px;border:1px solid #d3d3d3;font:inherit;padding:1px 6px;background:#fff}.Editor.Short .InputField input[type=text]{width:120px}
.CheckBoxLine{display:flex;align-items:center;margin-top:9px}.CheckBoxLine .EditorLabelContainer{margin:0 0 0 6px;font-weight:normal}
.CheckBoxLine .SecondaryText{color:#999}
.Edit_LayoutBlock{margin:10px 20px}.Edit_TableTitle{font-weight:bold;display:inline-block}.Edit_TableTitleAnnotion{color:#999;display:inline-block;margin-left:5px}
.Edit_TableHeaderRow,.Edit_TableBodyRow{display:flex;align-items:center;min-height:30px;border-bottom:1px solid #eee}.Edit_TableHeaderRow{font-weight:bold;background:#ebf3f8}.Edit_TwoCells,.Edit_FourCells{width:260px;padding:2px 6px}.Edit_OneCells{width:150px;padding:2px 4px}.Edit_OneCells select,.Edit_OneCells .SingleItemSelector2{width:140px}.Edit_ReadonlyPermission{color:#888}
.Edit_DropdownHeader{margin-top:9px}.Edit_DropdownLabel{font-weight:bold}.Edit_Hint{color:#999;max-width:760px}
${drawnCss}
.Text.Standard{margin:6px 0;color:#444}.ReadOnlyData .Label{font-weight:bold;margin-top:9px}
.ListMover{display:flex;gap:8px;align-items:center}.ListMover select{width:210px;height:110px}.ListMover .Arrows{display:flex;flex-direction:column;gap:5px}
.Grid{margin:6px;border:1px solid #98b4ca}.Grid table{width:100%;border-collapse:collapse}.HeadingRow td{background:#cbd9e4;color:#64727a;font-weight:bold}.Grid td{padding:6px;border-bottom:1px solid #ddd}.Grid .Context{width:30px}.Grid .Button.ContextMenu{width:18px;height:16px;padding:0;background:linear-gradient(#777 2px,transparent 2px 6px,#777 6px 8px,transparent 8px 12px,#777 12px)}
.LetterIndex{display:flex;justify-content:flex-end;align-items:center;gap:12px;margin:0 6px}.Letters{display:flex;gap:5px}.Letter.SelectedState{font-weight:bold}.LetterIndex .EditorLabelContainer{margin:0}.LetterIndex select,.LetterIndex .SingleItemSelector2{width:130px!important}.GroupRow td{background:#f0f0f0;font-weight:bold}.Suffix{font-weight:bold;margin-left:4px}.InputField:has(.Suffix) input[type=text]{width:170px}.Editor .InputField input[type=password]{width:180px;height:24px}.TabBar .Required{color:#e22000}
.CheckBox.Icon{width:13px;height:13px;border:1px solid #999}.CheckBox.Icon.Selected{background:#346a95}.CheckMark{width:5px;height:10px;border:solid #1a7d3e;border-width:0 2px 2px 0;transform:rotate(45deg)}
.Pager{display:flex;gap:8px;padding:6px;align-items:center}.Grid .LoadingIndicator.Active{height:18px;background:#def}
.PageNavigationLinkGroup{margin:6px 0 10px 20px}.PageNavigationLinkGroup>.Heading{font-weight:bold}.StandardText{color:#666}
.DropDown{position:relative;display:inline-flex}.DropDown .ContextOverlay{top:28px;left:0}.ContextOverlay .Button{display:flex;border:0;background:none;font-weight:normal}
`;

const label = (l: Label, id: string, labelId: string): string =>
  `<div class="EditorLabelContainer" id="${labelId}"><div class="Label"><label for="${id}">${escape(l.text)}</label>${
    l.required ? '<span class="Required">*</span>' : ""
  }${l.addition ? `<span class="SecondaryText">(${escape(l.addition)})</span>` : ""}</div></div>`;

const button = (text: string, id: string, icon: string | undefined, off: boolean | undefined): string =>
  `<a class="Button ButtonIcon ${icon ?? ""} ${off ? "DisabledState" : "NormalState"}" id="${id}" tabindex="0">${
    icon ? '<span class="Icon"></span>' : ""
  }<span class="Text">${escape(text)}</span></a>`;

const picker = (id: string): string =>
  `<div class="SingleItemSelector2" id="${id}" tabindex="0"><div class="ContentContainer"><div class="ValueContainer"><div class="TargetPreview"></div><div class="SelectionDisplay"></div></div><div class="Triangle"></div></div></div>`;

const dialog = (id: string, buttons: string): string =>
  `<div id="${id}" class="ModalDialog"><div class="StandardText${id === "ConfirmationDialog" ? " HighImportance" : ""} DialogText"></div>${buttons}</div>`;

export const mvc2017: Skin = {
  name: "mvc-2017",
  css,
  trusted: true,
  boxes: "native",
  pickers: "native",
  frame: (p) => `
<div class="PageHeadingContainer"><div class="Active TitleBar"><div class="TitleBarItem Title"><span class="Text">${escape(p.title)}</span>${
    p.secondary ? `<span class="SecondaryText">- ${escape(p.secondary)}</span>` : ""
  }</div></div>${p.toolbar ? `<div class="ButtonContainer ToolBar">${p.toolbar}</div>` : ""}<div class="ValidationSummary"><div class="FormValidation Single"><div class="Message"></div></div></div></div>
${p.tabs}<div class="ScrollingContainer">${p.body}</div>
<div id="BackgroundOverlay"></div><div id="LoadingIndicator" class="Active"></div>
${dialog("AlertDialog", '<a class="Button NormalState" id="AlertDialogOkayButton" tabindex="0"><span class="Text">OK</span></a>')}
${dialog("ConfirmationDialog", '<a class="Button NormalState" id="ConfirmationDialogYesButton" tabindex="0"><span class="Text">Yes</span></a> <a class="Button NormalState" id="ConfirmationDialogNoButton" tabindex="0"><span class="Text">No</span></a>')}`,
  toolbarButton: (b, id, menu) =>
    menu
      ? `<div class="DropDown">${button(b.text, id, b.icon, b.disabled)}<a class="Button NormalState DropDownArrow" id="${menu.arrow}" tabindex="0"><span class="Text">▾</span></a><div class="ContextOverlayContainer"><div class="ContextOverlay" id="${menu.overlay}" style="display:none">${menu.items
          .map((i) => button(i.text, i.id, undefined, false))
          .join("")}</div></div></div>`
      : button(b.text, id, b.icon, b.disabled),
  toolbarNote: (text) => `<span class="Text Standard">${escape(text)}</span>`,
  innerButton: (b, id) => `<div style="margin-top:10px">${button(b.text, id, b.icon, b.disabled)}</div>`,
  tabs: (tabs) =>
    `<div class="TabBar">${tabs
      .map(
        (t) =>
          `<a class="Button ${t.selected ? "SelectedState" : "NormalState"}" id="${t.head}" tabindex="0"><span class="Text">${escape(t.title)}</span>${t.required ? '<span class="Required">*</span>' : ""}</a>`,
      )
      .join("")}</div>`,
  section: (s, content, ids) =>
    `<div class="${s.closed === undefined ? "Normal" : "Normal Collapsable"} Section${s.closed ? " Collapsed" : ""}" id="${ids.root}"><div class="Heading" id="${ids.head}">${
      s.closed === undefined ? "" : '<div class="Toggle"></div>'
    }<span class="Text">${escape(s.title)}</span>${
      ids.full && ids.none
        ? `<div class="Right"><span>Permission:</span><a class="Button Link NormalState Full" id="${ids.full}" tabindex="0">Full</a><span>|</span><a class="Button Link NormalState Empty" id="${ids.none}" tabindex="0">None</a></div>`
        : ""
    }</div><div class="Content" id="${ids.body}"${s.closed ? ' style="display:none"' : ""}>${content}</div></div>`,
  group: (title, addition, hint, content) =>
    `<div class="Edit_LayoutBlock">${title ? `<div class="Edit_TableTitle">${escape(title)}</div>` : ""}${
      addition ? `<div class="Edit_TableTitleAnnotion">(${escape(addition)})</div>` : ""
    }${hint ? `<div class="Edit_Hint">${escape(hint)}</div>` : ""}${content}</div>`,
  columns: (columns) =>
    `<div class="Columns${columns.length === 1 ? " Single" : ""}">${columns.map((c) => `<div class="Column">${c}</div>`).join("")}</div>`,
  text: (f, l, id, labelId) =>
    `${label(l, id, labelId)}<div class="Editor TextBox${f.short ? " Short" : ""}"><div class="InputField"><input type="${f.password ? "password" : "text"}" id="${id}" autocomplete="off"${f.readOnly ? " readonly" : ""}>${f.suffix ? `<span class="Suffix">${escape(f.suffix)}</span>` : ""}</div></div>`,
  list: (f, l, id, labelId, form) => {
    if (form === "drawn") return `${l ? label(l, id, labelId) : ""}<div class="Editor">${picker(id)}</div>`;
    const select = `<select id="${id}">${f.options.map((o) => `<option value="${escape(o.value)}">${escape(o.text)}</option>`).join("")}</select>`;
    // Cells of the level editor stand without an editor around them, single lists under a title of their own.
    if (!l) return select;
    if (f.section)
      return `<div class="Edit_DropdownHeader" id="${labelId}"><div class="Edit_DropdownLabel">${escape(l.text)}${l.addition ? ` <span class="SecondaryText">(${escape(l.addition)})</span>` : ""}</div></div><div class="Editor SingleSelect"><div class="InputField">${select}</div></div>`;
    return `${label(l, id, labelId)}<div class="Editor SingleSelect"><div class="InputField">${select}</div></div>`;
  },
  check: (_f, l, id, labelId, form) =>
    `<div class="CheckBoxLine"><div class="Editor CheckBox"><div class="InputField"><div>${
      form === "native"
        ? `<input type="checkbox" id="${id}">`
        : `<div class="Checkbox2" id="${id}"><div class="TabIndexHack Unchecked" tabindex="0"></div></div>`
    }</div></div></div>${l ? label(l, id, labelId) : ""}</div>`,
  radio: (text, id, labelId, form, group) =>
    `<div class="CheckBoxLine"><div class="Editor RadioButton"><div class="InputField"><div>${
      form === "native"
        ? `<input type="radio" id="${id}" name="${group}">`
        : `<div class="RadioButton2" id="${id}"><div class="TabIndexHack Unchecked" tabindex="0"></div></div>`
    }</div></div></div>${label({ text }, id, labelId)}</div>`,
  mover: (f, l, ids) =>
    `${f.titled ? label(l, ids.right, ids.label) : ""}<div class="ListMover" id="${ids.root}"><div class="Left"><div>${escape(f.left)}</div><select multiple id="${ids.left}"></select></div><div class="Arrows"><a class="Button NormalState MoveRight" id="${ids.moveRight}" tabindex="0"><span class="Text">&gt;</span></a><a class="Button NormalState MoveLeft" id="${ids.moveLeft}" tabindex="0"><span class="Text">&lt;</span></a></div><div class="Right"><div>${escape(f.right)}</div><select multiple id="${ids.right}"></select></div></div>`,
  fixed: (f) =>
    `<div class="ReadOnlyData"><div class="Label">${escape(f.label)}</div><div class="Value">${escape(f.text)}</div></div>`,
  note: (n) => `<div class="Text Standard">${escape(n.text)}</div>`,
  matrix: (corner, columns, rows) => {
    const first = columns.length > 2 ? "Edit_FourCells" : "Edit_TwoCells";
    return `<div class="Edit_LayoutTable"><div class="Edit_TableHeaderRow"><div class="${first}">${escape(corner)}</div>${columns
      .map((c) => `<div class="Edit_OneCells">${escape(c)}</div>`)
      .join("")}</div><div class="Edit_Tablebody">${rows
      .map(
        (r) =>
          `<div class="Edit_TableBodyRow"><div class="${first}">${escape(r.label)}</div>${r.cells.map((c) => `<div class="Edit_OneCells">${c}</div>`).join("")}</div>`,
      )
      .join("")}</div></div>`;
  },
  words: (text, id) => `<div class="Edit_ReadonlyPermission" id="${id}">${escape(text)}</div>`,
  table: (columns, rows, empty) =>
    `<div class="Grid"><table><tbody><tr class="HeadingRow">${columns.map((c) => `<td class="Heading">${escape(c)}</td>`).join("")}</tr>${
      rows.length
        ? rows.map((r) => `<tr class="D">${r.map((c) => `<td class="Text">${escape(c)}</td>`).join("")}</tr>`).join("")
        : `<tr class="NoDataRow"><td colspan="${columns.length}">${escape(empty)}</td></tr>`
    }</tbody></table></div>`,
  linkGroup: (title, links) =>
    `<div class="PageNavigationLinkGroup">${title ? `<div class="Heading"><div class="Text">${escape(title)}</div></div>` : ""}<div class="PageNavigationLinkColumn">${links
      .map(
        (l) =>
          `<div class="PageNavigationLink"><a class="Button ButtonIcon Link NormalState" id="${l.id}" tabindex="0"><span class="Text">${escape(l.text)}</span></a><div class="StandardText">${escape(l.about)}</div></div>`,
      )
      .join("")}</div></div>`,
  grid: (g, ids, size) =>
    `<div class="Grid" id="${ids.table}"><div class="LoadingIndicator Active" id="${ids.loading}"></div><table><thead class="HeaderContainer"><tr class="HeadingRow">${
      g.selectable ? "<td></td>" : ""
    }<td class="Context"></td>${g.columns.map((c) => `<td class="Heading">${escape(c.title)}</td>`).join("")}</tr>${
      g.columns.some((c) => c.filter)
        ? `<tr class="FilterRow">${g.selectable ? "<td></td>" : ""}<td></td>${ids.filters.map((f) => `<td>${f ? `<input type="text" id="${f}" size="8">` : ""}</td>`).join("")}</tr>`
        : ""
    }</thead><tbody class="RowContainer BodyContainer" id="${ids.body}"></tbody></table><div class="Pager"><a class="Button NormalState" id="${ids.prev}" tabindex="0"><span class="Text">&lt;</span></a><span class="VisibleRows" id="${ids.visible}"></span><a class="Button NormalState" id="${ids.next}" tabindex="0"><span class="Text">&gt;</span></a><select id="${ids.size}">${g.pageSizes
      .map((n) => `<option${n === size ? " selected" : ""}>${n}</option>`)
      .join(
        "",
      )}</select><a class="Button NormalState Refresh" id="${ids.refresh}" tabindex="0"><span class="Icon"></span></a></div></div>`,
  letters: (letters, view) =>
    `<div class="LetterIndex"><span class="Letters">${letters
      .map((l) => `<a class="Button Link NormalState Letter" id="${l.id}" tabindex="0">${escape(l.text)}</a>`)
      .join("")}</span>${view}</div>`,
  gridRows: (g, rows, icon) =>
    rows.rows.length
      ? rows.rows
          .map(
            (r) =>
              `${r.heading ? `<tr class="GroupRow"><td colspan="${g.columns.length + 2}">${escape(r.heading)}</td></tr>` : ""}<tr class="D" data-row-key="${escape(r.key)}">${g.selectable ? '<td class="Selection"><div class="Decoration Icon CheckBox"></div></td>' : ""}<td class="Context">${
                icon ? '<a class="Button ButtonIcon ContextMenu NormalState" tabindex="0"></a>' : ""
              }</td>${r.cells
                .map((c) =>
                  typeof c === "boolean"
                    ? `<td class="Boolean">${c ? '<div class="Decoration Icon CheckMark"></div>' : ""}</td>`
                    : `<td class="Text">${escape(c)}</td>`,
                )
                .join("")}</tr>`,
          )
          .join("")
      : `<tr class="NoDataRow"><td colspan="${g.columns.length + 2}">There are no records.</td></tr>`,
  message: (text) => `<div class="Text Standard" style="padding:20px">${escape(text)}</div>`,
};
