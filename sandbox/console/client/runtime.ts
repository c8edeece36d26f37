/**
 * The script of every console page, as text for the browser. It reads `window.__page` (see `PageData`), which maps
 * element ids to what they are: nothing in the markup names a field, as in the vendor's pages.
 *
 * Drawn buttons answer to trusted mouse and key events only: pressed and released on the same element.
 */
export const runtime = String.raw`
(function () {
  "use strict";
  var P = window.__page, S = {}, dirty = false, busy = false, leaving = false, widgets = P.widgets;
  /* The window this page is in; with one more frame around the page, that of the frame. */
  var W = P.nested ? window.parent : window;
  function el(id) { return document.getElementById(id); }
  function isOff(e) {
    return e.disabled || e.getAttribute("aria-disabled") === "true" ||
      !!e.closest(".Disabled, .Disabled2, .DisabledState, .Locked");
  }
  function press(e, fn) {
    if (!e) return;
    if (!P.trusted) { e.addEventListener("click", function (v) { if (!isOff(e)) fn(v); }); return; }
    var down = false;
    e.addEventListener("mouseenter", function () { e.classList.add("HoverState"); });
    e.addEventListener("mouseleave", function () { e.classList.remove("HoverState", "PressedState"); });
    e.addEventListener("mousedown", function (v) { down = v.isTrusted && v.button === 0; if (down) e.classList.add("PressedState"); });
    e.addEventListener("mouseup", function (v) { e.classList.remove("PressedState"); if (!v.isTrusted) down = false; });
    e.addEventListener("click", function (v) { var ok = down && v.isTrusted; down = false; if (ok && !isOff(e)) fn(v); });
    e.addEventListener("keydown", function (v) {
      if (v.isTrusted && (v.key === "Enter" || v.key === " ") && !isOff(e)) { v.preventDefault(); fn(v); }
    });
  }

  /* ---- asking the server ---- */
  function waiting(on) { var l = el("LoadingIndicator"); if (l) l.classList.toggle("Active", on); }
  function ask(url, body) {
    waiting(true);
    body = body || {};
    body[P.tokenName] = P.token;
    return fetch(url, { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json", "x-requested-with": "XMLHttpRequest" }, body: JSON.stringify(body) })
      .then(function (r) { return r.json(); })
      .then(function (a) { waiting(false); if (a.goTo) { leaving = true; location.href = a.goTo; return new Promise(function () {}); } return a; },
            function () { waiting(false); return { message: "The request could not be completed." }; });
  }

  /* ---- dialogs of the page ---- */
  function alertDialog(text, then) {
    var d = el("AlertDialog"); if (!d) { window.alert(text); if (then) then(); return; } d.querySelector(".DialogText").textContent = text; d.classList.add("Active"); d.hidden = false;
    d.__then = then;
  }
  function askDialog(text, yes) {
    var d = el("ConfirmationDialog"); if (!d) { if (window.confirm(text)) yes(); return; } d.querySelector(".DialogText").textContent = text; d.classList.add("Active"); d.hidden = false;
    d.__then = yes;
  }
  function closeDialog(d) { d.classList.remove("Active"); d.hidden = true; var t = d.__then; d.__then = null; return t; }
  press(el("AlertDialogOkayButton"), function () { var t = closeDialog(el("AlertDialog")); if (t) t(); });
  press(el("ConfirmationDialogYesButton"), function () { var t = closeDialog(el("ConfirmationDialog")); if (t) t(); });
  press(el("ConfirmationDialogNoButton"), function () { closeDialog(el("ConfirmationDialog")); });
  function tell(text, then) { if (P.validation === "alert") { window.alert(text); if (then) then(); } else alertDialog(text, then); }

  /* ---- values ---- */
  function changed(name) { if (!busy) dirty = true; refresh(); if (P.watch && P.watch[name]) P.watch[name](); }
  function paint(id) {
    var w = widgets[id], e = el(id), v = S[w.name];
    if (w.kind === "text") e.value = v;
    else if (w.kind === "check") {
      if (w.form === "native") e.checked = v;
      else if (e.hasAttribute("role")) { e.setAttribute("aria-checked", String(v)); e.textContent = v ? "☑" : "☐"; }
      else { var h = e.querySelector(".TabIndexHack"); h.classList.toggle("Checked", v); h.classList.toggle("Unchecked", !v); }
    } else if (w.kind === "radio") {
      var on = v === w.value;
      if (w.form === "native") e.checked = on;
      else if (e.hasAttribute("role")) { e.setAttribute("aria-checked", String(on)); e.textContent = on ? "◉" : "○"; }
      else { var r = e.querySelector(".TabIndexHack"); r.classList.toggle("Checked", on); r.classList.toggle("Unchecked", !on); }
    } else if (w.kind === "list") {
      if (w.form === "native") e.value = v;
      else {
        var o = w.options.filter(function (x) { return x.value === v; })[0], d = e.querySelector(".SelectionDisplay");
        var text = o ? o.text : "";
        if (d) { d.textContent = ""; var item = document.createElement("div"); item.className = "Item"; item.setAttribute("data-item-type", v === "" ? "Default" : "SingleText"); var t = document.createElement("div"); t.className = "Text"; t.textContent = text; item.appendChild(t); d.appendChild(item); }
        else e.textContent = text;
      }
    } else if (w.kind === "mover") {
      [w.leftId, w.rightId].forEach(function (sid, i) {
        var s = el(sid); s.textContent = "";
        w.options.forEach(function (x) { if ((v.indexOf(x.value) >= 0) === (i === 1)) { var o = document.createElement("option"); o.value = x.value; o.textContent = x.text; s.appendChild(o); } });
      });
    }
  }
  function off(id, yes) {
    var w = widgets[id], e = el(id);
    if (w.form === "native" || w.kind === "text") e.disabled = yes;
    else if (e.hasAttribute("role")) e.setAttribute("aria-disabled", String(yes));
    else { e.classList.toggle("Disabled", yes); if (w.kind === "list") e.classList.toggle("Locked", yes); }
    var wrap = e.closest(".EditorContainer, .Editor"); if (wrap) wrap.classList.toggle("Disabled", yes);
  }
  function refresh() {
    Object.keys(widgets).forEach(function (id) {
      var w = widgets[id]; if (!w.needs) return;
      var free = S[w.needs] === true;
      if (!free && w.kind === "check" && S[w.name]) { S[w.name] = false; paint(id); }
      off(id, !free || !!w.disabled);
    });
    (P.shown || []).forEach(function (s) { var e = el(s.id); if (e) e.style.display = S[s.name] === s.value ? "" : "none"; });
    (P.follows || []).forEach(function (f) { var e = el(f.id); if (e) e.textContent = S[f.name] === "Yes" ? "All" : "None"; });
  }
  function put(name, value) { S[name] = value; Object.keys(widgets).forEach(function (id) { if (widgets[id].name === name) paint(id); }); }

  Object.keys(P.values || {}).forEach(function (n) { S[n] = P.values[n]; });
  /* A tab that loads the page anew: what was filled in before comes back. */
  var keptAs = "form " + P.saveUrl, kept = null;
  if (P.tabLoad === "reload") {
    kept = JSON.parse(sessionStorage.getItem(keptAs) || "null");
    sessionStorage.removeItem(keptAs);
    if (kept) { Object.keys(kept.values).forEach(function (n) { S[n] = kept.values[n]; }); dirty = kept.dirty; }
  }
  Object.keys(widgets).forEach(function (id) {
    var w = widgets[id], e = el(id); if (!e) return;
    if (w.kind === "text") e.addEventListener("input", function () { S[w.name] = e.value; changed(w.name); });
    else if (w.form === "native" && w.kind === "check") e.addEventListener("change", function () { S[w.name] = e.checked; changed(w.name); });
    else if (w.form === "native" && w.kind === "radio") e.addEventListener("change", function () { if (e.checked) choose(w); });
    else if (w.form === "native" && w.kind === "list") e.addEventListener("change", function () { S[w.name] = e.value; changed(w.name); });
    else if (w.kind === "check") press(e, function () { S[w.name] = !S[w.name]; paint(id); changed(w.name); });
    else if (w.kind === "radio") press(e, function () { choose(w); });
    else if (w.kind === "list") press(e, function () { openList(id); });
    else if (w.kind === "mover") {
      press(el(w.moveRight), function () { move(w, w.leftId, true); });
      press(el(w.moveLeft), function () { move(w, w.rightId, false); });
    }
    paint(id);
    if (w.disabled) off(id, true);
  });
  function move(w, from, right) {
    var picked = Array.prototype.map.call(el(from).selectedOptions, function (o) { return o.value; });
    S[w.name] = right ? S[w.name].concat(picked) : S[w.name].filter(function (v) { return picked.indexOf(v) < 0; });
    put(w.name, S[w.name]); changed(w.name);
  }
  var filled = {};
  function choose(w) {
    put(w.name, w.value); changed(w.name);
    if (w.fill && !filled[w.fill]) { filled[w.fill] = true; fill(w.fill); }
  }
  function fill(url) {
    ask(url, {}).then(function (a) {
      if (a.message) { tell(a.message); return; }
      Object.keys(a.fields || {}).forEach(function (n) { put(n, a.fields[n]); });
      dirty = true; refresh();
    });
  }

  /* ---- overlays: drawn lists and menus ---- */
  var overlay = null;
  function closeOverlay() { if (overlay) { overlay.remove(); overlay = null; } }
  document.addEventListener("mousedown", function (v) { if (overlay && !overlay.contains(v.target) && !(overlay.__owner && overlay.__owner.contains(v.target))) closeOverlay(); }, true);
  window.addEventListener("blur", function () { if (!P.plain) closeOverlay(); });
  function box(kind, x, y, owner) {
    closeOverlay();
    var c = document.createElement("div"); c.className = "ContextOverlayContainer"; c.__owner = owner;
    var o = document.createElement(P.plain ? "ul" : "div");
    o.className = P.plain ? "popup" : "ContextOverlay Active " + kind;
    if (P.plain) o.setAttribute("role", kind === "menu" ? "menu" : "listbox");
    o.style.left = x + window.scrollX + "px"; o.style.top = y + window.scrollY + "px";
    var l = document.createElement(P.plain ? "li" : "div"); l.className = "LoadingIndicator"; l.textContent = P.plain ? "Loading..." : "";
    o.appendChild(l); c.appendChild(o); document.body.appendChild(c); overlay = c;
    return o;
  }
  var opened = {};
  function openList(id) {
    var w = widgets[id], e = el(id);
    if (overlay && overlay.__owner === e) { closeOverlay(); return; }
    var r = e.getBoundingClientRect(), o = box("SingleItemSelectorDropDownOverlay", r.left, r.bottom, e), mine = overlay;
    o.style.width = Math.max(r.width, 120) + "px";
    var times = opened[id] = (opened[id] || 0) + 1;
    if (P.pickerList === "failsOnce" && times === 1) return;
    setTimeout(function () {
      if (overlay !== mine) return;
      o.textContent = "";
      var list = P.plain ? o : document.createElement("div"); if (!P.plain) { list.className = "ItemList"; o.appendChild(list); }
      w.options.forEach(function (x, i) {
        if (x.value === "" && w.required) return;
        var item = document.createElement(P.plain ? "li" : "div"); item.className = "Item";
        if (P.plain) { item.setAttribute("role", "option"); item.setAttribute("aria-selected", String(S[w.name] === x.value)); item.textContent = x.text; }
        else {
          item.setAttribute("data-item-type", x.value === "" ? "Default" : "SingleText"); item.setAttribute("data-index", i);
          item.setAttribute("data-is-selected", String(S[w.name] === x.value)); item.setAttribute("data-is-targeted", "false");
          var t = document.createElement("div"); t.className = "Text"; t.textContent = x.text; item.appendChild(t);
        }
        press(item, function () { closeOverlay(); S[w.name] = x.value; paint(id); changed(w.name); });
        list.appendChild(item);
      });
    }, P.pickerList === "late" ? 1200 : 0);
  }
  function menuItem(text) {
    var b;
    if (P.plain) { b = document.createElement("li"); b.setAttribute("role", "menuitem"); b.tabIndex = 0; b.textContent = text; return b; }
    if (P.skin === "mvc-2017") { b = document.createElement("a"); b.className = "Button ButtonIcon NormalState"; b.tabIndex = 0; b.innerHTML = '<span class="Icon"></span><span class="Text"></span>'; b.querySelector(".Text").textContent = text; return b; }
    b = document.createElement("div"); b.className = "Button2 ButtonIcon2 NormalBackground"; b.tabIndex = 0; b.innerHTML = '<div class="Text2"></div>'; b.firstChild.textContent = text; return b;
  }
  function rowMenu(key, x, y) {
    var o = box("menu", x, y, null), mine = overlay;
    fetch(P.grid.url + "?part=menu&key=" + encodeURIComponent(key), { credentials: "same-origin" }).then(function (r) { return r.json(); }).then(function (a) {
      if (overlay !== mine) return;
      if (a.goTo) { leaving = true; location.href = a.goTo; return; }
      o.textContent = "";
      a.items.forEach(function (i) { var b = menuItem(i.text); press(b, function () { closeOverlay(); act(i.act); }); o.appendChild(b); });
    });
  }

  /* ---- acts ---- */
  function open(url, popup) {
    if (P.window === "same") { W.location.href = url; return; }
    if (P.window === "popup" || popup) window.open(url, "w" + Date.now(), "width=1240,height=900,resizable=yes,scrollbars=yes");
    else window.open(url, "_blank");
  }
  function finish() {
    leaving = true;
    if (P.window === "same") { W.location.href = P.backUrl; return; }
    if (P.window === "popup") { W.opener.refreshGrid(); W.close(); return; }
    try { if (W.opener && W.opener.refreshGrid) W.opener.refreshGrid(); } catch (_) { /* the list is gone */ }
    W.close();
    setTimeout(function () { W.location.href = P.backUrl; }, 400);
  }
  function act(a) {
    if (a.do === "open") open(a.url, a.popup);
    else if (a.do === "set") { put(a.name, a.value); refresh(); }
    else if (a.do === "reload") window.refreshGrid();
    else if (a.do === "go") { W.location.href = a.url; }
    else if (a.do === "fill") fill(a.url);
    else if (a.do === "cancel") cancel();
    else if (a.do === "save") save(a.close, a.copy);
    else if (a.do === "permission") permission(a.section, a.full);
    else if (a.do === "sections") P.sections.forEach(function (s) { toggle(s, a.open); });
    else if (a.do === "tab" && P.tabLoad === "reload") {
      sessionStorage.setItem(keptAs, JSON.stringify({ values: S, dirty: dirty, tab: a.tab }));
      leaving = true; location.reload();
    }
    else if (a.do === "tab") selectTab(a.tab);
    else if (a.do === "post") {
      var go = function () { ask(a.url, {}).then(function (r) { if (r.message) tell(r.message); else if (a.close) finish(); else window.refreshGrid(); }); };
      if (a.question) askDialog(a.question, go); else go();
    }
  }
  function selectTab(name) {
    P.tabs.forEach(function (t) {
      var on = t.name === name, h = el(t.head);
      el(t.body).style.display = on ? "" : "none"; el(t.body).classList.toggle("Active", on);
      h.classList.toggle(h.tagName === "TD" ? "Selected" : "SelectedState", on); h.classList.toggle("NormalState", !on);
      if (P.plain) h.setAttribute("aria-selected", String(on));
    });
  }
  function cancel() {
    var go = function () { dirty = false; finish(); };
    if (!dirty || P.unsavedQuestion === "never" || P.unsavedQuestion === "beforeunload") {
      if (P.unsavedQuestion === "beforeunload" && dirty) { if (P.window === "same") W.location.href = P.backUrl; else W.close(); return; }
      go();
    } else if (P.unsavedQuestion === "confirm") { if (window.confirm("You have unsaved changes. Leave this page?")) go(); }
    else askDialog("You have unsaved changes. Leave this page?", go);
  }
  if (P.unsavedQuestion === "beforeunload") window.addEventListener("beforeunload", function (v) { if (dirty && !leaving) { v.preventDefault(); v.returnValue = "unsaved"; } });
  function permission(section, full) {
    Object.keys(widgets).forEach(function (id) {
      var w = widgets[id]; if (w.section !== section || w.disabled || w.linksSkip) return;
      if (w.kind === "check") S[w.name] = full;
      else if (w.kind === "list" && w.options.length) S[w.name] = w.options[full ? w.options.length - 1 : 0].value;
      else return;
      paint(id);
    });
    changed("");
  }
  function save(close, copy) {
    if (busy) return;
    var go = function () {
      busy = true; clearMarks();
      ask(P.saveUrl, { values: S }).then(function (a) {
        busy = false;
        if (a.errors) { showErrors(a.errors); return; }
        if (a.message) { tell(a.message); return; }
        dirty = false;
        if (P.saveMessage === "toast") toast("Your changes were saved.");
        if (copy && a.copyUrl) { leaving = true; W.location.href = a.copyUrl; return; }
        if (close || P.afterSave === "close") finish();
        else if (P.afterSave === "reload") { leaving = true; if (a.url) W.location.href = a.url; else location.reload(); }
        else if (a.saveUrl) P.saveUrl = a.saveUrl;
      });
    };
    if (P.saveQuestion === "confirm") { if (window.confirm("Apply these changes now?")) go(); }
    else if (P.saveQuestion === "dialog") askDialog("Apply these changes now?", go);
    else go();
  }
  function toast(text) {
    var t = document.createElement("div"); t.className = "Toast"; t.setAttribute("role", "status"); t.textContent = text;
    t.style.cssText = "position:fixed;right:20px;bottom:20px;padding:12px 20px;background:#2b6d3f;color:#fff;z-index:99";
    document.body.appendChild(t); setTimeout(function () { t.remove(); }, 2500);
  }
  function summary() { return document.querySelector(".ValidationSummary, .PageLevelInstructions"); }
  function clearMarks() {
    Array.prototype.forEach.call(document.querySelectorAll(".Invalid"), function (e) { e.classList.remove("Invalid"); });
    Array.prototype.forEach.call(document.querySelectorAll("[aria-invalid]"), function (e) { e.removeAttribute("aria-invalid"); });
    var s = summary(); if (s) { s.classList.remove("Active"); s.hidden = true; }
  }
  function showErrors(list) {
    if (P.validation !== "summary") { tell(list.map(function (e) { return (e.label ? e.label + ": " : "") + e.message; }).join("\n")); return; }
    var s = summary();
    s.querySelector(".Message, #errorSmall").textContent = list.length === 1 && !P.plain ? list[0].message : list.map(function (e) { return (e.label ? e.label + ": " : "") + e.message; }).join("; ");
    s.classList.add("Active"); s.hidden = false;
    list.forEach(function (x) {
      Object.keys(widgets).forEach(function (id) {
        var w = widgets[id]; if (w.name !== x.field) return;
        var e = el(id); e.classList.add("Invalid"); e.setAttribute("aria-invalid", "true");
        var l = w.labelId && el(w.labelId); if (l) l.classList.add("Invalid");
        var wrap = e.closest(".EditorContainer, .Editor"); if (wrap) wrap.classList.add("Invalid");
        var tab = e.closest(".TabContainer"); (P.tabs || []).forEach(function (t) { if (tab && t.body === tab.id) { var th = el(t.head); th.classList.add("Invalid"); if (P.plain) th.setAttribute("aria-invalid", "true"); } });
      });
    });
    window.scrollTo(0, 0);
  }

  /* ---- sections, tabs, buttons ---- */
  function toggle(s, want) {
    var h = el(s.head), c = el(s.body), isOpen = c.style.display !== "none", next = want === undefined ? !isOpen : want;
    c.style.display = next ? "" : "none"; el(s.root).classList.toggle("Collapsed", !next);
    if (P.plain) h.setAttribute("aria-expanded", String(next));
  }
  (P.sections || []).forEach(function (s) {
    var h = el(s.head);
    h.addEventListener("click", function (v) { if (P.trusted && !v.isTrusted) return; if (v.target.closest(".Right, .links")) return;
      toggle(s);
      if (P.oneSection && el(s.body).style.display !== "none") P.sections.forEach(function (o) { if (o !== s) toggle(o, false); });
    });
  });
  (P.buttons || []).forEach(function (b) { press(el(b.id), function () { act(b.act); }); });
  (P.menus || []).forEach(function (m) {
    var o = el(m.overlay), e = el(m.arrow);
    press(e, function () { var show = o.style.display === "none"; o.style.display = show ? "" : "none"; o.classList.toggle("Active", show); if (P.plain) e.setAttribute("aria-expanded", String(show)); });
    m.items.forEach(function (i) { press(el(i.id), function () { o.style.display = "none"; o.classList.remove("Active"); act(i.act); }); });
    document.addEventListener("mousedown", function (v) { if (!o.contains(v.target) && !e.contains(v.target)) { o.style.display = "none"; o.classList.remove("Active"); } }, true);
  });

  /* ---- grid ---- */
  var G = P.grid;
  if (G) {
    var q = { page: 1, size: G.size, box: "", letter: "" }, wait = 0;
    var load = function () {
      var turn = ++wait, area = el(G.body); if (!area) return;
      var busyMark = el(G.loading); busyMark.style.display = ""; busyMark.classList.add("Active");
      var u = G.url + "?part=rows&page=" + q.page + "&size=" + q.size + "&box=" + q.box;
      if (q.letter) u += "&letter=" + encodeURIComponent(q.letter);
      if (G.viewName) u += "&view=" + encodeURIComponent(S[G.viewName]);
      if (G.findName && S[G.findName]) u += "&find=" + encodeURIComponent(S[G.findName]);
      G.filters.forEach(function (f) { var v = el(f.id).value; if (v) u += "&f" + f.column + "=" + encodeURIComponent(v); });
      fetch(u, { credentials: "same-origin" }).then(function (r) { return r.json(); }).then(function (a) {
        if (turn !== wait) return;
        if (a.goTo) { leaving = true; location.href = a.goTo; return; }
        busyMark.style.display = "none"; busyMark.classList.remove("Active");
        area.innerHTML = a.html; el(G.visible).textContent = a.visible; q.page = a.page; q.pages = a.pages;
        [[G.prev, a.page <= 1], [G.next, a.page >= a.pages]].forEach(function (x) { var e = el(x[0]); if (P.plain) e.disabled = x[1]; else { e.classList.toggle("Disabled2", x[1]); e.classList.toggle("DisabledState", x[1]); } });
      });
    };
    window.refreshGrid = load;
    G.filters.forEach(function (f) {
      var e = el(f.id), was = ""; var run = function () { if (e.value !== was) { was = e.value; q.page = 1; load(); } };
      e.addEventListener("keydown", function (v) { if (v.key === "Enter") run(); }); e.addEventListener("blur", run);
    });
    press(el(G.prev), function () { if (q.page > 1) { q.page--; load(); } });
    press(el(G.next), function () { if (q.page < q.pages) { q.page++; load(); } });
    el(G.sizeId).addEventListener("change", function (v) { q.size = v.target.value; q.page = 1; load(); });
    if (G.refresh) press(el(G.refresh), load);
    (G.letters || []).forEach(function (l) {
      press(el(l.id), function () {
        q.letter = q.letter === l.text ? "" : l.text; q.page = 1;
        G.letters.forEach(function (x) { el(x.id).classList.toggle("SelectedState", x.text === q.letter); if (P.plain) el(x.id).setAttribute("aria-pressed", String(x.text === q.letter)); });
        load();
      });
    });
    P.watch = {};
    if (G.viewName) P.watch[G.viewName] = function () { q.page = 1; dirty = false; load(); };
    if (G.findName) P.watch[G.findName] = function () { dirty = false; };
    if (G.boxName) { P.watch[G.boxName] = function () { q.box = S[G.boxName] ? "1" : ""; q.page = 1; dirty = false; load(); }; }
    var table = el(G.table), downOn = null;
    table.addEventListener("mousedown", function (v) { downOn = v.isTrusted ? v.target : null; });
    table.addEventListener("click", function (v) {
      var icon = v.target.closest(".ContextMenu"); if (!icon || (P.trusted && (!v.isTrusted || !downOn || !icon.contains(downOn)))) {
        var tick = v.target.closest(".CheckBox"); if (tick && v.isTrusted) { tick.classList.toggle("Selected"); tick.closest("[data-row-key]").classList.toggle("Selected"); }
        return;
      }
      if (G.rowMenu === "rightClick") return;
      var r = icon.getBoundingClientRect(); rowMenu(icon.closest("[data-row-key]").getAttribute("data-row-key"), r.right, r.top);
    });
    table.addEventListener("contextmenu", function (v) {
      var row = v.target.closest("[data-row-key]"); if (!row || !v.isTrusted || G.rowMenu === "icon") return;
      v.preventDefault(); rowMenu(row.getAttribute("data-row-key"), v.clientX, v.clientY);
    });
    load();
  } else window.refreshGrid = function () {};

  refresh();
  if (kept) selectTab(kept.tab);
  setTimeout(function () { waiting(false); }, P.pace === "slow" ? 400 : 0);
  if (P.toolbarShift) {
    var bar = document.querySelector(".ToolBar, .toolbar");
    if (bar) { bar.style.paddingLeft = "0px"; setTimeout(function () { bar.style.paddingLeft = "230px"; }, 500); setTimeout(function () { bar.style.paddingLeft = "120px"; }, 1200); }
  }
  if (P.alertOnLoad === "native") setTimeout(function () { window.alert("Scheduled maintenance takes place this weekend."); }, 60);
  if (P.alertOnLoad === "dialog") setTimeout(function () { alertDialog("Scheduled maintenance takes place this weekend."); }, 60);
})();
`;
