import { h, type Field, type Html } from "./html";
import { fullName, MODULES, usedLicences, type Employee, type EmployeeForm, type Role, type Store } from "./store";
import type { Traits } from "./traits";

/** What stands on each page. */

export const ROUTES = {
  home: "/Dashboard/Home.aspx",
  hr: "/HR/Default.aspx",
  admin: "/Administration/Dashboard.aspx",
  employees: "/HR/EmployeeListing.aspx",
  employee: "/HR/EmployeeEdit.aspx",
  roles: "/Administration/RoleListing.aspx",
  role: "/Administration/RoleEdit.aspx",
  other: "/Administration/Setup.aspx",
};

export interface Note {
  kind: "Success" | "Error";
  text: string;
}

export interface Frame {
  title: string;
  crumbs: string[];
  body: string;
  note?: Note | undefined;
  /** Only the page, for a frame or a window. */
  bare: boolean;
  url: string;
  run?: string;
  menu?: "hr" | "admin" | "none";
}

export const RESET = "Reset and Send instructions";

export function pagesOf(store: Store, traits: Traits, html: Html) {
  const { button, link, fields, grid, cls } = html;
  const u = (url: string, bare: boolean) => (bare ? `${url}${url.includes("?") ? "&" : "?"}f=1` : url);

  const boot = (frameHost: boolean) =>
    `<script>window.BOOT=${JSON.stringify({
      ...traits,
      empty: traits.comboEmpty === "blank" ? "" : traits.comboEmpty,
      frameHost,
      yes: button("Yes", "data-yes=1"),
      no: button("No", "data-no=1"),
      search: button("Search", "data-search=1"),
      cancel: button("Cancel", "data-cancel=1"),
    }).replace(/</g, "\\u003c")}</script><script src="/client.js"></script>`;

  function head(title: string, frameHost = false): string {
    return `<!doctype html><html><head><meta charset="utf-8"><title>${h(store.company)} - ${h(title)}</title><style>body{font:13px Arial,sans-serif;margin:0}</style>${boot(frameHost)}</head>`;
  }

  function note(one?: Note): string {
    if (!one || (one.kind === "Success" && traits.said === "nothing")) return "";
    const colour = one.kind === "Success" ? "#dff0d8" : "#f2dede";
    const toast = one.kind === "Success" && traits.said === "toast";
    return `<div data-note="1"${toast ? ` data-toast="1"` : ""}${cls(`alert alert-${one.kind === "Success" ? "success" : "danger"}`)} style="background:${colour};padding:12px;margin:6px;${toast ? "position:fixed;right:10px;bottom:10px;z-index:8000" : ""}"><b>${one.kind}!</b> ${h(one.text)} <a data-shut="1" style="cursor:pointer;float:right">&times;</a></div>`;
  }

  const HR_MENU = ["Departments", "Job Titles", "Skill Categories", "Employees"];
  const MENU: Record<"hr" | "admin", [string, string[]][]> = {
    hr: [["HR", HR_MENU]],
    admin: [
      ["My Company", ["Company Settings", "Auth and Provision"]],
      ["Business Process", ["Workflows"]],
      ["HR", HR_MENU],
      ["CRM", ["Account Types"]],
      ["Security", ["Roles", "Password Policy"]],
      ["Finance", ["Roles", "Work Types"]],
      ["Service Desk", ["Queues"]],
      ["Logs", ["Audit Logs"]],
    ],
  };
  const target = (group: string, entry: string) =>
    entry === "Employees"
      ? ROUTES.employees
      : entry === "Roles" && group === "Security"
        ? ROUTES.roles
        : `${ROUTES.other}?what=${encodeURIComponent(`${group} - ${entry}`)}`;

  function shell(frame: Frame): string {
    const inFrame = traits.shell === "frame";
    const extra = inFrame && traits.link === "href" ? `target="content"` : "";
    const to = (url: string) => (inFrame ? u(url, true) : url);
    const which = frame.menu ?? "none";
    const groups = (of: "hr" | "admin") =>
      MENU[of]
        .map(([group, entries], at) => {
          const open = traits.menu !== "tree" && traits.menu !== "burger";
          const list = `<ul data-body="${of}${at}" style="margin:0;padding:0 0 0 18px;list-style:none;${open ? "" : "display:none"}">${entries.map((one) => `<li style="padding:3px">${link(one, to(target(group, one)), extra)}</li>`).join("")}</ul>`;
          return open
            ? `<li style="list-style:none;padding:3px"><b>${h(group)}</b>${list}</li>`
            : `<li style="list-style:none;padding:3px"><a href="javascript:void(0)" data-fold="${of}${at}">${h(group)}</a>${list}</li>`;
        })
        .join("");
    // Modules are whole pages, whatever is in the frame.
    const modules: [string, string, "hr" | "admin" | null][] = [
      ["Home", ROUTES.home, null],
      ["Service Desk", `${ROUTES.other}?what=Service+Desk`, null],
      ["CRM", `${ROUTES.other}?what=CRM`, null],
      ["Finance", `${ROUTES.other}?what=Finance`, null],
      ["HR", ROUTES.hr, "hr"],
      ["Admin", ROUTES.admin, "admin"],
    ];
    const top = modules
      .map(
        ([name, url, under]) =>
          `<li${under ? ` data-top="${under}"` : ""} style="display:inline-block;padding:10px;list-style:none"><a href="${traits.menu === "hover" && under ? "javascript:void(0)" : url}" style="color:#fff;text-decoration:none">${name}</a>${traits.menu === "hover" && under ? `<div data-under="${under}" style="display:none;position:absolute;background:#fff;border:1px solid #888;z-index:4000;padding:6px;color:#000;width:190px"><ul style="padding:0;margin:0">${groups(under)}</ul></div>` : ""}</li>`,
      )
      .join("");
    const side =
      which === "none" || traits.menu === "hover"
        ? ""
        : traits.menu === "burger"
          ? `<div style="float:left"><a href="javascript:void(0)" data-menu="side" title="Menu" style="font-size:22px;padding:6px;text-decoration:none">&#9776;</a></div><aside data-menu-of="side" style="display:none;position:absolute;top:75px;left:0;background:#eee;z-index:4000;width:200px"><ul style="padding:0;margin:0">${groups(which)}</ul></aside>`
          : `<aside style="float:left;width:180px;background:#f3f3f3;min-height:600px"><ul style="padding:0;margin:0">${groups(which)}</ul></aside>`;
    const inner = inFrame
      ? `<iframe name="content" src="${h(u(frame.url, true))}" style="width:1080px;height:900px;border:0"></iframe>`
      : content(frame);
    return `${head(frame.title, inFrame)}<body style="min-width:1300px"><header style="background:#3e6d90;color:#fff;height:40px"><ul style="margin:0;padding:0"><li style="display:inline-block;padding:10px;list-style:none"><b>BMS</b></li>${top}<li style="display:inline-block;padding:10px;float:right;list-style:none"><span data-menu="me" style="cursor:pointer">${h(fullName(store.employees[0] as Employee))} &#9662;</span><div data-menu-of="me" style="display:none;position:absolute;right:4px;background:#fff;z-index:4500;padding:6px"><a href="/MySettings.aspx">My Settings</a><br><a href="/Logout.aspx">Log out</a></div></li></ul></header>${side}<div style="${side && traits.menu !== "burger" ? "margin-left:190px" : ""}">${inner}</div></body></html>`;
  }

  function content(frame: Frame): string {
    return `<form id="aspnetForm" method="post" action="${h(frame.url)}" style="padding:8px;position:relative"><input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__VIEWSTATE" value="/wEPDwUK"><div id="main">${note(frame.note)}<div style="color:#666">${frame.crumbs.map(h).join(" / ")}</div>${frame.body}</div></form>${frame.run ? `<script data-run="1">${frame.run}</script>` : ""}`;
  }

  const page = (frame: Frame) =>
    frame.bare ? `${head(frame.title)}<body>${content(frame)}</body></html>` : shell(frame);

  /* ---- employees ---- */

  const SEARCH: [string, string, string[]?][] = [
    ["un", "User Name"],
    ["id", "Employee ID"],
    ["fn", "First Name"],
    ["ln", "Last Name"],
    ["active", "Active", ["Yes", "No"]],
    ["dept", "Department", store.lists.department],
    ["loc", "Location", store.lists.location],
    ["dom", "Domain"],
    ["ou", "OU"],
    ["type", "User Type", store.lists.userType],
  ];
  const searchFields = (asked: URLSearchParams): Field[] =>
    SEARCH.map(([key, label, options]) => ({
      key: `s_${key}`,
      label,
      kind: options ? "pick" : "text",
      ...(options ? { options } : {}),
      value: asked.get(key) ?? (key === "active" && !asked.has("s") && traits.activeFilter === "Yes" ? "Yes" : ""),
    }));

  function found(asked: URLSearchParams): Employee[] {
    const value = Object.fromEntries(
      searchFields(asked).map((one) => [one.key.slice(2), String(one.value).toLowerCase()]),
    );
    const has = (text: string, key: string) => text.toLowerCase().includes(value[key] ?? "");
    return store.employees
      .filter(
        (one) =>
          has(one.userName, "un") &&
          has(one.empId, "id") &&
          has(one.firstName, "fn") &&
          has(one.lastName, "ln") &&
          (!value.active || (one.active ? "yes" : "no") === value.active) &&
          (!value.type || one.userType.toLowerCase() === value.type) &&
          (!value.dept || one.department.toLowerCase() === value.dept) &&
          (!value.loc || one.location.toLowerCase() === value.loc) &&
          !value.dom &&
          !value.ou,
      )
      .sort((a, b) => a.userName.localeCompare(b.userName));
  }

  function employees(asked: URLSearchParams, frame: Pick<Frame, "bare" | "url" | "note">): string {
    const size = Number(traits.pageSize);
    const all = traits.startsEmpty === "yes" && !asked.has("s") ? [] : found(asked);
    const at = Math.max(Number(asked.get("p") ?? 1), 1);
    const pages = Math.max(Math.ceil(all.length / size), 1);
    const heads = ["", "User Name", "First Name", "Last Name", "Email Address", "User Type", "Active", "MFA"];
    const rows = all.slice((at - 1) * size, at * size).map((one) => {
      const url = u(`${ROUTES.employee}?ID=${one.id}`, frame.bare);
      const first =
        (traits.reset === "batch" ? `<input type="checkbox" name="pick" value="${one.id}">` : "") +
        (traits.rowOpens === "pencil"
          ? `<a href="javascript:void(0)" data-open="${h(url)}" title="Edit" style="text-decoration:none">&#9998;</a>`
          : "") +
        (traits.reset === "row-menu" ? ` <a data-dots="1" title="Actions" style="cursor:pointer">&#8942;</a>` : "");
      const items = `<div data-do="reset:${one.id}" data-ask="${h(question(one))}" style="padding:4px 10px;cursor:pointer">${RESET}</div><div data-open="${h(url)}" style="padding:4px 10px;cursor:pointer">Edit</div>`;
      return {
        data: `data-row="${h(url)}"${traits.reset === "row-menu" ? ` data-items="${h(items)}"` : ""}`,
        cells: [
          first,
          traits.rowOpens === "name"
            ? `<a href="javascript:void(0)" data-open="${h(url)}">${h(one.userName)}</a>`
            : h(one.userName),
          h(one.firstName),
          h(one.lastName),
          h(one.email),
          h(one.userType),
          one.active ? "Yes" : "No",
          one.userType === "Api Employee" ? "" : "Enabled",
        ],
      };
    });
    const to = (p: number) => {
      const next = new URLSearchParams(asked);
      next.set("p", String(p));
      next.set("s", next.get("s") ?? "1");
      return `${ROUTES.employees}?${next.toString()}`;
    };
    const pager = `<div style="margin:6px">${all.length} items in ${pages} pages ${Array.from({ length: pages }, (_, i) => (i + 1 === at ? `<b>${i + 1}</b>` : `<a href="${h(to(i + 1))}">${i + 1}</a>`)).join(" ")} ${at < pages ? `<a href="${h(to(at + 1))}" title="Next Page">Next</a>` : ""}</div>`;
    const folded = traits.panel === "folded" && !asked.has("s");
    const card = (title: string, count: number) =>
      `<div style="display:inline-block;border:1px solid #ddd;padding:8px;margin:4px;width:240px"><div>${title}</div><b>${count}</b></div>`;
    const tools =
      button(traits.newLabel, `data-open="${h(u(ROUTES.employee, frame.bare))}"`) +
      button("Search", `data-do="search" data-main="1"`) +
      button("Clear Search", `data-do="clear"`) +
      (traits.rowOpens === "select-edit" ? button("Edit", `data-edit-picked="1"`, "E") : "") +
      (traits.reset === "batch"
        ? button(
            RESET,
            `data-do="reset" data-ask="Reset the password of the selected employees and send instructions?"`,
          )
        : "") +
      button("Export", `data-do="export"`);
    const body = `${card("NUMBER OF LICENSES", store.licences)}${card("NUMBER OF USED LICENSES", usedLicences(store))}<h2><a href="javascript:void(0)" data-fold="search" style="text-decoration:none;color:#000"><span data-sign="&#9656;&#9662;">${folded ? "&#9656;" : "&#9662;"}</span> Search Employees</a></h2><div data-body="search" style="${folded ? "display:none" : ""}">${fields(searchFields(asked))}</div><div style="margin:8px 0">${tools}</div>${grid(heads, rows)}${pager}`;
    return page({ title: "Employees", crumbs: ["Home", "Employees"], body, menu: "hr", ...frame });
  }

  const question = (one: Employee) => `Reset the password of ${one.userName} and send instructions to ${one.email}?`;

  function employeeFields(form: EmployeeForm, old: Employee | undefined): { main: Field[]; personal: Field[] } {
    const pick = (key: keyof Store["lists"], label: string, id: string, info = false): Field => ({
      key,
      label,
      kind: "pick",
      options: store.lists[key],
      value: form[key],
      required: true,
      info,
      id: `ddl${id}`,
    });
    const text = (
      key: "userName" | "firstName" | "lastName" | "empId" | "email",
      label: string,
      id: string,
    ): Field => ({
      key,
      label,
      kind: "text",
      value: form[key],
      required: key !== "lastName",
      id: `txt${id}`,
    });
    const main: Field[] = [
      text("userName", "User Name", "UserName"),
      text("firstName", "First Name", "FirstName"),
      text("lastName", "Last Name", "LastName"),
      text("empId", "Emp ID", "EmpID"),
      text("email", "Email Address", "Email"),
      pick("jobTitle", "Job Title", "JobTitle", true),
      pick("department", "Department", "Department", true),
      {
        key: "manager",
        label: "Manager",
        kind: "person",
        options: store.employees.filter((one) => one.active && one.userType === "Employee").map(fullName),
        value: form.manager,
        required: true,
        id: "ddlManager",
      },
      pick("employmentType", "Employment Type", "EmploymentType"),
      { ...pick("employeeRoles", "Employee Roles", "EmployeeRoles", true), kind: "many" },
      {
        key: "securityRoles",
        label: "Security Roles",
        kind: "many",
        options: store.roles.map((one) => one.name),
        value: form.securityRoles,
        required: true,
        id: "ddlSecurityRoles",
      },
      pick("location", "Location", "Location"),
      { ...pick("userType", "User Type", "UserType"), posts: traits.userTypePosts === "yes", disabled: !!old },
    ];
    const active: Field[] =
      !old || traits.active === "toolbar"
        ? []
        : [
            traits.active === "combo"
              ? {
                  key: "active",
                  label: "Active",
                  kind: "pick",
                  options: ["Yes", "No"],
                  value: form.active ? "Yes" : "No",
                  required: true,
                  id: "ddlActive",
                }
              : { key: "active", label: "Active", kind: "check", value: form.active ? "1" : "", id: "chkActive" },
          ];
    const middle: Field = { key: "middle", label: "Middle Name", kind: "text", value: "" };
    return traits.activePlace === "main"
      ? { main: [...main, ...active], personal: [middle] }
      : { main, personal: [middle, ...active] };
  }

  /** A radio pair is no field of the kit's: drawn here. */
  function withRadio(all: Field[]): string {
    const at = traits.active === "radio" ? all.findIndex((one) => one.key === "active") : -1;
    if (at < 0) return fields(all);
    const field = all[at] as Field;
    const name = html.nameOf(field);
    const one = (value: string, text: string, on: boolean) =>
      `<input type="radio" id="${name}${value}" name="${name}" value="${value}"${on ? " checked" : ""}> <label for="${name}${value}">${text}</label> `;
    return `${fields(all.filter((_, i) => i !== at))}<div style="margin:10px 0"><span style="margin-right:20px">Status:</span>${one("1", "Active", field.value === "1")}${one("", "Inactive", field.value !== "1")}</div>`;
  }

  function employee(
    old: Employee | undefined,
    form: EmployeeForm,
    frame: Pick<Frame, "bare" | "url" | "note">,
    editing: boolean,
  ): string {
    const { main, personal } = employeeFields(form, old);
    const back = u(ROUTES.employees, frame.bare);
    const record = old ? u(`${ROUTES.employee}?ID=${old.id}`, frame.bare) : "";
    const resetData = old ? `data-do="reset:${old.id}" data-ask="${h(question(old))}"` : "";
    const resetting = !old
      ? ""
      : traits.reset === "toolbar"
        ? button(RESET, resetData)
        : traits.reset === "more"
          ? `<span style="position:relative">${button("More", `data-menu="more"`)}<div data-menu-of="more" style="display:none;position:absolute;left:0;top:26px;background:#fff;border:1px solid #888;z-index:3000;width:220px"><div style="padding:5px;cursor:pointer" data-do="copy">Copy</div><div style="padding:5px;cursor:pointer" ${resetData}>${RESET}</div></div></span>`
          : "";
    const toggle =
      old && traits.active === "toolbar"
        ? button(
            old.active ? "Inactivate" : "Activate",
            `data-do="active:${old.active ? 0 : 1}" data-ask="${old.active ? "Inactivate" : "Activate"} this employee?"`,
          )
        : "";
    const tools = editing
      ? button("Save", `data-do="save"`, "S") +
        (old ? "" : button("Save and Add New", `data-do="save-new"`)) +
        button("Cancel", `data-cancel-to="${h(back)}"`, "C") +
        resetting +
        toggle
      : button("Edit", `data-go="${h(`${record}&mode=edit`)}"`, "E") +
        resetting +
        toggle +
        button("Back", `data-cancel-to="${h(back)}"`);
    const tab = (name: string, first: boolean) =>
      `<a href="javascript:void(0)" data-tab="${name}" style="padding:6px 12px;display:inline-block;background:#eee;color:#000;font-weight:${first ? "bold" : "normal"}">${name}</a>`;
    const show = (all: Field[]) => (editing ? withRadio(all) : html.shown(all));
    const tabs = old
      ? `<div style="margin:8px 0">${tab("General", true)}${tab("Personal Details", false)}${tab("MFA Settings", false)}</div><div data-panel="General">${show(main)}</div><div data-panel="Personal Details" style="display:none">${show(personal)}</div><div data-panel="MFA Settings" style="display:none">Multi-factor authentication is not set up.</div>`
      : show(main);
    const title = old ? `${old.firstName} ${old.lastName}` : "New Employee";
    return page({
      title: old ? "Employee" : "New Employee",
      crumbs: ["Home", "Employees", title],
      body: `<div style="margin:8px 0">${tools}</div>${tabs}`,
      menu: "hr",
      ...frame,
    });
  }

  /* ---- roles ---- */

  function roles(frame: Pick<Frame, "bare" | "url" | "note">): string {
    const rows = store.roles.map((one) => {
      const url = u(`${ROUTES.role}?ID=${one.id}`, frame.bare);
      return {
        data: `data-row="${h(url)}"`,
        cells: [
          traits.rowOpens === "pencil"
            ? `<a href="javascript:void(0)" data-open="${h(url)}" title="Edit" style="text-decoration:none">&#9998;</a>`
            : "",
          traits.rowOpens === "name"
            ? `<a href="javascript:void(0)" data-open="${h(url)}">${h(one.name)}</a>`
            : h(one.name),
          one.type,
          "Yes",
        ],
      };
    });
    const body = `<h2>Roles</h2><div style="margin:8px 0">${button(traits.newLabel, `data-open="${h(u(ROUTES.role, frame.bare))}"`)}${traits.rowOpens === "select-edit" ? button("Edit", `data-edit-picked="1"`, "E") : ""}</div>${grid(["", "Name", "Role Type", "Active"], rows)}`;
    return page({ title: "Roles", crumbs: ["Home", "Roles"], body, menu: "admin", ...frame });
  }

  function role(
    old: Role | undefined,
    form: { name: string; description: string; type: string; ticks: Set<string> },
    frame: Pick<Frame, "bare" | "url" | "note">,
  ): string {
    const off = !!old?.system;
    const typeField: Field = {
      key: "roleType",
      label: "Role Type",
      kind: "pick",
      options: ["Internal", "External"],
      value: form.type,
      required: true,
      disabled: !!old,
    };
    const typeName = html.nameOf(typeField);
    const radio = ["Internal", "External"]
      .map(
        (one) =>
          `<input type="radio" id="${typeName}${one}" name="${typeName}" value="${one}"${form.type === one ? " checked" : ""}${old ? " disabled" : ""}> <label for="${typeName}${one}">${one}</label> `,
      )
      .join("");
    const general = `${fields([
      { key: "roleName", label: "Name", kind: "text", value: form.name, required: true, disabled: off },
      { key: "roleText", label: "Description", kind: "text", value: form.description, disabled: off },
      ...(traits.roleType === "combo" ? [typeField] : []),
    ])}${traits.roleType === "radio" ? `<div style="margin:8px 0"><span style="margin-right:20px">Role Type: <span style="color:#c00">*</span></span>${radio}</div>` : ""}`;
    const tick = (key: string) =>
      `<input type="checkbox" name="tick" value="${h(key)}"${form.ticks.has(key) ? " checked" : ""}${off ? " disabled" : ""}`;
    const sections = Object.entries(MODULES)
      .map(([name, { rows, special }], at) => {
        const boxed = (key: string, text: string) =>
          traits.tie === "for"
            ? `${tick(key)} id="t${at}${text.replace(/\W/g, "")}"> <label for="t${at}${text.replace(/\W/g, "")}">${h(text)}</label>`
            : traits.tie === "aria"
              ? `<label>${tick(key)}> ${h(text)}</label>`
              : `${tick(key)}> <span>${h(text)}</span>`;
        const inner = `<div>${boxed(`${name} > Allow View All`, "Allow View All")} &nbsp; ${boxed(`${name} > Allow Modify All`, "Allow Modify All")}</div><table cellpadding="4"><tr><th align="left" width="180">Module</th><th>View</th><th>Modify</th><th>Delete</th></tr>${rows.map((row) => `<tr><td>${h(row)}</td>${["View", "Modify", "Delete"].map((what) => `<td align="center">${tick(`${name} > ${row} > ${what}`)}></td>`).join("")}</tr>`).join("")}</table>${special.length ? `<h4>Special Features</h4>${special.map((one) => `<div>${boxed(`${name} > Special Features > ${one}`, one)}</div>`).join("")}` : ""}`;
        if (traits.section === "details")
          return `<details style="margin:6px 0"><summary><b>${h(name)}</b></summary>${inner}</details>`;
        const sign =
          traits.section === "plus"
            ? `<span data-sign="+-">+</span> `
            : `<span data-sign="&#9656;&#9662;">&#9656;</span> `;
        return `<div style="margin:6px 0"><a href="javascript:void(0)" data-fold="m${at}" style="font-weight:bold;color:#000;text-decoration:none">${sign}${h(name)}</a><div data-body="m${at}" style="display:none">${inner}</div></div>`;
      })
      .join("");
    const tab = (name: string, first: boolean) =>
      `<a href="javascript:void(0)" data-tab="${name}" style="padding:6px 12px;display:inline-block;background:#eee;color:#000;font-weight:${first ? "bold" : "normal"}">${name}</a>`;
    const body = !old
      ? general
      : traits.permissions === "tab"
        ? `<div style="margin:8px 0">${tab("General", true)}${tab("Permissions", false)}</div><div data-panel="General">${general}</div><div data-panel="Permissions" style="display:none">${sections}</div>`
        : `${general}<h3>Permissions</h3>${sections}`;
    return page({
      title: "Role",
      crumbs: ["Home", "Roles", old ? old.name : "New Role"],
      body: `<div style="margin:8px 0">${button("Save", `data-do="save"`, "S")}${button("Cancel", `data-cancel-to="${h(u(ROUTES.roles, frame.bare))}"`, "C")}</div>${body}`,
      menu: "admin",
      ...frame,
    });
  }

  const plain = (title: string, frame: Pick<Frame, "bare" | "url" | "note">, menu: "hr" | "admin" | "none") =>
    page({ title, crumbs: ["Home", title], body: `<h2>${h(title)}</h2>`, menu, ...frame });

  /* ---- before signing in ---- */

  function outside(title: string, all: Field[], action: string, text: string, said = "", extra = ""): string {
    const rows = all
      .map((one) => `<div style="margin:8px 0"><div>${html.label(one)}</div>${html.control(one)}</div>`)
      .join("");
    return `${head(title)}<body><div style="width:300px;margin:60px auto"><form method="post" action="${h(action)}"><input type="hidden" name="__EVENTTARGET" value=""><div id="main"><h2>${h(title)}</h2>${said ? `<div style="color:#b00">${h(said)}</div>` : ""}${rows}${extra}<div style="margin:10px 0">${button(text, `data-do="go" data-main="1"`)}</div></div></form></div></body></html>`;
  }

  return { page, employees, searchFields, SEARCH, employee, employeeFields, roles, role, plain, outside, u };
}
