import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../../context";
import type { Employee } from "../model";
import { fullName, isApiEmployee, rolesOf } from "../rules";
import { formFields, QueryString } from "./bodies";
import { failure, PsaFailure, securityError, spelt, success, type Wire } from "./envelope";
import { brokenAnswer, type Kind } from "./faults";
import { HourlyLimits } from "./limits";
import { reads } from "./reads";
import { signInByApi } from "./signIn";
import { Tokens } from "./tokens";
import { registerV1 } from "./v1";

/** Where the stand-in has the API host: the vendor's paths begin after it. */
export const apiRoot = "psa-api";
/** The console's own way to the same calls, and v1, are on the console's host. */
export const consoleRoot = "psa";

/** Paths of the API are accepted in any case; the query stays as it is. */
export function lowerApiPath(url: string): string {
  const [, path, query] = /^([^?]*)(.*)$/s.exec(url)!;
  const lower = path!.toLowerCase();
  return (/^\/(psa-api|psa\/api2?)\//.test(lower) ? lower : path!) + query!;
}

/** Registers REST v2, on its own host and on the console's, and v1. */
export async function registerPsaRest(app: FastifyInstance, context: Context, tokens: Tokens): Promise<HourlyLimits> {
  const limits = new HourlyLimits(context);
  const api = new Api(context, tokens, limits);
  for (const prefix of [`/${apiRoot}/v2`, `/${consoleRoot}/api2/v2`])
    await app.register(async (scope) => api.register(scope), { prefix });
  await app.register(async (scope) => registerV1(scope, context, tokens), { prefix: `/${consoleRoot}/api` });
  return limits;
}

const callers = new WeakMap<FastifyRequest, string>();

class Api {
  constructor(
    private readonly context: Context,
    private readonly tokens: Tokens,
    private readonly limits: HourlyLimits,
  ) {}

  register(app: FastifyInstance): void {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    app.setNotFoundHandler(async (_request, reply) => reply.code(404).send());
    app.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof PsaFailure)) throw error;
      return this.send(reply.code(error.status).headers(error.headers), failure(error));
    });
    app.addHook("onResponse", async (request, reply) => {
      this.context.journal.add({
        channel: "rest",
        caller: callers.get(request) ?? null,
        method: request.method,
        path: request.originalUrl.replace(/\?.*$/s, ""),
        status: reply.statusCode,
      });
    });
    this.route(app, "POST", "security/authenticate", "authenticate", (request) => this.authenticate(request));
    this.route(app, "POST", "security/refreshtoken", "refreshtoken", (request) => this.refresh(request));
    this.route(app, "GET", "security/ssostatus", "lookups", (request) => this.ssoStatus(request));
    for (const [path, { kind, read }] of Object.entries(reads)) {
      this.route(app, "GET", path, kind, (request, reply) => {
        const caller = this.caller(request, reply);
        if (path.startsWith("admin/")) this.checkAdmin(caller);
        return read({
          context: this.context,
          caller,
          query: new QueryString(request.originalUrl),
          params: request.params as Record<string, string>,
        });
      });
    }
    this.route(app, "POST", "kaseya-one/users/search", "employees", (request, reply) => {
      this.caller(request, reply);
      return this.searchUsers(request);
    });
  }

  /** Methods that the contract does not have answer 405, as the vendor's framework does. */
  private route(
    app: FastifyInstance,
    method: "GET" | "POST",
    path: string,
    kind: Kind,
    handle: (request: FastifyRequest, reply: FastifyReply) => Wire | Promise<Wire>,
  ): void {
    app.route({
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      url: `/${path}`,
      handler: async (request, reply) => {
        if (request.method !== method) return reply.code(405).header("allow", method).send();
        if (brokenAnswer(reply, kind, this.context.switches)) return reply;
        this.limits.count(`${method} ${path}`);
        return this.send(reply, await handle(request, reply));
      },
    });
  }

  private send(reply: FastifyReply, answer: Wire): FastifyReply {
    const body = JSON.stringify(spelt(answer, this.context.switches.get("psaCase")));
    return reply.header("content-type", "application/json; charset=utf-8").send(body);
  }

  private async authenticate(request: FastifyRequest): Promise<Wire> {
    const fields = await formFields(request, this.context.switches.get("psaAuthenticateBody"));
    if (fields === undefined) throw new PsaFailure(415, 978415, "Unsupported Media Type", "Send a form.");
    const text = (name: string) => fields.get(name) ?? "";
    callers.set(request, text("username"));
    if (text("granttype") === "") throw invalid("The GrantType field is required.");
    if (text("granttype").toLowerCase() !== "password") throw invalid("This grant type is not supported.");
    const employee = signInByApi(this.context, {
      userName: text("username"),
      password: text("password"),
      company: text("tenant"),
      code: text("mfacode"),
    });
    return success({ ...this.tokens.issue(employee.id) });
  }

  private async refresh(request: FastifyRequest): Promise<Wire> {
    const fields = await formFields(request, this.context.switches.get("psaAuthenticateBody"));
    if (fields === undefined) throw new PsaFailure(415, 978415, "Unsupported Media Type", "Send a form.");
    const accessToken = fields.get("accesstoken") ?? "";
    if (accessToken === "") throw invalid("The AccessToken field is required.");
    const pair = this.tokens.refresh(accessToken, fields.get("refreshtoken") ?? "");
    const owner = pair && this.tokens.owner(pair.accessToken);
    const employee = this.context.store.tenant.psa.employees.find((candidate) => candidate.id === owner);
    if (pair === undefined || !employee?.active) throw this.refused("The refresh token is not valid.");
    callers.set(request, employee.userName);
    return success({ ...pair });
  }

  private ssoStatus(request: FastifyRequest): Wire {
    const query = new QueryString(request.originalUrl);
    if (!query.text("Tenant")) throw invalid("The Tenant field is required.");
    const enabled = this.context.switches.get("psaSignIn") !== "local";
    return success({
      enabled,
      loginEndpointUrl: enabled ? `${this.context.baseUrl()}psa-one/login` : null,
    });
  }

  private caller(request: FastifyRequest, reply: FastifyReply): Employee {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const owner = token === undefined ? undefined : this.tokens.owner(token);
    // The console's own pages look for this header and load anew.
    if (owner === "expired") void reply.header("token-expired", "true");
    const employee = this.context.store.tenant.psa.employees.find((candidate) => candidate.id === owner);
    if (!employee?.active) throw this.refused("You are not authorized.");
    callers.set(request, employee.userName);
    return employee;
  }

  private checkAdmin(caller: Employee): void {
    if (isApiEmployee(caller) && this.context.switches.get("psaAdminLookups") === "refused")
      throw this.refused("You do not have the right to do this.");
  }

  private refused(details: string): PsaFailure {
    return new PsaFailure(Number(this.context.switches.get("psaRefusal")), securityError, "Security Error", details);
  }

  /** Answers a bare list, as all calls below kaseya-one do. */
  private searchUsers(request: FastifyRequest): Wire {
    if (this.context.switches.get("psaKaseyaOneSearch") === "refused") throw this.refused("You are not authorized.");
    const { psa } = this.context.store.tenant;
    const search = searchText(request.body).toLowerCase();
    return psa.employees
      .filter((employee) =>
        `${fullName(employee)} ${employee.userName} ${employee.email}`.toLowerCase().includes(search),
      )
      .map((employee) => ({
        id: String(employee.id),
        firstName: employee.firstName,
        lastName: employee.lastName,
        username: employee.userName,
        email: employee.email,
        status: employee.active ? "Active" : "Inactive",
        securityLevel: rolesOf(psa, employee).map((role) => role.name),
      }));
  }
}

function searchText(body: unknown): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString("utf8") : "");
    const entry = Object.entries(parsed ?? {}).find(([name]) => name.toLowerCase() === "searchtext");
    return typeof entry?.[1] === "string" ? entry[1] : "";
  } catch {
    throw invalid("The body is not valid JSON.");
  }
}

function invalid(details: string): PsaFailure {
  return new PsaFailure(200, 978400, "Validation Error", details);
}
