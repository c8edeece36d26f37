/* global URLSearchParams, window, document, location, history, T, DATA, R, ASKED, L, h, fields, button, grid, dialog, say, overlay, check, radios, stages, post, load, sectionBox, closeOverlays, tabs, iconButton, later, linkLike, toast, pause, onPress, tie, dropDown, textBox, controlLook, freshId */

// The screens of the foreign console, drawn with the kit above.

document.body.style.cssText = `margin:0;font:${L.font};color:${L.ink};background:${L.back}`;

const search = (asked) => {
  const text = new URLSearchParams(asked ?? {}).toString();
  return text ? `?${text}` : "";
};
const inline = T.shell === "inline";
const pageUrl = (name, asked) => R.page[name] + search(asked);
const viewUrl = (view, asked) => R.shell + search({ view, ...asked });
/** A page of the console in the place where pages are shown. */
const placeUrl = (name, asked) => (inline ? viewUrl(name, asked) : pageUrl(name, asked));
const inShell = () => window.top !== window || window.BOOT.page === "shell";

const EDITS = {};

/** Opens an editor in this console's way. `back` is where to return to, `refresh` draws the list anew. */
function openEditor(name, asked, { back, refresh }) {
  const url = pageUrl(name, asked);
  if (T.opens === "tab") window.open(url, "_blank");
  else if (T.opens === "popup") window.open(url, `w${Math.floor(Math.random() * 1e9)}`, "width=1320,height=860");
  else if (T.opens === "whole-window") window.top.location.href = url;
  else if (T.opens === "same-frame") location.href = placeUrl(name, asked);
  else
    load(name, asked).then((data) => {
      const box = dialog(null, { wide: true });
      const leave = () => {
        box.close();
        refresh();
      };
      EDITS[name](box.body, data, {
        leave,
        reload: (id) => (box.close(), openEditor(name === "user" ? "userEdit" : name, { id }, { back, refresh })),
      });
    });
}

/** What an editor in a window of its own does when it is left or drawn anew. */
function windowFlow(name, list) {
  const toList = () => {
    if (T.opens === "whole-window") window.top.location.href = inline ? viewUrl(list) : viewUrl(list);
    else if (T.opens === "same-frame") location.href = placeUrl(list);
    else if (T.afterClose === "to-list") location.href = viewUrl(list);
    else {
      try {
        if (window.opener && window.opener.refreshList) window.opener.refreshList();
      } catch {
        // The opener may be gone: then nothing is to be refreshed.
      }
      window.close();
      later(400, () => (location.href = viewUrl(list)));
    }
  };
  return {
    leave: toList,
    reload: (id) => {
      const next = name === "user" ? "userEdit" : name;
      location.href = inShell() && inline ? placeUrl(next, { id }) : pageUrl(next, { id });
    },
  };
}

/** The bar of buttons at the top of a page, and what makes it move. */
function toolbar(buttons) {
  const fixed = T.toolbar === "fixed" && !document.querySelector("[data-none]");
  const bar = h(
    "div",
    {
      kind: "toolbar",
      style: `padding:8px 14px;display:flex;gap:8px;align-items:center;background:${L.back};border-bottom:1px solid ${L.line};${fixed ? "position:sticky;top:0;z-index:100" : ""}`,
    },
    buttons,
  );
  if (T.toolbar !== "shifting") return [bar];
  const banner = h(
    "div",
    { style: "display:none;background:#fff6d6;padding:10px 14px;border-bottom:1px solid #e3d28a" },
    "A new release will be installed on Saturday night.",
  );
  later(600, () => (banner.style.display = "block"));
  return [banner, bar];
}

const titleBar = (text, second) =>
  h(
    "div",
    {
      kind: "title",
      style: `background:${L.head};color:${L.headInk};padding:10px 14px;font-size:150%;font-weight:700`,
    },
    T.skin === "grey" ? text.toUpperCase() : text,
    second ? h("span", { style: "font-weight:400;font-size:80%" }, ` - ${second}`) : null,
  );

/** Shows what a save was refused for, in this console's way. */
function showRefusals(refusals, state) {
  state.errors = {};
  state.summary = [];
  if (T.validation === "near") {
    for (const one of refusals) if (one.field) state.errors[one.field] = one.text;
    state.summary = refusals.filter((one) => !one.field || state.nearUnknown?.(one.field)).map((one) => one.text);
  } else if (T.validation === "summary") state.summary = refusals.map((one) => one.text);
  else later(50, () => window.alert(refusals.map((one) => one.text).join("\n")));
}
const summaryBox = (state) =>
  state.summary?.length
    ? h(
        "div",
        {
          kind: "error",
          style: "border:1px solid #b00;background:#fdecec;color:#900;padding:8px 14px;margin:8px 14px",
        },
        h("div", { style: "font-weight:700" }, "Please correct the following:"),
        state.summary.map((text) => h("div", {}, text)),
      )
    : null;

/** Warns of changes that are not saved, where this console does. */
function guardLeaving(state) {
  if (T.leaving === "browser-asks" && T.opens !== "dialog")
    window.addEventListener("beforeunload", (event) => {
      if (state.dirty) event.preventDefault();
    });
}
function cancel(state, flow) {
  if (T.leaving === "asks-on-cancel" && state.dirty && !window.confirm("You have unsaved changes. Leave this page?"))
    return;
  state.dirty = false;
  flow.leave();
}

/** Ends a save: goes away or stays. */
function saved(state, flow, answer, close) {
  state.dirty = false;
  if (close) {
    if (T.afterClose === "notice") say("Your changes have been saved.", () => flow.leave());
    else flow.leave();
  } else if (T.afterSave === "reloads" || state.form.id === null) flow.reload(answer.id);
  else {
    state.saving = false;
    state.redraw();
    if (T.afterSave === "toast") toast("Saved");
  }
}

/** Buttons that have the same words as the page's own and do something else. */
function twins(words) {
  if (T.twins === "none") return null;
  if (T.twins === "hidden-menu")
    return h(
      "div",
      { style: "display:none" },
      words.map((word) => h("div", { kind: "button", style: "padding:4px" }, word)),
    );
  const note = textBox({ get: () => "", set: () => undefined, width: 260 });
  return h(
    "div",
    { style: `margin:24px 14px;padding:10px;border:1px dashed ${L.line};width:420px` },
    h("div", { style: "font-weight:700;margin-bottom:4px" }, "Quick Note"),
    note.node,
    " ",
    button("Save", () => toast("Note saved"), { icon: "save" }),
  );
}

// ---- Sign-in

EDITS.signin = function signin(root) {
  const sent = { step: T.signIn === "user-and-password" ? "password" : "user", userName: "", password: "", code: "" };
  let error = "";
  const steps = { user: "user", password: "password", code: "code" };
  const stored = T.signIn === "pages" ? JSON.parse(window.sessionStorage.getItem("signin") ?? "null") : null;
  if (stored) Object.assign(sent, stored);
  if (T.signIn === "pages") window.sessionStorage.removeItem("signin");

  async function submit() {
    const answer = await post("sign-in", sent);
    if (answer.next === "done") {
      location.href = R.shell;
      return;
    }
    error = answer.error ?? "";
    const step = T.signIn === "user-and-password" && answer.next === "user" ? "password" : answer.next;
    if (T.signIn === "pages" && step !== sent.step && !error) {
      window.sessionStorage.setItem("signin", JSON.stringify({ ...sent, step }));
      location.reload();
      return;
    }
    sent.step = steps[step] ?? "user";
    if (error) {
      sent.code = "";
      if (sent.step !== "code") sent.password = "";
    }
    draw();
  }
  function draw() {
    const entry = (label, key, password) => {
      const one = {
        label,
        type: "text",
        password,
        get: () => sent[key],
        set: (value) => (sent[key] = value),
        width: 280,
      };
      const box = textBox(one);
      box.control.name = { userName: "UserName", password: "Password", code: "" }[key];
      box.control.addEventListener("keydown", (event) => event.key === "Enter" && submit());
      later(
        60,
        () =>
          box.control.isConnected &&
          box.control.offsetParent &&
          document.activeElement === document.body &&
          box.control.focus(),
      );
      if (T.labelPlace === "inline-left" || T.labelPlace === "cell-left") {
        const made = tie(label, { node: box.node, control: box.control });
        return h(
          "div",
          { style: "display:flex;gap:10px;margin-bottom:12px;align-items:center" },
          h("div", { style: "width:140px;text-align:right" }, made.label),
          made.control,
        );
      }
      const made = tie(label, { node: box.node, control: box.control });
      return h("div", { style: "margin-bottom:12px" }, h("div", {}, made.label), made.control);
    };
    const remember =
      T.remember === "yes"
        ? check({ label: "Remember me", get: () => !!sent.remember, set: (on) => (sent.remember = on) })
        : null;
    const panel = (step, ...content) => h("div", { style: sent.step === step ? "" : "display:none" }, content);
    const kaseya =
      T.kaseyaOne === "yes"
        ? button("Log in with KaseyaOne", () => say("KaseyaOne is not set up for this database."), {})
        : null;
    const first =
      T.signIn === "user-and-password"
        ? panel(
            "password",
            entry(T.userLabel, "userName"),
            entry(T.passwordLabel, "password", true),
            remember,
            h(
              "div",
              { style: "display:flex;gap:10px;margin-top:10px" },
              button("Log In", submit, { primary: true }),
              kaseya,
            ),
          )
        : panel(
            "user",
            entry(T.userLabel, "userName"),
            remember,
            h(
              "div",
              { style: "display:flex;gap:10px;margin-top:10px" },
              button("Continue", submit, { primary: true }),
              kaseya,
            ),
          );
    const second =
      T.signIn === "user-and-password"
        ? null
        : panel(
            "password",
            h("div", { style: "margin-bottom:10px;color:#666" }, sent.userName),
            entry(T.passwordLabel, "password", true),
            button("Log In", submit, { primary: true }),
          );
    const third = panel(
      "code",
      h(
        "div",
        { style: "margin-bottom:10px;color:#666;max-width:320px" },
        "Open your authenticator app and enter the six digits it shows.",
      ),
      entry(T.codeLabel, "code"),
      button("Verify", submit, { primary: true }),
    );
    const only = { user: first, password: second ?? first, code: third }[sent.step];
    root.replaceChildren(
      h(
        "div",
        { style: `width:520px;margin:80px auto;border:1px solid ${L.line};padding:30px;background:#fff` },
        h("div", { style: "font-size:170%;font-weight:700;margin-bottom:18px" }, "Autotask PSA"),
        error ? h("div", { style: "color:#b00;margin-bottom:10px" }, error) : null,
        T.signIn === "panels" ? [first, second, third] : only,
      ),
    );
  }
  later(pause(), draw);
};

// ---- Shell and menu

const CATEGORY = {
  newest: "Organization Settings & Users",
  company: "Company Settings & Users",
  account: "Account Settings & Users",
  older: "Features & Settings",
}[T.era];
const ADMIN_CATEGORIES =
  T.era === "older"
    ? ["Features & Settings", "Extensions & Integrations"]
    : [CATEGORY, "Features & Settings", "Automation", "Activations", "Extensions & Integrations"];
const COMMON = [
  "Getting Started",
  "Resources (Users)",
  "Form Templates",
  "Notification Templates",
  "Workflow Rules",
  "User-Defined Fields",
  "System Settings",
];
const MAIN = [
  ["Home", "⌂"],
  ["CRM", "☺"],
  ["Contracts", "✍"],
  ["Projects", "▤"],
  ["Service Desk", "☎"],
  ["Timesheets", "◔"],
  ["Inventory", "▦"],
  ["Reports", "▥"],
  ["Admin", "⚙"],
];

EDITS.shell = function shell(root) {
  let frame = null;
  const place = h("div", { style: "flex:1;min-width:0" });
  const openView = (view, asked) => {
    closeOverlays();
    if (inline) location.href = viewUrl(view, asked);
    else if (T.shell === "nested-frames") frame.contentWindow.frames[0].location.href = pageUrl(view, asked);
    else frame.contentWindow.location.href = pageUrl(view, asked);
  };
  const choose = (text) => {
    if (text === "Resources (Users)") openView("resources");
    else if (ADMIN_CATEGORIES.includes(text)) openView("category", { tab: text });
    else openView("home", { tab: text });
  };
  const upper = T.skin === "grey" ? (text) => text.toUpperCase() : (text) => text;
  const light = "color:#fff;";
  const adminList = (look) =>
    [
      h("div", { style: "padding:8px 12px;font-weight:700;opacity:.8" }, upper("Admin Categories")),
      ADMIN_CATEGORIES.map((text) =>
        h(
          "div",
          {},
          linkLike(text, () => choose(text), `padding:5px 18px;${look}`),
        ),
      ),
      h("div", { style: "padding:8px 12px;font-weight:700;opacity:.8" }, upper("Commonly Used")),
      COMMON.map((text) =>
        h(
          "div",
          {},
          linkLike(text, () => choose(text), `padding:5px 18px;${look}`),
        ),
      ),
      h("div", { style: "padding:8px 12px;font-weight:700;opacity:.8" }, upper("Reports")),
      h(
        "div",
        {},
        linkLike("Reports", () => choose("Reports"), `padding:5px 18px;${look}`),
      ),
    ].flat(3);
  const side = h("div", { style: "background:#22333b;color:#fff;min-height:calc(100vh - 50px);flex:none" });
  let inAdmin = false;
  let expanded = T.menu !== "icons";
  function drawSide() {
    side.replaceChildren();
    side.style.width = expanded ? "250px" : "56px";
    if (T.menu === "icons")
      side.append(
        h(
          "div",
          { style: "padding:6px 14px" },
          onPress(
            h(
              "span",
              {
                title: expanded ? "Collapse menu" : "Expand menu",
                style: "cursor:pointer;font-size:18px;user-select:none",
              },
              expanded ? "«" : "»",
            ),
            () => ((expanded = !expanded), drawSide()),
          ),
        ),
      );
    if (inAdmin && expanded && T.menu !== "tree") {
      side.append(
        h(
          "div",
          { style: "padding:8px 12px;border-bottom:1px solid #456" },
          onPress(
            h("span", { title: "Back", style: "cursor:pointer;padding-right:10px;user-select:none" }, "←"),
            () => ((inAdmin = false), drawSide()),
          ),
          h("b", {}, "ADMIN"),
        ),
        ...adminList(light),
      );
      return;
    }
    for (const [text, icon] of MAIN) {
      const line = expanded
        ? h(
            "div",
            {},
            linkLike(`${text}`, () => pressMain(text), `${light}padding:8px 16px;width:200px`),
          )
        : h(
            "div",
            { style: "padding:8px 18px" },
            onPress(h("span", { title: text, style: "cursor:pointer;user-select:none" }, icon), () => pressMain(text)),
          );
      side.append(line);
      if (text === "Admin" && inAdmin && T.menu === "tree")
        side.append(h("div", { style: "background:#1a272d" }, adminList(light)));
    }
  }
  function pressMain(text) {
    if (text !== "Admin") return choose(text);
    inAdmin = T.menu === "tree" ? !inAdmin : true;
    expanded = true;
    drawSide();
  }
  const header = h("div", {
    style: `height:50px;background:#101b20;color:#fff;display:flex;align-items:center;gap:18px;padding:0 14px;position:relative`,
  });
  if (T.menu === "hover") {
    const panel = h("div", {
      style:
        "position:absolute;left:0;top:50px;display:none;z-index:600;background:#fff;color:#222;border:1px solid #888;box-shadow:0 3px 10px #0006",
    });
    const second = h("div", { style: "width:260px;min-height:300px;padding-bottom:10px" });
    const bars = h(
      "div",
      { style: "width:150px;background:#444" },
      MAIN.map(([text]) => {
        const bar = h(
          "div",
          { style: "color:#fff;font-weight:700;padding:9px 10px;border-bottom:1px solid #666;cursor:pointer" },
          text.toUpperCase(),
        );
        const show = () => {
          for (const one of bars.children)
            one.style.cssText =
              "color:#fff;font-weight:700;padding:9px 10px;border-bottom:1px solid #666;cursor:pointer";
          bar.style.cssText += ";background:#fff;color:#222";
          second.replaceChildren(
            ...[
              text === "Admin"
                ? adminList("")
                : [
                    h(
                      "div",
                      { style: "padding:10px" },
                      linkLike(`${text} Dashboard`, () => choose(text)),
                    ),
                  ],
            ].flat(3),
          );
        };
        bar.addEventListener("mouseenter", show);
        return bar;
      }),
    );
    panel.append(h("div", { style: "display:flex" }, bars, second));
    const logo = h(
      "div",
      {
        title: "Menu",
        style:
          "width:34px;height:34px;border-radius:50%;background:conic-gradient(#c33,#36c,#c33);cursor:pointer;display:flex;align-items:center;justify-content:center;font-weight:700",
      },
      "A",
    );
    const holder = h("div", { style: "position:relative;height:50px;display:flex;align-items:center" }, logo, panel);
    logo.addEventListener("mouseenter", () => (panel.style.display = "block"));
    onPress(logo, () => (panel.style.display = "block"));
    holder.addEventListener("mouseleave", () => (panel.style.display = "none"));
    onPress(second, (event) => event.target !== second && later(120, () => (panel.style.display = "none")));
    header.append(holder);
  }
  header.append(h("b", { style: "font-size:17px" }, "Autotask"));
  if (T.menu === "top")
    for (const [text] of MAIN) {
      const item = h("div", { style: "position:relative" });
      item.append(
        linkLike(
          text,
          () => {
            if (text !== "Admin") return choose(text);
            const list = h(
              "div",
              {
                style:
                  "background:#fff;color:#222;border:1px solid #999;width:260px;padding-bottom:8px;box-shadow:0 3px 8px #0005",
              },
              adminList(""),
            );
            onPress(list, (event) => event.target !== list && later(150, closeOverlays));
            overlay(item, list, { inPlace: true });
            return undefined;
          },
          light,
        ),
      );
      header.append(item);
    }
  header.append(
    h("input", { type: "text", placeholder: "Search", style: "margin-left:auto;padding:4px 8px;width:160px" }),
    h("span", { title: "New" }, "+"),
    h("span", { title: "Help" }, "?"),
    h("span", {}, window.BOOT.who, " | Log Out"),
  );
  const withSide = ["second-level", "tree", "icons"].includes(T.menu);
  root.replaceChildren(header, h("div", { style: "display:flex" }, withSide ? side : null, place));
  later(pause(), drawSide);
  const view = ASKED.view ?? "home";
  const asked = { ...ASKED };
  delete asked.view;
  if (inline) {
    document.title = { levels: "Security Levels", resources: "Resources" }[view] ?? "Autotask";
    EDITS[view](place, DATA, windowFlow(view, view.startsWith("user") ? "resources" : "levels"));
  } else {
    const at = R.page[view] ? view : "home";
    frame = h("iframe", {
      src: T.shell === "nested-frames" ? pageUrl("nest", { view: at, ...asked }) : pageUrl(at, asked),
      style: "border:0;width:100%;height:calc(100vh - 54px);display:block",
      title: T.ids === "stable" ? "Page" : undefined,
    });
    place.append(frame);
  }
  if (T.overlayFrame === "yes")
    document.body.append(
      h("iframe", {
        src: R.overlay,
        style:
          "position:fixed;left:0;top:0;width:100%;height:100%;border:0;pointer-events:none;z-index:300;background:transparent",
      }),
    );
  if (T.announcement === "box" && !window.sessionStorage.getItem("seen")) {
    window.sessionStorage.setItem("seen", "1");
    later(400, () => say("Welcome back! The newest release notes are in the help."));
  }
};
EDITS.overlay = (root) => {
  document.body.style.background = "transparent";
  root.replaceChildren();
};
EDITS.nest = (root) => {
  const asked = { ...ASKED };
  const at = R.page[asked.view] ? asked.view : "home";
  delete asked.view;
  root.replaceChildren(
    h("iframe", { src: pageUrl(at, asked), style: "border:0;width:100%;height:calc(100vh - 4px);display:block" }),
  );
};
EDITS.home = (root) =>
  stages(root, [
    () => titleBar(ASKED.tab ?? "Home"),
    () => h("div", { style: "padding:20px" }, "Nothing to do here today."),
  ]);

// ---- The page of a category of the admin menu

EDITS.category = function category(root, data) {
  const open = new Set(T.category === "open" ? data.sections.map((one) => one.title) : []);
  const go = (text) => {
    if (text === "Security Levels") location.href = placeUrl("levels");
    else if (text === "Resources/Users") location.href = placeUrl("resources");
    else location.href = placeUrl("home", { tab: text });
  };
  const about = (text) => h("span", { style: "color:#888;margin-left:8px;font-size:90%" }, data.about[text] ?? "");
  const redraw = stages(root, [
    () => titleBar("Admin"),
    () => tabs(ADMIN_CATEGORIES, data.tab || CATEGORY, (text) => (location.href = placeUrl("category", { tab: text }))),
    () =>
      h(
        "div",
        { style: "padding:6px 14px" },
        (data.tab && ![CATEGORY, "Extensions & Integrations"].includes(data.tab)
          ? data.sections.slice(0, 1)
          : data.sections
        ).map((section) =>
          sectionBox({
            title: section.title,
            open: open.has(section.title),
            toggle: () => {
              if (!open.delete(section.title)) open.add(section.title);
              redraw();
            },
            body: () =>
              section.groups.map((group) =>
                h(
                  "div",
                  { style: "margin-bottom:10px" },
                  group.title ? h("div", { style: "font-weight:700" }, group.title) : null,
                  group.links.map((text) =>
                    h(
                      "div",
                      { style: "padding:3px 0 3px 12px" },
                      linkLike(text, () => go(text)),
                      about(text),
                    ),
                  ),
                ),
              ),
          }),
        ),
      ),
  ]);
};

// ---- Lists

function lens() {
  const node = h("span");
  node.innerHTML =
    '<svg width="14" height="14" viewBox="0 0 14 14"><circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2"/><path d="M9 9l4 4" stroke="currentColor" stroke-width="2"/></svg>';
  return node;
}

/** A list of records with this console's ways to find one. */
function listPage(root, { title, buttons, columns, rows, menu, open, letters }) {
  const state = { search: "", letter: "All", view: T.inactive === "shown" ? "all" : "active", page: 0, filters: {} };
  const size = T.paging === "none" ? 10_000 : 10;
  const shown = () =>
    rows.filter(
      (row) =>
        (state.view === "all" || (state.view === "active") === row.active) &&
        (!state.search ||
          Object.values(row).some((value) => String(value).toLowerCase().includes(state.search.toLowerCase()))) &&
        (state.letter === "All" || !letters || row.letter === state.letter) &&
        Object.entries(state.filters).every(([key, value]) =>
          String(row[key] ?? "")
            .toLowerCase()
            .includes(value.toLowerCase()),
        ),
    );
  const body = h("div");
  const pager = h("div", { style: "padding:8px 14px" });
  const anew = () => {
    state.page = 0;
    later(pause() / 2, drawRows);
  };
  const showMenu = (owner, row, at) => {
    const entries = menu(row);
    const list = h("div", {
      kind: "list",
      role: T.listMarkup === "aria" ? "menu" : undefined,
      style: `background:#fff;border:1px solid ${L.line};box-shadow:0 2px 8px #0004;min-width:190px`,
    });
    const fill = () =>
      list.replaceChildren(
        ...entries.map(([text, then]) =>
          onPress(
            h(
              "div",
              {
                kind: "item",
                role: T.listMarkup === "aria" ? "menuitem" : undefined,
                style: "padding:6px 12px;cursor:pointer",
              },
              text,
            ),
            () => (closeOverlays(), then()),
          ),
        ),
      );
    if (T.listLoad === "late") {
      list.append(h("div", { style: "padding:6px 12px;color:#888" }, "..."));
      later(200, fill);
    } else fill();
    overlay(owner, list, { at });
  };
  const cellOf = (row, column) => {
    if (column.key === "tick") return check({ label: "", get: () => false, set: () => undefined, bare: true });
    if (column.key === "menu") {
      const place = h("div", { style: "white-space:nowrap" });
      if (T.rowMenu === "pencil-and-kebab") place.append(iconButton("✎", "Edit", () => open(row)));
      if (T.rowMenu !== "context")
        place.append(
          iconButton(T.rowMenu === "bars" ? "☰" : "⋮", T.rowMenu === "bars" ? "Menu" : "More", (event) =>
            showMenu(event.currentTarget ?? place, row, { x: event.clientX, y: event.clientY }),
          ),
        );
      return place;
    }
    if (column.key === "system" || column.key === "active") return row[column.key] ? "✓" : "";
    if (column.key === "name" && T.rowOpens === "name-link") return linkLike(row.name, () => open(row));
    return h("div", {}, String(row[column.key] ?? ""));
  };
  const dress = (node, row) => {
    node.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      showMenu(node, row, { x: event.clientX, y: event.clientY });
    });
    if (T.rowOpens === "double-click") node.addEventListener("dblclick", () => open(row));
    return node;
  };
  const filterBox = (column) => {
    if (T.listSearch !== "filter-row" || ["tick", "menu", "system", "active"].includes(column.key)) return null;
    const box = h("input", {
      type: "text",
      style: "width:100%;max-width:110px;box-sizing:border-box;font:inherit;padding:2px 4px",
      id: freshId("f"),
    });
    box.value = state.filters[column.key] ?? "";
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      state.filters[column.key] = box.value;
      anew();
    });
    box.addEventListener("change", () => {
      state.filters[column.key] = box.value;
      anew();
    });
    return box;
  };
  const cell = `padding:6px 10px;border-bottom:1px solid ${L.line};text-align:left;vertical-align:middle;`;
  const width = (column) =>
    ({ tick: 34, menu: 70, system: 80, active: 70, id: 110, license: 110, userName: 330 })[column.key] ?? 250;
  function drawRows() {
    closeOverlays();
    const found = shown();
    const from = T.paging === "more" ? 0 : state.page * size;
    const some = found.slice(from, (state.page + 1) * size);
    const none = h("div", { style: "padding:16px" }, "There are no records.");
    if (T.listMarkup === "table" || T.listMarkup === "aria") {
      const role = (name) => (T.listMarkup === "aria" ? name : undefined);
      body.replaceChildren(
        h(
          "table",
          { kind: "grid", role: role("grid"), style: "border-collapse:collapse" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              columns.map((column) => h("th", { style: cell, scope: "col" }, column.title)),
            ),
            T.listSearch === "filter-row"
              ? h(
                  "tr",
                  {},
                  columns.map((column) => h("td", { style: cell }, filterBox(column))),
                )
              : null,
          ),
          h(
            "tbody",
            {},
            some.map((row) =>
              dress(
                h(
                  "tr",
                  { kind: "row" },
                  columns.map((column) =>
                    h("td", { style: cell + `min-width:${width(column) - 24}px` }, cellOf(row, column)),
                  ),
                ),
                row,
              ),
            ),
          ),
        ),
      );
    } else if (T.listMarkup === "split-tables") {
      const table = (lines) =>
        h(
          "table",
          {
            style: `border-collapse:collapse;table-layout:fixed;width:${columns.reduce((sum, column) => sum + width(column), 0)}px`,
          },
          h("tbody", {}, lines),
        );
      const size2 = (column) => cell + `width:${width(column)}px;box-sizing:border-box;overflow:hidden`;
      body.replaceChildren(
        h(
          "div",
          { style: "background:#dbe5ea" },
          table(
            [
              h(
                "tr",
                {},
                columns.map((column) => h("td", { style: size2(column) + ";font-weight:700" }, column.title)),
              ),
              T.listSearch === "filter-row"
                ? h(
                    "tr",
                    {},
                    columns.map((column) => h("td", { style: size2(column) }, filterBox(column))),
                  )
                : null,
            ].filter(Boolean),
          ),
        ),
        h(
          "div",
          { style: "max-height:460px;overflow-y:auto" },
          table(
            some.map((row) =>
              dress(
                h(
                  "tr",
                  { kind: "row" },
                  columns.map((column) => h("td", { style: size2(column) }, cellOf(row, column))),
                ),
                row,
              ),
            ),
          ),
        ),
      );
    } else {
      const line = (nodes, style) =>
        h(
          "div",
          { kind: "row", style: `display:flex;align-items:center;border-bottom:1px solid ${L.line};${style ?? ""}` },
          nodes,
        );
      const part = (column, content) =>
        h("div", { style: `width:${width(column)}px;padding:5px 8px;flex:none;box-sizing:border-box` }, content);
      body.replaceChildren(
        h(
          "div",
          { kind: "grid" },
          line(
            columns.map((column) => part(column, column.title)),
            "font-weight:700;background:#dbe5ea",
          ),
          T.listSearch === "filter-row" ? line(columns.map((column) => part(column, filterBox(column)))) : null,
          some.map((row) => dress(line(columns.map((column) => part(column, cellOf(row, column)))), row)),
        ),
      );
    }
    if (!some.length) body.append(none);
    pager.replaceChildren();
    if (T.paging === "pager") {
      const last = Math.max(0, Math.ceil(found.length / size) - 1);
      const step = (by) => () => {
        state.page = Math.min(last, Math.max(0, state.page + by));
        later(pause() / 2, drawRows);
      };
      pager.append(
        iconButton("‹", "Previous page", step(-1)),
        h(
          "span",
          { style: "padding:0 8px" },
          found.length ? `${from + 1} - ${from + some.length} of ${found.length}` : "0 - 0 of 0",
        ),
        iconButton("›", "Next page", step(1)),
      );
    } else if (T.paging === "more" && some.length < found.length)
      pager.append(
        button("Show more", () => {
          state.page += 1;
          later(pause() / 2, drawRows);
        }),
      );
  }
  const tools = () => {
    const bar = h("div", { style: "padding:6px 14px;display:flex;gap:14px;align-items:center" });
    if (T.listSearch === "box" || T.listSearch === "live-box") {
      const box = h("input", { type: "text", placeholder: "Search", style: controlLook(200), id: freshId("find") });
      const find = () => {
        state.search = box.value.trim();
        anew();
      };
      box.addEventListener("keydown", (event) => event.key === "Enter" && find());
      if (T.listSearch === "live-box") box.addEventListener("input", find);
      bar.append(h("div", {}, box, T.listSearch === "box" ? iconButton(lens(), "Search", find) : null));
    }
    if (T.inactive === "check-box")
      bar.append(
        check({
          label: "Show Inactive",
          get: () => state.view === "all",
          set: (on) => {
            state.view = on ? "all" : "active";
            anew();
          },
        }),
      );
    if (T.inactive === "view-list") {
      const words = {
        active: `Active (${rows.filter((row) => row.active).length})`,
        inactive: `Inactive (${rows.filter((row) => !row.active).length})`,
        all: `All (${rows.length})`,
      };
      const made = dropDown({
        options: Object.values(words),
        get: () => words[state.view],
        set: (text) => {
          state.view = Object.keys(words).find((key) => words[key] === text) ?? "active";
          anew();
        },
        small: true,
        width: 150,
      });
      bar.append(h("div", { style: "display:flex;gap:6px;align-items:center" }, h("span", {}, "View"), made.node));
    }
    if (letters && T.letters === "yes")
      bar.append(
        h(
          "div",
          {},
          ["All", ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) =>
            onPress(
              h("span", { style: `cursor:pointer;padding:0 3px;user-select:none;color:${L.accent}` }, letter),
              () => ((state.letter = letter), anew()),
            ),
          ),
        ),
      );
    return bar;
  };
  stages(root, [
    () => titleBar(title),
    () => toolbar(buttons()),
    tools,
    () => {
      drawRows();
      return [body, pager];
    },
  ]);
}

EDITS.levels = function levels(root, data) {
  const refresh = () => load("levels", {}).then((fresh) => EDITS.levels(root, fresh));
  window.refreshList = refresh;
  const flow = { back: "levels", refresh };
  const edit = (row) => openEditor("level", { id: row.id }, flow);
  const change = async (what, body, question) => {
    if (question && !window.confirm(question)) return;
    const answer = await post(what, body);
    if (answer.refusals.length) say(answer.refusals[0].text);
    else refresh();
  };
  const usual = [
    { key: "menu", title: "" },
    { key: "name", title: "Name" },
    { key: "license", title: "License Type" },
    { key: "system", title: "System" },
    { key: "active", title: "Active" },
  ];
  const turned = [
    { key: "tick", title: "" },
    { key: "active", title: "Active" },
    { key: "system", title: "System" },
    { key: "name", title: "Security Level" },
    { key: "menu", title: "" },
  ];
  listPage(root, {
    title: "Security Levels",
    buttons: () => [
      button("Export", () => say("The export is being prepared."), { icon: "other" }),
      iconButton("⟳", "Refresh", refresh),
    ],
    columns: (T.columns === "usual" ? usual : turned).filter(
      (column) => column.key !== "menu" || T.rowMenu !== "context",
    ),
    rows: data.rows,
    open: edit,
    menu: (row) =>
      [
        ["Edit", () => edit(row)],
        row.copyable && [data.copyEntry, () => openEditor("level", { copy: row.id }, flow)],
        row.active
          ? ["Inactivate", () => change("level-active", { id: row.id, to: false })]
          : ["Activate", () => change("level-active", { id: row.id, to: true })],
        T.deleteLevel === "offered" &&
          !row.system && ["Delete", () => change("level-delete", { id: row.id }, `Delete ${row.name}?`)],
      ].filter(Boolean),
  });
};

EDITS.resources = function resources(root, data) {
  const refresh = () => load("resources", {}).then((fresh) => EDITS.resources(root, fresh));
  window.refreshList = refresh;
  const flow = { back: "resources", refresh };
  const edit = (row) =>
    row.api ? openEditor("userEdit", { id: row.id }, flow) : say("This resource is managed in the resource form.");
  const add = () => openEditor("user", {}, flow);
  const change = async (body) => {
    const answer = await post("user-active", body);
    if (answer.refusals.length) say(answer.refusals[0].text);
    else refresh();
  };
  const usual = [
    { key: "tick", title: "" },
    { key: "menu", title: "" },
    { key: "name", title: "Resource Name" },
    { key: "id", title: "Resource ID" },
    { key: "level", title: "Security Level" },
    { key: "license", title: "License Type" },
    { key: "email", title: "E-Mail Address" },
    ...(T.inactive === "shown" ? [{ key: "active", title: "Active" }] : []),
  ];
  const turned = [
    { key: "menu", title: "" },
    { key: "email", title: "Email" },
    { key: "license", title: "License" },
    { key: "name", title: "Name" },
    { key: "userName", title: "Username" },
    { key: "level", title: "Security Level" },
    { key: "active", title: "Active" },
  ];
  listPage(root, {
    title: "Resources",
    letters: true,
    buttons: () => {
      const arrow = button(T.skin === "grey" ? "▼" : "⌄", (event) => {
        const list = h("div", {
          kind: "list",
          style: `background:#fff;border:1px solid ${L.line};box-shadow:0 2px 8px #0004;min-width:180px`,
        });
        for (const [text, then] of [
          ["New Resource", () => say("Adding a resource may result in additional fees. Ask your account manager.")],
          ["New API User", add],
        ])
          list.append(
            onPress(
              h("div", { kind: "item", style: "padding:7px 14px;cursor:pointer" }, text),
              () => (closeOverlays(), then()),
            ),
          );
        const owner = split;
        overlay(owner, list, { inPlace: T.select === "drawn-in-place" });
        event.preventDefault();
      });
      arrow.title = "More";
      const split = h(
        "div",
        { style: "display:inline-flex" },
        button("New", () => say("Adding a resource may result in additional fees. Ask your account manager."), {
          icon: "new",
        }),
        arrow,
      );
      return [split, button("Import/Import History", () => say("There are no imports."))];
    },
    columns: (T.columns === "usual" ? usual : turned).filter(
      (column) => column.key !== "menu" || T.rowMenu !== "context",
    ),
    rows: data.rows,
    open: edit,
    menu: (row) => [
      [T.era === "older" ? "Edit Resource" : "Edit", () => edit(row)],
      row.active
        ? ["Inactivate Resource", () => change({ id: row.id, to: false })]
        : ["Activate Resource", () => change({ id: row.id, to: true })],
      ["View Profile", () => say(row.name)],
    ],
  });
};

/** The save buttons of an editor, in this console's order. */
function saveBar(state, { save, leave, disabled, onlyClose, extra = [] }) {
  const keep = button("Save", () => save(false), { icon: "save", disabled });
  const close = button("Save & Close", () => save(true), {
    icon: "save",
    primary: T.saveButtons !== "save-first",
    disabled,
  });
  const both = onlyClose
    ? [close]
    : T.saveButtons === "save-first"
      ? [keep, close]
      : T.saveButtons === "close-first"
        ? [close, keep]
        : [close, button("Save & New", () => save(true), { icon: "save", disabled }), keep];
  return toolbar([...both, button("Cancel", leave, { icon: "cancel" }), ...extra]);
}

// ---- The editor of a security level

EDITS.level = function level(root, data, flow) {
  if (data.gone) {
    root.replaceChildren(h("p", { style: "padding:20px" }, "The security level does not exist."));
    return;
  }
  if (data.id && ASKED.copy && T.opens !== "dialog")
    history.replaceState(
      null,
      "",
      inline && inShell() ? placeUrl("level", { id: data.id }) : pageUrl("level", { id: data.id }),
    );
  const state = {
    form: { id: data.id, copyOf: data.copyOf, name: data.name, active: data.active, cells: { ...data.values } },
    dirty: false,
    errors: {},
    summary: [],
    tab: "General",
    saving: false,
  };
  state.nearUnknown = (field) => field !== "name";
  guardLeaving(state);
  const cells = data.sections.flatMap((section) =>
    section.groups.flatMap((group) => [
      ...group.boxes,
      ...group.drops,
      ...group.numbers,
      ...group.rowDrops,
      ...(group.grid?.rows.flatMap((row) => row.cells.filter((one) => typeof one === "object")) ?? []),
    ]),
  );
  const byId = Object.fromEntries(cells.map((one) => [one.id, one]));
  const open = new Set(
    T.sectionStart === "open" && T.sectionMode === "independent"
      ? data.sections.map((one) => one.title)
      : T.sectionStart === "closed"
        ? []
        : [data.sections[1].title],
  );
  const locked = data.system;
  const setCell = (cell, value) => {
    state.form.cells[cell.id] = value;
    state.dirty = true;
    const below = cells.filter((one) => one.needs === cell.id);
    if (value === "unchecked") for (const one of below) state.form.cells[one.id] = "unchecked";
    if (below.length || (cell.action === "Add" && cell.section === "Inventory") || cell.name === "Can create Webhooks")
      later(20, () => state.redraw());
  };
  const boxOf = (cell, bare) =>
    check({
      label: cell.shown.name,
      addition: cell.addition,
      bare,
      get: () => state.form.cells[cell.id] === "checked",
      set: (on) => setCell(cell, on ? "checked" : "unchecked"),
      disabled: locked || (cell.needs !== "" && state.form.cells[cell.needs] !== "checked"),
    });
  const words = (cell, value) => cell.shown.values[cell.values.indexOf(value)] ?? value;
  const dropOf = (cell, width) => ({
    type: "select",
    small: true,
    label: cell.shown.name,
    options: cell.shown.values,
    get: () => words(cell, state.form.cells[cell.id]),
    set: (text) => setCell(cell, cell.values[cell.shown.values.indexOf(text)]),
    disabled: locked,
    width,
  });
  const cellNode = (cell) => {
    if (typeof cell === "string") return h("span", { style: "color:#888" }, cell);
    if (cell.fixed)
      return h(
        "span",
        { style: "color:#888" },
        state.form.cells[byId[cell.id.replace(/Edit$/, "Add")].id] === "Yes" ? "All" : "None",
      );
    return cell.kind === "checkbox" ? boxOf(cell, true) : dropDown(dropOf(cell, 120)).node;
  };
  const all = (section, top) => () => {
    for (const cell of section.groups.flatMap((group) => [
      ...group.boxes,
      ...group.drops,
      ...group.rowDrops,
      ...(group.grid?.rows.flatMap((row) => row.cells.filter((one) => typeof one === "object")) ?? []),
    ])) {
      if (
        T.permissionEffect === "leaves-some" &&
        (cell.name.startsWith("Limit resource") || cell.needs || cell.subsection === "Resource Impersonation")
      )
        continue;
      state.form.cells[cell.id] =
        cell.kind === "checkbox" ? (top ? "checked" : "unchecked") : cell.values[top ? cell.values.length - 1 : 0];
      if (cell.needs && state.form.cells[cell.needs] !== "checked") state.form.cells[cell.id] = "unchecked";
    }
    state.dirty = true;
    state.redraw();
  };
  const linkWords = T.permissionLinks === "Full" ? ["Full", "None"] : ["Full Permission", "No Permission"];
  const groupNode = (group) => {
    const boxes = group.boxes.map((cell) => boxOf(cell));
    const half = Math.ceil(boxes.length / 2);
    const inColumns = T.boxColumns === "2" && boxes.length > 3 && !group.boxes.some((one) => one.needs);
    const number = group.numbers.map((cell) =>
      fields([
        [
          {
            type: "text",
            label: cell.shown.name,
            required: true,
            error: state.errors[cell.id],
            get: () => state.form.cells[cell.id],
            set: (text) => ((state.form.cells[cell.id] = text), (state.dirty = true)),
            disabled: locked,
            width: 125,
          },
        ],
      ]),
    );
    return h(
      "div",
      { style: "margin-bottom:16px" },
      group.title
        ? h(
            "div",
            { style: "font-weight:700;margin-bottom:3px" },
            group.title,
            group.hint.length && group.hint.length < 60
              ? h("span", { style: "color:#888;font-weight:400" }, " " + group.hint)
              : null,
          )
        : null,
      group.hint.length >= 60 ? h("div", { style: "color:#888;max-width:760px" }, group.hint) : null,
      group.rowDrops.length
        ? grid(
            "Organization Type",
            ["View"],
            group.rowDrops.map((cell) => ({ name: cell.shown.name, cells: [dropDown(dropOf(cell, 140)).node] })),
          )
        : null,
      group.grid
        ? grid(
            group.grid.head,
            group.grid.columns,
            group.grid.rows.map((row) => ({ name: row.name, cells: row.cells.map(cellNode) })),
          )
        : null,
      group.drops.length
        ? h("div", { style: "margin-top:6px" }, fields([group.drops.map((cell) => dropOf(cell, 320))]))
        : null,
      h(
        "div",
        { style: "display:flex;gap:60px" },
        inColumns
          ? [
              h("div", { style: "width:440px" }, boxes.slice(0, half)),
              h("div", { style: "width:440px" }, boxes.slice(half)),
            ]
          : h("div", {}, boxes),
        number,
      ),
    );
  };
  async function save(close) {
    if (state.saving) return;
    state.saving = true;
    const answer = await post("save-level", state.form);
    if (answer.refusals.length) {
      state.saving = false;
      showRefusals(answer.refusals, state);
      state.redraw();
      return;
    }
    saved(state, flow, answer, close);
  }
  const general = () => [
    h(
      "div",
      { style: "margin:0 14px 14px" },
      h("div", { style: "font-weight:700;font-size:115%;margin:8px 0" }, "General Information"),
      fields([
        [
          {
            type: "text",
            label: "Name",
            required: true,
            error: state.errors.name,
            get: () => state.form.name,
            set: (text) => ((state.form.name = text), (state.dirty = true)),
            disabled: locked,
          },
          {
            type: "box",
            label: "Active",
            get: () => state.form.active,
            set: (on) => ((state.form.active = on), (state.dirty = true)),
            disabled: locked,
          },
        ],
      ]),
    ),
    h(
      "div",
      { style: "margin:0 14px 14px" },
      h("b", {}, "Module Access"),
      h(
        "div",
        { style: "color:#888" },
        "Home, CRM, Directory, Contracts, Projects, Service Desk, Timesheets, Inventory, Reports, Community, Help",
      ),
    ),
    h(
      "div",
      { style: "margin:0 14px" },
      data.sections.map((section) =>
        sectionBox({
          title: section.title,
          open: open.has(section.title),
          toggle: () => {
            const was = open.has(section.title);
            if (T.sectionMode === "one-at-a-time") open.clear();
            if (was) open.delete(section.title);
            else open.add(section.title);
            later(T.sectionBody === "made-on-opening" ? pause() : 10, () => state.redraw());
          },
          links: locked
            ? null
            : [
                T.permissionLinks === "Full" ? "Permission: " : "",
                button(linkWords[0], all(section, true), { plainText: true }),
                " ",
                button(linkWords[1], all(section, false), { plainText: true }),
              ],
          body: () => section.groups.map(groupNode),
        }),
      ),
    ),
  ];
  const redraw = stages(root, [
    () => titleBar("Security Level", data.name),
    () => [...saveBar(state, { save, leave: () => cancel(state, flow), disabled: locked }), summaryBox(state)],
    () =>
      tabs(["General", "LiveReports Folders", "Resources"], state.tab, (name) => ((state.tab = name), state.redraw())),
    () => {
      if (state.tab === "General") return general();
      if (state.tab === "Resources")
        return h(
          "div",
          { style: "padding:14px" },
          data.users.length
            ? h(
                "table",
                { style: "border-collapse:collapse" },
                h(
                  "tr",
                  {},
                  h("th", { style: "text-align:left;padding:4px 20px 4px 0" }, "Name"),
                  h("th", {}, "Active"),
                ),
                data.users.map((user) =>
                  h(
                    "tr",
                    {},
                    h("td", { style: "padding:4px 20px 4px 0" }, user.name),
                    h("td", {}, user.active ? "✓" : ""),
                  ),
                ),
              )
            : "There are no records.",
        );
      return h("div", { style: "padding:14px" }, "There are no folders.");
    },
    () => twins(["Save", "Save & Close"]),
  ]);
  state.redraw = redraw;
};

// ---- The form of an API user

EDITS.user = function user(root, data, flow) {
  const state = {
    form: { ...data.form, id: data.id },
    dirty: false,
    errors: {},
    summary: [],
    saving: false,
    askedSecret: data.id === null,
  };
  const { form } = state;
  guardLeaving(state);
  const set = (key) => (value) => {
    form[key] = value;
    state.dirty = true;
  };
  const field = (key, label, more) => ({
    type: "text",
    label,
    get: () => form[key],
    set: set(key),
    error: state.errors[key],
    ...more,
  });
  const list = (key, label, more) => ({
    type: "select",
    label,
    options: data.lists[key],
    get: () => form[key],
    set: set(key),
    error: state.errors[key],
    ...more,
  });
  async function generate(what, key) {
    const answer = await post(what, {});
    form[key] = answer.value;
    state.askedSecret = state.askedSecret || key === "secret";
    state.dirty = true;
    state.redraw();
  }
  async function save(close) {
    if (state.saving) return;
    state.saving = true;
    const answer = await post("save-user", form);
    if (answer.refusals.length) {
      state.saving = false;
      showRefusals(answer.refusals, state);
      state.redraw();
      return;
    }
    if (!close && data.id === null) form.id = null;
    saved(state, flow, answer, close);
  }
  const part = (title, ...content) =>
    h(
      "div",
      {
        style: `margin:0 14px 16px;padding:10px 14px;border:${T.skin === "grey" || T.skin === "dense" ? `1px solid ${L.line}` : "0"}`,
      },
      h(
        "div",
        { style: "font-weight:700;font-size:120%;margin-bottom:10px" },
        T.sectionCase === "upper" ? title.toUpperCase() : title,
      ),
      content,
    );
  const general = () =>
    part(
      "General",
      fields([
        [
          field("firstName", "First Name", { required: true }),
          field("lastName", "Last Name", { required: true }),
          field("email", "Email Address", {
            required: true,
            hint: "(gets notices of lock-outs)",
          }),
          { type: "box", label: "Active", get: () => form.active, set: set("active") },
          { type: "box", label: "Locked", get: () => form.locked, set: set("locked") },
        ],
        [
          list("level", "Security Level", { required: true, search: true }),
          list("dateFormat", "Date Format", { required: false }),
          list("timeFormat", "Time Format"),
          list("numberFormat", "Number Format"),
          list("location", "Primary Internal Location", { required: true, search: true }),
        ],
      ]),
    );
  const credentials = () => {
    const secret = state.askedSecret
      ? field("secret", "Password (Secret)", { required: data.id === null })
      : { type: "still", label: "Password (Secret)", get: () => 'Click "Generate Secret" for a new password.' };
    return part(
      "Credentials",
      fields([
        [
          { type: "node", node: button("Generate Key", () => generate("key", "key"), { icon: "refresh" }) },
          field("key", "Username (Key)", { required: true }),
        ],
        [
          { type: "node", node: button("Generate Secret", () => generate("secret", "secret"), { icon: "refresh" }) },
          secret,
        ],
      ]),
    );
  };
  const tracking = () => {
    const fixed = data.assigned;
    const options = [
      ["vendor", "Integration Vendor"],
      ["custom", "Custom (Internal Integration)"],
    ];
    const choose = async (kind) => {
      form.trackingKind = kind;
      state.dirty = true;
      if (kind === "custom" && T.identifier === "on-choice" && !form.identifier)
        form.identifier = (await post("identifier", {})).value;
      state.redraw();
    };
    const below =
      form.trackingKind === "vendor"
        ? fields([[list("vendor", "Integration Vendor", { required: true, search: true, disabled: fixed })]])
        : form.trackingKind === "custom"
          ? fields([
              [
                field("integrationName", "Internal Integration Name", { required: true, disabled: fixed }),
                ...(T.identifier === "on-button" && !fixed
                  ? [
                      {
                        type: "node",
                        node: button("Generate", () => generate("identifier", "identifier"), { icon: "refresh" }),
                      },
                    ]
                  : []),
                {
                  type: T.identifier === "on-choice" ? "still" : "text",
                  label: "Tracking Identifier",
                  get: () => form.identifier || (fixed ? "••••••••" : ""),
                  set: () => undefined,
                  disabled: true,
                  error: state.errors.identifier,
                },
              ],
            ])
          : null;
    return part(
      "API Tracking Identifier",
      h(
        "div",
        { style: "margin-bottom:8px;max-width:700px" },
        "API version 1.6 & later require the user of an API tracking identifier. Once assigned, this cannot be changed.",
      ),
      radios({ options, get: () => form.trackingKind, set: choose, disabled: fixed }),
      state.errors.trackingKind ? h("div", { style: "color:#b00" }, state.errors.trackingKind) : null,
      h("div", { style: "margin-top:10px" }, below),
    );
  };
  const lines = () => {
    if (T.lineOfBusiness === "absent") return null;
    const many = (options) =>
      h(
        "select",
        { multiple: true, size: "4", style: "width:200px;font:inherit", id: freshId("lob") },
        options.map((one) => h("option", {}, one)),
      );
    const left = many(data.lists.lines.filter((one) => !form.lines.includes(one)));
    const right = many(data.lists.lines.filter((one) => form.lines.includes(one)));
    const move = (from, to) => () => {
      const chosen = [...from.selectedOptions].map((one) => one.textContent);
      form.lines = to === right ? [...form.lines, ...chosen] : form.lines.filter((one) => !chosen.includes(one));
      state.redraw();
    };
    return part(
      "Line of Business",
      h(
        "div",
        { style: "display:flex;gap:12px;align-items:center" },
        h("div", {}, h("div", {}, "Available"), left),
        h("div", {}, iconButton("›", "Add", move(left, right)), iconButton("‹", "Remove", move(right, left))),
        h("div", {}, h("div", {}, "Associated"), right),
      ),
      check({
        label: "Resource can view items with no assigned Line of Business",
        get: () => !!form.unassigned,
        set: set("unassigned"),
      }),
    );
  };
  const title = data.id === null ? "Add API User" : "Edit API User";
  document.title = inShell() ? document.title : data.fullName ? `${title} - ${data.fullName}` : title;
  const redraw = stages(root, [
    () => titleBar(title, data.fullName),
    () => [
      ...saveBar(state, {
        save,
        leave: () => cancel(state, flow),
        onlyClose: T.formButtons === "close-only",
        extra:
          data.id === null
            ? []
            : [
                button(
                  "Erase (Redact)",
                  () =>
                    window.confirm("Erasing cannot be undone. Continue?") && say("Erasing is not available to you."),
                ),
              ],
      }),
      summaryBox(state),
    ],
    general,
    credentials,
    tracking,
    lines,
    () => twins(["Save", "Save & Close", "Generate Key"]),
  ]);
  state.redraw = redraw;
};
EDITS.userEdit = EDITS.user;

// ---- Begin

const ROOT = h("div");
document.body.append(ROOT);
const here = window.BOOT.page;
EDITS[here](
  ROOT,
  DATA,
  windowFlow(here === "userEdit" ? "user" : here, here.startsWith("user") ? "resources" : "levels"),
);
