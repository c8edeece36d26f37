/** Pages without the shell: sign-in, forgotten password, reset password. Ids of the sign-in are the vendor's. */
import { escape } from "../../../console/html";

const e = escape;

interface Box {
  id: string;
  label: string;
  type?: "text" | "password";
  value?: string;
  /** Behind the label. */
  link?: { text: string; href: string };
}

export interface CardArgs {
  plain: boolean;
  title: string;
  /** Large heading above the fields. */
  heading?: string;
  action: string;
  message?: { text: string; problem: boolean };
  boxes: Box[];
  check?: { id: string; label: string };
  button?: { id: string; text: string };
  /** A second way to sign in. */
  other?: { text: string; href: string };
  /** A link below. */
  back?: { text: string; href: string };
  viewState: string;
}

const css = `body{margin:0;font:15px Roboto,Arial,sans-serif;background:#e9eef2}.login{width:380px;margin:70px auto;background:#fff;padding:30px}.login .logo{font-size:30px;font-weight:700;font-style:italic;color:#3f6f93}.login .field{margin:14px 0}.login .field .top{display:flex;justify-content:space-between}.login input.form-control{width:100%;height:36px;box-sizing:border-box;padding:0 10px}.login .btn{width:100%;height:40px;background:#3f6f93;color:#fff;border:0;cursor:pointer}.login .or{text-align:center;margin:14px 0}.login .msg{color:#a12f2d;display:block}`;

export function card(args: CardArgs): string {
  const name = (id: string) => id.replaceAll("_", "$");
  const boxes = args.boxes.map((box) => {
    const input = `<input type="${box.type ?? "text"}" id="${box.id}" name="${name(box.id)}" class="form-control" value="${e(box.value ?? "")}" autocomplete="off">`;
    const link = box.link === undefined ? "" : `<a href="${e(box.link.href)}">${e(box.link.text)}</a>`;
    return args.plain
      ? `<p><label for="${box.id}">${e(box.label)}</label> ${input} ${link}</p>`
      : `<div class="field"><div class="top"><span>${e(box.label)}</span>${link}</div>${input}</div>`;
  });
  const message =
    args.message === undefined
      ? ""
      : `<span id="ctl00_MainContent_lblMessage" class="${args.message.problem ? "msg" : "note"}"${args.plain ? ` role="${args.message.problem ? "alert" : "status"}"` : ""}>${e(args.message.text)}</span>`;
  const check =
    args.check === undefined
      ? ""
      : `<div><input type="checkbox" id="${args.check.id}" name="${name(args.check.id)}">${args.plain ? `<label for="${args.check.id}">${e(args.check.label)}</label>` : ` <span>${e(args.check.label)}</span>`}</div>`;
  const button =
    args.button === undefined
      ? ""
      : `<p><input type="submit" id="${args.button.id}" name="${name(args.button.id)}" value="${e(args.button.text)}" class="btn"></p>`;
  const other =
    args.other === undefined
      ? ""
      : `<div class="or">Or</div><p><a class="btn-sso" href="${e(args.other.href)}">${e(args.other.text)}</a></p>`;
  const back = args.back === undefined ? "" : `<p><a href="${e(args.back.href)}">${e(args.back.text)}</a></p>`;
  const heading = args.heading === undefined ? "" : `<h1>${e(args.heading)}</h1>`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${e(args.title)}</title><style>${args.plain ? "" : css}</style></head><body><form name="aspnetForm" method="post" action="${e(args.action)}" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="${e(args.viewState)}"><div class="login"><div class="logo">BMS</div>${heading}${boxes.join("")}${check}${message}${button}${other}${back}<footer><a href="#">Help &amp; Support</a></footer></div></form></body></html>`;
}
