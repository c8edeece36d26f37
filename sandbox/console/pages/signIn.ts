/** The sign-in document: sibling panels of which one is visible at a time. */
import { escape, ids as newIds, json } from "../html";
import { routes } from "../routes";
import type { Skin } from "../skins/skin";
import type { Reword } from "../wording";

export interface SignInArgs {
  skin: Skin;
  stableIds: boolean;
  token: string;
  tokenName: string;
  /** Local path to go to after the last step. */
  returnUrl: string;
  /** User name and password on one page. */
  together: boolean;
  /** A box at the code offers to remember the device. */
  rememberBox: boolean;
  /** Panel to begin with. */
  first: string;
  /** Address of the provider behind Log in with KaseyaOne. */
  kaseyaOne: string;
  say: Reword;
}

interface Panel {
  name: string;
  label: string;
  field: { name: string; type: "text" | "password" };
  button: string;
}

const panels: Panel[] = [
  { name: "user", label: "Username", field: { name: "UserName", type: "text" }, button: "Continue" },
  { name: "password", label: "Password", field: { name: "Password", type: "password" }, button: "Continue" },
  { name: "code", label: "Authentication Code", field: { name: "Code", type: "text" }, button: "Verify" },
];

/** Panels with words and buttons only; the first button is the one that changes nothing. */
const choices: { name: string; text: string; buttons: { text: string; value: string }[] }[] = [
  {
    name: "remember",
    text: "Do you want to remember this device for 30 days?",
    buttons: [
      { text: "No", value: "no" },
      { text: "Yes", value: "yes" },
    ],
  },
  {
    name: "announcement",
    text: "What's new: scheduled maintenance takes place this weekend.",
    buttons: [{ text: "OK", value: "ok" }],
  },
];

const script = String.raw`
(function(){var D=window.__signIn;function el(i){return document.getElementById(i);}
var values={},busy=false,ticked=false;
function shown(p,n){return p.name===n||(D.together&&n==="user"&&p.name==="password");}
function show(n){D.panels.forEach(function(p){el(p.root).style.display=shown(p,n)?"":"none";});el(D.error).style.display="none";
 var p=D.panels.filter(function(x){return x.name===n;})[0];if(p&&p.input)el(p.input).focus();}
function press(e,fn){if(!e)return;var down=false;e.addEventListener("mousedown",function(v){down=v.isTrusted;});
 e.addEventListener("click",function(v){if(D.trusted&&!(down&&v.isTrusted)){fail("An error occurred. Try again.");return;}down=false;fn();});
 e.addEventListener("keydown",function(v){if(v.isTrusted&&(v.key==="Enter"||v.key===" ")&&D.trusted)fn();});}
D.panels.forEach(function(p){(p.choices||[]).forEach(function(c){press(el(c.id),function(){post(p.name,c.value);});});
 if(p.box)el(p.box).addEventListener("change",function(){ticked=el(p.box).checked;});
 if(!p.input)return;var i=el(p.input);i.addEventListener("input",function(){values[p.name]=i.value;});
 i.addEventListener("keydown",function(v){if(v.key==="Enter"&&v.isTrusted){v.preventDefault();send(p);}});
 press(el(p.button),function(){send(p);});});
press(el(D.kaseya),function(){location.href=D.kaseyaOne;});
function fail(t){var e=el(D.error);e.textContent=t;e.style.display="";}
function send(p){if(D.together&&p.name==="user"){var w=D.panels.filter(function(x){return x.name==="password";})[0];if(!values.password){el(w.input).focus();return;}}
 if(D.together&&p.name==="password")post("user",values.user||"",function(){post("password",values.password||"");});else post(p.name,values[p.name]||"");}
function post(step,value,then){if(busy)return;busy=true;var b={step:step,value:value,returnUrl:D.returnUrl,remember:ticked};b[D.tokenName]=D.token;
 fetch(D.url,{method:"POST",credentials:"same-origin",headers:{"content-type":"application/json"},body:JSON.stringify(b)}).then(function(r){return r.json();}).then(function(a){busy=false;if(a.goTo){location.href=a.goTo;return;}if(a.message){fail(a.message);return;}if(then&&a.next==="password"){then();return;}show(a.next);},function(){busy=false;fail("The request could not be completed.");});}
show(D.first);})();`;

const css = `.SignIn{width:380px;margin:80px auto;padding:30px;border:1px solid #ccd;box-shadow:0 2px 10px #0002}.SignIn h1,.SignIn .Logo{font-size:24px;margin:0 0 20px;color:#1d4a5f}.SignIn .Actions{margin-top:18px;display:flex;gap:10px}.SignIn .Problem{color:#c23030;margin-top:14px}.SignIn input{width:100%}`;

export const signInPage = (a: SignInArgs): string => {
  const ids = newIds(a.stableIds);
  const plain = a.skin.name === "plain";
  const old = a.skin.name === "mvc-2017";
  const error = ids.next();
  const kaseya = ids.next();
  const box = a.rememberBox ? ids.next() : undefined;
  const button = (text: string, id: string): string =>
    plain
      ? `<button type="button" id="${id}">${text}</button>`
      : old
        ? `<a class="Button ButtonIcon NormalState" id="${id}" tabindex="0"><span class="Text2">${text}</span></a>`
        : `<div class="Button2 ButtonIcon2 NormalBackground" id="${id}" tabindex="0"><div class="Text2">${text}</div></div>`;
  const data = panels.map((p) => ({
    name: p.name,
    root: ids.next(),
    input: ids.next(),
    button: ids.next(),
    box: p.name === "code" ? box : undefined,
  }));
  const html = panels
    .map((p, i) => {
      const d = data[i] as (typeof data)[number];
      const label = plain
        ? `<label for="${d.input}">${escape(a.say(p.label))}</label>`
        : old
          ? `<div class="EditorLabelContainer"><div class="Label"><label for="${d.input}">${escape(a.say(p.label))}</label></div></div>`
          : `<div class="EditorLabelContainer1"><div class="LabelContainer1"><div class="Text"><span class="PrimaryText">${escape(a.say(p.label))}</span></div></div></div>`;
      // The code's field has no name that any record tells of.
      const name = p.name === "code" ? ids.next() : p.field.name;
      const other = p.name === "user" ? button(a.say("Log in with KaseyaOne"), kaseya) : "";
      return `<div class="Panel" id="${d.root}" style="display:none">${label}<div class="Size2"><input class="TextBox2" type="${p.field.type}" name="${name}" id="${d.input}" autocomplete="off"></div>${
        d.box
          ? `<div class="Remember"><input type="checkbox" id="${d.box}" style="width:auto"><label for="${d.box}">Remember this device for 30 days</label></div>`
          : ""
      }<div class="Actions">${a.together && p.name === "user" ? "" : button(a.say(p.button), d.button)}${other}</div></div>`;
    })
    .join("");
  const unknown = {
    name: "unknown",
    root: ids.next(),
    html: `<div>Choose how we should verify this device</div><div class="Actions">${button("Send a push notification", ids.next())}${button("Use a security key", ids.next())}</div>`,
  };
  const offers = choices.map((c) => ({
    ...c,
    root: ids.next(),
    buttons: c.buttons.map((b) => ({ ...b, id: ids.next() })),
  }));
  const offersHtml = offers
    .map(
      (o) =>
        `<div class="Panel" id="${o.root}" style="display:none"><div>${escape(o.text)}</div><div class="Actions">${o.buttons.map((b) => button(b.text, b.id)).join("")}</div></div>`,
    )
    .join("");
  const state = {
    panels: [
      ...data,
      ...offers.map((o) => ({
        name: o.name,
        root: o.root,
        choices: o.buttons.map(({ id, value }) => ({ id, value })),
      })),
      { name: unknown.name, root: unknown.root },
    ],
    kaseya,
    kaseyaOne: a.kaseyaOne,
    first: a.first,
    together: a.together,
    error,
    url: routes.signIn,
    token: a.token,
    tokenName: a.tokenName,
    returnUrl: a.returnUrl,
    trusted: a.skin.trusted,
  };
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Autotask</title><style>${a.skin.css}${css}</style></head><body><div class="SignIn"><div class="Logo">Autotask</div>${html}${offersHtml}<div class="Panel" id="${unknown.root}" style="display:none">${unknown.html}</div><div class="Problem" id="${error}" style="display:none"${plain ? ' role="alert"' : ""}></div></div><script>window.__signIn=${json(state)};</script><script>${script}</script></body></html>`;
};

/** A stand-in for an identity provider: e-mail address, then password, then back. */
export const providerPage = (
  userName: string,
  step: "user" | "password",
  problem: string | undefined,
  returnUrl: string,
): string =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sign in to your account</title></head><body><form method="post" action="${routes.provider}"><h1>${
    step === "user" ? "Sign in" : "Enter password"
  }</h1>${problem ? `<div role="alert">${escape(problem)}</div>` : ""}${
    step === "user"
      ? `<input id="i0116" name="loginfmt" type="email" aria-label="Enter your email or phone" value="${escape(userName)}">`
      : `<input id="i0118" name="passwd" type="password" aria-label="Enter the password"><input type="hidden" name="loginfmt" value="${escape(userName)}">`
  }<input type="hidden" name="returnUrl" value="${escape(returnUrl)}"><input id="idSIButton9" type="submit" value="${step === "user" ? "Next" : "Sign in"}"></form></body></html>`;
