import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { htmlOf, type Field } from "./html";
import { pagesOf, ROUTES, type Note } from "./pages";
import { rest } from "./rest";
import {
  fullName,
  makeStore,
  saveEmployee,
  sendInstructions,
  type Employee,
  type EmployeeForm,
  type Role,
  type Store,
} from "./store";
import { drawTraits, type Traits } from "./traits";

export interface ForeignPsa {
  /** Where an administrator begins. */
  consoleUrl: string;
  /** Host of the REST API; paths begin with `/v2`. */
  apiUrl: string;
  company: string;
  administrator: { userName: string; password: string; totpSecret: string };
  /** An API employee that may have a token. */
  apiUser: { userName: string; password: string };
  store: Store;
  /** What the console was asked to do: "sign-in", "new 123", "save 123", "reset 123". */
  actions: string[];
  traits: Traits;
  close(): Promise<void>;
}

/** Wrong passwords or codes after which the administrator is locked. */
const WRONG = 5;

/**
 * A PSA tenant as nobody of this project has drawn it: REST and admin console on one loopback port.
 *
 * @param options.seed - decides every trait and the tenant's people.
 * @param options.traits - pins any trait.
 */
export async function startForeignPsa(options: { seed: number; traits?: Partial<Traits> }): Promise<ForeignPsa> {
  const traits = drawTraits(options.seed, options.traits);
  const store = makeStore(options.seed);
  const html = htmlOf(options.seed, traits);
  const pages = pagesOf(store, traits, html);
  const api = rest(store, traits);
  const totpSecret = new Secret({ size: 20 }).base32;
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  const admin = store.employees[0] as Employee;
  const apiEmployee = store.employees[12] as Employee;
  const actions: string[] = [];
  const client = readFileSync(join(__dirname, "browser", "client.js"), "utf8");
  /** Signed in, or on the way: what was typed so far. */
  const sessions = new Map<string, { in: boolean; typed: Record<string, string>; note?: Note }>();
  let wrong = 0;

  const FIELD: Record<"user" | "password" | "company" | "code", Field> = {
    user: { key: "user", label: "Username", kind: "text", value: "", id: "txtUserID" },
    password: { key: "password", label: "Password", kind: "password", value: "", id: "txtPassword" },
    company: { key: "company", label: "Company Name", kind: "text", value: "", id: "txtCompany" },
    code: { key: "code", label: traits.codeLabel, kind: "text", value: "", id: "txtMFACode" },
  };
  type Asked = keyof typeof FIELD;
  const steps: Asked[][] = {
    together: [["user", "password", "company"]],
    "company-first": [["company"], ["user", "password"]],
    "user-first": [["user"], ["password", "company"]],
    gateway: [["user", "password"]],
  }[traits.signIn] as Asked[][];
  const entrance =
    traits.signIn === "gateway"
      ? `/Gateway.aspx?client=${encodeURIComponent(store.company.toLowerCase())}`
      : "/Login.aspx";

  function signInPage(step: number, said = "", typed: Record<string, string> = {}): string {
    const last = step === steps.length - 1;
    const code = step === steps.length;
    const all: Asked[] = code
      ? traits.code === "own-page"
        ? ["code"]
        : [...(steps[steps.length - 1] as Asked[]), "code"]
      : (steps[step] as Asked[]);
    const extra =
      code && traits.code === "own-page"
        ? ""
        : `<div><a href="/Forgot.aspx">Forgot password?</a></div><div><input type="checkbox" name="remember" id="remember"> <label for="remember">Remember me</label></div>`;
    return pages.outside(
      traits.signIn === "gateway"
        ? store.company
        : code && traits.code === "own-page"
          ? "Two-step verification"
          : "Sign in",
      all.map((one) => ({ ...FIELD[one], value: one === "code" ? "" : (typed[one] ?? "") })),
      `/Login.aspx?step=${step}`,
      code ? (traits.code === "own-page" ? "Verify" : "Log In") : last ? "Log In" : "Next",
      said,
      extra,
    );
  }

  const sessionOf = (request: IncomingMessage) =>
    sessions.get(/(?:^|;\s*)PSASession=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "");

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname;
    const method = request.method ?? "GET";
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const type = request.headers["content-type"] ?? "";
    const form = new URLSearchParams();
    if (/form/.test(type) && pieces.length)
      for (const [key, value] of await new Response(Buffer.concat(pieces), {
        headers: { "content-type": type },
      }).formData())
        form.append(key, String(value));

    if (path.startsWith("/v2/")) {
      const lower = new Map([...form].map(([key, value]) => [key.toLowerCase(), value]));
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const { status, body } = api(method, path, url.searchParams, lower, bearer);
      return void response
        .writeHead(status, { "content-type": "application/json; charset=utf-8" })
        .end(JSON.stringify(body));
    }
    if (path === "/client.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(client);
    if (path === "/favicon.ico") return void response.writeHead(204).end();

    await new Promise((resolve) => setTimeout(resolve, html.wait()));
    const session = sessionOf(request);
    const bare = url.searchParams.has("f");
    const show = (text: string) =>
      void response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
        .end(text);
    const away = (to: string, headers: Record<string, string> = {}) =>
      void (request.headers["x-partial"]
        ? response.writeHead(200, { ...headers, "x-go": to }).end()
        : response.writeHead(302, { ...headers, location: to }).end());
    const values = (field: { key: string; id?: string }) =>
      form
        .getAll(html.nameOf(field))
        .flatMap((one) => one.split("|"))
        .map((one) => one.trim())
        .filter(Boolean);
    const value = (field: { key: string; id?: string }) => {
      const one = values(field)[0] ?? "";
      return one === traits.comboEmpty ? "" : one;
    };
    const target = form.get("__EVENTTARGET") ?? "";

    /* ---- signing in, and the password page ---- */
    if (path === "/" || (path === "/Logout.aspx" && session?.in)) {
      if (path === "/") return away(session?.in ? ROUTES.home : entrance);
      session!.in = false;
      return away(entrance);
    }
    if (path === "/Login.aspx" || path === "/Gateway.aspx") {
      if (method === "GET") return show(signInPage(0));
      const step = Number(url.searchParams.get("step") ?? 0);
      const id = randomBytes(12).toString("hex");
      const typed = { ...session?.typed };
      for (const key of Object.keys(FIELD) as Asked[]) {
        const given = form.get(html.nameOf(FIELD[key]));
        if (given !== null) typed[key] = given;
      }
      sessions.set(id, { in: false, typed });
      const cookie = { "set-cookie": `PSASession=${id}; Path=/; HttpOnly` };
      const refuse = (said: string, at: number) => {
        wrong += 1;
        response.setHeader("set-cookie", cookie["set-cookie"]);
        show(signInPage(at, wrong >= WRONG ? "Your account is locked." : said));
      };
      if (wrong >= WRONG) return show(signInPage(0, "Your account is locked."));
      if (step < steps.length - 1) {
        response.setHeader("set-cookie", cookie["set-cookie"]);
        return show(signInPage(step + 1));
      }
      const known =
        typed.user?.trim().toLowerCase() === admin.userName &&
        typed.password === admin.password &&
        (traits.signIn === "gateway" || typed.company?.trim().toLowerCase() === store.company.toLowerCase());
      if (!known) return refuse("Invalid username, password or company.", 0);
      if (step < steps.length) {
        response.setHeader("set-cookie", cookie["set-cookie"]);
        return show(signInPage(step + 1, "", typed));
      }
      if (totp.validate({ token: (typed.code ?? "").replace(/\s/g, ""), window: 1 }) === null)
        return refuse("The code is not valid.", step);
      sessions.set(id, { in: true, typed: {} });
      actions.push("sign-in");
      wrong = 0;
      return away(ROUTES.home, cookie);
    }
    if (path === "/ResetPassword.aspx") {
      const at = store.mails.findIndex((one) => one.token === url.searchParams.get("token"));
      const who = store.employees.find((one) => one.id === store.mails[at]?.userId);
      if (!who) return show(pages.outside("Reset Password", [], entrance, "Log In", "The link is no longer valid."));
      const all: Field[] = [
        { key: "new", label: "New Password", kind: "password", value: "" },
        { key: "again", label: "Confirm Password", kind: "password", value: "" },
      ];
      const [first, second] = all.map((one) => form.get(html.nameOf(one)) ?? "");
      const good =
        first &&
        first.length >= 8 &&
        first.length <= 64 &&
        [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/].every((one) => one.test(first));
      if (method === "GET" || !good || first !== second)
        return show(
          pages.outside(
            "Reset Password",
            all,
            path + url.search,
            "Save",
            method === "GET" ? "" : good ? "The passwords do not match." : "The password does not meet the policy.",
          ),
        );
      who.password = first;
      store.mails.splice(at, 1);
      actions.push(`password ${who.id}`);
      return show(pages.outside("Reset Password", [], entrance, "Log In", "Your password was changed."));
    }
    if (path === "/Forgot.aspx") {
      const all: Field[] = [{ ...FIELD.user }, { ...FIELD.company }];
      if (method === "GET") return show(pages.outside("Reset Password", all, path, "Reset Password"));
      const who = store.employees.find(
        (one) => one.userName.toLowerCase() === (form.get(html.nameOf(FIELD.user)) ?? "").toLowerCase(),
      );
      if (who) sendInstructions(store, who);
      return show(pages.outside("Reset Password", [], entrance, "Log In", "If the account exists, a mail was sent."));
    }
    if (!session?.in) return away(entrance);

    /* ---- inside ---- */
    if (path === "/lookup") {
      const q = (url.searchParams.get("q") ?? "").toLowerCase();
      const people = store.employees
        .filter((one) => one.active && one.userType === "Employee" && fullName(one).toLowerCase().includes(q))
        .map((one) => ({ name: fullName(one), userName: one.userName }));
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(people));
    }
    // A note waits for the page itself, not for the frame round it.
    const draws = bare || traits.shell === "page";
    const note = draws ? session.note : undefined;
    if (draws) delete session.note;
    const frame = { bare, url: path + url.search, ...(note ? { note } : {}) };
    const done = (text = "Operation is completed successfully.") => (session.note = { kind: "Success", text });
    const again = () => away(path + url.search);
    const reset = (id: number) => {
      const who = store.employees.find((one) => one.id === id);
      if (!who) return;
      sendInstructions(store, who);
      actions.push(`reset ${who.id}`);
      done();
    };
    /** Closes a window of its own, or goes to the list. */
    const leave = (to: string) =>
      show(
        pages.page({
          title: "",
          crumbs: [],
          body: "",
          ...frame,
          bare: true,
          run: `window.done(${JSON.stringify(to)})`,
        }),
      );

    switch (path) {
      case ROUTES.home:
        return show(pages.plain("Home", frame, "none"));
      case ROUTES.hr:
        return show(pages.plain("HR", frame, "hr"));
      case ROUTES.admin:
        return show(pages.plain("Admin Dashboard", frame, "admin"));
      case ROUTES.other:
        return show(pages.plain(url.searchParams.get("what") ?? "Set-up", frame, "admin"));
      case ROUTES.employees: {
        if (method === "GET") return show(pages.employees(url.searchParams, frame));
        if (target === "clear") return away(pages.u(`${path}?s=1`, bare));
        if (target.startsWith("reset")) {
          for (const id of target.includes(":") ? [target.split(":")[1]] : form.getAll("pick")) reset(Number(id));
          return again();
        }
        if (target !== "search") return again();
        const asked = new URLSearchParams({ s: "1" });
        for (const field of pages.searchFields(new URLSearchParams())) asked.set(field.key.slice(2), value(field));
        return away(pages.u(`${path}?${asked.toString()}`, bare));
      }
      case ROUTES.employee: {
        const old = store.employees.find((one) => one.id === Number(url.searchParams.get("ID")));
        const blank: EmployeeForm = {
          userName: "",
          firstName: "",
          lastName: "",
          empId: "",
          email: "",
          jobTitle: "",
          department: "",
          manager: "",
          employmentType: "",
          employeeRoles: [],
          securityRoles: [],
          location: "",
          userType: "Employee",
          active: true,
        };
        const editing = !old || traits.record === "edit" || url.searchParams.get("mode") === "edit";
        if (method === "GET") return show(pages.employee(old, old ?? blank, frame, editing));
        if (target.startsWith("reset:")) {
          reset(Number(target.split(":")[1]));
          return again();
        }
        if (target.startsWith("active:") && old) {
          old.active = target.endsWith("1");
          actions.push(`active ${old.id} ${old.active}`);
          done();
          return again();
        }
        const { main, personal } = pages.employeeFields(old ?? blank, old);
        const sent: EmployeeForm = { ...(old ?? blank) };
        for (const field of [...main, ...personal]) {
          if (field.disabled || field.key === "middle") continue;
          if (field.key === "active") sent.active = /^(1|Yes)$/.test(value(field));
          else
            (sent as unknown as Record<string, unknown>)[field.key] =
              field.kind === "many" ? values(field) : value(field);
        }
        if (target === "changed") return show(pages.employee(old, sent, frame, true));
        const { userName, firstName, lastName, empId, email, jobTitle, department, manager } = sent;
        const { employmentType, employeeRoles, securityRoles, location, userType, active } = sent;
        const saved = saveEmployee(store, old?.id ?? null, {
          ...{ userName, firstName, lastName, empId, email, jobTitle, department, manager },
          ...{ employmentType, employeeRoles, securityRoles, location, userType, active },
        });
        if (saved.error)
          return show(pages.employee(old, sent, { ...frame, note: { kind: "Error", text: saved.error } }, true));
        actions.push(`${old ? "save" : "new"} ${saved.id}`);
        done();
        if (target === "save-new") return away(pages.u(path, bare));
        if (traits.afterSave === "list") {
          const list = pages.u(ROUTES.employees, bare);
          return request.headers["x-partial"] ? away(`/Close.aspx?to=${encodeURIComponent(list)}`) : leave(list);
        }
        return away(
          pages.u(
            `${path}?ID=${saved.id}${traits.afterSave === "stays" && traits.record === "view" ? "&mode=edit" : ""}`,
            bare,
          ),
        );
      }
      case "/Close.aspx":
        return leave(url.searchParams.get("to") ?? "/");
      case ROUTES.roles:
        return show(pages.roles(frame));
      case ROUTES.role: {
        const old = store.roles.find((one) => one.id === Number(url.searchParams.get("ID")));
        const was = old ?? { name: "", description: "", type: "", ticks: new Set<string>() };
        if (method === "GET") return show(pages.role(old, was, frame));
        const sent = {
          name: value({ key: "roleName" }),
          description: value({ key: "roleText" }),
          type: old?.type ?? value({ key: "roleType" }),
          ticks: new Set(form.getAll("tick")),
        };
        const bad = (text: string) =>
          show(pages.role(old, { ...was, ...sent }, { ...frame, note: { kind: "Error", text } }));
        if (old?.system) return bad("System roles cannot be changed.");
        if (!sent.name || !sent.type) return bad("Name and Role Type are required.");
        const made = old ?? ({ id: Math.max(...store.roles.map((one) => one.id)) + 2, system: false } as Role);
        Object.assign(made, sent);
        if (!old) store.roles.push(made);
        actions.push(`role ${made.id}`);
        done();
        return away(pages.u(`${path}?ID=${made.id}`, bare));
      }
      default:
        response
          .writeHead(404, { "content-type": "text/html" })
          .end("<title>Not found</title><p>The page was not found.</p>");
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? (error.stack ?? "") : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    consoleUrl: `${origin}${traits.signIn === "gateway" ? entrance : "/"}`,
    apiUrl: origin,
    company: store.company,
    administrator: { userName: admin.userName, password: admin.password ?? "", totpSecret },
    apiUser: { userName: apiEmployee.userName, password: apiEmployee.password ?? "" },
    store,
    actions,
    traits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
