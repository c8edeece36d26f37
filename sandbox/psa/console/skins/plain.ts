/** Accessible HTML: tied labels, native controls, landmarks. The same ids and the same posts as in the drawn skins. */
import { escape } from "../../../console/html";
import { menuOf, moduleUrl } from "../menu";
import { idOf, modules, postName, type Field } from "../page";
import { routes } from "../routes";
import type { ClientData, Skin } from "./skin";

const e = escape;

export const plain: Skin = {
  css: `body{font:16px sans-serif;margin:1em}nav ul{list-style:none;padding:0}nav.top li{display:inline-block;margin-right:1em}.field{margin:.6em 0}table{border-collapse:collapse}td,th{border:1px solid #aaa;padding:.3em .6em;text-align:left}.loading{position:fixed;inset:0;background:#fffb}dialog{z-index:9}`,
  field: (field, look, data) => {
    const id = idOf(field);
    const problem =
      look.fieldErrors === "inline" && (field.error !== undefined || field.required)
        ? `<span id="ctl00_phContent_rfv${field.name}" role="alert"${field.error === undefined ? ' style="display:none"' : ""}>${e(field.error ?? `${field.label} is required.`)}</span>`
        : "";
    if (field.kind === "checks") {
      if (field.required && !field.disabled) data.required[id] = field.label;
      return `<fieldset id="${id}" class="field"><legend>${e(field.label)}${field.required ? " (required)" : ""}</legend>${field.options
        .map(
          (option, index) =>
            `<div><input type="checkbox" id="${id}_${index}" name="${postName(id)}" value="${e(option.value)}"${field.values.includes(option.value) ? " checked" : ""}${field.disabled ? " disabled" : ""}><label for="${id}_${index}">${e(option.text)}</label></div>`,
        )
        .join("")}${shown(field)}${problem}</fieldset>`;
    }
    if (field.kind === "fixed")
      return `<dl class="field"><dt>${e(field.label)}</dt><dd id="${id}">${e(field.text)}</dd></dl>`;
    const label = `<label for="${id}">${e(field.label)}${field.required ? " (required)" : ""}</label>`;
    return `<div class="field">${label} ${control(field, id, data)}${problem}</div>`;
  },
  columns: (cells) => cells.join(""),
  button: (button, data) => {
    data.acts[button.id] = {
      target: postName(button.id),
      href: button.href,
      question: button.question,
      validates: button.validates,
      inert: button.inert,
    };
    return `<button type="button" id="${button.id}">${e(button.text)}</button> `;
  },
  toolbar: (buttons) => `<div role="toolbar" aria-label="Actions">${buttons.join("")}</div>`,
  banner: ({ kind, text }) =>
    `<div role="${kind === "success" ? "status" : "alert"}" class="alert"><strong>${{ success: "Success!", error: "Error!", warning: "Warning!" }[kind]}</strong> ${e(text)}</div>`,
  summary: (texts) =>
    `<div id="ctl00_phContent_ValidationSummary1" role="alert"${texts.length === 0 ? ' style="display:none"' : ""}><ul>${texts.map((text) => `<li>${e(text)}</li>`).join("")}</ul></div>`,
  cards: (cards) =>
    `<dl>${cards.map((card) => `<div><dt>${e(card.caption)}</dt><dd>${card.number}</dd></div>`).join("")}</dl>`,
  panel: (title, content, buttons) =>
    `<section aria-label="${e(title)}"><h2>${e(title)}</h2>${content}${buttons.join("")}</section>`,
  section: (title, content) => `<section aria-label="${e(title)}"><h3>${e(title)}</h3>${content}</section>`,
  tabs: (tabs, data) =>
    `<div role="tablist">${tabs
      .map((tab) => {
        const id = `ctl00_phContent_lnk${tab.name}`;
        data.acts[id] = { target: postName(id) };
        return `<button type="button" role="tab" id="${id}" aria-selected="${tab.selected}">${e(tab.text)}</button>`;
      })
      .join("")}</div>`,
  grid: (grid, data) => {
    const rows = grid.rows.map((row) => {
      const box = grid.boxes
        ? `<td><input type="checkbox" name="ctl00$phListing$ctrlListing$chkRow" value="${e(row.id)}" aria-label="Select ${e(row.cells[grid.linked] ?? "")}"></td>`
        : "";
      const cells = row.cells.map((cell, column) => {
        const link = column === grid.linked && grid.opens === "click";
        return `<td>${link ? `<a href="${e(row.url)}" data-id="${e(row.id)}">${e(cell)}</a>` : e(cell)}</td>`;
      });
      return `<tr href="${e(row.url)}" data-opens="${grid.opens}" data-menu="${e(JSON.stringify(row.menu))}">${box}${cells.join("")}</tr>`;
    });
    const head = [
      ...(grid.boxes ? ["<td></td>"] : []),
      ...grid.columns.map((column) => `<th scope="col">${e(column)}</th>`),
    ];
    const go = (name: string, text: string, page: number) => {
      const id = `ctl00_phListing_ctrlListing_dgrdListing_${name}`;
      data.acts[id] = { target: "ctl00$phListing$ctrlListing$dgrdListing", argument: `Page$${page}` };
      return `<button type="button" id="${id}">${e(text)}</button>`;
    };
    return `<table id="ctl00_phListing_ctrlListing_dgrdListing_ctl00"><thead><tr>${head.join("")}</tr></thead><tbody>${
      rows.length === 0 ? `<tr><td colspan="${head.length}">No records to display.</td></tr>` : rows.join("")
    }</tbody></table><div role="navigation" aria-label="Pages">${grid.page > 1 ? go("prev", "Previous Page", grid.page - 1) : ""} <span>Page ${grid.page} of ${grid.pages}, ${grid.total} items</span> ${grid.page < grid.pages ? go("next", "Next Page", grid.page + 1) : ""}</div>`;
  },
  permissions: (sections, data) =>
    sections
      .map((section) => {
        const key = section.title.replaceAll(" ", "");
        const id = `ctl00_phContent_lnkSection_${key}`;
        data.acts[id] = { target: "ctl00$phContent$permissions", argument: section.title };
        const off = section.disabled ? " disabled" : "";
        const box = (entry: { name: string; label: string; value: boolean }, spoken?: string) =>
          `<label><input type="checkbox" name="${e(entry.name)}"${entry.value ? " checked" : ""}${off}${spoken === undefined ? "" : ` aria-label="${e(spoken)}"`}>${spoken === undefined ? ` ${e(entry.label)}` : ""}</label>`;
        const head = `<h3><button type="button" id="${id}" aria-expanded="${section.open}">${e(section.title)}</button></h3>`;
        if (!section.open) return head;
        return `${head}<div role="group" aria-label="${e(section.title)}">${section.all.map((entry) => box(entry)).join("")}<table><thead><tr><th scope="col">Module</th><th scope="col">View</th><th scope="col">Modify</th><th scope="col">Delete</th></tr></thead><tbody>${section.rows
          .map(
            (row) =>
              `<tr><th scope="row">${e(row.module)}</th>${row.boxes.map((entry) => `<td>${box(entry, `${row.module}: ${entry.label}`)}</td>`).join("")}</tr>`,
          )
          .join(
            "",
          )}</tbody></table>${section.special.length === 0 ? "" : `<h4>Special Features</h4>${section.special.map((entry) => box(entry)).join("")}`}</div>`;
      })
      .join(""),
  words: (text) => `<p>${e(text)}</p>`,
  shell: (page, content, who) => {
    const top = modules
      .filter((module) => who.admin || module === "Home")
      .map(
        (module) =>
          `<li><a href="${e(moduleUrl(module))}"${module === page.module ? ' aria-current="true"' : ""}>${module}</a></li>`,
      )
      .join("");
    const left = menuOf(page.module)
      .map((entry) => {
        if (entry.entries === undefined) return `<li><a href="${e(entry.url ?? "#")}">${e(entry.text)}</a></li>`;
        return `<li class="treeview"><button type="button" data-group="1" aria-expanded="false">${e(entry.text)}</button><ul class="treeview-menu" style="display:none">${entry.entries
          .map((child) => `<li><a href="${e(child.url)}">${e(child.text)}</a></li>`)
          .join("")}</ul></li>`;
      })
      .join("");
    const trail = [
      ...page.trail.map((step) => `<a href="${e(step.url)}">${e(step.text)}</a>`),
      `<span aria-current="page">${e(page.title)}</span>`,
    ];
    return `<header><nav class="top" aria-label="Modules"><ul>${top}</ul></nav><div>Signed in as <span id="ctl00_MainHeaderNavigationBar_CurrentProfileBox1_lblUserFirstName">${e(who.firstName)}</span>. <a href="${routes.profile}">My Settings</a> <a href="${routes.logout}">Log out</a></div></header><nav aria-label="Menu"><ul>${left}</ul></nav><nav aria-label="Breadcrumb">${trail.join(" / ")}</nav><main><h1>${e(page.title)}</h1>${content}</main>`;
  },
};

/** Says that boxes were on the page: they post nothing when they are clear. */
const shown = (field: Field): string =>
  field.disabled ? "" : `<input type="hidden" name="ctl00$phContent$hid${field.name}" value="1">`;

function control(field: Exclude<Field, { kind: "checks" | "fixed" }>, id: string, data: ClientData): string {
  const off = field.disabled ? " disabled" : "";
  const mark = field.required ? ' aria-required="true"' : "";
  if (field.required && !field.disabled) data.required[id] = field.label;
  switch (field.kind) {
    case "text":
      return `<input type="${field.type ?? "text"}" id="${id}" name="${postName(id)}" value="${e(field.value)}"${mark}${off}>`;
    case "check":
      return `<input type="checkbox" id="${id}" name="${postName(id)}"${field.value ? " checked" : ""}${off}>${shown(field)}`;
    default: {
      if (field.postBack) data.natives[id] = postName(id);
      const options = field.options.some((option) => option.value === "")
        ? field.options
        : [{ value: "", text: "" }, ...field.options];
      return `<select id="${id}" name="${postName(id)}"${mark}${off}>${options
        .map(
          (option) =>
            `<option value="${e(option.value)}"${option.value === field.value ? " selected" : ""}>${e(option.text)}</option>`,
        )
        .join("")}</select>`;
    }
  }
}
