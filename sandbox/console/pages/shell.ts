/**
 * The shell around the pages: header, side panel, the page's iframe and the dialog overlay's iframe that is always
 * there. Two generations of its markup; real buttons in both.
 */
import { escape, json } from "../html";
import { routes } from "../routes";
import type { Position } from "../switches";
import type { Era } from "../words";
import { reword, type Reword } from "../wording";
import { adminUrl, categories } from "./admin";

export interface ShellArgs {
  generation: Exclude<Position<"shell">, "none">;
  menu: Position<"menu">;
  era: Era;
  overlay: boolean;
  badges: boolean;
  /** Absolute address of the page shown first. */
  inner: string;
  overlayUrl: string;
  plain: boolean;
  say: Reword;
  /** The dialog frame lies over everything until its message is closed. */
  news: boolean;
}

interface Entry {
  text: string;
  icon: string;
  url?: string;
  mark?: string;
}

const css = `*{box-sizing:border-box}html,body{margin:0;height:100%;overflow:hidden;font:13px Roboto,Arial,sans-serif;color:#24343c}
.top{height:56px;display:flex;align-items:center;gap:8px;background:#0f2f3f;color:#fff;padding:0 14px}.top button{background:none;border:0;color:inherit;padding:8px;font:inherit}.top input{height:30px;width:260px}
.below{display:flex;height:calc(100% - 56px)}.panel{position:relative;width:var(--side-panel-width);border-right:1px solid #ccd;background:#f7f9fa;flex:none;overflow:visible}
.panel ul{list-style:none;margin:0;padding:6px 0}.panel li{display:flex;gap:10px;align-items:center;height:32px;padding:0 14px;cursor:pointer;white-space:nowrap;overflow:hidden}.panel li:hover{background:#e4eef5}.panel h4{margin:10px 14px 4px;font-size:11px;color:#567}
.panel .back{font-weight:600}.panel i{width:16px;height:16px;flex:none;border:2px solid #456;border-radius:4px}.panel i.fa-gear{border-radius:50%}
.collapse{position:absolute;right:-12px;top:10px;width:24px;height:24px;border-radius:50%;border:1px solid #bbc;background:#fff;z-index:5;padding:0;cursor:pointer}
main{flex:1;min-width:0;height:100%}main iframe,main>div{width:100%;height:100%;border:0}.overlay{position:fixed;inset:0;pointer-events:none;z-index:100}.overlay iframe{width:100%;height:100%;border:0;background:transparent;visibility:visible}
.badge{background:#f5c542;border-radius:8px;padding:1px 6px;font-size:10px}.right{width:44px;border-left:1px solid #ccd}`;

export const shellPage = (a: ShellArgs): string => {
  const newer = a.generation === "onyx-2026";
  const first: Entry[] = [
    { text: "Home", icon: "fa-house", url: routes.home },
    ...["CRM", "Contracts", "Projects", "Service Desk", "Timesheets", "Inventory", "Reports"].map((text) => ({
      text,
      icon: "fa-folder",
    })),
    ...(a.era === "features" ? [{ text: "Outsource", icon: "fa-folder" }] : []),
    { text: "Admin", icon: "fa-gear", mark: "0P072IJj" },
  ];
  const second: { title: string; entries: Entry[] }[] = [
    {
      title: "Admin Categories",
      entries: categories(a.era).map((text) => ({ text, icon: "fa-users-gear", url: adminUrl(text) })),
    },
    {
      title: "Commonly Used",
      entries: [
        { text: "Getting Started", icon: "fa-flag" },
        { text: "Resources (Users)", icon: "fa-users", url: routes.resources },
        { text: "Form Templates", icon: "fa-file" },
        { text: "Notification Templates", icon: "fa-envelope" },
        { text: "Workflow Rules", icon: "fa-diagram" },
        { text: "User-Defined Fields", icon: "fa-table" },
        { text: "System Settings", icon: "fa-sliders" },
        {
          text: a.era === "features" ? "Client Portal: Global Settings" : "Client Portal Global Settings",
          icon: "fa-globe",
        },
        {
          text: a.era === "features" ? "Client Portal: Manage Clients" : "Manage Client Portal Accounts",
          icon: "fa-globe",
        },
      ],
    },
    { title: "Reports", entries: [{ text: "Reports", icon: "fa-chart" }] },
  ];
  const data = {
    first: reword(first, a.say),
    second: reword(second, a.say),
    back: a.say("Admin").toUpperCase(),
    newer,
    icons: a.menu === "icons",
    badges: a.badges,
    plain: a.plain,
    upper: a.era === "features",
  };
  const utilities = ["New", "Favorites", "Recent", "Links", "Help", "Profile"]
    .map((t) =>
      newer
        ? `<button data-slot="header:utility-menu-button"${a.plain ? ` aria-label="${t}"` : ""}>◦</button>`
        : `<button class="o-header-utility-menu-button"${a.plain ? ` aria-label="${t}"` : ""}>◦</button>`,
    )
    .join("");
  const menus = ["Dashboards", "My", "Calendar", "More"]
    .map((t) =>
      newer
        ? `<button data-slot="header:navigation-menu-button" aria-expanded="false"${t === "Calendar" ? ' data-onyx-external-id="0C07O8TE"' : ""}><div class="flex-grow">${t}</div></button>`
        : `<div class="o-header-navigation-menu-button"><button title="${t}"><span class="o-header-navigation-menu-button__button__name">${t}</span></button></div>`,
    )
    .join("");
  const search = newer
    ? `<div data-slot="header:search-bar-container"><input placeholder="Search"></div>`
    : `<div class="c-search-box__input-wrapper"><input placeholder="Search"></div>`;
  const frame = `<iframe id="page" src="${escape(a.inner)}"${newer ? "" : ' name="PageContainerFrame"'}${a.plain ? ' title="Page"' : ""}></iframe>`;
  const overlay =
    a.overlay || a.news
      ? `<div class="overlay" data-slot="iframe-overlay"><iframe src="${escape(a.overlayUrl)}" style="pointer-events:${a.news ? "auto" : "none"}"></iframe></div><div class="fixed z-dialog"></div>`
      : "";
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Autotask</title><style>${css}</style></head><body>
<div class="top" ${newer ? 'data-slot="header"' : 'data-role="o-header"'}>${menus}${search}${utilities}</div>
<div class="below"><div class="panel" id="panel" ${newer ? 'data-slot="side-panel"' : 'data-role="c-side-panel"'}></div><main><div ${newer ? 'data-slot="iframe"' : 'class="o-iframe"'}>${frame}</div></main><div class="right" data-onyx-external-id="0H06srOZ" data-slot="side-panel"></div></div>${overlay}
<script>(function(){var D=${json(data)},level=1,icons=D.icons,panel=document.getElementById("panel"),frame=document.getElementById("page");
function item(e){var li=document.createElement("li");li.setAttribute("role","menuitem");if(D.plain)li.tabIndex=0;if(e.mark)li.setAttribute("data-onyx-external-id",e.mark);
 var i=document.createElement("i");i.className="fa-regular "+e.icon;li.appendChild(i);
 if(!icons){var t=document.createElement("div");t.className="flex-grow";t.textContent=e.text;li.appendChild(t);if(D.badges&&e.text==="Resources (Users)"){var b=document.createElement("span");b.className="badge";b.textContent="Early Access";li.appendChild(b);}}
 else if(D.plain)li.setAttribute("aria-label",e.text);
 function go(){if(e.icon==="fa-gear"){level=2;draw();}else if(e.url)frame.src=e.url;}
 li.addEventListener("click",function(v){if(!v.isTrusted)return;go();});
 li.addEventListener("keydown",function(v){if(v.isTrusted&&v.key==="Enter")go();});return li;}
function list(es){var u=document.createElement("ul");u.setAttribute("role","menu");es.forEach(function(e){u.appendChild(item(e));});return u;}
function head(t){if(icons)return document.createElement("span");var h=document.createElement("h4");h.textContent=t.toUpperCase();return h;}
function draw(){panel.textContent="";panel.style.setProperty("--side-panel-width",icons?"56px":"240px");
 var c=document.createElement("button");c.className="collapse c-side-panel-collapse-button";c.textContent=icons?"\\u203a":"\\u2039";if(D.plain)c.setAttribute("aria-label",icons?"Expand menu":"Collapse menu");c.addEventListener("click",function(v){if(v.isTrusted){icons=!icons;draw();}});panel.appendChild(c);
 if(level===1){panel.appendChild(list(D.upper?D.first.map(function(e){return Object.assign({},e,{text:e.text.toUpperCase()});}):D.first));return;}
 var b=document.createElement("li");b.className="back";b.setAttribute("role","menuitem");b.textContent=icons?"\\u2190":"\\u2190 " + D.back;b.addEventListener("click",function(v){if(v.isTrusted){level=1;draw();}});var bu=document.createElement("ul");bu.setAttribute("role","menu");bu.appendChild(b);panel.appendChild(bu);
 D.second.forEach(function(s){panel.appendChild(head(s.title));panel.appendChild(list(s.entries));});}
draw();})();</script></body></html>`;
};

/** The overlay frame's page: nothing to be seen, or a message that has to be closed before anything else is reached. */
export const overlayPage = (news: boolean): string =>
  `<!DOCTYPE html><html><head><title>DialogIFrameOverlayPage</title><style>body{background:transparent;margin:0;font:13px Arial,sans-serif}.Dialog1{position:fixed;left:calc(50% - 200px);top:140px;width:400px;padding:20px;background:#fff;border:1px solid #888;box-shadow:0 4px 20px #0006}.Button2{display:inline-block;padding:6px 16px;border:1px solid #888;cursor:pointer}</style></head><body>${
    news
      ? `<div class="Dialog1 Dialog2 Normal Active" id="news"><div class="StandardText">What's new: scheduled maintenance takes place this weekend.</div><div class="Button2 NormalBackground" id="close" role="button" tabindex="0"><div class="Text2">OK</div></div></div><script>(function(){function off(v){if(!v.isTrusted)return;document.getElementById("news").remove();window.frameElement.style.pointerEvents="none";}var b=document.getElementById("close");b.addEventListener("click",off);b.addEventListener("keydown",function(v){if(v.key==="Enter")off(v);});})();</script>`
      : ""
  }</body></html>`;

/** A document that holds nothing but the page in one more frame. */
export const framedPage = (inner: string): string =>
  `<!DOCTYPE html><html><head><title>Autotask</title><style>html,body{margin:0;height:100%;overflow:hidden}iframe{width:100%;height:100%;border:0}</style></head><body><iframe name="wrkFrame" src="${escape(inner)}"></iframe></body></html>`;
