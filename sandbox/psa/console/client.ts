/**
 * The script of every page of the console, as text for the browser. It reads `window.__page`: which element does what
 * when it is pressed, and which elements are drawn lists.
 *
 * Drawn buttons, links that act and entries of drawn lists answer to trusted input only. A list leaves its widget for
 * the end of the body when it opens and stays there, as Telerik's do.
 */
export const client = String.raw`
(function () {
  "use strict";
  var P = window.__page, inAsync = false, openId = null, slides = {}, chosen = {}, timers = [];
  function el(id) { return document.getElementById(id); }
  function all(css, at) { return Array.prototype.slice.call((at || document).querySelectorAll(css)); }
  function on(e, name, fn, capture) { e.addEventListener(name, fn, capture || false); }

  /** Calls back for presses by a person: pressed and released on the same element, or Enter. */
  function press(e, fn) {
    var down = false;
    on(e, "mousedown", function (v) { down = v.isTrusted && v.button === 0; });
    on(e, "click", function (v) {
      var ok = v.isTrusted && (down || e.tagName === "BUTTON"); down = false;
      if (e.tagName !== "BUTTON") v.preventDefault();
      if (ok) fn(v);
    });
    if (e.tagName !== "BUTTON") on(e, "keydown", function (v) { if (v.isTrusted && v.key === "Enter") { v.preventDefault(); fn(v); } });
  }

  /* ---- posting ---- */
  function fields() {
    var body = new URLSearchParams(), at = el("aspnetForm") || el("root") || document.body;
    all("input,select,textarea", at).forEach(function (i) {
      if (!i.name || i.disabled || ((i.type === "checkbox" || i.type === "radio") && !i.checked)) return;
      body.append(i.name, i.value);
    });
    return body;
  }
  function post(target, argument, part) {
    if (inAsync) return;
    var form = el("aspnetForm");
    el("__EVENTTARGET").value = target; el("__EVENTARGUMENT").value = argument || "";
    if (form && !part) { form.submit(); return; }
    inAsync = true; loading(true);
    fetch(P.action, { method: "POST", credentials: "same-origin", headers: { "x-microsoftajax": "Delta=true" }, body: fields() })
      .then(take, function () { inAsync = false; loading(false); });
  }
  function visit(url) {
    if (!P.react) { location.href = url; return; }
    inAsync = true; loading(true);
    fetch(url, { credentials: "same-origin", headers: { "x-microsoftajax": "Delta=true" } }).then(take, function () { location.href = url; });
  }
  function take(r) {
    return r.text().then(function (text) {
      inAsync = false; loading(false);
      if ((r.headers.get("content-type") || "").indexOf("json") < 0) { document.open(); document.write(text); document.close(); return; }
      var a = JSON.parse(text);
      if (a.goTo) { location.href = a.goTo; return; }
      closeList();
      Object.keys(slides).forEach(function (id) { slides[id].remove(); }); slides = {}; chosen = {};
      if (a.shell) { el("root").innerHTML = a.shell; bindShell(); } else el(P.panel).innerHTML = a.html;
      Object.keys(a.data).forEach(function (k) { P[k] = a.data[k]; });
      if (a.url) history.pushState(null, "", a.url);
      document.title = a.title;
      bind();
    });
  }
  function loading(yes) {
    var l = el("ctl00_LoadingPanel");
    if (l) l.remove();
    if (!yes) return;
    l = document.createElement("div"); l.id = "ctl00_LoadingPanel"; l.className = "loading raDiv"; l.textContent = P.plain ? "Loading" : "↻";
    document.body.appendChild(l);
  }

  /* ---- acts ---- */
  function act(a) {
    if (a.inert) return;
    if (a.validates && !valid()) return;
    var go = function () { if (a.href) visit(a.href); else post(a.target, a.argument, P.react); };
    if (!a.question) { go(); return; }
    if (P.confirm === "native") { if (window.confirm(a.question)) go(); return; }
    ask(a.question, go);
  }
  function ask(text, yes) {
    var d = document.createElement(P.plain ? "dialog" : "div");
    d.className = "modal"; d.setAttribute("role", "dialog"); if (P.plain) d.setAttribute("open", "");
    d.innerHTML = P.plain
      ? '<p></p><button type="button">Yes</button><button type="button">No</button>'
      : '<div class="modal-dialog"><div class="modal-content"><div class="modal-body"><p></p></div><div class="modal-footer"><a class="btn btn-primary" tabindex="0"><span class="text">Yes</span></a><a class="btn btn-default" tabindex="0"><span class="text">No</span></a></div></div></div>';
    d.querySelector("p").textContent = text; document.body.appendChild(d);
    var b = all(P.plain ? "button" : ".modal-footer .btn", d);
    press(b[0], function () { d.remove(); yes(); });
    press(b[1], function () { d.remove(); });
  }
  /** As validators do: what is empty is said, and nothing is sent. */
  function valid() {
    var empty = Object.keys(P.required).filter(function (id) { return value(id) === ""; });
    Object.keys(P.required).forEach(function (id) {
      var mark = el("ctl00_phContent_rfv" + id.replace(/^ctl00_phContent_[a-z]{3}/, ""));
      if (mark) mark.style.display = empty.indexOf(id) >= 0 ? "" : "none";
    });
    var texts = empty.map(function (id) { return P.required[id] + " is required."; });
    var s = el("ctl00_phContent_ValidationSummary1");
    if (s && P.fieldErrors === "summary") { s.querySelector("ul").innerHTML = ""; texts.forEach(function (t) { var li = document.createElement("li"); li.textContent = t; s.querySelector("ul").appendChild(li); }); s.style.display = texts.length ? "" : "none"; }
    if (P.fieldErrors === "banner" && texts.length) {
      var b = el("ctl00_ClientBanner") || document.createElement("div");
      b.id = "ctl00_ClientBanner"; b.className = "alert alert-danger"; b.setAttribute("role", "alert");
      b.innerHTML = "<strong>Error!</strong> "; b.appendChild(document.createTextNode(texts.join(" ")));
      el(P.panel).insertBefore(b, el(P.panel).firstChild);
    }
    return empty.length === 0;
  }
  function value(id) {
    var c = P.combos[id];
    if (c) return c.multiple ? chosen[id].checked.join(",") : chosen[id].value;
    var e = el(id);
    if (e.tagName === "FIELDSET") return all("input:checked", e).map(function (i) { return i.value; }).join(",");
    return e.type === "checkbox" ? "x" : e.value.trim();
  }

  /* ---- drawn lists ---- */
  function state(id) {
    var c = P.combos[id], s = chosen[id], input = el(id + "_Input");
    el(id + "_ClientState").value = JSON.stringify({ logEntries: [], value: s.value, text: input.value, enabled: true,
      checkedIndices: c.multiple ? s.checked.map(function (v) { return c.values.indexOf(v); }) : [], checkedValues: s.checked, checkedItemsTextOverflows: false });
  }
  function closeList() {
    if (openId === null) return;
    var s = slides[openId], was = openId; openId = null;
    if (s) s.style.display = "none";
    var c = P.combos[was];
    if (c && c.multiple && c.target && chosen[was].touched) { chosen[was].touched = false; post(c.target, "", true); }
  }
  function openList(id) {
    if (openId === id) { closeList(); return; }
    if (openId !== null) closeList();
    if (inAsync) return;
    openId = id;
    var root = el(id), r = root.getBoundingClientRect();
    var slide = slides[id] = slides[id] || root.querySelector(".rcbSlide");
    document.body.appendChild(slide);
    slide.style.left = r.left + scrollX + "px"; slide.style.top = r.bottom + scrollY + "px"; slide.style.width = r.width + "px";
    slide.style.display = "block";
    var scroll = slide.querySelector(".rcbScroll"), c = P.combos[id];
    if (c.source) { load(id, el(id + "_Input").getAttribute("data-typed") || ""); return; }
    if (!P.comboDelay) { grow(slide); return; }
    scroll.style.display = "none"; wait(slide, true);
    setTimeout(function () { scroll.style.display = ""; wait(slide, false); if (openId === id) grow(slide); }, P.comboDelay);
  }
  function grow(slide) {
    var d = slide.firstElementChild, h = d.offsetHeight;
    d.animate([{ marginTop: -h + "px" }, { marginTop: "0px" }], { duration: 150 });
  }
  function wait(slide, yes) {
    var w = slide.querySelector(".rcbLoading"); if (w) w.remove();
    if (!yes) return;
    w = document.createElement("div"); w.className = "rcbLoading"; w.textContent = "Loading...";
    slide.firstElementChild.appendChild(w);
  }
  var asked = 0;
  function load(id, text) {
    var c = P.combos[id], slide = slides[id], turn = ++asked;
    wait(slide, true);
    setTimeout(function () {
      fetch(c.source + "?text=" + encodeURIComponent(text), { credentials: "same-origin" }).then(function (r) { return r.json(); }).then(function (options) {
        if (turn !== asked) return;
        wait(slide, false);
        var list = slide.querySelector(".rcbList"); list.innerHTML = "";
        c.values = options.map(function (o) { return o.value; });
        options.forEach(function (o) { var li = document.createElement("li"); li.className = "rcbItem"; li.textContent = o.text; list.appendChild(li); });
      });
    }, P.comboDelay || 60);
  }
  function bindCombo(id) {
    var c = P.combos[id], root = el(id), input = el(id + "_Input"), arrow = el(id + "_Arrow"), slide = root.querySelector(".rcbSlide"), typing;
    chosen[id] = { value: c.value || "", checked: (c.checked || []).slice() };
    if (input.disabled) return;
    press(arrow, function () { openList(id); });
    if (!c.source) press(input, function () { openList(id); });
    else on(input, "input", function (v) {
      chosen[id].value = ""; state(id); input.setAttribute("data-typed", input.value);
      clearTimeout(typing);
      typing = setTimeout(function () { if (openId !== id) openList(id); else load(id, input.value); }, 250);
    });
    on(input, "keydown", function (v) { if (v.key === "Tab" || v.key === "Escape") { if (openId === id) closeList(); } });
    on(slide, "mouseover", function (v) { hover(slide, v.target.closest("li")); });
    on(slide, "mouseleave", function () { hover(slide, null); });
    var down = null;
    on(slide, "mousedown", function (v) { down = v.isTrusted ? v.target.closest("li, .rcbCheckAllItems") : null; if (!c.multiple) v.preventDefault(); });
    on(slide, "click", function (v) {
      var li = v.target.closest("li");
      if (c.multiple) { if (!v.isTrusted) v.preventDefault(); return; }
      if (!v.isTrusted || !li || li !== down) return;
      var value = c.values[all("li", slide).indexOf(li)], before = chosen[id].value;
      input.value = li.textContent; input.removeAttribute("data-typed"); chosen[id].value = value; state(id); closeList();
      if (c.target && value !== before) post(c.target, "", true);
    });
    if (c.multiple) on(slide, "change", function (v) {
      var boxes = all("li input", slide);
      if (v.target.className === "rcbCheckAllItemsCheckBox") boxes.forEach(function (b) { b.checked = v.target.checked; });
      var on = boxes.map(function (b, i) { return b.checked ? i : -1; }).filter(function (i) { return i >= 0; });
      chosen[id].checked = on.map(function (i) { return c.values[i]; }); chosen[id].touched = true;
      input.value = c.checkText === "count" && on.length > 2 ? on.length + " items checked" : on.map(function (i) { return boxes[i].parentElement.textContent; }).join(", ");
      state(id);
    });
  }
  function hover(slide, li) {
    all(".rcbHovered", slide).forEach(function (x) { x.className = "rcbItem"; });
    if (li && slide.contains(li) && li.className === "rcbItem") li.className = "rcbHovered";
  }
  window.$find = function (id) {
    if (!P.combos[id]) return null;
    return {
      get_text: function () { return el(id + "_Input").value; },
      get_value: function () { return chosen[id].value; },
      get_checkedItems: function () { return chosen[id].checked.map(function (v) { return { get_value: function () { return v; } }; }); }
    };
  };
  if (!P.react) window.Sys = { WebForms: { PageRequestManager: { getInstance: function () { return { get_isInAsyncPostBack: function () { return inAsync; } }; } } } };

  /* ---- lists of records ---- */
  function bindRows() {
    var menu = null;
    function closeMenu() { if (menu) { menu.remove(); menu = null; } }
    on(document, "mousedown", function (v) { if (menu && !menu.contains(v.target)) closeMenu(); }, true);
    all("tr[data-opens]").forEach(function (row) {
      var url = row.getAttribute("href"), by = row.getAttribute("data-opens");
      on(row, "click", function (v) {
        if (!v.isTrusted || v.target.closest("input")) return;
        if (v.target.closest("a")) { if (P.react) { v.preventDefault(); visit(url); } return; }
        if (by === "click") { visit(url); return; }
        all(".rgSelectedRow").forEach(function (r) { r.classList.remove("rgSelectedRow"); });
        row.classList.add("rgSelectedRow");
      });
      if (by === "doubleClick") on(row, "dblclick", function (v) { if (v.isTrusted) visit(url); });
      on(row, "contextmenu", function (v) {
        if (!v.isTrusted) return;
        v.preventDefault(); closeMenu();
        menu = document.createElement("div"); menu.id = "ctl00_phListing_ctrlListing_RadMenuWindow_detached"; menu.className = "RadMenu RadMenu_Context";
        var ul = document.createElement("ul"); if (P.plain) ul.setAttribute("role", "menu"); menu.appendChild(ul);
        JSON.parse(row.getAttribute("data-menu")).forEach(function (m) {
          var li = document.createElement("li"); li.className = "rmItem";
          var a = document.createElement(P.plain ? "button" : "a"); a.className = "rmLink"; if (P.plain) { a.setAttribute("role", "menuitem"); a.type = "button"; }
          var s = document.createElement("span"); s.className = "rmText"; s.textContent = m.text; a.appendChild(s); li.appendChild(a); ul.appendChild(li);
          press(a, function () { closeMenu(); act(m); });
        });
        menu.style.left = v.pageX + "px"; menu.style.top = v.pageY + "px"; document.body.appendChild(menu);
      });
    });
  }

  function bind() {
    Object.keys(P.acts).forEach(function (id) { var e = el(id); if (e) press(e, function () { act(P.acts[id]); }); });
    Object.keys(P.combos).forEach(bindCombo);
    Object.keys(P.natives).forEach(function (id) { on(el(id), "change", function () { post(P.natives[id], "", true); }); });
    all(".alert .close").forEach(function (e) { press(e, function () { e.parentElement.remove(); }); });
    all("[data-fold]").forEach(function (e) { press(e, function () { var p = el("pnl_" + e.getAttribute("data-fold")); p.style.display = p.style.display === "none" ? "" : "none"; }); });
    bindRows();
    timers.forEach(clearInterval); timers = [];
    if (P.autoRefresh && document.querySelector("tr[data-opens]")) timers.push(setInterval(function () { post("ctl00$phListing$ctrlListing$dgrdListing", "Refresh", true); }, P.autoRefresh));
  }
  function bindShell() {
  all("[data-group]").forEach(function (g) {
    press(g, function () {
      var ul = g.parentElement.querySelector(".treeview-menu"), show = ul.style.display === "none";
      g.parentElement.classList.toggle("menu-open", show);
      if (g.hasAttribute("aria-expanded")) g.setAttribute("aria-expanded", String(show));
      if (!show) { ul.style.display = "none"; return; }
      ul.style.display = "";
      ul.animate([{ height: "0px" }, { height: ul.offsetHeight + "px" }], { duration: 200 });
    });
  });
  all(".user").forEach(function (u) { on(u, "click", function (v) { if (v.isTrusted && !v.target.closest(".usermenu")) { var m = u.querySelector(".usermenu"); m.style.display = m.style.display === "none" ? "" : "none"; } }); });
  }
  on(document, "mousedown", function (v) {
    if (openId === null) return;
    var s = slides[openId], root = el(openId);
    if (!(s && s.contains(v.target)) && !(root && root.contains(v.target))) closeList();
  }, true);
  try { localStorage.setItem("PSAUserInfo", JSON.stringify(P.user)); } catch (_) { /* no storage */ }
  bindShell();
  bind();
})();
`;
