/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Reads one frame the way an eye does: which words stand where, which controls stand where and in what state.
 *
 * `scanFrame` runs inside the page. It must stay one self-contained function: it is sent as text, so it may use nothing
 * from this module. Nothing in it may depend on one vendor's class names: a class is at most one sign among several
 * (shape, role, glyph, border) that a person would also take for a box, a list or a button.
 */

/** In CSS pixels of the frame's document. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Words that belong together: one label, one link, one cell of a table. */
export interface Phrase {
  text: string;
  box: Box;
  /** Index of the innermost element that holds all of it. */
  el: number;
  /** Index of the element that a click on these words is meant for (a button, a link), or -1. */
  target: number;
  /** They stand on a button, so they name no field. */
  button: boolean;
  /** Index of what they scroll with, or -1 for the page: things of different layers only happen to stand side by side. */
  layer: number;
  /** Index of a row-like ancestor (`tr`, `role=row`), or -1. */
  row: number;
  /** Font size in pixels; headings are larger. */
  size: number;
  bold: boolean;
  disabled: boolean;
  /** Something else lies on top of it (a dialog, a layer). */
  covered: boolean;
  /** True for words that only a tooltip shows (`title`, `aria-label` of an icon). */
  tooltip: boolean;
  /** Position in document order. */
  order: number;
}

export type ControlKind = "text" | "password" | "select" | "checkbox" | "radio" | "picker";

export interface Control {
  kind: ControlKind;
  box: Box;
  el: number;
  /** Where to click; differs from `el` when the real input is hidden behind a drawn one. */
  target: number;
  /** Labels tied to it in the markup (`for`, wrapping, `aria-*`), best first. */
  tied: string[];
  /** What stands in it while it is empty, or comes up beside the pointer: the last thing to know it by. */
  hint: string;
  value: string;
  /** Boxes and radios: true, false, or null when no sign of either was found. */
  checked: boolean | null;
  /** Native lists: texts in page order. */
  options: string[];
  disabled: boolean;
  readOnly: boolean;
  covered: boolean;
  /** As for words. */
  layer: number;
  row: number;
  order: number;
  /** True when nothing in the markup says what it is, only its look. */
  drawn: boolean;
}

/** A box on top of the page that wants an answer. */
export interface DialogBox {
  text: string;
  box: Box;
  buttons: { text: string; el: number }[];
  controls: number;
}

export interface Scan {
  url: string;
  title: string;
  width: number;
  height: number;
  phrases: Phrase[];
  controls: Control[];
  dialogs: DialogBox[];
  /** Words inside what looks like a drawn list: its value, or the words of a button with an arrow. */
  inside: Phrase[];
  /** Stars that stand alone: they mark the label beside them as one of a required field. */
  stars: Box[];
  /** Small pictures without words that react to a click: row menus, arrows, pencils. */
  icons: { box: Box; el: number; row: number; hint: string; covered: boolean }[];
  /** The mark by which the page shows that it is still working (id and classes of a loading sign); empty when it does not. */
  busy: string;
}

/** Runs in the page. Returns the scan and the elements its indexes mean. */
export function scanFrame(): { scan: Scan; els: Element[] } {
  const els: Element[] = [];
  const indexOf = new Map<Element, number>();
  const index = (e: Element): number => {
    let i = indexOf.get(e);
    if (i === undefined) {
      i = els.length;
      els.push(e);
      indexOf.set(e, i);
    }
    return i;
  };
  const styles = new Map<Element, CSSStyleDeclaration>();
  const style = (e: Element): CSSStyleDeclaration => {
    let s = styles.get(e);
    if (!s) {
      s = getComputedStyle(e);
      styles.set(e, s);
    }
    return s;
  };
  const sx = window.scrollX;
  const sy = window.scrollY;
  const boxOf = (r: { left: number; top: number; width: number; height: number }): Box => ({
    x: Math.round((r.left + sx) * 10) / 10,
    y: Math.round((r.top + sy) * 10) / 10,
    w: Math.round(r.width * 10) / 10,
    h: Math.round(r.height * 10) / 10,
  });
  const squash = (t: string): string => t.replace(/[\s\u00a0\u200b]+/g, " ").trim();
  const classText = (e: Element): string => {
    const c = e.getAttribute("class");
    return c ?? "";
  };
  const parentOf = (e: Element): Element | null => {
    if (e.parentElement) return e.parentElement;
    const root = e.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  };
  const contains = (a: Element, b: Element): boolean => {
    for (let e: Element | null = b; e; e = parentOf(e)) if (e === a) return true;
    return false;
  };
  const visibleCache = new Map<Element, boolean>();
  const visible = (e: Element): boolean => {
    const known = visibleCache.get(e);
    if (known !== undefined) return known;
    const s = style(e);
    let v =
      s.visibility !== "hidden" && s.visibility !== "collapse" && s.display !== "none" && Number(s.opacity) > 0.05;
    // Closed <details> keep the places of what they hide.
    if (v && typeof e.checkVisibility === "function" && !e.checkVisibility())
      v = s.display === "contents" && e.childElementCount > 0;
    if (v) {
      const p = parentOf(e);
      if (p) {
        // `visibility` is inherited and may be switched on again by a child; display and opacity may not.
        const ps = style(p);
        v = visible(p) || (ps.visibility === "hidden" && s.visibility === "visible");
      }
    }
    if (v && (s.overflow === "hidden" || s.overflowY === "hidden" || s.overflow === "clip")) {
      // A folded section often has no height and hides what overflows.
      const r = e.getBoundingClientRect();
      if ((r.height < 2 || r.width < 2) && s.position !== "static" ? true : r.height < 2 && e.childElementCount > 0)
        v = false;
    }
    if (v && s.clipPath === "inset(50%)") v = false;
    visibleCache.set(e, v);
    return v;
  };
  const disabledClass = /(^|[\s_-])(is-)?disabled(2|state)?($|[\s_-])|(^|\s)(Disabled2?|DisabledState|Locked)(\s|$)/;
  const disabledOf = (e: Element): boolean => {
    for (let a: Element | null = e, depth = 0; a && depth < 4; a = parentOf(a), depth++) {
      if ((a as HTMLInputElement).disabled === true && a.matches(":disabled")) return true;
      if (a.getAttribute("aria-disabled") === "true") return true;
      if (
        disabledClass.test(classText(a)) &&
        (depth < 2 || a.querySelectorAll("input,select,textarea,[tabindex]").length <= 1)
      )
        return true;
    }
    return e.matches(":disabled");
  };
  const targetCache = new Map<Element, Element | null>();
  const clickTarget = (e: Element): Element | null => {
    const known = targetCache.get(e);
    if (known !== undefined) return known;
    let answer: Element | null = null;
    const tag = e.tagName;
    const role = e.getAttribute("role");
    const p = parentOf(e);
    if (
      tag === "BUTTON" ||
      tag === "A" ||
      tag === "SUMMARY" ||
      (tag === "INPUT" && /^(button|submit|image|reset)$/i.test(e.getAttribute("type") ?? "")) ||
      (role !== null && /^(button|link|menuitem|menuitemcheckbox|tab|option|treeitem)$/.test(role)) ||
      e.hasAttribute("onclick") ||
      e.hasAttribute("onmousedown") ||
      (e.hasAttribute("tabindex") && tag !== "BODY")
    )
      answer = e;
    else if (p) {
      answer = clickTarget(p);
      // A hand-shaped pointer that begins here marks the thing to click.
      if (answer === null && style(e).cursor === "pointer" && style(p).cursor !== "pointer") answer = e;
    }
    targetCache.set(e, answer);
    return answer;
  };
  const rowCache = new Map<Element, number>();
  const rowOf = (e: Element): number => {
    const known = rowCache.get(e);
    if (known !== undefined) return known;
    let answer = -1;
    if (e.tagName === "TR" || e.getAttribute("role") === "row") answer = index(e);
    else {
      const p = parentOf(e);
      if (p) answer = rowOf(p);
    }
    rowCache.set(e, answer);
    return answer;
  };
  const layers = new Map<Element, number>();
  /** What an element scrolls with: the page (-1), a box that scrolls, or something that stays in place while all else moves. */
  const layerOf = (e: Element): number => {
    const known = layers.get(e);
    if (known !== undefined) return known;
    const s = style(e);
    const p = parentOf(e);
    let answer = p === null || e === document.body ? -1 : layerOf(p);
    const scrolls = /auto|scroll/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 60;
    if (e !== document.body && (s.position === "fixed" || scrolls)) answer = index(e);
    else if (s.position === "sticky") {
      const scroller = answer < 0 ? document.scrollingElement : els[answer];
      if ((scroller?.scrollTop ?? 0) > 0) answer = index(e);
    }
    layers.set(e, answer);
    return answer;
  };
  const coveredAt = (e: Element, r: DOMRect): boolean => {
    const x = r.left + r.width / 2;
    const y = r.top + r.height / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
    let top = document.elementFromPoint(x, y);
    while (top?.shadowRoot) {
      const inner: Element | null = top.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    if (!top) return false;
    return !contains(top, e) && !contains(e, top);
  };

  // ---- all elements, in document order, open shadow roots included
  const all: Element[] = [];
  const orderOf = new Map<Element, number>();
  const walk = (e: Element): void => {
    const tag = e.tagName;
    if (tag === "SCRIPT" || tag === "STYLE" || tag === "NOSCRIPT" || tag === "TEMPLATE" || tag === "HEAD") return;
    orderOf.set(e, all.length);
    all.push(e);
    if (e.shadowRoot) for (const c of Array.from(e.shadowRoot.children)) walk(c);
    if (tag === "SELECT" || tag === "svg" || tag === "SVG") return;
    for (const c of Array.from(e.children)) walk(c);
  };
  if (document.body) walk(document.body);

  // ---- controls
  const controls: Control[] = [];
  const inControl = new Set<Element>();
  const claim = (e: Element): void => {
    inControl.add(e);
  };
  const claimed = (e: Element): boolean => {
    for (let a: Element | null = e; a; a = parentOf(a)) if (inControl.has(a)) return true;
    return false;
  };
  const textWithout = (e: Element, skip: Element, shownOnly = false): string => {
    let t = "";
    const rec = (n: Node): void => {
      if (n === skip) return;
      if (shownOnly && n !== e && n.nodeType === 1 && style(n as Element).display === "none") return;
      if (n.nodeType === 3) t += n.nodeValue ?? "";
      else if (n.nodeType === 1 && !/^(SELECT|SCRIPT|STYLE|TEXTAREA)$/.test((n as Element).tagName)) {
        // What stands in an element of its own is a word of its own.
        t += " ";
        n.childNodes.forEach(rec);
        t += " ";
      }
    };
    rec(e);
    return squash(t);
  };
  const tiedLabels = (e: Element): string[] => {
    const out: string[] = [];
    const by = e.getAttribute("aria-labelledby");
    const root = e.getRootNode() as Document | ShadowRoot;
    if (by) {
      const parts = by.split(/\s+/).map((id) => root.getElementById?.(id));
      const t = squash(parts.map((p) => p?.textContent ?? "").join(" "));
      if (t) out.push(t);
    }
    const labels = (e as HTMLInputElement).labels;
    if (labels)
      for (const l of Array.from(labels)) {
        const t = textWithout(l, e);
        if (t) out.push(t);
      }
    const al = e.getAttribute("aria-label");
    if (al && squash(al)) out.push(squash(al));
    return out;
  };
  const pseudo = (e: Element, which: string): string => {
    const c = getComputedStyle(e, which).content;
    return c && c !== "none" && c !== "normal" ? c.replace(/^["']|["']$/g, "") : "";
  };
  const TICKED = /[\u2713\u2714\u2611\u2612\u2705\u2717\u2718\u25c9\u25cf\u29bf\u2b24\uf00c\uf14a\uf046]|^x$/i;
  const UNTICKED = /[\u2610\u25a1\u25cb\u25ef\u2b1c\uf096\uf0c8]/;
  const yesWord = /(^|[^a-z])(is-?)?(checked|ticked|selected|on|true|active|enabled)($|[^a-z])/i;
  const noWord = /(^|[^a-z])(un|not-?|in|de)(checked|ticked|selected|active)|(^|[^a-z])(off|false|empty)($|[^a-z])/i;
  const words = (t: string): string => t.replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  const signIn = (text: string): boolean | null => {
    const w = words(text);
    if (/un-?checked|un-?ticked|un-?selected|not-?checked/i.test(w)) return false;
    if (noWord.test(w)) return false;
    if (yesWord.test(w)) return true;
    return null;
  };
  /** Is a drawn box ticked? Signs in the order in which they can be trusted. */
  const stateOf = (e: Element): boolean | null => {
    const near: Element[] = [e, ...Array.from(e.querySelectorAll("*")).slice(0, 12)];
    for (const n of near) {
      if (n instanceof HTMLInputElement && /^(checkbox|radio)$/.test(n.type)) return n.checked;
      const a = n.getAttribute("aria-checked") ?? n.getAttribute("aria-pressed") ?? n.getAttribute("aria-selected");
      if (a === "true") return true;
      if (a === "false") return false;
    }
    for (let a = parentOf(e), d = 0; a && d < 2; a = parentOf(a), d++) {
      const v = a.getAttribute("aria-checked");
      if (v === "true" || v === "false") return v === "true";
    }
    for (const n of near)
      for (const name of ["data-checked", "data-state", "data-value", "data-selected", "data-on"]) {
        const v = n.getAttribute(name);
        if (v !== null) {
          if (/^(1|yes)$/i.test(v)) return true;
          if (/^(0|no)$/i.test(v)) return false;
          const s = signIn(v);
          if (s !== null) return s;
        }
      }
    for (const n of near) {
      const t =
        squash((n.childElementCount === 0 ? n.textContent : "") ?? "") + pseudo(n, "::before") + pseudo(n, "::after");
      const shown = visible(n);
      if (shown && TICKED.test(t)) return true;
      if (shown && UNTICKED.test(t)) return false;
    }
    for (const n of near) {
      const s = signIn(classText(n));
      if (s !== null && visible(n)) return s;
    }
    for (const n of near) {
      if (n.tagName === "IMG" || n.tagName === "INPUT") {
        const s = signIn(((n.getAttribute("src") ?? "").split("/").pop() ?? "") + " " + (n.getAttribute("alt") ?? ""));
        if (s !== null) return s;
      }
      const bg = style(n).backgroundImage;
      if (bg && bg !== "none" && bg.length < 400) {
        const s = signIn(bg.split("/").pop() ?? "");
        if (s !== null) return s;
      }
    }
    const parent = parentOf(e);
    if (parent && parent.getBoundingClientRect().width < 60) {
      const s = signIn(classText(parent));
      if (s !== null) return s;
    }
    // What is left is what it looks like: a tick drawn inside, or a filled square.
    const drawing = near.filter((n) => /^(svg|path|polyline|img|use|i)$/i.test(n.tagName));
    if (drawing.length > 0) {
      const shown = drawing.some((n) => {
        const s = style(n);
        const r = n.getBoundingClientRect();
        return visible(n) && r.width > 2 && r.height > 2 && s.stroke !== "transparent" && Number(s.opacity) > 0.2;
      });
      return shown && drawing.some((n) => /^(path|polyline|img|use|i)$/i.test(n.tagName)) ? true : shown ? null : false;
    }
    const inner = near.slice(1).filter((n) => {
      const r = n.getBoundingClientRect();
      return visible(n) && r.width > 3 && r.height > 3;
    });
    const paint = (n: Element): boolean => {
      const c =
        style(n)
          .backgroundColor.match(/[\d.]+/g)
          ?.map(Number) ?? [];
      const alpha = c.length > 3 ? (c[3] ?? 1) : 1;
      return c.length >= 3 && alpha > 0.3 && (c[0] ?? 255) + (c[1] ?? 255) + (c[2] ?? 255) < 560;
    };
    if (paint(e) || inner.some(paint)) return true;
    for (const p of ["::before", "::after"]) {
      const ps = getComputedStyle(e, p);
      if (ps.content !== "none" && ps.content !== "normal" && ps.display !== "none") {
        const w = parseFloat(ps.width);
        const borders = parseFloat(ps.borderBottomWidth) + parseFloat(ps.borderRightWidth);
        if ((w > 2 || borders > 1) && Number(ps.opacity) > 0.2) return true;
      }
    }
    // A picture without words. Where boxes beside it have none, it is the tick; where all have one, it may show either.
    const picture = near.map((n) => style(n).backgroundImage).find((image) => image !== "none" && image !== "");
    if (picture !== undefined) {
      if (/<(path|polyline)|%3c(path|polyline)/i.test(picture)) return true;
      const r = e.getBoundingClientRect();
      const alike = Array.from(e.ownerDocument.querySelectorAll(e.tagName)).filter((o) => {
        const q = o.getBoundingClientRect();
        return o !== e && Math.abs(q.width - r.width) <= 2 && Math.abs(q.height - r.height) <= 2 && sides(o) === 4;
      });
      return alike.length > 0 && alike.every((o) => style(o).backgroundImage === "none") ? true : null;
    }
    // An empty frame, its own or that of what it holds.
    if (near.some((n) => visible(n) && parseFloat(style(n).borderTopWidth) > 0)) return false;
    return null;
  };
  const sides = (e: Element): number => {
    const s = style(e);
    let n = 0;
    for (const w of [s.borderTopWidth, s.borderRightWidth, s.borderBottomWidth, s.borderLeftWidth])
      if (parseFloat(w) >= 0.5) n++;
    if (n === 0 && s.boxShadow !== "none" && s.boxShadow !== "") n = 4;
    if (n === 0 && s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) n = 4;
    return n;
  };
  const add = (
    c: Omit<Control, "order" | "row" | "layer" | "covered" | "disabled" | "target" | "hint"> & {
      target?: Element;
      node: Element;
    },
  ): void => {
    const { node, target, ...rest } = c;
    controls.push({
      ...rest,
      hint: squash(els[rest.el]!.getAttribute("placeholder") ?? els[rest.el]!.getAttribute("title") ?? ""),
      target: index(target ?? node),
      order: orderOf.get(node) ?? 0,
      row: rowOf(node),
      layer: layerOf(parentOf(node) ?? node),
      disabled: disabledOf(node) || (target !== undefined && disabledOf(target)),
      covered: coveredAt(target ?? node, (target ?? node).getBoundingClientRect()),
    });
  };

  // Native ones first.
  for (const e of all) {
    const tag = e.tagName;
    if (tag === "INPUT") {
      const input = e as HTMLInputElement;
      const type = input.type.toLowerCase();
      if (/^(hidden|button|submit|image|reset|file)$/.test(type)) continue;
      const r = e.getBoundingClientRect();
      if (type === "checkbox" || type === "radio") {
        const shown = visible(e) && r.width >= 4 && r.height >= 4;
        let target: Element = e;
        if (!shown) {
          // The real box is hidden behind a drawn one: its place is its label or the nearest thing that is drawn.
          const s = style(e);
          const p = parentOf(e);
          if (!p || !visible(p)) continue;
          const label = input.labels?.[0];
          const sibling = [e.nextElementSibling, e.previousElementSibling].find((n) => {
            if (!n || !visible(n)) return false;
            const q = n.getBoundingClientRect();
            return q.width >= 8 && q.width <= 64 && q.height >= 8 && q.height <= 40;
          });
          const pr = p.getBoundingClientRect();
          if (sibling) target = sibling;
          else if (pr.width > 0 && pr.width <= 64 && pr.height <= 48) target = p;
          else if (label && visible(label)) target = label;
          else if (s.display !== "none" && pr.width > 0) target = p;
          else continue;
        }
        claim(e);
        if (target !== e && target.tagName !== "LABEL") claim(target);
        const place = target.getBoundingClientRect();
        // Unseen, but lying over its drawing: then it is what a click there hits.
        const over =
          r.width >= 4 &&
          r.height >= 4 &&
          style(e).visibility === "visible" &&
          style(e).pointerEvents !== "none" &&
          Math.abs(r.left + r.width / 2 - place.left - place.width / 2) < place.width / 2 &&
          Math.abs(r.top + r.height / 2 - place.top - place.height / 2) < place.height / 2;
        add({
          node: e,
          target: over ? e : target,
          kind: type,
          box: boxOf(place),
          el: index(e),
          tied: tiedLabels(e),
          value: input.value,
          checked: input.checked,
          options: [],
          readOnly: false,
          drawn: false,
        });
        continue;
      }
      if (!visible(e) || r.width < 4 || r.height < 4) continue;
      claim(e);
      add({
        node: e,
        kind: type === "password" ? "password" : "text",
        box: boxOf(r),
        el: index(e),
        tied: [...tiedLabels(e)],
        value: input.value,
        checked: null,
        options: [],
        readOnly: input.readOnly,
        drawn: false,
      });
    } else if (tag === "SELECT") {
      const select = e as HTMLSelectElement;
      const r = e.getBoundingClientRect();
      if (!visible(e) || r.width < 4 || r.height < 4) continue;
      claim(e);
      add({
        node: e,
        kind: "select",
        box: boxOf(r),
        el: index(e),
        tied: tiedLabels(e),
        value: squash(select.selectedOptions[0]?.textContent ?? ""),
        checked: null,
        options: Array.from(select.options).map((o) => squash(o.textContent ?? "")),
        readOnly: false,
        drawn: false,
      });
    } else if (tag === "TEXTAREA" || (e as HTMLElement).isContentEditable) {
      if (tag !== "TEXTAREA" && (parentOf(e) as HTMLElement | null)?.isContentEditable) continue;
      const r = e.getBoundingClientRect();
      if (!visible(e) || r.width < 4 || r.height < 4) continue;
      claim(e);
      add({
        node: e,
        kind: "text",
        box: boxOf(r),
        el: index(e),
        tied: tiedLabels(e),
        value: tag === "TEXTAREA" ? (e as HTMLTextAreaElement).value : squash(e.textContent ?? ""),
        checked: null,
        options: [],
        readOnly: false,
        drawn: false,
      });
    }
  }

  // Then those that say what they are.
  const checkWord = /check|tick|toggle/i;
  const pickWord = /select|combo|drop-?down|picker|chooser|lookup/i;
  for (const e of all) {
    const role = e.getAttribute("role");
    if (role === "checkbox" || role === "switch" || role === "radio") {
      if (claimed(e) || e.querySelector("input[type=checkbox],input[type=radio]")) continue;
      const r = e.getBoundingClientRect();
      if (!visible(e) || r.width < 4 || r.height < 4) continue;
      claim(e);
      const own = squash(e.textContent ?? "");
      const tied = tiedLabels(e);
      if (own.length > 1) tied.push(own);
      add({
        node: e,
        kind: role === "radio" ? "radio" : "checkbox",
        box: boxOf(r),
        el: index(e),
        tied,
        value: "",
        checked: stateOf(e),
        options: [],
        readOnly: false,
        drawn: false,
      });
    }
  }
  const ARROW_SIGN = /[\u25bc\u25be\u2304\u02c5\uf078\uf0d7]/;
  const hasArrow = (e: Element): boolean => {
    const r = e.getBoundingClientRect();
    if (/[\u25bc\u25be\u25bf\u2304\u2335\u02c5\u2228\u23f7\u2b07\u25b8]\s*$/.test(squash(e.textContent ?? "")))
      return true;
    if (/arrow|caret|chevron|triangle/i.test(classText(e)) && e.childElementCount === 0) return true;
    for (const n of Array.from(e.querySelectorAll("*"))) {
      const q = n.getBoundingClientRect();
      if (q.width === 0 || q.width > 44 || q.left < r.left + r.width * 0.55) continue;
      if (/^(svg|img|i|b)$/i.test(n.tagName) || /arrow|caret|chevron|triangle|carrot/i.test(classText(n))) return true;
      if (/^[\u25bc\u25be\u25bf\u2304\u02c5\u2228\u23f7vV]$/.test(squash(n.textContent ?? ""))) return true;
      if (q.height <= 12 && parseFloat(style(n).borderTopWidth) >= 3) return true;
      if (ARROW_SIGN.test(pseudo(n, "::before") + pseudo(n, "::after"))) return true;
      // Two edges of a small square, turned: a chevron made of borders. Or any small picture at the right edge.
      if (q.height > 24 || n.childElementCount > 0 || squash(n.textContent ?? "") !== "" || !visible(n)) continue;
      const drawn = style(n);
      const edges = [drawn.borderTopWidth, drawn.borderRightWidth, drawn.borderBottomWidth, drawn.borderLeftWidth];
      const thick = edges.filter((w) => parseFloat(w) >= 1).length;
      if (thick > 0 && thick < 4 && drawn.transform !== "none") return true;
      if (drawn.backgroundImage !== "none" || drawn.maskImage !== "none" || drawn.clipPath.startsWith("polygon"))
        return true;
    }
    for (const p of ["::after", "::before"]) {
      const c = pseudo(e, p);
      if (ARROW_SIGN.test(c)) return true;
      const ps = getComputedStyle(e, p);
      if (ps.content === "none" || ps.content === "normal") continue;
      if (parseFloat(ps.borderTopWidth) >= 3) return true;
      if (ps.transform !== "none" && (parseFloat(ps.borderBottomWidth) >= 1 || parseFloat(ps.borderRightWidth) >= 1))
        return true;
      if (/url\(|gradient/.test(ps.backgroundImage) && parseFloat(ps.width) <= 30) return true;
    }
    const bg = style(e).backgroundImage;
    return bg !== "none" && /arrow|caret|chevron|svg/i.test(bg);
  };
  const pickers: Element[] = [];
  for (const e of all) {
    if (e === document.body || e.tagName === "LABEL" || e.tagName === "TD" || e.tagName === "OPTION") continue;
    const role = e.getAttribute("role");
    const popup = e.getAttribute("aria-haspopup");
    const says = role === "combobox" || (popup === "listbox" && role !== "textbox");
    const r = e.getBoundingClientRect();
    if (r.width < 40 || r.width > 760 || r.height < 14 || r.height > 64) continue;
    const hinted =
      pickWord.test(classText(e)) &&
      !/option|item|overlay|menu|button|label/i.test(words(classText(e)).replace(/single ?item/gi, ""));
    if (!says && !hinted && sides(e) < 3) continue;
    if (!visible(e)) continue;
    // Boxes to tick in a list that is folded away are its lines; those to be seen make it something else.
    const others = Array.from(e.querySelectorAll("select,input[type=checkbox],input[type=radio],textarea"));
    if (others.some((n) => parentOf(n) === e || visible(parentOf(n) ?? n))) continue;
    const inputs = Array.from(e.querySelectorAll("input")).filter(
      (i) => visible(i) && i.getBoundingClientRect().width > 3,
    );
    if (inputs.length > 1) continue;
    // Buttons with words of their own inside: a bar of buttons, no field.
    if (
      inputs.length === 0 &&
      Array.from(e.querySelectorAll("a,button,[role=button],[tabindex]")).some(
        (n) =>
          n !== e &&
          visible(n) &&
          n.getBoundingClientRect().width > 3 &&
          n.getBoundingClientRect().width < e.getBoundingClientRect().width * 0.95 &&
          /\p{L}{2}/u.test(n.textContent ?? ""),
      )
    )
      continue;

    // A chip has taken the place of the box that was typed into.
    const chip =
      !says &&
      inputs.length === 0 &&
      sides(e) >= 3 &&
      squash(e.textContent ?? "") !== "" &&
      e.querySelector("input:not([type]),input[type=text],input[type=search]") !== null;
    if (chip && !pickers.some((p) => contains(p, e))) {
      pickers.push(e);
      continue;
    }
    // An arrow without words is the second half of a split button.
    if (!says && inputs.length === 0 && r.width < 60 && !/[\p{L}\p{N}]/u.test(e.textContent ?? "")) continue;

    if (pickers.some((p) => contains(p, e))) continue;
    const selfInput = e.tagName === "INPUT";
    if (e.tagName === "SELECT" || e.tagName === "TEXTAREA") continue;
    if (selfInput) {
      if (!says) continue;
    } else {
      // In one frame with an arrow, a field that nobody can type into is a list as well.
      const pressed = clickTarget(e) !== null || style(e).cursor === "pointer" || inputs[0]?.readOnly === true;
      if (!says && !hinted && !(pressed && hasArrow(e))) continue;
      if (hinted && !says && sides(e) < 1 && !hasArrow(e) && inputs.length === 0) continue;
      // Long texts are no value; the lines of a list that is folded away do not count.
      if (squash(e.textContent ?? "").length > 140 && squash((e as HTMLElement).innerText ?? "").length > 140) continue;
      // A list that hangs open: what it holds are lines, not one value.
      if (
        inputs.length === 0 &&
        Array.from(e.querySelectorAll("li,[role=option]")).some(
          (n) => visible(n) && n.getBoundingClientRect().height > 8,
        )
      )
        continue;
      // A button that carries its own words and no list is not a field.
      if ((e.tagName === "BUTTON" || role === "button") && !says && popup === null && !hinted && !hasArrow(e)) continue;
    }
    pickers.push(e);
  }
  for (const e of pickers) {
    const input =
      e.tagName === "INPUT"
        ? (e as HTMLInputElement)
        : Array.from(e.querySelectorAll("input")).find((i) => visible(i) && i.getBoundingClientRect().width > 3);
    if (input) {
      const at = controls.findIndex((c) => els[c.el] === input);
      if (at >= 0) controls.splice(at, 1);
    } else if (claimed(e)) continue;
    claim(e);
    const shown = textWithout(
      e,
      input ?? e.querySelector("[role=listbox]") ?? document.createElement("i"),
      true,
    ).replace(/\s*[\u25bc\u25be\u25bf\u2304\u02c5\u2228\u23f7\u00d7\u2715\u2716]\s*$/, "");
    const placeholder = e.querySelector("[data-item-type=Default]");
    const own = tiedLabels(e);
    const value =
      input && input.value !== ""
        ? input.value
        : placeholder && squash(placeholder.textContent ?? "") === shown
          ? ""
          : shown;
    add({
      node: e,
      kind: "picker",
      box: boxOf(e.getBoundingClientRect()),
      el: index(input ?? e),
      target: e,
      tied: input && input !== e ? [...tiedLabels(input), ...own] : own,
      value: squash(value),
      checked: null,
      options: [],
      readOnly: input ? input.readOnly : true,
      drawn: e.getAttribute("role") === null,
    });
  }
  /** Do words begin right behind it, on its line? */
  const wordsFollow = (e: Element, r: DOMRect): boolean => {
    const range = document.createRange();
    for (let a = parentOf(e), depth = 0; a && depth < 3; a = parentOf(a), depth++) {
      if ((a.textContent ?? "").length > 300) return false;
      const walker = document.createTreeWalker(a, NodeFilter.SHOW_TEXT);
      for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        if (!/\p{L}{2}/u.test(n.nodeValue ?? "")) continue;
        range.selectNodeContents(n);
        const q = range.getBoundingClientRect();
        const line = q.top < r.bottom && q.bottom > r.top;
        if (line && q.left >= r.right - 2 && q.left - r.right < 32) return true;
      }
    }
    return false;
  };
  const pictured = (e: Element): boolean =>
    clickTarget(e) === e &&
    e.childElementCount === 0 &&
    (e.textContent ?? "") === "" &&
    (style(e).backgroundImage !== "none" || style(e).maskImage !== "none");
  const alikeTo = (other: Element, r: DOMRect): boolean => {
    const q = other.getBoundingClientRect();
    return Math.abs(q.width - r.width) <= 2 && Math.abs(q.height - r.height) <= 2 && Math.abs(q.left - r.left) <= 3;
  };
  /** As large, in whichever column of the page. */
  const sameSize = (other: Element, r: DOMRect): boolean => {
    const q = other.getBoundingClientRect();
    return Math.abs(q.width - r.width) <= 1 && Math.abs(q.height - r.height) <= 1;
  };
  /** Small things that react, with words right behind them: a column of such is a column of boxes. */
  const pictures = all.filter((e) => {
    const r = e.getBoundingClientRect();
    if (r.width < 8 || r.width > 24 || r.height < 8 || r.height > 24 || Math.abs(r.width - r.height) > 4) return false;
    return visible(e) && !claimed(e) && clickTarget(e) === e && (sides(e) === 4 || pictured(e)) && wordsFollow(e, r);
  });
  // Last, small squares and circles that only look like boxes to tick.
  for (const e of all) {
    if (/^(INPUT|SELECT|OPTION|LABEL|BODY|TD|TR|TABLE)$/.test(e.tagName)) continue;
    const r = e.getBoundingClientRect();
    if (r.width < 8 || r.width > 34 || r.height < 8 || r.height > 34 || Math.abs(r.width - r.height) > 8) continue;
    if (!visible(e) || claimed(e)) continue;
    // It holds a control that is already known.
    if (e.childElementCount > 0 && Array.from(e.querySelectorAll("*")).some((n) => inControl.has(n))) continue;
    // It only holds the box: a frame as large as itself that reacts.
    if (
      sides(e) < 4 &&
      Array.from(e.querySelectorAll("*")).some((n) => {
        const q = n.getBoundingClientRect();
        return sides(n) === 4 && clickTarget(n) === n && Math.abs(q.width - r.width) < 6 && q.width >= 8;
      })
    )
      continue;
    const text = squash(e.textContent ?? "");
    const glyph = text + pseudo(e, "::before") + pseudo(e, "::after");
    if (text.length > 2) continue;
    // OK, the numbers of a pager, the letters of an index: words on small buttons.
    if (/[\p{L}\p{N}]/u.test(text) && !/^[xv]$/i.test(text)) continue;
    // Signs that open and close things are no boxes to tick.
    if (
      /^[-+\u2212\u2013\u2014\uff0b\u25b2-\u25c5\u2039\u203a\u2190-\u2193\u2026\u22ee\u22ef\u2261\u2304\u2630<>?!i]+$/.test(
        text,
      )
    )
      continue;
    const cls =
      words(classText(e)) +
      " " +
      (parentOf(e) && parentOf(e)!.getBoundingClientRect().width < 60 ? words(classText(parentOf(e)!)) : "");
    const byWord = checkWord.test(cls) || /radio/i.test(cls) || /(^|[\s_-])box($|[\s_-])/i.test(cls);
    const byGlyph = TICKED.test(glyph) || UNTICKED.test(glyph);
    const byImage =
      e.tagName === "IMG" && /check|tick|radio/i.test((e.getAttribute("src") ?? "") + (e.getAttribute("alt") ?? ""));
    const reacts = clickTarget(e) !== null || style(e).cursor === "pointer";
    const plain = !/button|btn|icon/i.test(classText(e));
    const byShape = sides(e) === 4 && reacts && plain;
    // A ticked box may be nothing but a picture; then it looks like the boxes beside it, and words follow it.
    const byPicture =
      !byShape &&
      plain &&
      pictured(e) &&
      (pictures.filter((p) => alikeTo(p, r)).length > 1 ||
        (pictures.includes(e) && pictures.filter((p) => sameSize(p, r)).length > 2));
    if (!byWord && !byGlyph && !byImage && !byShape && !byPicture) continue;
    if (e.tagName === "svg" && !byWord) continue;
    // Inside a button that has words of its own it is that button's picture, unless it clearly is a box.
    const t = clickTarget(e);
    const isTickOnly = sides(e) < 4 && /^[\u2713\u2714\u2717\u2718x]$/i.test(glyph);
    if (t && t !== e && /^(BUTTON|A)$/.test(t.tagName) && (isTickOnly || (!byGlyph && !checkWord.test(cls)))) continue;
    claim(e);
    const round =
      /radio/i.test(cls) ||
      /[\u25cb\u25c9\u25cf\u25ef\u29bf]/.test(glyph) ||
      (parseFloat(style(e).borderTopLeftRadius) >= r.width * 0.4 && sides(e) === 4) ||
      style(e).borderTopLeftRadius === "50%";
    add({
      node: e,
      kind: round ? "radio" : "checkbox",
      box: boxOf(r),
      el: index(e),
      tied: tiedLabels(e),
      value: "",
      checked: byPicture ? (stateOf(e) ?? true) : stateOf(e),
      options: [],
      readOnly: false,
      drawn: true,
    });
  }

  // ---- words
  interface Piece {
    text: string;
    box: Box;
    node: Element;
    block: Element;
    order: number;
    tooltip: boolean;
  }
  const blockOf = (e: Element): Element => {
    let a: Element = e;
    while (a !== document.body && /^(inline|contents)$/.test(style(a).display)) {
      const p = parentOf(a);
      if (!p) break;
      a = p;
    }
    return a;
  };
  const pieces: Piece[] = [];
  const range = document.createRange();
  for (const e of all) {
    if (/^(SELECT|TEXTAREA|OPTION|svg)$/.test(e.tagName)) continue;
    if (!visible(e)) continue;
    if (e.tagName === "INPUT" && /^(button|submit|reset)$/i.test((e as HTMLInputElement).type)) {
      const r = e.getBoundingClientRect();
      if (r.width > 2)
        pieces.push({
          text: squash((e as HTMLInputElement).value),
          box: boxOf(r),
          node: e,
          block: e,
          order: orderOf.get(e) ?? 0,
          tooltip: false,
        });
      continue;
    }
    if (claimed(e)) continue;
    for (const n of Array.from(e.childNodes)) {
      if (n.nodeType !== 3) continue;
      const text = squash(n.nodeValue ?? "");
      if (text === "") continue;
      range.selectNodeContents(n);
      const r = range.getBoundingClientRect();
      if (r.width < 1.5 || r.height < 4) continue;
      pieces.push({ text, box: boxOf(r), node: e, block: blockOf(e), order: orderOf.get(e) ?? 0, tooltip: false });
    }
  }
  const phrases: Phrase[] = [];
  const inside: Phrase[] = [];
  const stars: Box[] = [];
  for (const c of controls) {
    if (c.kind !== "picker" || c.value === "" || els[c.el]?.tagName === "INPUT") continue;
    const e = els[c.target]!;
    inside.push({
      text: c.value,
      box: c.box,
      el: c.target,
      target: c.target,
      button: false,
      layer: c.layer,
      row: c.row,
      size: parseFloat(style(e).fontSize),
      bold: false,
      disabled: c.disabled,
      covered: c.covered,
      tooltip: false,
      order: c.order,
    });
  }
  const buttons = new Map<Element, boolean>();
  const isButton = (e: Element): boolean => {
    const known = buttons.get(e);
    if (known !== undefined) return known;
    const role = e.getAttribute("role");
    let answer = /^(BUTTON|INPUT)$/.test(e.tagName) || role === "button";
    if (!answer && !/^(LABEL|TR|TD|LI|SUMMARY)$/.test(e.tagName) && (role === null || role === "link")) {
      const r = e.getBoundingClientRect();
      answer = r.height <= 56 && r.width <= 320 && sides(e) === 4 && !controls.some((c) => contains(e, els[c.el]!));
    }
    buttons.set(e, answer);
    return answer;
  };
  const flush = (group: Piece[]): void => {
    const first = group[0];
    if (!first) return;
    const text = squash(group.map((p) => p.text).join(" "));
    if (/^[*:\s\u2605]+$/.test(text)) {
      if (/[*\u2605]/.test(text)) stars.push(first.box);
      return;
    }
    const x = Math.min(...group.map((p) => p.box.x));
    const y = Math.min(...group.map((p) => p.box.y));
    const box = {
      x,
      y,
      w: Math.max(...group.map((p) => p.box.x + p.box.w)) - x,
      h: Math.max(...group.map((p) => p.box.y + p.box.h)) - y,
    };
    let holder: Element = first.node;
    while (!group.every((p) => contains(holder, p.node))) {
      const p = parentOf(holder);
      if (!p) break;
      holder = p;
    }
    const target = clickTarget(first.node);
    const s = style(first.node);
    const r = first.node.getBoundingClientRect();
    phrases.push({
      text,
      box,
      el: index(holder),
      target: target ? index(target) : -1,
      button: target !== null && isButton(target),
      layer: layerOf(first.node),
      row: rowOf(first.node),
      size: parseFloat(s.fontSize),
      bold: Number(s.fontWeight) >= 600,
      disabled: disabledOf(target ?? holder),
      covered: coveredAt(first.node, r),
      tooltip: first.tooltip,
      order: first.order,
    });
  };
  const controlEls = new Set(controls.map((c) => els[c.el]).concat(controls.map((c) => els[c.target])));
  let group: Piece[] = [];
  for (const p of pieces) {
    const last = group[group.length - 1];
    const joined =
      last !== undefined &&
      last.block === p.block &&
      clickTarget(last.node) === clickTarget(p.node) &&
      // Another line far below in one block (after <br>) is another phrase, unless it simply goes on.
      p.box.y <= last.box.y + Math.max(last.box.h, p.box.h) * 1.2 &&
      !(p.box.x > last.box.x + last.box.w + 24 && Math.abs(p.box.y - last.box.y) < 4) &&
      !Array.from(controlEls).some((c) => {
        if (!c || c === undefined) return false;
        const o = orderOf.get(c) ?? -1;
        return o > last.order && o <= p.order && contains(p.block, c);
      });
    if (!joined) {
      flush(group);
      group = [];
    }
    group.push(p);
  }
  flush(group);

  // ---- pictures that react, with the words that hovering them would show
  const icons: Scan["icons"] = [];
  for (const e of all) {
    const r = e.getBoundingClientRect();
    if (r.width < 6 || r.height < 6 || r.width > 90 || r.height > 90) continue;
    if (squash(e.textContent ?? "").length > 2 || claimed(e) || !visible(e)) continue;
    const hint = squash(
      e.getAttribute("title") ??
        e.getAttribute("aria-label") ??
        e.getAttribute("alt") ??
        e.querySelector("title")?.textContent ??
        "",
    );
    const t = clickTarget(e);
    if (!t && hint === "") continue;
    if (t && t !== e && squash(t.textContent ?? "").length > 2) {
      const inner = t.getBoundingClientRect();
      if (inner.width < 200 && hint === "") continue;
    }
    const parentIcon = icons.find((i) => contains(els[i.el]!, e));
    if (parentIcon) {
      if (parentIcon.hint === "" && hint !== "") parentIcon.hint = hint;
      continue;
    }
    icons.push({
      box: boxOf(r),
      el: index(e),
      row: rowOf(e),
      hint: hint || (t ? squash(t.getAttribute("title") ?? t.getAttribute("aria-label") ?? "") : ""),
      covered: coveredAt(e, r),
    });
  }
  for (const i of icons)
    if (i.hint !== "")
      phrases.push({
        text: i.hint,
        box: i.box,
        el: i.el,
        target: i.el,
        button: false,
        layer: layerOf(els[i.el]!),
        row: i.row,
        size: 0,
        bold: false,
        disabled: disabledOf(els[i.el]!),
        covered: i.covered,
        tooltip: true,
        order: orderOf.get(els[i.el]!) ?? 0,
      });
  phrases.sort((a, b) => a.order - b.order);

  // ---- boxes that want an answer
  const dialogs: DialogBox[] = [];
  const answers =
    /^(ok|okay|close|yes|no|cancel|continue|leave|stay|save|don.t save|discard|proceed|got it|dismiss|accept|confirm|\u00d7|x)$/i;
  for (const e of all) {
    const role = e.getAttribute("role");
    const s = style(e);
    const floats = (s.position === "fixed" || s.position === "absolute") && Number(s.zIndex) > 0;
    const named =
      role === "dialog" || role === "alertdialog" || (e.tagName === "DIALOG" && (e as HTMLDialogElement).open);
    if (!floats && !named) continue;
    if (!visible(e)) continue;
    const r = e.getBoundingClientRect();
    if (r.width < 140 || r.height < 50 || r.bottom < 0 || r.top > innerHeight) continue;
    const inside = phrases.filter((p) => contains(e, els[p.el]!) && !p.tooltip);
    const said = inside.filter((p) => answers.test(p.text));
    // A word of the title ("Confirm") stands above the words, the answers below them.
    const below = (p: Phrase, q: Phrase) => q.box.y >= p.box.y + p.box.h - 2;
    const isTitle = (p: Phrase) =>
      said.some((q) => below(p, q) && inside.some((w) => !said.includes(w) && below(p, w) && below(w, q))) &&
      !/^(\u00d7|x|close)$/i.test(p.text);
    const buttons = said.filter((p) => !isTitle(p));
    if (buttons.length === 0) continue;
    // What stands beside the button that says no is the other answer, whatever its words: "Send instructions".
    const no = buttons.find((p) => /^(no|cancel|stay)$/i.test(p.text));
    const level = (p: { box: Box }, q: Phrase) => Math.abs(p.box.y + p.box.h / 2 - q.box.y - q.box.h / 2) < 8;
    if (no)
      buttons.push(
        ...inside.filter(
          (p) => p.target >= 0 && p.text.length < 40 && /\p{L}/u.test(p.text) && !said.includes(p) && level(p, no),
        ),
      );
    // A tick on a button is its picture.
    const isPicture = (c: Control) => c.kind === "checkbox" && buttons.some((b) => level(c, b));
    const held = controls.filter((c) => contains(e, els[c.el]!) && !isPicture(c)).length;
    const text = inside
      .filter((p) => !buttons.includes(p))
      .map((p) => p.text)
      .join(" ");
    if (text === "" || text.length > 1500) continue;
    if (dialogs.some((d) => d.text === text)) continue;
    dialogs.push({
      text,
      box: boxOf(r),
      buttons: buttons.map((b) => ({ text: b.text, el: b.target >= 0 ? b.target : b.el })),
      controls: held,
    });
  }
  // ---- is it still working?
  let busy = document.readyState === "loading" ? "document" : "";
  for (const e of all) {
    const mark = classText(e) + " " + e.id;
    const isBusy =
      e.getAttribute("aria-busy") === "true" ||
      (/(loading|spinner|progress-?indicator|raDiv)/i.test(mark) && !/loaded/i.test(mark));
    if (!isBusy || !visible(e)) continue;
    const r = e.getBoundingClientRect();
    const s = style(e);
    if (
      r.width < 6 ||
      r.height < 6 ||
      (s.pointerEvents === "none" &&
        squash(e.textContent ?? "") === "" &&
        s.backgroundImage === "none" &&
        e.childElementCount === 0)
    )
      continue;
    if (
      /LoadingIndicator/.test(mark) &&
      !/Active/.test(mark) &&
      squash(e.textContent ?? "") === "" &&
      e.childElementCount === 0
    )
      continue;
    busy = mark.trim() || e.tagName;
    break;
  }
  // ---- a page within the page: when a layer with fields lies over everything else, only it is there
  let layer: Element | null = null;
  // A list that hangs open over its middle has no fields of its own: look on, below it.
  for (const at of document.elementsFromPoint(innerWidth / 2, innerHeight / 2)) {
    let outer: Element | null = null;
    for (let e: Element | null = at; e && e !== document.body; e = parentOf(e)) {
      const s = style(e);
      const r = e.getBoundingClientRect();
      const floats =
        ((s.position === "fixed" || s.position === "absolute") && Number(s.zIndex) > 0) ||
        e.getAttribute("role") === "dialog" ||
        e.tagName === "DIALOG";
      if (floats && r.width >= 200 && r.height >= 100) outer = e;
    }
    const found = outer;
    if (found === null) continue;
    if (controls.some((c) => contains(found, els[c.el]!))) {
      layer = found;
      break;
    }
  }
  if (layer) {
    const top = layer;
    const outside = phrases.filter(
      (p) => !p.tooltip && !contains(top, els[p.el]!) && p.box.y - sy >= 0 && p.box.y - sy < innerHeight,
    );
    const veiled = outside.length > 0 && outside.filter((p) => p.covered).length >= 0.6 * outside.length;
    const frame = boxOf(top.getBoundingClientRect());
    const heightOf = (e: Element): { z: number; floats: Element } => {
      let found = { z: 0, floats: e };
      for (let a: Element | null = e; a && a !== document.body; a = parentOf(a))
        if (style(a).position !== "static" && Number(style(a).zIndex) > 0)
          found = { z: Number(style(a).zIndex), floats: a };
      return found;
    };
    const above = heightOf(top).z;
    /** A list that a field of the layer has opened may hang outside of it, on top of everything, even below the edge. */
    const onTop = (e: Element): boolean => {
      const { z, floats } = heightOf(e);
      return z > above || (z > 0 && z === above && (orderOf.get(floats) ?? 0) > (orderOf.get(top) ?? 0));
    };
    const isThere = ({ el, box, covered }: { el: number; box: Box; covered: boolean }): boolean => {
      const e = els[el]!;
      if (contains(top, e) || onTop(e)) return true;
      const x = box.x + box.w / 2;
      const y = box.y + box.h / 2;
      // Whether it is covered is known by its middle.
      const inSight = y >= sy && y < sy + innerHeight && x >= sx && x < sx + innerWidth;
      if (veiled) return inSight && !covered;
      // Scrolled, the page below may be out of sight as a whole: what lies behind the layer still is not there.
      if (contains(e, top) || x < frame.x || y < frame.y || x > frame.x + frame.w || y > frame.y + frame.h) return true;
      return inSight ? !covered : above === 0;
    };
    for (const list of [phrases, controls, icons]) {
      const kept = (list as { el: number; box: Box; covered: boolean }[]).filter(isThere);
      list.splice(0, list.length, ...(kept as never[]));
    }
  }
  const scan: Scan = {
    url: location.href,
    title: document.title,
    width: innerWidth,
    height: innerHeight,
    phrases,
    controls,
    dialogs,
    inside,
    stars,
    icons,
    busy,
  };
  return { scan, els };
}
