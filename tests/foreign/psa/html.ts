import { createHash } from "node:crypto";
import { randomFrom } from "../traits";
import type { Traits } from "./traits";

/** How this tenant draws a field, a button, a list: one object per tenant. */

export interface Field {
  key: string;
  label: string;
  kind: "text" | "password" | "pick" | "person" | "many" | "check";
  required?: boolean;
  info?: boolean;
  options?: string[];
  value: string | string[];
  disabled?: boolean;
  /** A choice sends the page back. */
  posts?: boolean;
  /** Name in the vendor's manner, without prefix. */
  id?: string;
}

export const h = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

export type Html = ReturnType<typeof htmlOf>;

export function htmlOf(seed: number, traits: Traits) {
  const hash = (text: string) => createHash("sha1").update(`${seed} ${text}`).digest("hex");
  const letters = (text: string) => hash(text).slice(0, 8).replace(/^\d/, "q");
  /** A class: the vendor's, nothing, or noise. */
  const cls = (name: string) =>
    traits.classes === "vendor" ? ` class="${name}"` : traits.classes === "random" ? ` class="${letters(name)}"` : "";
  /** The name under which a field is sent. */
  const nameOf = (field: { key: string; id?: string }) =>
    traits.names === "vendor" ? `ctl00$phContent$${field.id ?? `txt${field.key}`}` : letters(field.key);
  const idOf = (field: { key: string; id?: string }) => nameOf(field).replace(/\$/g, "_");

  function labelText(field: Field): string {
    const star = `<span style="color:#c00">*</span>`;
    const colon = traits.star.startsWith(":") ? ":" : "";
    const info =
      field.info && traits.info === "icon"
        ? ` <span title="Set up under Admin" style="border-radius:8px;background:#444;color:#fff;padding:0 4px;font-size:10px">i</span>`
        : "";
    if (!field.required) return h(field.label) + colon + info;
    if (traits.star === "before") return `${star} ${h(field.label)}${info}`;
    return `${h(field.label)}${traits.star === ":*" ? ":" : traits.star === ": *" ? ": " : " "}${star}${info}`;
  }

  function label(field: Field): string {
    const id = idOf(field);
    if (traits.tie === "for") return `<label for="${id}" id="${id}_l">${labelText(field)}</label>`;
    return `<span id="${id}_l">${labelText(field)}</span>`;
  }

  const aria = (field: Field) => (traits.tie === "aria" ? ` aria-labelledby="${idOf(field)}_l"` : "");

  /** The box alone, without its label. */
  function control(field: Field): string {
    const name = nameOf(field);
    const id = idOf(field);
    const off = field.disabled ? " disabled" : "";
    const single = Array.isArray(field.value) ? field.value.join("|") : field.value;
    const posts = field.posts ? ` data-p="1"` : "";
    const wide = `style="width:220px;box-sizing:border-box;height:26px"`;
    switch (field.kind) {
      case "text":
      case "password":
        return `<input type="${field.kind}" id="${id}" name="${name}" value="${h(single)}"${cls("form-control")}${aria(field)}${off} ${wide}>`;
      case "check":
        if (traits.active === "toggle")
          return `<span data-g="1" style="display:inline-block;width:44px;height:20px;border-radius:10px;position:relative;background:${single ? "#3a3" : "#bbb"}"><input type="checkbox" id="${id}" name="${name}" value="1"${single ? " checked" : ""}${aria(field)}${off} style="position:absolute;opacity:0;width:44px;height:20px;margin:0;pointer-events:none"><i style="position:absolute;top:2px;left:${single ? 26 : 2}px;width:16px;height:16px;border-radius:8px;background:#fff"></i></span>`;
        return `<input type="checkbox" id="${id}" name="${name}" value="1"${single ? " checked" : ""}${aria(field)}${off}>`;
      case "person":
        if (traits.manager === "type-ahead")
          return `<span data-ta="${name}" style="display:inline-block;white-space:nowrap"><input type="text" id="${id}" autocomplete="off" value="${h(single)}"${aria(field)}${off}${cls("rcbInput")} style="width:195px;height:26px;box-sizing:border-box"><a data-all="1" style="display:inline-block;width:25px;text-align:center;cursor:pointer;background:#eee">&#9660;</a><input type="hidden" name="${name}" value="${h(single)}"></span>`;
        if (traits.manager === "dialog")
          return `<span data-dp="${name}" style="display:inline-block;white-space:nowrap"><input type="text" id="${id}" readonly value="${h(single)}"${aria(field)} style="width:190px;height:26px;box-sizing:border-box"><button type="button" data-find="1" title="Select ${h(field.label)}"${off} style="width:30px;height:26px">...</button><input type="hidden" name="${name}" value="${h(single)}"></span>`;
        return combo(field);
      case "many":
        return many(field);
      default:
        if (traits.combo === "native")
          return `<select id="${id}" name="${name}"${aria(field)}${off}${posts} ${wide}><option value="">${traits.comboEmpty === "blank" ? "" : traits.comboEmpty}</option>${(field.options ?? []).map((one) => `<option${one === single ? " selected" : ""}>${h(one)}</option>`).join("")}</select>`;
        return combo(field);
    }
  }

  function combo(field: Field, boxes = false): string {
    if (!boxes && traits.combo === "native") return control({ ...field, kind: "pick" });
    const name = nameOf(field);
    const id = idOf(field);
    const values = Array.isArray(field.value) ? field.value : field.value ? [field.value] : [];
    const text = values.join(", ") || (traits.comboEmpty === "blank" ? "" : traits.comboEmpty);
    const off = field.disabled ? ` data-off="1"` : "";
    const sent = `<input type="hidden" name="${name}" value="${h(values.join("|"))}">`;
    const opening = `data-c="${name}" data-m="${boxes ? 1 : 0}"${field.posts ? ` data-p="1"` : ""}${off}`;
    const looks = `display:inline-block;width:220px;height:26px;border:1px solid #aaa;background:${field.disabled ? "#ddd" : "#f4f4f4"};position:relative;box-sizing:border-box;vertical-align:middle`;
    const items = (field.options ?? [])
      .map((one) =>
        boxes
          ? `<li data-v="${h(one)}"${cls("rcbItem")} style="list-style:none;padding:3px 6px;cursor:pointer"><label><input type="checkbox"${values.includes(one) ? " checked" : ""}> ${h(one)}</label></li>`
          : `<li data-v="${h(one)}"${cls("rcbItem")}${traits.combo === "aria" ? ` role="option" aria-selected="${values.includes(one)}"` : ""} style="list-style:none;padding:3px 6px;cursor:pointer">${h(one)}</li>`,
      )
      .join("");
    const list = `<div${cls("rcbSlide")} data-l="${name}" style="display:none;position:absolute;z-index:6000;background:#fff;border:1px solid #888;min-width:218px;max-height:180px;overflow:auto"><div id="${id}_DropDown"${cls("RadComboBoxDropDown")}><ul${cls("rcbList")}${traits.combo === "aria" ? ` role="listbox" id="${id}_list"` : ""} style="margin:0;padding:0">${items}</ul></div></div>`;
    switch (traits.combo) {
      case "telerik":
        return `<div id="${id}"${cls("RadComboBox RadComboBox_Default")} ${opening} style="${looks}"><table cellspacing="0" style="width:100%;border-collapse:collapse"><tr${cls("rcbReadOnly")}><td${cls("rcbInputCell")} style="padding:0"><input type="text" data-t="1" id="${id}_Input" readonly autocomplete="off" value="${h(text)}"${aria(field)}${cls("rcbInput")} ${field.disabled ? "disabled" : ""} style="border:0;background:transparent;width:185px;height:22px"></td><td${cls("rcbArrowCell")} style="padding:0;width:24px;overflow:hidden"><a id="${id}_Arrow" data-o="1" style="display:block;width:24px;height:22px;overflow:hidden;text-indent:30px;background:#ccc;cursor:pointer">select</a></td></tr></table>${list}${sent}</div>`;
      case "telerik-light":
        return `<div id="${id}"${cls("RadComboBox RadComboBox_Lite")} ${opening} style="${looks}"><span data-o="1"${cls("rcbInner")} style="display:block"><input type="text" data-t="1" id="${id}_Input" readonly value="${h(text)}"${aria(field)} ${field.disabled ? "disabled" : ""} style="border:0;background:transparent;width:180px"><button type="button"${cls("rcbActionButton")} tabindex="-1" ${field.disabled ? "disabled" : ""} style="border:0;float:right">&#9660;</button></span>${list}${sent}</div>`;
      case "aria":
        return `<div ${opening} style="${looks}"><button type="button" role="combobox" aria-haspopup="listbox" aria-expanded="false" aria-controls="${id}_list" data-o="1" id="${id}"${traits.tie === "for" ? ` aria-labelledby="${id}_l"` : aria(field)} ${field.disabled ? "disabled" : ""} style="width:100%;height:24px;text-align:left;border:0"><span data-t="1">${h(text)}</span></button>${list}${sent}</div>`;
      default:
        return `<div id="${id}"${cls("select-box")} ${opening} style="${looks};cursor:pointer"><div data-o="1" style="height:24px;line-height:24px;padding-left:6px;overflow:hidden;white-space:nowrap"><span data-t="1">${h(text)}</span><i style="position:absolute;right:6px;font-style:normal">&#9662;</i></div>${list}${sent}</div>`;
    }
  }

  function many(field: Field): string {
    const name = nameOf(field);
    const id = idOf(field);
    const values = Array.isArray(field.value) ? field.value : [];
    const options = field.options ?? [];
    const off = field.disabled ? " disabled" : "";
    if (traits.many === "native")
      return `<select multiple size="6" id="${id}" name="${name}"${aria(field)}${off} style="width:220px">${options.map((one) => `<option${values.includes(one) ? " selected" : ""}>${h(one)}</option>`).join("")}</select>`;
    if (traits.many === "inline")
      return `<div id="${id}" style="border:1px solid #aaa;width:218px;height:130px;overflow:auto"${traits.tie === "none" ? "" : ` role="group" aria-labelledby="${id}_l"`}>${options.map((one, at) => `<div><input type="checkbox" id="${id}_${at}" name="${name}" value="${h(one)}"${values.includes(one) ? " checked" : ""}${off}><label for="${id}_${at}">${h(one)}</label></div>`).join("")}</div>`;
    if (traits.many === "dual") {
      const side = (title: string, which: string, shown: string[]) =>
        `<td style="padding:0"><div style="font-size:11px">${title}</div><select multiple size="6" data-side="${which}"${off} style="width:120px">${shown.map((one) => `<option>${h(one)}</option>`).join("")}</select></td>`;
      return `<table data-d="${name}" id="${id}" style="border-collapse:collapse"><tr>${side(
        "Available",
        "from",
        options.filter((one) => !values.includes(one)),
      )}<td><button type="button" data-mv="1" title="Add"${off}>&gt;</button><br><button type="button" data-mv="0" title="Remove"${off}>&lt;</button></td>${side("Selected", "to", values)}</tr></table><input type="hidden" data-dv="${name}" name="${name}" value="${h(values.join("|"))}">`;
    }
    return combo(field, true);
  }

  /** Fields with their labels, in columns. */
  function fields(all: Field[], columns = 3): string {
    const rows: Field[][] = [];
    for (let at = 0; at < all.length; at += columns) rows.push(all.slice(at, at + columns));
    switch (traits.layout) {
      case "cell-left":
        return `<table cellpadding="4">${rows.map((row) => `<tr>${row.map((one) => `<td align="right" nowrap>${label(one)}</td><td>${control(one)}</td>`).join("")}</tr>`).join("")}</table>`;
      case "label-row":
        return `<table cellpadding="4">${rows.map((row) => `<tr>${row.map((one) => `<td>${label(one)}</td>`).join("")}</tr><tr>${row.map((one) => `<td valign="top" style="min-width:230px">${control(one)}</td>`).join("")}</tr>`).join("")}</table>`;
      case "inline":
        return all
          .map(
            (one) =>
              `<div${cls("form-group")} style="margin:6px 0;overflow:hidden"><div style="float:left;width:150px">${label(one)}</div><div style="float:left">${control(one)}</div></div>`,
          )
          .join("");
      default:
        return rows
          .map(
            (row) =>
              `<div${cls("row")} style="display:flex;gap:24px;margin:8px 0">${row.map((one) => `<div${cls("col-md-4")} style="width:300px"><div style="text-align:${traits.layout === "above" ? "left" : "right"};width:220px">${label(one)}</div><div>${control(one)}</div></div>`).join("")}</div>`,
          )
          .join("");
    }
  }

  /** What is shown, not asked. */
  function shown(all: Field[]): string {
    return fields_(all);
  }
  function fields_(all: Field[]): string {
    const text = (one: Field) =>
      one.kind === "check" ? (one.value ? "Yes" : "No") : Array.isArray(one.value) ? one.value.join(", ") : one.value;
    return `<table cellpadding="4">${all.map((one) => `<tr><td${cls("psa-label-field")} nowrap>${h(one.label)}:</td><td${cls("psa-value-field")}>${h(text(one))}</td></tr>`).join("")}</table>`;
  }

  /** A button. `data` is what the page's script does with it. */
  function button(text: string, data: string, key = ""): string {
    const said = key && traits.letters === "yes" ? `${text} (${key})` : text;
    const style = `style="display:inline-block;padding:5px 12px;margin:2px;background:#6fb7dc;border:0;color:#000;cursor:pointer;text-decoration:none;font:inherit"`;
    switch (traits.button) {
      case "input":
        return `<input type="button" value="${h(said)}" ${data} ${style}>`;
      case "button":
        return `<button type="button" ${data}${cls("btn btn-primary")} ${style}>${h(said)}</button>`;
      case "anchor":
        return `<a href="javascript:void(0)" ${data}${cls("btn")} ${style}>${h(said)}</a>`;
      case "div":
        return `<div tabindex="0" ${data}${cls("btn")} ${style}>${h(said)}</div>`;
      default:
        return `<a href="javascript:;" ${data}${cls("split")} style="display:inline-flex;margin:2px;color:#000;cursor:pointer;text-decoration:none"><span style="background:#4a90b0;padding:5px 9px"><i style="font-style:normal">&#10003;</i></span><span style="background:#6fb7dc;padding:5px 12px">${h(said)}</span></a>`;
    }
  }

  /** A link of the menu or the grid. */
  function link(text: string, url: string, extra = ""): string {
    if (traits.link === "href") return `<a href="${h(url)}" ${extra}>${h(text)}</a>`;
    if (traits.link === "script") return `<a href="javascript:void(0)" data-go="${h(url)}" ${extra}>${h(text)}</a>`;
    return `<div data-go="${h(url)}" ${extra} style="display:inline-block;cursor:pointer;color:#036">${h(text)}</div>`;
  }

  /** A grid; the last of `cells` are HTML already. */
  function grid(heads: string[], rows: { data: string; cells: string[] }[]): string {
    const width = (at: number) => `width:${at === 0 ? 60 : 150}px;overflow-wrap:anywhere`;
    const empty = `No records to display.`;
    const tr = (row: { data: string; cells: string[] }) =>
      `<tr${cls("rgRow")} ${row.data}>${row.cells.map((one, at) => `<td style="${width(at)};padding:3px 6px;border-bottom:1px solid #ddd">${one}</td>`).join("")}</tr>`;
    const th = heads
      .map((one, at) => `<th${cls("rgHeader")} style="${width(at)};padding:3px 6px;text-align:left">${h(one)}</th>`)
      .join("");
    const none = `<tr${cls("rgNoRecords")}><td colspan="${heads.length}">${empty}</td></tr>`;
    if (traits.grid === "table")
      return `<table${cls("rgMasterTable")} style="border-collapse:collapse"><thead><tr>${th}</tr></thead><tbody>${rows.map(tr).join("") || none}</tbody></table>`;
    if (traits.grid === "split")
      return `<div${cls("RadGrid")}><div${cls("rgHeaderDiv")}><table style="border-collapse:collapse;table-layout:fixed;width:${60 + 162 * (heads.length - 1) + 12}px"><thead><tr>${th}</tr></thead></table></div><div${cls("rgDataDiv")}><table style="border-collapse:collapse;table-layout:fixed;width:${60 + 162 * (heads.length - 1) + 12}px"><tbody>${rows.map(tr).join("") || none}</tbody></table></div></div>`;
    const cell = (one: string, at: number) =>
      `<div style="${width(at)};padding:3px 6px;flex:none;box-sizing:content-box">${one}</div>`;
    return `<div${cls("listing")}><div style="display:flex;font-weight:bold">${heads.map((one, at) => cell(h(one), at)).join("")}</div>${rows.map((row) => `<div ${row.data} style="display:flex;border-bottom:1px solid #ddd">${row.cells.map(cell).join("")}</div>`).join("") || `<div>${empty}</div>`}</div>`;
  }

  const random = randomFrom(seed ^ 0x71e);
  /** Milliseconds that the server takes for the next answer. */
  const wait = () => (traits.pace === "quick" ? 5 : traits.pace === "slow" ? 350 : random() < 0.3 ? 900 : 60);

  return { cls, nameOf, idOf, fields, shown, control, label, button, link, grid, wait };
}
