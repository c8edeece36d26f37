import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Context } from "../../context";
import { fullName } from "../rules";
import { formFields, QueryString } from "./bodies";
import { PsaFailure } from "./envelope";
import { signInByApi } from "./signIn";
import type { Tokens } from "./tokens";

/** Seconds of a v1 token, as a public client's fixture has it: 90 days. */
const lifetime = 7_775_999;

/**
 * The older API: sign-in and one read, so that the difference to v2 can be seen. Whether the real one writes employees
 * is not known; this one does not.
 */
export function registerV1(app: FastifyInstance, context: Context, tokens: Tokens): void {
  const callers = new WeakMap<FastifyRequest, string>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onResponse", async (request, reply) => {
    context.journal.add({
      channel: "rest",
      caller: callers.get(request) ?? null,
      method: request.method,
      path: request.originalUrl.replace(/\?.*$/s, ""),
      status: reply.statusCode,
    });
  });
  app.post("/token", async (request, reply) => {
    const fields = await formFields(request, "both");
    const text = (name: string) => fields?.get(name) ?? "";
    callers.set(request, text("username"));
    if (text("grant_type") !== "password") {
      return reply
        .code(400)
        .send({ error: "unsupported_grant_type", error_description: "Only password is supported." });
    }
    try {
      const employee = signInByApi(context, {
        userName: text("username"),
        password: text("password"),
        company: text("tenant"),
        code: text("mfacode"),
      });
      const { accessToken } = tokens.issue(employee.id, lifetime * 1000);
      return { access_token: accessToken, token_type: "bearer", expires_in: lifetime };
    } catch (error) {
      if (!(error instanceof PsaFailure)) throw error;
      return reply.code(400).send({ error: "invalid_grant", error_description: error.details });
    }
  });
  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/hr/employees",
    handler: async (request, reply) => {
      if (request.method !== "GET") return reply.code(405).header("allow", "GET").send();
      const [, token] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
      const { employees } = context.store.tenant.psa;
      const owner = token === undefined ? undefined : tokens.owner(token);
      const caller = employees.find((employee) => employee.id === owner && employee.active);
      if (caller === undefined)
        return reply.code(401).send({ error: "invalid_token", error_description: "Authorization has been denied." });
      callers.set(request, caller.userName);
      const query = new QueryString(request.originalUrl);
      const number = (name: string, otherwise: number) => {
        const value = Number(query.text(name) ?? otherwise);
        return Number.isInteger(value) && value >= 0 ? value : otherwise;
      };
      const skip = number("$skip", 0);
      const rows = employees.slice(skip, skip + number("$top", 100)).map((employee) => ({
        Id: employee.id,
        Name: fullName(employee),
        Email: employee.email,
        UserName: employee.userName,
        IsActive: employee.active,
      }));
      return { ResponseCode: 0, Status: "OK", Error: "None", Result: rows, TotalRecords: employees.length };
    },
  });
}
