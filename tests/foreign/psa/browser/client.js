/* global window, document, location, setTimeout, fetch, URLSearchParams, FormData, DOMParser, scrollX, scrollY */
/* The page's own behaviour: lists, pickers, windows, post backs. No framework, as the product's own scripts of old. */
(function () {
  const T = window.BOOT;
  const framed = window.parent !== window;
  const say = (text) => document.createTextNode(text);

  /* ---- sending the page ---- */
  let sending = false;
  async function send(what) {
    if (sending) return;
    sending = true;
    const form = document.querySelector("form");
    form.querySelector("[name=__EVENTTARGET]").value = what;
    const cover = document.createElement("div");
    cover.style.cssText =
      "position:fixed;inset:0;background:rgba(255,255,255,.6);z-index:9000;text-align:center;padding-top:120px";
    cover.append(say("Loading..."));
    document.body.append(cover);
    if (T.post === "full") return form.submit();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "x-partial": "1" },
    });
    const go = answer.headers.get("x-go");
    if (go) return void (location.href = go);
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    document.querySelectorAll("body > [data-l]").forEach((one) => one.remove());
    document.querySelector("#main").replaceWith(page.querySelector("#main"));
    form.action = page.querySelector("form").getAttribute("action");
    cover.remove();
    sending = false;
    arrived(page);
  }
  function arrived(page) {
    const script = page.querySelector("script[data-run]");
    if (script && page !== document) new Function(script.textContent)();
  }

  /* ---- windows ---- */
  let layer = null;
  window.closeLayer = function (refresh) {
    if (layer) layer.remove();
    layer = null;
    if (refresh) location.reload();
  };
  window.done = function (url) {
    /* After Save or Cancel in a window of its own. */
    if (window.opener) {
      try {
        window.opener.location.reload();
      } catch {
        /* its own business */
      }
      return window.close();
    }
    if (framed && window.name === "layer") return window.parent.closeLayer(true);
    location.href = url;
  };
  function open(url) {
    if (T.opens === "same" || window.opener || window.name === "layer") location.href = url;
    else if (T.opens === "tab") window.open(url + (url.includes("?") ? "&" : "?") + "f=1", "_blank");
    else if (T.opens === "popup")
      window.open(url + (url.includes("?") ? "&" : "?") + "f=1", "", "width=1100,height=760");
    else {
      layer = document.createElement("div");
      layer.style.cssText =
        "position:absolute;left:20px;top:20px;width:1080px;height:720px;background:#fff;border:2px solid #456;z-index:5000";
      layer.innerHTML =
        '<div style="background:#456;color:#fff;padding:4px">Employee <a style="float:right;cursor:pointer" title="Close">&#10005;</a></div>';
      layer.querySelector("a").onclick = () => window.closeLayer(false);
      const frame = document.createElement("iframe");
      frame.name = "layer";
      frame.style.cssText = "width:100%;height:690px;border:0";
      frame.src = url + (url.includes("?") ? "&" : "?") + "f=1";
      layer.append(frame);
      document.body.append(layer);
    }
  }

  /* ---- questions and messages ---- */
  function box(title, inner) {
    const shade = document.createElement("div");
    shade.style.cssText = "position:fixed;inset:0;background:rgba(0,0,0,.3);z-index:7000";
    const panel = document.createElement("div");
    panel.style.cssText =
      "position:absolute;left:200px;top:90px;width:480px;background:#fff;border:1px solid #333;padding:12px";
    if (T.tie !== "none") panel.setAttribute("role", "dialog");
    panel.innerHTML = "<h3 style='margin:0 0 10px'>" + title + "</h3>";
    panel.append(inner);
    shade.append(panel);
    document.body.append(shade);
    return shade;
  }
  function ask(question, yes) {
    if (T.confirm === "native") {
      if (window.confirm(question)) yes();
      return;
    }
    const inner = document.createElement("div");
    inner.innerHTML = "<p>" + question + "</p>" + T.yes + T.no;
    const shade = box("Confirm", inner);
    inner.querySelector("[data-yes]").onclick = () => {
      shade.remove();
      yes();
    };
    inner.querySelector("[data-no]").onclick = () => shade.remove();
  }

  /* ---- lists ---- */
  let opened = null;
  function shut() {
    if (!opened) return;
    opened.list.style.display = "none";
    opened.home.append(opened.list);
    const arrow = opened.home.querySelector("[aria-expanded]");
    if (arrow) arrow.setAttribute("aria-expanded", "false");
    opened = null;
  }
  function place(list, under) {
    const at = under.getBoundingClientRect();
    if (T.listPlace === "body" || list.parentElement === document.body) {
      document.body.append(list);
      list.style.left = at.left + scrollX + "px";
      list.style.top = at.bottom + scrollY + "px";
    } else {
      list.style.left = "0px";
      list.style.top = "25px";
    }
    list.style.display = "block";
  }
  function toggle(home) {
    if (home.dataset.off) return;
    if (opened && opened.home === home) return shut();
    shut();
    const list = home.querySelector("[data-l]");
    const show = () => {
      place(list, home);
      opened = { home, list };
      const arrow = home.querySelector("[aria-expanded]");
      if (arrow) arrow.setAttribute("aria-expanded", "true");
    };
    if (T.listLoad === "late" && !list.dataset.full) {
      const all = list.innerHTML;
      list.innerHTML = "<div style='padding:6px'>Loading...</div>";
      show();
      setTimeout(
        () => {
          list.innerHTML = all;
          list.dataset.full = "1";
        },
        T.pace === "quick" ? 150 : 600,
      );
    } else show();
  }
  function setText(home, text) {
    const shown = home.querySelector("[data-t]");
    if (shown.tagName === "INPUT") shown.value = text;
    else shown.textContent = text;
  }
  function choose(item) {
    const { home, list } = opened;
    const sent = home.querySelector("input[type=hidden]");
    if (home.dataset.m === "1") {
      const chosen = [...list.querySelectorAll("li")]
        .filter((one) => one.querySelector("input").checked)
        .map((one) => one.dataset.v);
      sent.value = chosen.join("|");
      setText(home, chosen.join(", ") || T.empty);
      return;
    }
    sent.value = item.dataset.v;
    setText(home, item.dataset.v);
    list.querySelectorAll("[aria-selected]").forEach((one) => one.setAttribute("aria-selected", String(one === item)));
    shut();
    if (home.dataset.p) send("changed");
  }

  /* ---- people ---- */
  let guess = 0;
  async function suggest(home, text) {
    const mine = ++guess;
    const people = await (await fetch("/lookup?q=" + encodeURIComponent(text))).json();
    if (mine !== guess) return;
    document.querySelectorAll("[data-sg]").forEach((one) => one.remove());
    const list = document.createElement("div");
    list.dataset.sg = "1";
    list.style.cssText =
      "position:absolute;z-index:6000;background:#fff;border:1px solid #888;min-width:218px;max-height:180px;overflow:auto";
    for (const one of people) {
      const item = document.createElement("div");
      item.style.cssText = "padding:3px 6px;cursor:pointer";
      item.textContent = one.name;
      item.onmousedown = () => {
        home.querySelector("input[type=text]").value = one.name;
        home.querySelector("input[type=hidden]").value = one.name;
        list.remove();
      };
      list.append(item);
    }
    if (people.length === 0) list.append(say("No matches"));
    document.body.append(list);
    place(list, home);
  }
  function finder(home) {
    const inner = document.createElement("div");
    inner.innerHTML =
      "<span>Name</span> <input type='text'> " +
      T.search +
      "<div data-r='1' style='max-height:220px;overflow:auto;margin-top:8px'></div>" +
      T.cancel;
    const shade = box("Select Employee", inner);
    const look = async () => {
      const people = await (
        await fetch("/lookup?q=" + encodeURIComponent(inner.querySelector("input[type=text]").value))
      ).json();
      inner.querySelector("[data-r]").innerHTML =
        "<table style='width:100%'><tr><th align='left'>Name</th><th align='left'>User Name</th></tr>" +
        people
          .slice(0, 8)
          .map(
            (one) =>
              "<tr><td><a href='javascript:void(0)' data-n='" +
              one.name.replace(/'/g, "&#39;") +
              "'>" +
              one.name +
              "</a></td><td>" +
              one.userName +
              "</td></tr>",
          )
          .join("") +
        "</table>";
    };
    inner.onclick = (event) => {
      const name = event.target.closest("[data-n]");
      if (event.target.closest("[data-search]")) return void look();
      if (event.target.closest("[data-cancel]")) return void shade.remove();
      if (!name) return;
      home.querySelector("input[type=text]").value = name.dataset.n;
      home.querySelector("input[type=hidden]").value = name.dataset.n;
      shade.remove();
    };
    look();
  }

  /* ---- everything that is clicked ---- */
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest && event.target.closest(selector);
    let it;
    if ((it = on("li[data-v]")) && opened && opened.list.contains(it)) {
      if (opened.home.dataset.m === "1" && event.target.tagName !== "INPUT") {
        if (!event.target.closest("label")) {
          const tick = it.querySelector("input");
          tick.checked = !tick.checked;
          choose(it);
        }
        return;
      }
      return choose(it);
    }
    if ((it = on("[data-o]"))) return toggle(it.closest("[data-c]"));
    if (opened && on("[data-t]") && opened.home.contains(event.target)) return;
    if ((it = on("[data-t]")) && it.closest("[data-c]")) return toggle(it.closest("[data-c]"));
    if (opened && !opened.list.contains(event.target)) shut();
    if ((it = on("[data-all]"))) return void suggest(it.closest("[data-ta]"), "");
    if ((it = on("[data-find]"))) return finder(it.closest("[data-dp]"));
    if ((it = on("[data-g]"))) {
      const tick = it.querySelector("input");
      if (tick.disabled) return;
      if (event.target !== tick) tick.checked = !tick.checked;
      it.style.background = tick.checked ? "#3a3" : "#bbb";
      it.querySelector("i").style.left = (tick.checked ? 26 : 2) + "px";
      return;
    }
    if ((it = on("[data-mv]"))) {
      const dual = it.closest("[data-d]");
      const [from, to] = it.dataset.mv === "1" ? ["from", "to"] : ["to", "from"];
      for (const one of [...dual.querySelector(`[data-side=${from}]`).selectedOptions]) {
        one.selected = false;
        dual.querySelector(`[data-side=${to}]`).append(one);
      }
      dual.parentElement.querySelector("[data-dv]").value = [...dual.querySelector("[data-side=to]").options]
        .map((one) => one.value)
        .join("|");
      return;
    }
    if ((it = on("[data-fold]"))) {
      const body = document.querySelector(`[data-body="${it.dataset.fold}"]`);
      const closed = body.style.display === "none";
      setTimeout(() => (body.style.display = closed ? "" : "none"), 80);
      const sign = it.querySelector("[data-sign]");
      if (sign) sign.textContent = closed ? sign.dataset.sign[1] : sign.dataset.sign[0];
      return;
    }
    if ((it = on("[data-tab]"))) {
      document
        .querySelectorAll("[data-panel]")
        .forEach((one) => (one.style.display = one.dataset.panel === it.dataset.tab ? "" : "none"));
      document.querySelectorAll("[data-tab]").forEach((one) => (one.style.fontWeight = one === it ? "bold" : "normal"));
      return;
    }
    if ((it = on("[data-menu]"))) {
      const menu = document.querySelector(`[data-menu-of="${it.dataset.menu}"]`);
      menu.style.display = menu.style.display === "none" ? "block" : "none";
      return;
    }
    if ((it = on("[data-do]"))) {
      event.preventDefault();
      const run = () => send(it.dataset.do);
      document.querySelectorAll("[data-row-menu]").forEach((one) => one.remove());
      return it.dataset.ask && T.confirm !== "none" ? ask(it.dataset.ask, run) : void run();
    }
    if ((it = on("[data-edit-picked]"))) {
      const row = document.querySelector("[data-row][data-picked]");
      return row ? open(row.dataset.row) : window.alert("Select a record first.");
    }
    if ((it = on("[data-open]"))) return void (event.preventDefault(), open(it.dataset.open));
    if ((it = on("[data-cancel-to]"))) return window.done(it.dataset.cancelTo);
    if ((it = on("[data-shut]"))) return it.closest("[data-note]").remove();
    if ((it = on("[data-go]"))) {
      if (T.frameHost) document.querySelector("iframe[name=content]").src = it.dataset.go;
      else location.href = it.dataset.go;
      return;
    }
    if ((it = on("[data-row]"))) {
      document.querySelectorAll("[data-row]").forEach((one) => {
        one.style.background = "";
        delete one.dataset.picked;
      });
      it.style.background = "#cde";
      it.dataset.picked = "1";
    }
    document.querySelectorAll("[data-row-menu]").forEach((one) => one.remove());
  });
  document.addEventListener("change", (event) => {
    if (opened && opened.list.contains(event.target)) choose(event.target.closest("li"));
    if (event.target.tagName === "SELECT" && event.target.dataset.p) send("changed");
  });
  document.addEventListener("dblclick", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && T.rowOpens === "double") open(row.dataset.row);
  });
  document.addEventListener("contextmenu", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || T.reset !== "row-menu") return;
    event.preventDefault();
    rowMenu(row, event.pageX, event.pageY);
  });
  function rowMenu(row, x, y) {
    document.querySelectorAll("[data-row-menu]").forEach((one) => one.remove());
    const menu = document.createElement("div");
    menu.dataset.rowMenu = "1";
    menu.style.cssText = `position:absolute;left:${x}px;top:${y}px;z-index:6500;background:#fff;border:1px solid #666`;
    menu.innerHTML = row.dataset.items;
    document.body.append(menu);
  }
  document.addEventListener(
    "click",
    (event) => {
      const dots = event.target.closest("[data-dots]");
      if (!dots) return;
      event.stopPropagation();
      const at = dots.getBoundingClientRect();
      rowMenu(dots.closest("[data-row]"), at.left + scrollX, at.bottom + scrollY);
    },
    true,
  );
  document.addEventListener("input", (event) => {
    const home = event.target.closest("[data-ta]");
    if (!home || event.target.type !== "text") return;
    home.querySelector("input[type=hidden]").value = "";
    setTimeout(() => suggest(home, event.target.value), 250);
  });
  document.addEventListener("focusout", (event) => {
    const home = event.target.closest && event.target.closest("[data-ta]");
    if (!home || event.target.type !== "text") return;
    setTimeout(() => document.querySelectorAll("[data-sg]").forEach((one) => one.remove()), 200);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT" && event.target.type !== "button") {
      const main = document.querySelector("[data-main]");
      event.preventDefault();
      if (main) main.click();
    }
    if (event.key === "Escape") shut();
  });
  document.addEventListener("mouseover", (event) => {
    if (T.menu !== "hover") return;
    const top = event.target.closest("[data-top]");
    document.querySelectorAll("[data-under]").forEach((one) => {
      one.style.display =
        (top && top.dataset.top === one.dataset.under) || event.target.closest("[data-under]") === one
          ? "block"
          : "none";
    });
  });
  document.addEventListener("DOMContentLoaded", () => {
    const note = document.querySelector("[data-toast]");
    if (note) setTimeout(() => note.remove(), 6000);
  });
})();
