import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { json } from "../../console/html";
import type { Context } from "../../context";
import { byUserName, isApiEmployee, isCompany, noteSignIn, tryCode, tryPassword } from "../rules";
import { routes } from "./routes";

type Step = "name" | "password" | "code" | "in";

/**
 * The identity provider's own sign-in, on another host name as in reality: user name and organization, Next, password,
 * Log In, code. Its ids are the vendor's. It knows the employees of the tenant, and sends them back with a ticket.
 */
export class KaseyaOne {
  readonly #tickets = new Map<string, number>();

  constructor(private readonly context: Context) {}

  /** Whom a ticket lets in; good once. */
  redeem(ticket: string): number | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return found;
  }

  routes(app: FastifyInstance): void {
    app.get<{ Querystring: { username?: string } }>(routes.one, (request, reply) =>
      reply.type("text/html; charset=utf-8").send(page(request.query.username ?? "")),
    );
    app.post<{ Body: { username?: unknown; organization?: unknown; password?: unknown; code?: unknown } }>(
      routes.one,
      (request, reply) => {
        const { username, organization, password, code } = request.body;
        const text = (value: unknown) => (typeof value === "string" ? value : "");
        const result = this.check(text(username), text(organization), text(password), text(code));
        if ("problem" in result) return reply.send(result);
        if (result.step !== "in") return reply.send({ step: result.step });
        const ticket = randomBytes(16).toString("hex");
        this.#tickets.set(ticket, result.employeeId);
        return reply.send({ goTo: `${this.context.baseUrl()}${routes.ticket.slice(1)}?ticket=${ticket}` });
      },
    );
  }

  private check(
    userName: string,
    organization: string,
    password: string,
    code: string,
  ): { step: Exclude<Step, "in"> } | { step: "in"; employeeId: number } | { problem: string } {
    if (userName === "" || organization === "") return { problem: "Enter your username and organization name." };
    if (password === "") return { step: "password" };
    const now = this.context.now();
    return this.context.store.edit(`KaseyaOne sign-in of ${userName}`, ({ psa }) => {
      const employee = isCompany(psa, organization, this.context.switches) ? byUserName(psa, userName) : undefined;
      if (employee === undefined || isApiEmployee(employee)) return { problem: "Invalid username or password." };
      if (tryPassword(psa, employee, password, this.context.switches, now) !== undefined)
        return { problem: "Invalid username or password." };
      if (employee.mfaEnabled) {
        if (code === "") return { step: "code" as const };
        if (!tryCode(psa, employee, code, now)) return { problem: "The code is not valid." };
      }
      noteSignIn(employee, now);
      return { step: "in" as const, employeeId: employee.id };
    });
  }
}

function page(userName: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>KaseyaOne</title></head><body><h1>Log In to KaseyaOne</h1><form id="f">
<div data-step="name"><p><label for="username">Username</label> <input id="username" autocomplete="off"></p><p><label for="organizationName">Company Name</label> <input id="organizationName" autocomplete="off"></p><button type="submit">Next</button></div>
<div data-step="password" hidden><p><label for="password">Password</label> <input id="password" type="password"></p><button type="submit">Log In</button></div>
<div data-step="code" hidden><div class="totp-mfa-verification__description">Enter the code of your authenticator app.</div><input id="one-time-code" name="one-time-code" aria-label="Code" autocomplete="off"><button type="submit" data-test-id="totp-push-verification-button-verify-code">Verify</button></div>
<div class="error-message" role="alert" hidden></div></form>
<script>(function(){function el(i){return document.getElementById(i);}el("username").value=${json(userName)};
el("f").addEventListener("submit",function(v){v.preventDefault();fetch(location.pathname,{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify({username:el("username").value,organization:el("organizationName").value,password:el("password").value,code:el("one-time-code").value})}).then(function(r){return r.json();}).then(function(a){
var e=document.querySelector(".error-message");e.hidden=!a.problem;e.textContent=a.problem||"";if(a.goTo){location.href=a.goTo;return;}
if(a.step)document.querySelectorAll("[data-step]").forEach(function(d){d.hidden=d.getAttribute("data-step")!==a.step;});});});})();</script></body></html>`;
}
