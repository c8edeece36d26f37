/* global window, document, location, setTimeout, fetch, URLSearchParams */
/* eslint @typescript-eslint/no-unused-vars: "off" -- the screens, served in the same script, use what is defined here */

// The controls of the foreign console. All looks are inline styles, so that class names can be anything or nothing.
const { traits: T, data: DATA, routes: R, asked: ASKED } = window.BOOT;

const LOOKS = {
  modern: {
    font: "14px/1.4 Roboto, Arial, sans-serif",
    ink: "#2c4a54",
    back: "#fff",
    line: "#c8cfd3",
    accent: "#1f6a94",
    head: "#fff",
    headInk: "#2c4a54",
    radius: "4px",
    pad: "7px 10px",
  },
  grey: {
    font: "12px/1.4 Arial, sans-serif",
    ink: "#222",
    back: "#fff",
    line: "#b5b5b5",
    accent: "#346a95",
    head: "#0c2b3a",
    headInk: "#fff",
    radius: "0",
    pad: "4px 6px",
  },
  plain: {
    font: "16px/1.4 serif",
    ink: "#000",
    back: "#fff",
    line: "#767676",
    accent: "#00e",
    head: "#eee",
    headInk: "#000",
    radius: "0",
    pad: "2px 4px",
  },
  dense: {
    font: "12px/1.25 Tahoma, sans-serif",
    ink: "#123",
    back: "#fafbfc",
    line: "#9ab",
    accent: "#0a6",
    head: "#dfe7ea",
    headInk: "#123",
    radius: "8px",
    pad: "3px 6px",
  },
};
const L = LOOKS[T.skin];

const VENDOR_CLASS = {
  button: "Button2 ButtonIcon2 NormalBackground",
  buttonText: "Text2",
  label: "LabelContainer1",
  control: "TextBox2",
  list: "ContextOverlay",
  item: "Item",
  box: "Checkbox2",
  section: "CollapsibleSectionContainer",
  heading: "HeadingContainer",
  body: "ContentContainer",
  dialog: "Dialog1 Dialog2 Normal Active",
  select: "SingleItemSelector2",
  error: "FormValidation",
  grid: "Grid",
  row: "Display",
  title: "TitleBar",
  toolbar: "ToolBar",
  spinner: "LoadingIndicator Active",
};

let counter = 0;
const token = () => "z" + Math.random().toString(16).slice(2) + Math.random().toString(16).slice(2, 10);
const freshId = (hint) => {
  counter += 1;
  return T.ids === "random" ? token() : `${hint}_${counter}`;
};
/** An id only where this console gives ids, or where a tie needs one. */
const idFor = (hint, needed) => (needed || T.ids !== "none" ? freshId(hint) : undefined);

function className(kind) {
  if (T.classNames === "vendor") return VENDOR_CLASS[kind] ?? "";
  if (T.classNames === "random") return "c" + Math.random().toString(36).slice(2, 8);
  if (T.classNames === "bem") return `app-${kind} app-${kind}--default`;
  return "";
}

/** Makes an element: `style` as text, `on*` as listeners, anything else as an attribute. */
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false || (key === "disabled" && !value)) continue;
    if (key === "kind") {
      const name = className(value);
      if (name) node.className = name;
    } else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(9))
    if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

const random = (from, to) => from + Math.random() * (to - from);
const pause = () =>
  ({
    quick: random(30, 120),
    uneven: Math.random() < 0.3 ? random(500, 1300) : random(20, 200),
    slow: random(250, 700),
  })[T.pace];
const later = (milliseconds, then) => setTimeout(then, milliseconds);

async function post(what, body) {
  later(0, () => undefined);
  await new Promise((done) => setTimeout(done, pause() / 2));
  const answer = await fetch(`/do/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (answer.status === 401) location.href = R.signin;
  return answer.json();
}
async function load(page, asked) {
  const answer = await fetch(`/data?${new URLSearchParams({ page, ...asked })}`);
  if (answer.status === 401) location.href = R.signin;
  return answer.json();
}

// ---- Pressing

/** Lets an element react to a person's press in the way of this console. */
function onPress(node, then, { native } = {}) {
  if (native || T.press === "click") node.addEventListener("click", (event) => then(event));
  else if (T.press === "trusted-click") node.addEventListener("click", (event) => event.isTrusted && then(event));
  else {
    let down = false;
    node.addEventListener("mousedown", (event) => {
      if (event.isTrusted && event.button === 0) down = true;
    });
    node.addEventListener("mouseup", (event) => {
      if (!down || !event.isTrusted) return;
      down = false;
      then(event);
    });
    node.addEventListener("click", (event) => event.preventDefault());
  }
  return node;
}

const ICONS = { save: "■", cancel: "✖", new: "+", refresh: "⟳", edit: "✎", close: "✖", other: "▪" };

/** A button of this console. `button.disabled` is not touched later: pages draw themselves anew instead. */
function button(text, then, { icon = "other", primary = false, disabled = false, plainText = false, width } = {}) {
  const style = plainText
    ? `color:${L.accent};cursor:pointer;background:none;border:0;padding:2px 4px;font:inherit;display:inline-block;text-decoration:none;font-weight:600`
    : `font:inherit;font-weight:600;cursor:pointer;border:1px solid ${L.line};border-radius:${L.radius};padding:${L.pad};background:${primary ? L.accent : "#f3f4f5"};color:${primary ? "#fff" : L.ink};display:inline-block;text-decoration:none;user-select:none;${width ? `width:${width};` : ""}`;
  const pale = disabled ? "opacity:.45;cursor:default;" : "";
  const go = (event) => {
    event.preventDefault();
    if (!disabled) then(event);
  };
  if (T.button === "button")
    return onPress(
      h("button", { kind: "button", type: "button", style: style + pale, disabled, id: idFor("btn") }, text),
      go,
      { native: true },
    );
  if (T.button === "input")
    return onPress(
      h("input", { kind: "button", type: "submit", value: text, style: style + pale, disabled, id: idFor("btn") }),
      go,
      { native: true },
    );
  if (T.button === "anchor")
    return onPress(
      h(
        "a",
        {
          kind: "button",
          href: "javascript:void(0)",
          style: style + pale,
          id: idFor("btn"),
          "aria-disabled": disabled && "true",
        },
        text,
      ),
      go,
    );
  const inner =
    T.button === "div-icon"
      ? [
          h("span", { style: "margin-right:6px", "aria-hidden": "true" }, ICONS[icon]),
          h("span", { kind: "buttonText" }, text),
        ]
      : h("div", { kind: "buttonText" }, text);
  const node = h(
    "div",
    {
      kind: "button",
      tabindex: "0",
      style: style + pale,
      id: idFor("btn"),
      "aria-disabled": disabled && T.classNames === "bem" && "true",
    },
    inner,
  );
  if (disabled && T.classNames === "vendor") node.className += " Disabled2";
  node.addEventListener("keydown", (event) => event.key === "Enter" && event.isTrusted && go(event));
  return onPress(node, go);
}

function iconButton(icon, title, then) {
  const node = h(
    "div",
    {
      title,
      tabindex: "0",
      id: idFor("icon"),
      style: `cursor:pointer;display:inline-block;padding:1px 6px;border:1px solid transparent;color:${L.accent};user-select:none`,
    },
    icon,
  );
  return onPress(node, then);
}

/** A link of a menu or of a category page. */
function linkLike(text, then, style = "") {
  const look = `color:${L.accent};cursor:pointer;text-decoration:none;${style}`;
  if (T.button === "button" || T.button === "anchor")
    return onPress(h("a", { href: "javascript:void(0)", style: look, id: idFor("lnk") }, text), then, {
      native: T.button === "button",
    });
  return onPress(
    h(
      "div",
      { style: look + ";display:inline-block", id: idFor("lnk"), tabindex: T.button === "div" ? "0" : undefined },
      h("span", {}, text),
    ),
    then,
  );
}

// ---- Things that float

const overlays = new Set();
function closeOverlays() {
  for (const one of [...overlays]) one.close();
}
document.addEventListener(
  "mousedown",
  (event) => {
    for (const one of [...overlays])
      if (!one.node.contains(event.target) && !(one.owner && one.owner.contains(event.target))) one.close();
  },
  true,
);

document.addEventListener("keydown", (event) => event.key === "Escape" && closeOverlays());

/** Shows a floating node under `owner`, in place or at the end of the body. */
function overlay(owner, node, { inPlace, at, closed } = {}) {
  closeOverlays();
  const box = owner.getBoundingClientRect();
  node.style.position = "absolute";
  node.style.zIndex = "500";
  if (inPlace) {
    node.style.left = "0";
    node.style.top = "100%";
    owner.style.position = "relative";
    owner.append(node);
  } else {
    document.body.append(node);
    const left = at ? at.x : box.left;
    const top = at ? at.y : box.bottom;
    node.style.left = `${Math.max(0, left + window.scrollX)}px`;
    node.style.top = `${top + window.scrollY}px`;
  }
  const entry = {
    node,
    owner,
    close() {
      overlays.delete(entry);
      node.remove();
      if (closed) closed();
    },
  };
  overlays.add(entry);
  return entry;
}

/** An in-page dialog: returns the place for its content and a way to close it. */
function dialog(title, { wide } = {}) {
  const body = h("div", { style: "padding:12px" });
  const panel = h(
    "div",
    {
      kind: "dialog",
      role: T.listMarkup === "aria" ? "dialog" : undefined,
      style: `position:relative;background:${L.back};margin:30px auto;width:${wide ? "1240px" : "420px"};max-width:95%;border:2px solid ${L.line};box-shadow:0 4px 18px #0005`,
    },
    title && h("div", { style: `background:${L.head};color:${L.headInk};padding:8px 12px;font-weight:700` }, title),
    body,
  );
  const veil = h(
    "div",
    { style: "position:absolute;left:0;top:0;width:100%;min-height:100%;background:#0004;z-index:200" },
    panel,
  );
  document.body.append(veil);
  veil.style.minHeight = `${Math.max(document.documentElement.scrollHeight, window.innerHeight)}px`;
  window.scrollTo(0, 0);
  return { body, close: () => veil.remove() };
}

/** A box with one way out. */
function say(text, then = () => undefined) {
  const { body, close } = dialog("Autotask");
  body.append(
    h("div", { style: "margin-bottom:14px" }, text),
    button("OK", () => {
      close();
      then();
    }),
  );
}

function toast(text) {
  const node = h(
    "div",
    {
      style:
        "position:fixed;right:20px;top:70px;background:#2b7a3d;color:#fff;padding:10px 16px;z-index:900;pointer-events:none",
    },
    text,
  );
  document.body.append(node);
  later(1800, () => node.remove());
}

// ---- Labels and their controls

const BRACKET = { brackets: " (required)" };
function labelText(label, required, hint) {
  const star = h(
    "span",
    { style: "color:#c22" },
    { star: " *", "colon-star": ": *", brackets: BRACKET.brackets, "star-before": "* ", "star-drawn": "" }[
      T.required
    ] ?? "",
  );
  const parts = [label];
  if (required) {
    if (T.required === "star-before") parts.unshift(star);
    else parts.push(star);
  } else if (T.required === "colon-star") parts.push(":");
  if (required && T.required === "star-drawn")
    parts.push(
      h("span", {
        style: "display:inline-block;width:7px;height:7px;margin-left:4px;border-radius:50%;background:#c22",
      }),
    );
  if (hint && T.hint === "icon")
    parts.push(
      h(
        "span",
        {
          title: hint,
          style: `margin-left:5px;border:1px solid ${L.accent};border-radius:50%;font-size:10px;padding:0 4px;color:${L.accent}`,
        },
        "i",
      ),
    );
  if (hint && T.hint === "beside")
    parts.push(h("span", { style: "color:#888;font-weight:400;margin-left:6px;font-size:90%" }, hint));
  return parts;
}

/** Ties a label to its control, or does not, and gives both. */
function tie(label, made, { required, hint } = {}) {
  const control = made.control;
  const text = labelText(label, required, hint);
  const nativeControl = ["INPUT", "SELECT", "TEXTAREA"].includes(control.tagName);
  let node;
  if (T.labelTie === "for" && nativeControl) {
    control.id = freshId("ctl");
    node = h("label", { kind: "label", for: control.id, style: "font-weight:700" }, text);
  } else if (T.labelTie === "aria-labelledby") {
    node = h("span", { kind: "label", id: freshId("lbl"), style: "font-weight:700" }, text);
    control.setAttribute("aria-labelledby", node.id);
  } else {
    node = h(
      T.labelTie === "wrap" ? "label" : "div",
      { kind: "label", style: "font-weight:700;display:inline-block" },
      text,
    );
    if (T.labelTie === "aria-label") control.setAttribute("aria-label", label);
  }
  const under =
    hint && T.hint === "below" ? h("div", { style: "color:#888;font-size:90%;max-width:320px" }, hint) : null;
  return { label: node, control: made.node, under };
}

const WIDE = 320;
const controlLook = (width) =>
  `font:inherit;color:${L.ink};background:#fff;border:1px solid ${L.line};border-radius:${L.radius};padding:${L.pad};width:${width}px;box-sizing:border-box;`;

function textBox({ get, set, disabled, password, width = WIDE }) {
  const node = h("input", {
    kind: "control",
    type: password ? "password" : "text",
    style: controlLook(width) + (disabled ? "background:#eee;" : ""),
    disabled,
    id: idFor("txt"),
    autocomplete: "off",
  });
  node.value = get();
  node.addEventListener("input", () => set(node.value));
  return { node, control: node };
}

let openedOnce = false;
/** A drop-down list, in this console's kind. `options` are texts; "" stands for nothing chosen. */
function dropDown({ options, get, set, disabled, width = WIDE, search = false, required = false, small = false }) {
  if (search && T.picker !== "as-select") return searchable({ options, get, set, disabled, width });
  if (T.select === "native") {
    const node = h("select", {
      kind: "control",
      style: controlLook(width) + (disabled ? "background:#eee;" : ""),
      disabled,
      id: idFor("sel"),
    });
    if (!required || !get()) node.append(h("option", { value: "" }, required ? "Choose ..." : ""));
    const shown = small ? options : options;
    for (const [index, option] of shown.entries()) node.append(h("option", { value: String(index + 100) }, option));
    node.value = options.includes(get()) ? String(options.indexOf(get()) + 100) : "";
    if (small && options.includes(get()) && node.options[0].value === "") node.options[0].remove();
    node.addEventListener("change", () => set(node.value === "" ? "" : options[Number(node.value) - 100]));
    return { node, control: node };
  }
  const readonlyInput = T.select === "readonly-input";
  const aria = T.select === "combobox";
  const face = readonlyInput
    ? h("input", {
        type: "text",
        readonly: true,
        style: "border:0;background:transparent;font:inherit;color:inherit;width:100%;cursor:pointer;padding:0",
        id: idFor("ro"),
        disabled,
      })
    : h("div", { style: "overflow:hidden;white-space:nowrap;text-overflow:ellipsis;min-height:1.4em" });
  const write = () => {
    const text = get() || (required ? "Choose ..." : "");
    if (readonlyInput) face.value = text;
    else face.textContent = text;
  };
  write();
  const arrow = h("div", {
    style: `position:absolute;right:6px;top:50%;width:7px;height:7px;border-right:2px solid ${L.ink};border-bottom:2px solid ${L.ink};transform:translateY(-75%) rotate(45deg)`,
  });
  const trigger = h(
    "div",
    {
      kind: "select",
      style:
        controlLook(width) +
        `position:relative;padding-right:22px;cursor:pointer;user-select:none;${disabled ? "opacity:.5;background:#eee;" : ""}`,
      tabindex: disabled ? undefined : "0",
      role: aria ? "combobox" : undefined,
      "aria-expanded": aria ? "false" : undefined,
      "aria-haspopup": aria ? "listbox" : undefined,
      "aria-disabled": aria && disabled ? "true" : undefined,
      id: idFor("dd"),
    },
    face,
    arrow,
  );
  if (disabled && T.classNames === "vendor") trigger.className += " Disabled Locked";
  const holder = h(
    "div",
    { style: `display:inline-block;width:${width}px;position:relative;vertical-align:top` },
    trigger,
  );
  let open = null;
  const show = () => {
    const list = h("div", {
      kind: "list",
      role: aria ? "listbox" : undefined,
      style: `background:#fff;border:1px solid ${L.line};box-shadow:0 2px 8px #0003;min-width:${Math.max(width, 120)}px;max-height:260px;overflow:auto`,
    });
    const fill = () => {
      list.replaceChildren();
      const lines = !required && !small ? ["", ...options] : options;
      for (const option of lines) {
        const line = h(
          "div",
          {
            kind: "item",
            role: aria ? "option" : undefined,
            "aria-selected": aria ? String(option === get()) : undefined,
            style: `padding:4px 8px;cursor:pointer;min-height:1.3em;white-space:nowrap;${option === get() ? "background:#dde8ee" : ""}`,
          },
          option,
        );
        onPress(line, () => {
          set(option);
          write();
          open?.close();
        });
        list.append(line);
      }
    };
    const wait = small ? random(20, 60) : random(200, 500);
    if (T.listLoad === "at-once") fill();
    else {
      list.append(h("div", { style: "padding:4px 8px;color:#888" }, "Loading..."));
      if (T.listLoad === "fails-first" && !small && !openedOnce) {
        openedOnce = true;
        later(600, () =>
          list.replaceChildren(h("div", { style: "padding:4px 8px;color:#a00" }, "The list could not be loaded.")),
        );
      } else later(wait, fill);
    }
    if (aria) trigger.setAttribute("aria-expanded", "true");
    open = overlay(holder, list, {
      inPlace: T.select === "drawn-in-place" || aria,
      closed: () => {
        open = null;
        if (aria) trigger.setAttribute("aria-expanded", "false");
      },
    });
  };
  if (!disabled) onPress(trigger, () => (open ? open.close() : show()));
  return { node: holder, control: readonlyInput ? face : trigger };
}

/** A box to type in that looks its entries up. */
function searchable({ options, get, set, disabled, width }) {
  const chip = T.picker === "searchable-chip";
  const input = h("input", {
    type: "text",
    placeholder: "Type to search...",
    style: "border:0;outline:0;font:inherit;color:inherit;background:transparent;width:100%;padding:0",
    disabled,
    autocomplete: "off",
    id: idFor("srch"),
  });
  const chips = h("div", { style: "display:none" });
  const face = h(
    "div",
    { kind: "select", style: controlLook(width) + (disabled ? "opacity:.5;background:#eee;" : "") },
    chips,
    input,
  );
  const holder = h(
    "div",
    { style: `display:inline-block;width:${width}px;position:relative;vertical-align:top` },
    face,
  );
  let open = null;
  let asked = 0;
  const write = () => {
    if (!chip) {
      input.value = get();
      return;
    }
    chips.replaceChildren();
    chips.style.display = get() ? "inline-block" : "none";
    input.style.display = get() ? "none" : "";
    input.value = "";
    if (!get()) return;
    chips.append(
      h(
        "span",
        { style: `border:1px solid ${L.line};border-radius:10px;padding:1px 8px;background:#eef` },
        h("span", {}, get()),
      ),
    );
    if (!disabled)
      chips.append(
        onPress(h("span", { title: "Remove", style: "cursor:pointer;padding:0 6px" }, "×"), () => {
          set("");
          write();
          input.focus();
        }),
      );
  };
  write();
  const look = () => {
    asked += 1;
    const mine = asked;
    const list = h(
      "div",
      {
        kind: "list",
        style: `background:#fff;border:1px solid ${L.line};box-shadow:0 2px 8px #0003;min-width:${width}px;max-height:260px;overflow:auto`,
      },
      h("div", { style: "padding:4px 8px;color:#888" }, "Searching..."),
    );
    if (open) open.close();
    open = overlay(holder, list, {
      inPlace: T.select !== "drawn-at-body",
      closed: () => {
        open = null;
        if (!chip && input.value !== get()) later(0, () => open || (input.value = get()));
      },
    });
    if (T.listLoad === "fails-first" && !openedOnce) {
      openedOnce = true;
      return;
    }
    later(T.listLoad === "at-once" ? 30 : random(200, 500), () => {
      if (mine !== asked) return;
      const typed = input.value === get() ? "" : input.value.trim().toLowerCase();
      const found = options.filter((option) => option.toLowerCase().includes(typed));
      list.replaceChildren();
      if (!found.length) list.append(h("div", { style: "padding:4px 8px;color:#888" }, "No results"));
      for (const option of found) {
        const from = typed ? option.toLowerCase().indexOf(typed) : -1;
        const text =
          from < 0
            ? option
            : [
                option.slice(0, from),
                h("mark", {}, option.slice(from, from + typed.length)),
                option.slice(from + typed.length),
              ];
        list.append(
          onPress(h("div", { kind: "item", style: "padding:4px 8px;cursor:pointer" }, text), () => {
            set(option);
            write();
            open?.close();
          }),
        );
      }
    });
  };
  if (!disabled) {
    input.addEventListener("click", () => open || look());
    input.addEventListener("input", look);
  }
  return { node: holder, control: input };
}

// ---- Boxes and radios

const TICK =
  '<svg width="12" height="12" viewBox="0 0 12 12"><path d="M2 6l3 3 5-7" fill="none" stroke="#fff" stroke-width="2"/></svg>';
const TICK_URL = `url("data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14"><rect width="14" height="14" fill="#1f6a94"/><path d="M3 7l3 3 5-7" fill="none" stroke="white" stroke-width="2"/></svg>')}")`;

function drawBox(node, on) {
  const base =
    "display:inline-block;width:14px;height:14px;box-sizing:border-box;vertical-align:middle;cursor:pointer;line-height:1;";
  const frame = `border:1px solid #667;`;
  if (T.box === "glyph") {
    node.style.cssText =
      "display:inline-block;cursor:pointer;font-size:17px;line-height:1;vertical-align:middle;width:17px;user-select:none";
    node.textContent = on ? "☑" : "☐";
  } else if (T.box === "svg") {
    node.style.cssText = base + frame + (on ? "background:#1f6a94;" : "background:#fff;");
    node.innerHTML = on ? TICK : "";
  } else if (T.box === "background")
    node.style.cssText = base + (on ? `background-image:${TICK_URL};` : frame + "background:#fff;");
  else {
    node.style.cssText =
      base + frame + (on ? "background:#1f6a94;box-shadow:inset 0 0 0 2px #fff;" : "background:#fff;");
    if (T.box === "aria") node.setAttribute("aria-checked", String(on));
    else
      node.className = {
        vendor: on ? "TabIndexHack Checked" : "TabIndexHack Unchecked",
        none: on ? "on" : "off",
        random: on ? "tick x9-on" : "tick",
        bem: on ? "app-box app-box--selected" : "app-box",
      }[T.classNames];
  }
}

/** A tick box with its label to the right. */
function check({ label, addition, get, set, disabled, bare }) {
  const text = [label, addition ? h("span", { style: "color:#888;font-size:88%" }, " " + addition) : null];
  const pale = disabled ? "opacity:.45;" : "";
  let control;
  if (T.box === "native" || T.box === "native-under-drawing") {
    control = h("input", {
      type: "checkbox",
      disabled,
      id: idFor("chk"),
      style:
        T.box === "native"
          ? "vertical-align:middle;margin:2px"
          : "position:absolute;opacity:0;width:14px;height:14px;margin:0;left:0;top:2px",
    });
    control.checked = get();
    control.addEventListener("change", () => set(control.checked));
  } else {
    control = h("div", {
      role: T.box === "aria" ? "checkbox" : undefined,
      tabindex: disabled ? undefined : "0",
      id: idFor("chk"),
      "aria-disabled": T.box === "aria" && disabled ? "true" : undefined,
    });
    drawBox(control, get());
    if (disabled && T.classNames === "vendor") control.className += " Disabled";
    onPress(control, () => {
      if (disabled) return;
      set(!get());
      drawBox(control, get());
    });
  }
  let face = control;
  if (T.box === "native-under-drawing") {
    const drawn = h("span", {
      style: `display:inline-block;width:14px;height:14px;border:1px solid #667;box-sizing:border-box;vertical-align:middle;pointer-events:none;background:${get() ? "#1f6a94" : "#fff"}`,
    });
    control.addEventListener("change", () => (drawn.style.background = control.checked ? "#1f6a94" : "#fff"));
    face = h("span", { style: "position:relative;display:inline-block" }, control, drawn);
  }
  if (bare) return h("div", { kind: "box", style: pale + "text-align:center" }, face);
  const native = control.tagName === "INPUT";
  if (T.boxLabel === "wrap" && native)
    return h("label", { kind: "box", style: pale + "display:block;padding:3px 0;cursor:pointer" }, face, " ", text);
  if (T.boxLabel === "tied" && native) {
    control.id = freshId("chk");
    return h("div", { kind: "box", style: pale + "padding:3px 0" }, face, " ", h("label", { for: control.id }, text));
  }
  if (T.boxLabel === "aria") {
    const words = h("span", { id: freshId("lbl"), style: "margin-left:6px" }, text);
    control.setAttribute("aria-labelledby", words.id);
    return h("div", { kind: "box", style: pale + "padding:3px 0" }, face, words);
  }
  if (T.boxLabel === "cell-right")
    return h(
      "table",
      { style: pale + "border-collapse:collapse", role: "presentation" },
      h("tr", {}, h("td", { style: "width:22px;padding:2px 0" }, face), h("td", { style: "padding:2px 0" }, text)),
    );
  return h(
    "div",
    { kind: "box", style: pale + "padding:3px 0;display:flex;gap:7px;align-items:center" },
    h("div", {}, face),
    h("div", {}, text),
  );
}

/** A set of radio buttons, one under the other. */
function radios({ options, get, set, disabled }) {
  const group = freshId("rg");
  const box = h("div", { role: T.radio === "aria" ? "radiogroup" : undefined });
  const draw = () => {
    box.replaceChildren();
    for (const [value, label] of options) {
      const on = get() === value;
      const choose = () => {
        if (disabled) return;
        set(value);
        draw();
      };
      let dot;
      if (T.radio === "native") {
        dot = h("input", { type: "radio", name: group, disabled, id: freshId("rad"), style: "margin:2px 6px 2px 0" });
        dot.checked = on;
        dot.addEventListener("change", choose);
      } else {
        const round =
          "display:inline-block;width:14px;height:14px;border-radius:50%;border:1px solid #667;box-sizing:border-box;margin-right:6px;vertical-align:middle;cursor:pointer;";
        dot =
          T.radio === "glyph"
            ? h(
                "span",
                { style: "cursor:pointer;margin-right:6px;font-size:17px;line-height:1;user-select:none" },
                on ? "◉" : "○",
              )
            : h("div", {
                role: T.radio === "aria" ? "radio" : undefined,
                "aria-checked": T.radio === "aria" ? String(on) : undefined,
                class:
                  T.radio === "class"
                    ? {
                        vendor: on ? "RadioButton2 Checked" : "RadioButton2 Unchecked",
                        none: on ? "on" : "off",
                        random: on ? "dot x9-on" : "dot",
                        bem: on ? "app-radio app-radio--selected" : "app-radio",
                      }[T.classNames]
                    : undefined,
                tabindex: "0",
                style: round + (on ? "background:#1f6a94;box-shadow:inset 0 0 0 3px #fff;" : "background:#fff;"),
              });
        onPress(dot, choose);
      }
      const line = h(
        "div",
        { style: `padding:3px 0;display:flex;align-items:center;${disabled ? "opacity:.5" : ""}` },
        dot,
      );
      if (T.radio === "native" && ["tied", "wrap"].includes(T.boxLabel))
        line.append(h("label", { for: dot.id }, label));
      else if (T.radio === "aria") {
        dot.setAttribute("aria-label", label);
        line.append(h("span", {}, label));
      } else line.append(h("span", {}, label));
      box.append(line);
    }
  };
  draw();
  return box;
}

// ---- A form's fields in columns

/** What a field is made of. */
function control(one) {
  if (one.type === "select") return dropDown(one);
  if (one.type === "still") {
    const node = h("div", { style: "min-height:1.4em" }, one.get());
    return { node, control: node };
  }
  return textBox(one);
}

const errorLine = (one) =>
  one.error ? h("div", { kind: "error", style: "color:#b00;font-size:90%" }, one.error) : null;

/** Draws columns of fields side by side. A field: label, type (text, select, still, box, node), required, hint, get, set. */
function fields(columns) {
  if (T.labelPlace === "absolute") return absoluteFields(columns);
  if (T.labelPlace === "cell-left") {
    const rows = Math.max(...columns.map((column) => column.length));
    const body = h("tbody");
    for (let row = 0; row < rows; row += 1) {
      const line = h("tr");
      for (const column of columns) {
        const one = column[row];
        if (!one) line.append(h("td"), h("td"));
        else if (one.type === "box") line.append(h("td"), h("td", { style: "padding:4px 26px 4px 0" }, check(one)));
        else if (one.type === "node") line.append(h("td"), h("td", { style: "padding:4px 26px 4px 0" }, one.node));
        else {
          const made = tie(one.label, control(one), one);
          line.append(
            h(
              "td",
              { style: "padding:4px 10px 4px 0;text-align:right;vertical-align:top;white-space:nowrap" },
              made.label,
            ),
            h("td", { style: "padding:4px 26px 4px 0;vertical-align:top" }, made.control, made.under, errorLine(one)),
          );
        }
      }
      body.append(line);
    }
    return h("table", { style: "border-collapse:collapse", role: "presentation" }, body);
  }
  const wrap = h("div", { style: "display:flex;gap:60px;align-items:flex-start" });
  for (const column of columns) {
    const place = h(T.labelPlace === "definition-list" ? "dl" : "div", { style: "margin:0" });
    for (const one of column) {
      if (one.type === "box" || one.type === "node") {
        const node = one.type === "box" ? check(one) : one.node;
        place.append(
          T.labelPlace === "definition-list"
            ? h("dd", { style: "margin:0 0 6px 0" }, node)
            : h("div", { style: "margin-bottom:6px" }, node),
        );
        continue;
      }
      const made = tie(one.label, control(one), one);
      if (T.labelPlace === "definition-list")
        place.append(
          h("dt", {}, made.label),
          h("dd", { style: "margin:2px 0 10px 0" }, made.control, made.under, errorLine(one)),
        );
      else if (T.labelPlace === "inline-left")
        place.append(
          h(
            "div",
            { style: "display:flex;gap:10px;margin-bottom:8px" },
            h("div", { style: "width:190px;text-align:right" }, made.label),
            h("div", {}, made.control, made.under, errorLine(one)),
          ),
        );
      else if (T.labelTie === "wrap" && ["INPUT", "SELECT"].includes(made.control.tagName)) {
        made.label.append(h("div", { style: "font-weight:400" }, made.control));
        place.append(h("div", { style: "margin-bottom:10px" }, made.label, made.under, errorLine(one)));
      } else
        place.append(
          h(
            "div",
            { style: "margin-bottom:10px" },
            h("div", {}, made.label),
            h("div", {}, made.control),
            made.under,
            errorLine(one),
          ),
        );
    }
    wrap.append(place);
  }
  return wrap;
}

/** All labels first, then all controls: only the place on the screen says which belongs to which. */
function absoluteFields(columns) {
  const labels = [];
  const controls = [];
  let height = 0;
  columns.forEach((column, index) => {
    let y = 0;
    const x = index * 400;
    const put = (node, top, into, order) =>
      into.push(h("div", { style: `position:absolute;left:${x}px;top:${top}px;z-index:${order}` }, node));
    column.forEach((one, row) => {
      const order = 100 - row;
      if (one.type === "box") {
        put(check(one), y, controls, order);
        y += 32;
      } else if (one.type === "node") {
        put(one.node, y, controls, order);
        y += one.tall ?? 40;
      } else {
        const made = tie(one.label, control(one), one);
        put(made.label, y, labels, 1);
        put(h("div", {}, made.control, made.under, errorLine(one)), y + 20, controls, order);
        y += 62 + (made.under ? 36 : 0) + (one.error ? 20 : 0) + (one.tall ?? 0);
      }
    });
    height = Math.max(height, y);
  });
  return h(
    "div",
    { style: `position:relative;height:${height}px;min-width:${columns.length * 400}px` },
    labels,
    controls,
  );
}

/** A grid of cells: head words, then rows of a name and nodes or texts. */
function grid(head, columns, rows) {
  const cell = "padding:4px 12px 4px 0;vertical-align:middle;";
  if (T.grid === "table") {
    const th = T.labelTie === "none" ? "td" : "th";
    return h(
      "table",
      { style: "border-collapse:collapse" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          [head, ...columns].map((text) => h(th, { style: cell + "font-weight:700;text-align:left" }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            h("td", { style: cell + "width:260px" }, row.name),
            row.cells.map((one) => h("td", { style: cell + "width:140px" }, one)),
          ),
        ),
      ),
    );
  }
  const line = (first, others, bold) =>
    h(
      "div",
      { style: `display:flex;padding:3px 0;${bold ? "font-weight:700" : ""}` },
      h("div", { style: "width:260px" }, first),
      others.map((one) => h("div", { style: "width:150px" }, one)),
    );
  if (T.grid === "div")
    return h(
      "div",
      {},
      line(head, columns, true),
      rows.map((row) => line(row.name, row.cells)),
    );
  return h(
    "div",
    {},
    rows.map((row) => h("div", { style: "margin-bottom:8px" }, line(head, columns, true), line(row.name, row.cells))),
  );
}

/** A section that can be closed. `links` stand at the right of its heading. */
function sectionBox({ title, open, toggle, links, body }) {
  const shownTitle = T.sectionCase === "upper" ? title.toUpperCase() : title;
  const content = h("div", { kind: "body", style: `padding:8px 14px 16px 28px;${open ? "" : "display:none"}` });
  if (open || T.sectionBody === "hidden") content.append(...body());
  const frame = `border:1px solid ${L.line};margin-bottom:10px;background:#fff`;
  const headLook =
    "display:flex;align-items:center;padding:8px 12px;cursor:pointer;background:#f5f7f8;font-weight:700;font-size:115%";
  const right = h("span", { style: "margin-left:auto;font-size:13px;font-weight:400" }, links ?? []);
  right.addEventListener("click", (event) => event.stopPropagation());
  if (T.section === "details") {
    const summary = h(
      "summary",
      { style: headLook.replace("display:flex", "display:list-item") },
      shownTitle,
      h("span", { style: "float:right;font-size:13px;font-weight:400" }, links ?? []),
    );
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      if (!event.target.closest("[data-links]") && event.target.closest("span") === null) toggle();
    });
    content.style.display = "";
    return h("details", { open: open, style: frame }, summary, open || T.sectionBody === "hidden" ? content : null);
  }
  if (T.section === "plus") {
    const sign = onPress(
      h(
        "span",
        {
          style:
            "border:1px solid #667;width:16px;height:16px;line-height:15px;text-align:center;margin-right:8px;font-size:13px;cursor:pointer;user-select:none",
        },
        open ? "−" : "+",
      ),
      toggle,
    );
    return h(
      "div",
      { kind: "section", style: frame },
      h(
        "div",
        { kind: "heading", style: headLook.replace("cursor:pointer", "cursor:default") },
        sign,
        h("span", {}, shownTitle),
        right,
      ),
      content,
    );
  }
  if (T.section === "button") {
    const head = h(
      "button",
      {
        type: "button",
        "aria-expanded": String(open),
        style: "font:inherit;font-weight:700;border:0;background:none;cursor:pointer;color:inherit",
      },
      open ? "▾ " : "▸ ",
      shownTitle,
    );
    head.addEventListener("click", toggle);
    return h(
      "div",
      { kind: "section", style: frame },
      h("h3", { style: headLook + ";margin:0" }, head, right),
      content,
    );
  }
  const chevron = h("span", {
    style: `display:inline-block;width:8px;height:8px;border-right:2px solid ${L.ink};border-bottom:2px solid ${L.ink};margin-right:12px;transform:rotate(${open ? "-135deg" : "45deg"})`,
  });
  const left = h("div", { style: "display:flex;align-items:center;flex:1" }, chevron, h("span", {}, shownTitle));
  onPress(left, toggle);
  return h(
    "div",
    { kind: "section", style: frame },
    h("div", { kind: "heading", style: headLook }, left, right),
    content,
  );
}

/** A row of tabs. */
function tabs(names, current, choose) {
  return h(
    "div",
    {
      role: T.listMarkup === "aria" ? "tablist" : undefined,
      style: `border-bottom:1px solid ${L.line};margin:8px 0 12px`,
    },
    names.map((name) =>
      onPress(
        h(
          "div",
          {
            role: T.listMarkup === "aria" ? "tab" : undefined,
            "aria-selected": T.listMarkup === "aria" ? String(name === current) : undefined,
            style: `display:inline-block;padding:7px 14px;cursor:pointer;${name === current ? `border-bottom:3px solid ${L.accent};font-weight:700` : ""}`,
          },
          name,
        ),
        () => choose(name),
      ),
    ),
  );
}

// ---- Parts that come one after the other

/** Fills parts of a page after delays of their own; once all are there, some consoles draw everything anew. */
function stages(root, parts) {
  const places = parts.map(() => h("div"));
  const draw = (index) => {
    const made = parts[index]();
    places[index].replaceChildren(...(Array.isArray(made) ? made : [made]).filter(Boolean));
  };
  root.replaceChildren(...places);
  let spinner = null;
  if (T.spinner === "covering") {
    spinner = h(
      "div",
      {
        kind: "spinner",
        style:
          "position:fixed;inset:0;background:#fffc;z-index:800;display:flex;align-items:center;justify-content:center;font-size:20px",
      },
      "◌",
    );
    document.body.append(spinner);
  } else if (T.spinner === "text")
    places[0].append(h("div", { kind: "spinner", style: "padding:20px;color:#888" }, "Loading..."));
  let left = parts.length;
  parts.forEach((_, index) =>
    later(pause() + index * 20, () => {
      draw(index);
      left -= 1;
      if (left) return;
      spinner?.remove();
      if (T.rerender === "once")
        later(450, () => {
          const busy = overlays.size > 0;
          if (busy) return;
          const focus = document.activeElement;
          if (focus && root.contains(focus) && focus.tagName === "INPUT") return;
          parts.forEach((__, one) => draw(one));
        });
    }),
  );
  return () => {
    closeOverlays();
    parts.forEach((_, index) => draw(index));
  };
}
