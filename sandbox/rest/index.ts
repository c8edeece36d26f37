import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { effectiveAccess, type EntityAccess } from "../access";
import type { Context } from "../context";
import type { User } from "../model";
import { liveCells } from "../rules";
import { entityByPath, entityName, information, isKept, rowsOf, type Row } from "./entities";
import { refused, RestFailure } from "./failure";
import { describe, fieldsOf, type KeptEntity } from "./fields";
import { page, parseQuery } from "./query";
import { byKey, signIn, zoneUnknown, type Caller, type Credentials } from "./signIn";
import type { Thresholds } from "./thresholds";
import { isAssociation, writeAssociation } from "./writeAssociation";
import { writeResource } from "./writeResource";

/** Where the vendor has its REST API, as zone information spells it. */
export const restRoot = "ATServicesRest/";

/**
 * Routes are written in lower case: spelling in other cases is accepted, unless a switch says that the first part of
 * the path has to be exact.
 */
export function restUrl(url: string, context: Context): string {
  const [, path, query] = /^([^?]*)(.*)$/.exec(url)!;
  const plain = path!.replace(/\/{2,}/g, "/");
  const lower = plain.toLowerCase();
  if (!lower.startsWith(`/${restRoot.toLowerCase()}`)) return plain + query;
  const exempt = /\/(zoneinformation|versioninformation)\/?$/.test(lower);
  const exact = plain.startsWith(`/${restRoot}V1.0/`);
  const known = exact || exempt || context.switches.get("pathCase") === "insensitive";
  return (known ? lower : "/atservicesrest/unknown") + query;
}

const costCell = "Other > Resources/Users (HR) > Can view Internal Cost section on New/Edit Resource page";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
interface Call {
  request: FastifyRequest;
  caller: Caller;
  access: Record<string, EntityAccess>;
  params: Record<string, string>;
  body: string;
}
type Handler = (call: Call) => unknown;
type Route = (
  url: string,
  entityOf: (params: Record<string, string>) => string,
  handlers: Partial<Record<Method, Handler>>,
) => void;

/** Registers the vendor's REST API. */
export async function registerRest(app: FastifyInstance, context: Context, thresholds: Thresholds): Promise<void> {
  await app.register(
    async (rest) => {
      // Bodies are read by the handlers: a method that does not exist is refused before anybody looks at its body.
      rest.removeAllContentTypeParsers();
      rest.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
      rest.setNotFoundHandler(async (request, reply) =>
        reply
          .code(404)
          .send({ Message: `No HTTP resource was found that matches the request URI '${pathOf(request)}'.` }),
      );
      rest.setErrorHandler(async (error, _request, reply) => answer(reply, error));
      rest.addHook("onResponse", async (request, reply) => {
        context.journal.add({
          channel: "rest",
          caller: header(request, "username") ?? null,
          method: request.method,
          path: pathOf(request),
          status: reply.statusCode,
        });
      });
      openRoutes(rest, context);
      signedInRoutes(rest, context, thresholds);
    },
    { prefix: "/atservicesrest" },
  );
}

function openRoutes(rest: FastifyInstance, context: Context): void {
  rest.get("/versioninformation", async () => ({
    apiVersions: context.switches.get("apiVersions") === "both" ? ["V1.0", "V2.0"] : ["V1.0"],
  }));
  rest.get<{ Querystring: Record<string, string | undefined> }>("/v1.0/zoneinformation", async (request) => {
    if (context.switches.get("zoneHeaders") === "required") signIn(context, credentials(request));
    const user = request.query["user"];
    if (typeof user !== "string" || byKey(context.store.tenant, user) === undefined) throw zoneUnknown();
    return { zoneName: "Stand-in", url: `${context.baseUrl()}${restRoot}`, webUrl: context.baseUrl(), ci: 30595 };
  });
}

function signedInRoutes(rest: FastifyInstance, context: Context, thresholds: Thresholds): void {
  const route: Route = (url, entityOf, handlers) => {
    rest.route({
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      url: `/v1.0${url}`,
      handler: async (request, reply) => {
        const handler = handlers[request.method as Method];
        if (handler === undefined) {
          return reply
            .code(405)
            .send({ Message: `The requested resource does not support http method '${request.method}'.` });
        }
        const caller = signIn(context, credentials(request));
        const params = request.params as Record<string, string>;
        const body = typeof request.body === "string" ? request.body : "";
        return thresholds.run(caller.identifier, entityOf(params), () => {
          const access = effectiveAccess(liveCells(caller.level, context.now()));
          return handler({ request, caller, access, params, body });
        });
      },
    });
  };
  const fixed = (name: string) => () => name;
  const ofPath = (params: Record<string, string>) => params["entity"]!;

  route("/thresholdinformation", fixed("ThresholdInformation"), {
    GET: () => ({
      externalRequestThreshold: thresholds.limit,
      requestThresholdTimeframe: 60,
      currentTimeframeRequestCount: thresholds.used,
    }),
  });
  route("/version", fixed("Version"), {
    GET: () => ({ majorVersion: "2026", minorVersion: "3", build: "0.1", customerType: "Stand-in" }),
  });
  // In the vendor's model, and not explained anywhere: nothing takes the token, and what the keys mean is unknown.
  route("/authenticate", fixed("Authenticate"), {
    GET: () => ({
      authToken: randomBytes(24).toString("base64url"),
      expiration: new Date(context.now().getTime() + 3_600_000).toISOString(),
    }),
  });
  route("/modules", fixed("Modules"), {
    GET: () => ({ modules: Array.from({ length: 12 }, (_, key) => ({ key: key + 1, value: true })) }),
  });
  route("/entityinformation", fixed("EntityInformation"), {
    GET: ({ access }) => ({
      entityDescriptions: [...entityByPath.values()].map((entity) => ({
        info: information(entity, access[entity]!, context.switches),
      })),
    }),
  });
  route("/:entity/entityinformation", ofPath, {
    GET: ({ params, access }) => {
      const entity = known(params["entity"]!);
      return { info: information(entity, access[entity]!, context.switches) };
    },
  });
  route("/:entity/entityinformation/fields", ofPath, {
    GET: ({ params }) => ({
      fields: fieldsOf[kept(params["entity"]!)].map((field) => describe(field, context.store.tenant)),
    }),
  });
  route("/:entity/entityinformation/userdefinedfields", ofPath, {
    GET: ({ params }) => {
      known(params["entity"]!);
      return { fields: [] };
    },
  });
  const list: Handler = (call) => listPage(context, call);
  route("/:entity/query", ofPath, { GET: list, POST: list });
  route("/:entity/query/count", ofPath, { GET: (call) => count(context, call), POST: (call) => count(context, call) });
  route("/:entity/:id", ofPath, { GET: (call) => one(context, call) });
  const write: Handler = (call) => {
    if (call.access["Resources"]!.update === "none") throw notAllowed(context, "update", "Resource");
    const method = call.request.method === "PUT" ? "PUT" : "PATCH";
    return { itemId: writeResource(context, call.caller.user.userName, method, call.body) };
  };
  route("/resources", fixed("resources"), { PATCH: write, PUT: write });
  for (const [child, entity] of Object.entries(children)) childRoutes(route, context, child, entity);
  route("/:entity", ofPath, {});
}

/** Paths below a parent, and the entity whose rows they show. */
const children = {
  roledepartments: "ResourceRoleDepartments",
  rolequeues: "ResourceRoleQueues",
  servicedeskroles: "ResourceServiceDeskRoles",
  roles: "ResourceRoles",
  resources: "OrganizationalResources",
} as const satisfies Record<string, KeptEntity>;

/** Reading, and where the vendor has it writing, of an entity below its parent. Nothing is ever deleted there. */
function childRoutes(route: Route, context: Context, child: string, entity: KeptEntity): void {
  const parent = entity === "OrganizationalResources" ? "organizationallevelassociations" : "resources";
  const path = `/${parent}/:parent/${child}`;
  const name = () => entity.toLowerCase();
  const change: Handler = (call) => {
    const method = call.request.method as "POST" | "PATCH" | "PUT";
    const operation = method === "POST" ? "create" : "update";
    if (call.access[entity]![operation] === "none") throw notAllowed(context, operation, entityName(entity));
    return { itemId: writeAssociation(context, call.caller.user.userName, entity, method, call.params, call.body) };
  };
  route(path, name, {
    GET: (call) => {
      const items = rowsBelow(context, call, entity);
      const { length } = items;
      return { items, pageDetails: { count: length, requestCount: 500, prevPageUrl: null, nextPageUrl: null } };
    },
    ...(isAssociation(entity) ? { POST: change, PATCH: change, PUT: change } : {}),
  });
  route(`${path}/entityinformation`, name, {
    GET: ({ access }) => ({ info: information(entity, access[entity]!, context.switches) }),
  });
  route(`${path}/entityinformation/fields`, name, {
    GET: () => ({ fields: fieldsOf[entity].map((field) => describe(field, context.store.tenant)) }),
  });
  route(`${path}/entityinformation/userdefinedfields`, name, { GET: () => ({ fields: [] }) });
  route(`${path}/:id`, name, { GET: (call) => found(context, rowsBelow(context, call, entity), call.params["id"]) });
}

function notAllowed(context: Context, operation: string, name: string): RestFailure {
  const status = context.switches.get("noPermissionWrite") === "403" ? 403 : 500;
  return new RestFailure(status, [
    `The logged in Resource does not have the adequate permissions to ${operation} this ${name}.`,
  ]);
}

/** Rows of a child entity under the parent that the path names. */
function rowsBelow(context: Context, call: Call, entity: KeptEntity): Row[] {
  const parent = entity === "OrganizationalResources" ? "organizationalLevelAssociationID" : "resourceID";
  return visibleRows(context, call, entity).filter((row) => String(row[parent]) === call.params["parent"]);
}

function found(context: Context, rows: Row[], id: string | undefined): unknown {
  const item = rows.find((row) => String(row["id"]) === id);
  if (item !== undefined) return { item };
  if (context.switches.get("missingId") === "null") return { item: null };
  throw new RestFailure(404, ["No matching records found."]);
}

function known(path: string): string {
  const entity = entityByPath.get(path);
  if (entity === undefined) throw new RestFailure(404, [`There is no entity "${path}" in the stand-in.`]);
  return entity;
}

function kept(path: string): KeptEntity {
  const entity = known(path);
  if (!isKept(entity))
    throw new RestFailure(404, [`The stand-in keeps no rows of ${entity}, only its entity information.`]);
  return entity;
}

/** Rows that the caller's level lets it see. */
function visibleRows(context: Context, { caller, access }: Call, entity: KeptEntity): Row[] {
  const allowed = access[entity]!.query;
  if (allowed === "none") {
    const position = context.switches.get("noPermissionQuery");
    if (position === "empty") return [];
    throw new RestFailure(Number(position), [
      `The logged in Resource does not have the adequate permissions to query ${entity}.`,
    ]);
  }
  const rows = rowsOf(entity, context.store.tenant, context.switches);
  if (entity === "Tickets") return allowed === "all" ? withinLines(context, caller.user, rows) : [];
  if (entity === "Resources" && hidesCosts(context, caller)) for (const row of rows) row["internalCost"] = null;
  return allowed === "restricted" && entity === "Resources" ? rows.filter((row) => row["id"] === caller.user.id) : rows;
}

/**
 * Records of a line of business are simply not there for those outside of it; records of none are for whoever may see
 * them. Where the tenant does not use lines of business, everybody sees everything.
 */
function withinLines(context: Context, user: User, rows: Row[]): Row[] {
  if (context.switches.get("lineOfBusiness") === "absent") return rows;
  return rows.filter((row) => {
    const line = row["organizationalLevelAssociationID"];
    return line === null ? user.seesUnassignedLineOfBusiness : user.lineOfBusiness.includes(Number(line));
  });
}

/** A level may withhold internal costs. */
function hidesCosts(context: Context, { level }: Caller): boolean {
  return liveCells(level, context.now())[costCell] !== true;
}

function queryOf(call: Call, entity: KeptEntity) {
  const { search } = call.request.query as Record<string, string | undefined>;
  // A page address that was made for a POST carries the filter as GET does, whichever method follows it.
  const text = call.request.method === "GET" || search !== undefined ? search : call.body;
  if (text === undefined || text === "") throw refused("A query must have a filter with at least one condition.");
  return { text, query: parseQuery(text, fieldsOf[entity], entityName(entity)) };
}

function listPage(context: Context, call: Call): unknown {
  const entity = kept(call.params["entity"]!);
  const { text, query } = queryOf(call, entity);
  const { paging } = call.request.query as Record<string, string | undefined>;
  const start = paging === undefined ? 0 : Number(paging);
  if (!Number.isInteger(start) || start < 0) throw refused("The page address is not one that this API gave out.");
  const found = page(visibleRows(context, call, entity), query, start);
  const address = (at: number | null) =>
    at === null
      ? null
      : `${context.baseUrl()}${restRoot}V1.0/${entity}/query?search=${encodeURIComponent(text)}&paging=${at}`;
  return {
    items: found.items,
    pageDetails: {
      count: found.items.length,
      requestCount: query.pageSize,
      prevPageUrl: address(found.previous),
      nextPageUrl: address(found.next),
    },
  };
}

function count(context: Context, call: Call): unknown {
  const entity = kept(call.params["entity"]!);
  const { query } = queryOf(call, entity);
  return { queryCount: visibleRows(context, call, entity).filter((row) => query.matches(row)).length };
}

function one(context: Context, call: Call): unknown {
  const entity = kept(call.params["entity"]!);
  return found(context, visibleRows(context, call, entity), call.params["id"]);
}

function answer(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof RestFailure))
    return reply.code(500).send({ errors: [error instanceof Error ? error.message : "Unknown error."] });
  reply.code(error.status).headers(error.headers);
  return error.texts.length === 0 ? reply.header("content-length", "0").send() : reply.send({ errors: error.texts });
}

function credentials(request: FastifyRequest): Credentials {
  return {
    userName: header(request, "username"),
    secret: header(request, "secret"),
    integrationCode: header(request, "apiintegrationcode"),
  };
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** As the caller wrote it, without the query string, which can hold personal data. */
function pathOf(request: FastifyRequest): string {
  return request.originalUrl.replace(/\?.*$/s, "");
}
