/**
 * The shell of the older console: a round logo whose menu opens when the pointer is on it, bars in capitals with a
 * second column of links, the name of whoever is signed in, and the page in a named frame.
 */
import { escape, json } from "../html";
import { routes } from "../routes";
import { reword, type Reword } from "../wording";
import { adminUrl, categories } from "./admin";

export interface OlderShellArgs {
  caller: string;
  overlay: boolean;
  /** Absolute address of the page shown first. */
  inner: string;
  overlayUrl: string;
  plain: boolean;
  say: Reword;
  /** The dialog frame lies over everything until its message is closed. */
  news: boolean;
}

const css = `*{box-sizing:border-box}html,body{margin:0;height:100%;overflow:hidden;font:12px Arial,sans-serif;color:#333;background:#8b8b8b}
.GlobalHeader{height:56px;display:flex;align-items:center;gap:10px;background:#fff;border-bottom:1px solid #999;padding:0 14px}.GlobalHeader input{height:28px;width:200px}
.AutotaskLogo{width:34px;height:34px;border-radius:50%;border:7px solid #c00;border-left-color:#235;border-bottom-color:#235;cursor:pointer;background:none;padding:0}
.HeaderIcon{width:18px;height:18px;background:#777;border-radius:3px}.UserName{margin-left:auto;text-transform:uppercase;font-size:11px}.UserName a{color:inherit;text-decoration:none}
.GlobalNavigation{position:absolute;left:12px;top:48px;display:flex;z-index:60;box-shadow:0 3px 10px #0007;background:#fff}.GlobalNavigation[hidden]{display:none}
.Primary{width:150px;background:#444;color:#fff}.Primary .Bar{padding:9px 10px;font-weight:bold;cursor:pointer;background:linear-gradient(#777,#4d4d4d);border-bottom:1px solid #333}.Primary .Bar.Selected{background:#fff;color:#333}
.Secondary{width:220px;padding:8px 12px}.Secondary .Heading{font-weight:bold;border-bottom:1px solid #ccc;margin:8px 0 4px}.Secondary .Link{padding:5px 12px;cursor:pointer}.Secondary .Link:hover{background:#e5eef7}
.PageContainer{height:calc(100% - 56px);padding:16px 24px}.PageContainer iframe{width:100%;height:100%;border:0;background:#fff}
.overlay{position:fixed;inset:0;pointer-events:none;z-index:50}.overlay iframe{width:100%;height:100%;border:0}`;

const script = String.raw`
(function(){var D=window.__shell,menu=document.getElementById("menu"),logo=document.getElementById("logo"),frame=document.getElementById("page"),timer=0;
var bars=document.createElement("div"),side=document.createElement("div");bars.className="Primary";side.className="Secondary";menu.appendChild(bars);menu.appendChild(side);
function trusted(e,fn){e.addEventListener("click",function(v){if(v.isTrusted)fn();});e.addEventListener("keydown",function(v){if(v.isTrusted&&v.key==="Enter"){v.preventDefault();fn();}});}
function open(){clearTimeout(timer);menu.hidden=false;if(D.plain)logo.setAttribute("aria-expanded","true");}
function close(){menu.hidden=true;if(D.plain)logo.setAttribute("aria-expanded","false");}
function leave(){clearTimeout(timer);timer=setTimeout(close,600);}
D.bars.forEach(function(b){var e=document.createElement("div");e.className="Bar";e.textContent=b.text;if(D.plain){e.setAttribute("role","menuitem");e.tabIndex=0;}
 function show(){Array.prototype.forEach.call(bars.children,function(x){x.classList.toggle("Selected",x===e);});side.textContent="";
  b.groups.forEach(function(g){var h=document.createElement("div");h.className="Heading";h.textContent=g.title;side.appendChild(h);
   g.links.forEach(function(l){var a=document.createElement("div");a.className="Link";a.textContent=l.text;if(D.plain){a.setAttribute("role","menuitem");a.tabIndex=0;}trusted(a,function(){if(l.url){frame.src=l.url;close();}});side.appendChild(a);});});}
 e.addEventListener("mouseenter",show);trusted(e,function(){show();if(b.url){frame.src=b.url;close();}});bars.appendChild(e);});
logo.addEventListener("mouseenter",open);logo.addEventListener("mouseleave",leave);menu.addEventListener("mouseenter",open);menu.addEventListener("mouseleave",leave);trusted(logo,open);
})();`;

export const olderShellPage = (a: OlderShellArgs): string => {
  const link = (text: string, url?: string) => ({ text, url });
  const bars = [
    { text: "HOME", url: routes.home, groups: [] },
    ...["CRM", "CONTRACTS", "PROJECTS", "SERVICE DESK", "TIMESHEETS", "REPORTS", "OUTSOURCE"].map((text) => ({
      text,
      groups: [{ title: "Views", links: [link("My Views")] }],
    })),
    {
      text: "ADMIN",
      groups: [
        {
          title: "Admin Categories",
          links: categories("features").map((text) => link(text, adminUrl(text))),
        },
        {
          title: "Commonly Used",
          links: [
            link("Getting Started"),
            link("Resources (Users)", routes.resources),
            ...[
              "Form Templates",
              "Notification Templates",
              "Workflow Rules",
              "User-Defined Fields",
              "System Settings",
              "Client Portal: Global Settings",
              "Client Portal: Manage Clients",
            ].map((text) => link(text)),
          ],
        },
        { title: "Reports", links: [link("Reports")] },
      ],
    },
  ];
  const logo = a.plain
    ? `<button type="button" class="AutotaskLogo" id="logo" aria-label="Main menu" aria-haspopup="menu" aria-expanded="false"></button>`
    : `<div class="AutotaskLogo" id="logo"></div>`;
  const overlay =
    a.overlay || a.news
      ? `<div class="overlay"><iframe src="${escape(a.overlayUrl)}" style="pointer-events:${a.news ? "auto" : "none"}"></iframe></div>`
      : "";
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Autotask</title><style>${css}</style></head><body>
<div class="GlobalHeader">${logo}<div class="SearchBox"><input type="text" placeholder="Search"></div>${'<div class="HeaderIcon"></div>'.repeat(6)}<div class="UserName"><span>${escape(a.caller.split("@")[0] ?? "")}</span> | <a href="${routes.signOut}">LOGOUT</a></div></div>
<div class="GlobalNavigation" id="menu"${a.plain ? ' role="menu"' : ""} hidden></div><div class="PageContainer"><iframe id="page" name="PageContainerFrame" src="${escape(a.inner)}"${a.plain ? ' title="Page"' : ""}></iframe></div>${overlay}
<script>window.__shell=${json({ bars: reword(bars, a.say), plain: a.plain })};</script><script>${script}</script></body></html>`;
};
