import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../../context";
import type { Employee } from "../model";
import type { Tokens } from "../rest/tokens";
import { byResetToken, byUserName, isApiEmployee, isCompany, noteSignIn, tryCode, tryPassword } from "../rules";
import { KaseyaOne } from "./kaseyaOne";
import { card } from "./pages/signIn";
import { routes } from "./routes";
import type { PsaSessions, Session } from "./session";

const content = "ctl00_MainContent_";
const wrong = "Invalid username, password or company.";

interface Typed {
  userName: string;
  password: string;
  company: string;
  code: string;
}

/** The ways into the console. How a refusal looks is not on record: all texts are ours. */
export class SignIn {
  private readonly one: KaseyaOne;

  constructor(
    private readonly context: Context,
    private readonly sessions: PsaSessions,
    private readonly tokens: Tokens,
    private readonly note: (request: FastifyRequest, action: string) => void,
  ) {
    this.one = new KaseyaOne(context);
  }

  routes(app: FastifyInstance): void {
    for (const url of [routes.login, routes.gateway]) {
      app.get(url, (request, reply) => this.page(request, reply, this.sessions.of(request, reply)));
      app.post(url, (request, reply) => this.post(request, reply));
    }
    app.get(routes.logout, (request, reply) => {
      this.sessions.end(this.sessions.of(request, reply));
      return reply
        .header("set-cookie", "PSAAuthToken=; Path=/psa; Max-Age=0")
        .redirect(
          `${routes.gateway}?client=${encodeURIComponent(this.context.store.tenant.psa.company.toLowerCase())}`,
        );
    });
    this.one.routes(app);
    app.get<{ Querystring: { ticket?: string } }>(routes.ticket, (request, reply) => {
      const session = this.sessions.of(request, reply);
      const employeeId = this.one.redeem(request.query.ticket ?? "");
      if (employeeId === undefined) return reply.redirect(routes.login);
      this.note(request, "Sign-in: KaseyaOne");
      Object.assign(session, { employeeId, pendingId: null, limited: false });
      return this.enter(reply, employeeId);
    });
    app.get(routes.forgot, (_request, reply) => this.forgotten(reply, false));
  }

  /** The sign-in page; a gateway link knows its company. */
  page(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    shown: { typed?: Partial<Typed>; message?: string } = {},
  ): FastifyReply {
    const s = this.context.switches;
    const company = this.gatewayCompany(request);
    const gateway = company !== undefined;
    const typed = shown.typed ?? {};
    const sso = gateway && s.get("psaSignIn") === "ssoFirst";
    const code = !sso && (session.pendingId !== null || s.get("psaMfa") === "samePage");
    const message = shown.message === undefined ? {} : { message: { text: shown.message, problem: true } };
    const action = gateway ? `${routes.gateway}?client=${encodeURIComponent(company.toLowerCase())}` : routes.login;
    const user = { id: `${content}txtUserID`, label: "Username", value: typed.userName ?? "" };
    const html = card({
      plain: s.get("psaSkin") === "plain",
      title: "BMS - Login",
      ...(gateway ? { heading: company } : {}),
      action,
      ...message,
      boxes: sso
        ? [user]
        : [
            user,
            {
              id: `${content}txtPassword`,
              label: "Password",
              type: "password",
              link: { text: "Forgot password?", href: routes.forgot },
            },
            ...(gateway ? [] : [{ id: `${content}txtCompany`, label: "Company Name", value: typed.company ?? "" }]),
            ...(code ? [{ id: `${content}txtMFACode`, label: "MFA Code" }] : []),
          ],
      ...(sso ? {} : { check: { id: `${content}chkRememberMe`, label: "Remember me" } }),
      button: sso
        ? { id: `${content}btnNext`, text: "Next" }
        : { id: `${content}btnLogin`, text: gateway ? "Login" : "Log In" },
      other: { text: "Log In with KaseyaOne", href: this.oneUrl("") },
      viewState: "/wEPDwUKLTM4MDU4",
    });
    return reply.type("text/html; charset=utf-8").send(html);
  }

  /** What `client` of a gateway link names, with the company's own spelling. */
  private gatewayCompany(request: FastifyRequest): string | undefined {
    if (!request.url.startsWith(routes.gateway)) return undefined;
    const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\d]/gu, "");
    const { client } = request.query as { client?: string };
    const { company } = this.context.store.tenant.psa;
    return bare(client ?? "") === bare(company) ? company : undefined;
  }

  /** KaseyaOne is another origin: the same server under its other name. */
  private oneUrl(userName: string): string {
    const url = new URL(routes.one, this.context.baseUrl());
    url.hostname = "localhost";
    if (userName !== "") url.searchParams.set("username", userName);
    return url.href;
  }

  private post(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const text = (name: string) => form.get(`ctl00$MainContent$txt${name}`) ?? "";
    const session = this.sessions.of(request, reply);
    const company = this.gatewayCompany(request);
    const typed: Typed = {
      userName: text("UserID"),
      password: text("Password"),
      company: company ?? text("Company"),
      code: text("MFACode"),
    };
    if (company !== undefined && this.context.switches.get("psaSignIn") === "ssoFirst")
      return reply.redirect(this.oneUrl(typed.userName));
    this.note(request, typed.code === "" ? "Sign-in" : "Sign-in: code");
    const message =
      session.pendingId !== null && typed.password === "" ? this.code(session, typed) : this.password(session, typed);
    if (session.employeeId !== null) return this.enter(reply, session.employeeId);
    return this.page(request, reply, session, { typed, ...(message === undefined ? {} : { message }) });
  }

  /** Checks user, password and company, and the code where it came along. Answers what is wrong, or nothing. */
  private password(session: Session, typed: Typed): string | undefined {
    const { switches } = this.context;
    const now = this.context.now();
    session.pendingId = null;
    return this.context.store.edit(`sign-in of ${typed.userName}`, ({ psa }) => {
      const employee = isCompany(psa, typed.company, switches) ? byUserName(psa, typed.userName) : undefined;
      if (employee === undefined) return wrong;
      switch (tryPassword(psa, employee, typed.password, switches, now)) {
        case "locked":
          return "Your account is locked.";
        case "wrong":
        case "noPassword":
          return wrong;
        case "inactive":
          return "Your account is not active.";
        case "expired":
          return "Your password has expired.";
        case undefined:
          break;
      }
      if (isApiEmployee(employee)) return "API users cannot log in.";
      if (switches.get("psaSignIn") === "kaseyaOneRequired") return "You must log in with KaseyaOne.";
      if (!employee.mfaEnabled || switches.get("psaMfa") === "off") {
        this.signedIn(session, employee, now);
        return undefined;
      }
      if (typed.code !== "") {
        if (!tryCode(psa, employee, typed.code, now)) return "The MFA code is not valid.";
        this.signedIn(session, employee, now);
        return undefined;
      }
      session.pendingId = employee.id;
      return switches.get("psaMfa") === "samePage" ? "Enter the MFA code." : undefined;
    });
  }

  private code(session: Session, typed: Typed): string | undefined {
    const now = this.context.now();
    return this.context.store.edit(`code of ${typed.userName}`, ({ psa }) => {
      const employee = psa.employees.find((candidate) => candidate.id === session.pendingId);
      if (employee === undefined || employee.userName.toLowerCase() !== typed.userName.trim().toLowerCase()) {
        session.pendingId = null;
        return wrong;
      }
      if (typed.code === "") return "Enter the MFA code.";
      if (!tryCode(psa, employee, typed.code, now)) return "The MFA code is not valid.";
      this.signedIn(session, employee, now);
      return undefined;
    });
  }

  private signedIn(session: Session, employee: Employee, now: Date): void {
    noteSignIn(employee, now);
    session.employeeId = employee.id;
    session.pendingId = null;
    session.limited = !employee.mfaEnabled && this.context.switches.get("psaMfa") !== "off";
  }

  /** On to the console, with the token that its pages use for their own calls. */
  enter(reply: FastifyReply, employeeId: number): FastifyReply {
    const { accessToken } = this.tokens.issue(employeeId);
    return reply.header("set-cookie", `PSAAuthToken=${accessToken}; Path=/psa`).redirect(routes.home);
  }

  forgotten(reply: FastifyReply, sent: boolean): FastifyReply {
    return this.card(reply, {
      title: "BMS - Forgot Password",
      action: routes.forgot,
      ...(sent
        ? { message: { text: "If the user exists, an email with instructions has been sent.", problem: false } }
        : {}),
      boxes: sent ? [] : [{ id: `${content}txtUserID`, label: "Username" }],
      ...(sent ? {} : { button: { id: `${content}btnReset`, text: "Reset Password" } }),
      back: { text: "Back to login", href: routes.login },
    });
  }

  /** The page behind a mailed link, for as long as the link is good. */
  resetPage(reply: FastifyReply, token: string, problem?: string): FastifyReply {
    const good = byResetToken(this.context.store.tenant.psa, token) !== undefined;
    const text = problem ?? (good ? undefined : "This link is no longer valid.");
    return this.card(reply, {
      title: "BMS - Reset Password",
      action: `${routes.reset}?token=${encodeURIComponent(token)}`,
      ...(text === undefined ? {} : { message: { text, problem: true } }),
      boxes: good
        ? [
            { id: `${content}txtNewPassword`, label: "New Password", type: "password" },
            { id: `${content}txtConfirmPassword`, label: "Confirm Password", type: "password" },
          ]
        : [],
      ...(good ? { button: { id: `${content}btnSave`, text: "Save" } } : {}),
    });
  }

  resetDone(reply: FastifyReply): FastifyReply {
    return this.card(reply, {
      title: "BMS - Reset Password",
      action: routes.reset,
      message: { text: "Your password has been changed.", problem: false },
      boxes: [],
      back: { text: "Back to login", href: routes.login },
    });
  }

  private card(reply: FastifyReply, args: Omit<Parameters<typeof card>[0], "plain" | "viewState">): FastifyReply {
    const plain = this.context.switches.get("psaSkin") === "plain";
    return reply.type("text/html; charset=utf-8").send(card({ ...args, plain, viewState: "/wEPDwUKLTM4MDU4" }));
  }
}
