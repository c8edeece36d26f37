/** The web console of the stand-in PSA tenant: pages over the shared store. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../../context";
import type { Employee, PsaTenant } from "../model";
import type { Tokens } from "../rest/tokens";
import {
  byUserName,
  choosePassword,
  createEmployee,
  createRole,
  employeeById,
  fullName,
  isAdministrator,
  PsaViolation,
  resetPassword,
  roleById,
  rolesOf,
  updateEmployee,
  updateRole,
} from "../rules";
import { plainPages } from "./pages/others";
import {
  emptyFields,
  emptyForm,
  employeePage,
  employeeTabs,
  formOf,
  managerOptions,
  readActive,
  readForm,
  type EmployeePageArgs,
  type EmployeeTab,
} from "./pages/employee";
import { employeesPage, firstState, searchOf, stateOf } from "./pages/employees";
import { policyPage, readPolicy } from "./pages/policy";
import { readPermissions, rolePage, rolesPage, type RolePageArgs } from "./pages/roles";
import type { Banner, Page, PageState } from "./page";
import { Posted } from "./posted";
import { rememberedValues, renderDocument, renderPart, renderShell, type PageOptions } from "./render";
import { routes } from "./routes";
import { PsaSessions, type Session } from "./session";
import { SignIn } from "./signIn";
import { skins } from "./skins";
import { ViewStates } from "./viewState";

/** Milliseconds of the slow positions. */
const slow = { pace: 400, postBack: 1_200, list: 1_200, refresh: 3_000 } as const;
const done: Banner = { kind: "success", text: "Operation is completed successfully." };

const pause = (milliseconds: number) => new Promise((after) => setTimeout(after, milliseconds));

export async function registerPsaConsole(
  app: FastifyInstance,
  context: Context,
  tokens: Tokens,
): Promise<{ reset(): void }> {
  const console = new PsaConsole(context, tokens);
  await app.register(async (scope) => console.routes(scope));
  return console;
}

const actions = new WeakMap<FastifyRequest, string>();
const callers = new WeakMap<FastifyRequest, string | null>();

/** What a page of records needs to know about its request. */
interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  session: Session;
  caller: Employee;
}

class PsaConsole {
  private readonly sessions: PsaSessions;
  private readonly viewStates = new ViewStates();
  private readonly signIn: SignIn;

  constructor(
    private readonly context: Context,
    tokens: Tokens,
  ) {
    this.sessions = new PsaSessions(context);
    this.signIn = new SignIn(context, this.sessions, tokens, (request, text) => void actions.set(request, text));
  }

  reset(): void {
    this.sessions.reset();
  }

  private get tenant(): PsaTenant {
    return this.context.store.tenant.psa;
  }

  routes(app: FastifyInstance): void {
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, finish) =>
      finish(null, new URLSearchParams(String(body))),
    );
    app.addHook("onRequest", async (request, reply) => {
      if (this.context.switches.get("psaPace") === "slow") await pause(slow.pace);
      callers.set(request, this.sessions.callerOf(request));
      void reply.header("cache-control", "no-store");
    });
    app.addHook("onResponse", async (request, reply) => {
      this.context.journal.add({
        channel: "console",
        caller: this.sessions.callerOf(request) ?? callers.get(request) ?? null,
        method: request.method,
        path: request.url.replace(/\?.*$/s, ""),
        status: reply.statusCode,
        action: actions.get(request),
      });
    });
    this.signIn.routes(app);
    this.resetRoutes(app);
    this.pageRoutes(app);
  }

  // --- Drawing ---

  private options({ session, caller }: Visit, page: Page): PageOptions {
    const s = this.context.switches;
    const skin = s.get("psaSkin");
    const mode = s.get("psaRenderMode");
    const state: PageState = { ...page.state, values: rememberedValues(page.blocks) };
    return {
      skin: skins[skin],
      plain: skin === "plain",
      react: s.get("psaEngine") === "react",
      look: {
        tiedLabels: s.get("psaLabels") === "tied",
        lightweight: mode === "asSkin" ? skin === "current" : mode === "lightweight",
        checkAll: s.get("psaCheckAll") === "present",
        checkText: s.get("psaCheckText"),
        fieldErrors: s.get("psaFieldErrors"),
      },
      confirm: s.get("psaResetConfirm") === "native" ? "native" : "dialog",
      comboDelay: s.get("psaComboDelay") === "slow" ? slow.list : 0,
      autoRefresh: s.get("psaAutoRefresh") === "on" ? slow.refresh : 0,
      user: {
        userId: caller.id,
        fullName: fullName(caller),
        firstName: caller.firstName,
        admin: this.isAdmin(caller),
      },
      company: this.tenant.company,
      product: "BMS",
      viewState: this.viewStates.pack(state, session.id),
    };
  }

  /** Answers a page: whole, or the part that a post back replaces. */
  private page(visit: Visit, page: Page): FastifyReply {
    const { request, reply } = visit;
    const shown =
      page.banner?.kind === "success" && this.context.switches.get("psaSuccessBanner") === "off"
        ? { ...page, banner: undefined }
        : page;
    const options = this.options(visit, shown);
    if (request.headers["x-microsoftajax"] === undefined)
      return reply.type("text/html; charset=utf-8").send(renderDocument(shown, options));
    const part = renderPart(shown, options);
    // A page that changes without loading takes its address along.
    const moved = options.react ? { shell: renderShell(shown, part, options), url: page.action } : {};
    return reply.send({ ...part, ...moved });
  }

  private isAdmin(employee: Employee): boolean {
    return rolesOf(this.tenant, employee).some(isAdministrator);
  }

  /** The signed-in caller of a page, or nothing when the answer was given already. */
  private visit(request: FastifyRequest, reply: FastifyReply): Visit | undefined {
    const session = this.sessions.of(request, reply);
    const caller = this.tenant.employees.find((employee) => employee.id === session.employeeId);
    if (!caller?.active) {
      // A post after the end of a session answers the sign-in page.
      if (request.method === "POST") void this.signIn.page(request, reply, session);
      else void reply.redirect(routes.login);
      return undefined;
    }
    if (session.limited && !request.url.startsWith(routes.profile)) {
      void reply.redirect(routes.profile);
      return undefined;
    }
    return { request, reply, session, caller };
  }

  /** The same for pages of the modules HR and Admin. */
  private adminVisit(request: FastifyRequest, reply: FastifyReply): Visit | undefined {
    const visit = this.visit(request, reply);
    if (visit === undefined || this.isAdmin(visit.caller)) return visit;
    void this.page(visit, {
      title: "Access Denied",
      trail: [{ text: "Home", url: routes.home }],
      module: "Home",
      action: routes.home,
      toolbar: [],
      blocks: [{ kind: "words", text: "You do not have permission to view this page." }],
      state: { kind: "denied" },
    });
    return undefined;
  }

  /** What a post brings: its fields and what the page remembered. */
  private posted(visit: Visit, kind: string): { posted: Posted; state: PageState } | undefined {
    const form = visit.request.body instanceof URLSearchParams ? visit.request.body : new URLSearchParams();
    const state = this.viewStates.unpack(form.get("__VIEWSTATE") ?? "", visit.session.id);
    if (state === undefined || state["kind"] !== kind) {
      void visit.reply.code(500).type("text/html").send("<h1>The state information is invalid for this page.</h1>");
      return undefined;
    }
    return { posted: new Posted(form, state), state };
  }

  /** Runs an edit; a broken rule becomes what it answers. */
  private edit<T>(visit: Visit, what: string, change: (tenant: PsaTenant) => T): T | PsaViolation {
    actions.set(visit.request, what);
    try {
      return this.context.store.edit(`${visit.caller.userName} in the PSA console: ${what}`, (tenant) =>
        change(tenant.psa),
      );
    } catch (error) {
      if (error instanceof PsaViolation) return error;
      throw error;
    }
  }

  /** Ends the session at its first save where a switch says so, and then answers the sign-in page. */
  private sessionEnded({ request, reply, session }: Visit): boolean {
    if (this.context.switches.get("psaSessionEnds") !== "onSave" || session.lasting) return false;
    this.sessions.end(session);
    void this.signIn.page(request, reply, this.sessions.of(request, reply));
    return true;
  }

  // --- Pages ---

  private pageRoutes(app: FastifyInstance): void {
    app.get("/psa", (_request, reply) =>
      reply.redirect(
        this.context.switches.get("psaSignIn") === "ssoFirst"
          ? `${routes.gateway}?client=${encodeURIComponent(this.tenant.company.toLowerCase())}`
          : routes.login,
      ),
    );
    for (const [url, make, admin] of plainPages) {
      const show = (request: FastifyRequest, reply: FastifyReply) => {
        const visit = admin ? this.adminVisit(request, reply) : this.visit(request, reply);
        if (visit === undefined) return reply;
        const query = request.query as Record<string, string | undefined>;
        return this.page(
          visit,
          make({ tenant: this.tenant, caller: visit.caller, limited: visit.session.limited, query }),
        );
      };
      app.get(url, show);
      app.post(url, show);
    }
    this.employeesRoutes(app);
    this.employeeRoutes(app);
    this.roleRoutes(app);
    this.policyRoutes(app);
  }

  private employeesRoutes(app: FastifyInstance): void {
    const s = this.context.switches;
    app.get(routes.employees, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      return visit ? this.page(visit, employeesPage(this.tenant, firstState(s), s)) : reply;
    });
    app.post(routes.employees, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      const brought = visit && this.posted(visit, "employees");
      if (visit === undefined || brought === undefined) return reply;
      const { posted, state } = brought;
      const before = stateOf(state, s);
      const [verb, argument] = posted.argument.split("$");
      switch (posted.target) {
        case "ctl00$phMenu$ctrlToolBar$btn$search":
          return this.page(visit, employeesPage(this.tenant, { search: searchOf(posted), page: 1 }, s));
        case "ctl00$phMenu$ctrlToolBar$btn$clear":
          return this.page(visit, employeesPage(this.tenant, { search: {}, page: 1 }, s));
        case "ctl00$phListing$ctrlListing$RadMenuWindow":
          return this.resetAndShow(visit, [Number(argument)], before);
        case "ctl00$phListing$ctrlListing$btnResetInstructions":
          return this.resetAndShow(visit, posted.ticked().map(Number), before);
        default:
          return this.page(
            visit,
            employeesPage(this.tenant, { ...before, page: verb === "Page" ? Number(argument) || 1 : before.page }, s),
          );
      }
    });
    app.get<{ Querystring: { text?: string } }>(routes.managers, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      return visit ? reply.send(managerOptions(this.tenant, request.query.text).slice(0, 50)) : reply;
    });
  }

  private resetAndShow(visit: Visit, ids: number[], state: Parameters<typeof employeesPage>[1]): FastifyReply {
    const banner = this.resetAndSend(visit, ids);
    return this.page(visit, { ...employeesPage(this.tenant, state, this.context.switches), banner });
  }

  private resetAndSend(visit: Visit, ids: number[]): Banner {
    if (ids.length === 0) return { kind: "error", text: "Select at least one record." };
    const result = this.edit(visit, "Reset and Send instructions", (tenant) => {
      for (const id of ids)
        resetPassword(
          tenant,
          employeeById(tenant, id),
          this.context.switches,
          this.context.now(),
          this.context.baseUrl(),
        );
    });
    return result instanceof PsaViolation ? { kind: "error", text: result.message } : done;
  }

  private employeeRoutes(app: FastifyInstance): void {
    const s = this.context.switches;
    const idOf = (request: FastifyRequest) => Number((request.query as { ID?: string }).ID);
    app.get(routes.employee, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      if (visit === undefined) return reply;
      const employee = this.tenant.employees.find((candidate) => candidate.id === idOf(request));
      return this.page(visit, employeePage(this.employeeArgs(employee)));
    });
    app.post(routes.employee, async (request, reply) => {
      const visit = this.adminVisit(request, reply);
      const brought = visit && this.posted(visit, "employee");
      if (visit === undefined || brought === undefined) return reply;
      const { posted, state } = brought;
      const id = typeof state["id"] === "number" ? state["id"] : undefined;
      const employee = this.tenant.employees.find((candidate) => candidate.id === id);
      if (id !== undefined && employee === undefined)
        return this.page(visit, employeePage(this.employeeArgs(undefined)));
      const args: EmployeePageArgs = {
        ...this.employeeArgs(employee),
        tab: employeeTabs.find(([name]) => name === state["tab"])?.[0] ?? "PersonalDetails",
        mode: state["mode"] === "view" ? "view" : "edit",
      };
      args.form = readForm(posted, args.form);
      args.active = readActive(posted, args.active, s.get("psaActiveControl") === "combo");
      switch (posted.target) {
        case "ctl00$phMenu$btnSave":
          return this.saveEmployee(visit, args, false);
        case "ctl00$phMenu$btnSaveAndNew":
          return this.saveEmployee(visit, args, true);
        case "ctl00$phMenu$btnEdit":
          return this.page(visit, employeePage({ ...this.employeeArgs(employee), tab: args.tab, mode: "edit" }));
        case "ctl00$phMenu$btnResetInstructions":
        case "ctl00$phContent$btnResetInstructions": {
          if (employee === undefined) return this.page(visit, employeePage(args));
          const banner = this.resetAndSend(visit, [employee.id]);
          return this.page(visit, { ...employeePage(args), banner });
        }
      }
      const tab = employeeTabs.find(([name]) => posted.target === `ctl00$phContent$lnk${name}`)?.[0];
      if (tab !== undefined)
        return this.page(
          visit,
          employeePage({ ...this.employeeArgs(employee), tab: tab as EmployeeTab, mode: args.mode }),
        );
      const posts = s.get("psaPostBack");
      if (posts === "slow") await pause(slow.postBack);
      if (posts === "rewrites" && posted.target === "ctl00$phContent$ddlDepartment") this.rewrite(args);
      return this.page(visit, employeePage(args));
    });
  }

  /** What a pick of the department does to fields that were filled before. */
  private rewrite(args: EmployeePageArgs): void {
    const main = this.tenant.locations.find((location) => location.isMain);
    const role = this.tenant.employeeRoles.find((candidate) => candidate.isDefault);
    args.form = { ...args.form, locationId: main?.id ?? 0, employeeRoleIds: role === undefined ? [] : [role.id] };
  }

  private employeeArgs(employee: Employee | undefined): EmployeePageArgs {
    const s = this.context.switches;
    return {
      tenant: this.tenant,
      ...(employee === undefined ? {} : { employee }),
      form: employee === undefined ? emptyForm(s) : formOf(employee),
      active: employee?.active ?? true,
      tab: "PersonalDetails",
      mode: employee !== undefined && s.get("psaAfterSave") === "view" ? "view" : "edit",
      errors: [],
      switches: s,
    };
  }

  private saveEmployee(visit: Visit, args: EmployeePageArgs, another: boolean): FastifyReply {
    if (this.sessionEnded(visit)) return visit.reply;
    const { employee, form } = args;
    const s = this.context.switches;
    const empty = emptyFields(form, employee);
    if (empty.length > 0) return this.refused(visit, { ...args, errors: empty }, undefined);
    const saved = this.edit(visit, "Save employee", (tenant) =>
      employee === undefined
        ? createEmployee(tenant, form, s, this.context.now(), this.context.baseUrl())
        : updateEmployee(tenant, employee.id, form, args.active, s),
    );
    if (saved instanceof PsaViolation) {
      const errors = saved.field === undefined ? [] : [{ field: saved.field, text: saved.message }];
      return this.refused(visit, { ...args, errors }, saved.message);
    }
    const next = another ? this.employeeArgs(undefined) : { ...this.employeeArgs(saved), tab: args.tab };
    return this.page(visit, { ...employeePage(next), banner: done });
  }

  /** A refusal of one field is said where the switch has it, any other in a banner. */
  private refused(visit: Visit, args: EmployeePageArgs, text: string | undefined): FastifyReply {
    const inBanner = args.errors.length === 0 || this.context.switches.get("psaFieldErrors") === "banner";
    const words = text ?? args.errors.map((error) => error.text).join(" ");
    return this.page(visit, {
      ...employeePage(args),
      ...(inBanner ? { banner: { kind: "error" as const, text: words } } : {}),
    });
  }

  private roleRoutes(app: FastifyInstance): void {
    const s = this.context.switches;
    app.get(routes.roles, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      return visit ? this.page(visit, rolesPage(this.tenant, 1, s)) : reply;
    });
    app.post(routes.roles, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      const brought = visit && this.posted(visit, "roles");
      if (visit === undefined || brought === undefined) return reply;
      const [verb, page] = brought.posted.argument.split("$");
      const before = typeof brought.state["page"] === "number" ? brought.state["page"] : 1;
      return this.page(visit, rolesPage(this.tenant, verb === "Page" ? Number(page) || 1 : before, s));
    });
    app.get(routes.role, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      if (visit === undefined) return reply;
      const id = Number((request.query as { ID?: string }).ID);
      return this.page(visit, rolePage(this.roleArgs(this.tenant.securityRoles.find((role) => role.id === id)?.id)));
    });
    app.post(routes.role, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      const brought = visit && this.posted(visit, "role");
      if (visit === undefined || brought === undefined) return reply;
      return this.postRole(visit, brought.posted, brought.state);
    });
  }

  private roleArgs(id: number | undefined): RolePageArgs {
    const role = id === undefined ? undefined : roleById(this.tenant, id);
    return {
      ...(role === undefined ? {} : { role }),
      form: role ?? { name: "", description: "", external: false },
      tab: "General",
      open: [],
      switches: this.context.switches,
    };
  }

  private postRole(visit: Visit, posted: Posted, state: PageState): FastifyReply {
    const s = this.context.switches;
    const id = typeof state["id"] === "number" ? state["id"] : undefined;
    const open = Array.isArray(state["open"]) ? state["open"] : [];
    const args = {
      ...this.roleArgs(id),
      open,
      tab: state["tab"] === "Permissions" ? "Permissions" : "General",
    } as RolePageArgs;
    const { role } = args;
    const editable = role !== undefined && !(role.system && s.get("psaSystemRoles") === "readOnly");
    const permissions = args.tab === "Permissions" && editable ? readPermissions(posted, role, open) : undefined;
    const shown = { ...args, ...(role && permissions ? { role: { ...role, ...permissions } } : {}) };
    if (args.tab === "General") {
      args.form = {
        name: posted.shows("Name") ? posted.text("Name") : args.form.name,
        description: posted.shows("Description") ? posted.text("Description") : args.form.description,
        external: posted.shows("RoleType") ? posted.list("RoleType") === "External" : args.form.external,
      };
    }
    switch (posted.target) {
      case "ctl00$phMenu$btnSave": {
        if (this.sessionEnded(visit)) return visit.reply;
        const saved = this.edit(visit, "Save security role", (tenant) =>
          id === undefined
            ? createRole(tenant, args.form)
            : updateRole(tenant, id, permissions ?? { name: args.form.name, description: args.form.description }, s),
        );
        if (saved instanceof PsaViolation) {
          const error = { field: saved.field ?? "", text: saved.message };
          const page = rolePage({ ...args, error });
          const banner: Banner = { kind: "error", text: saved.message };
          return this.page(
            visit,
            saved.field === undefined || s.get("psaFieldErrors") === "banner" ? { ...page, banner } : page,
          );
        }
        // After the first save the permissions come up.
        const tab = id === undefined ? "Permissions" : args.tab;
        return this.page(visit, { ...rolePage({ ...this.roleArgs(saved.id), tab, open }), banner: done });
      }
      case "ctl00$phContent$lnkGeneral":
        return this.page(visit, rolePage({ ...this.roleArgs(id), tab: "General" }));
      case "ctl00$phContent$lnkPermissions":
        return this.page(visit, rolePage({ ...this.roleArgs(id), tab: "Permissions" }));
      case "ctl00$phContent$permissions": {
        const section = posted.argument;
        const next = open.includes(section) ? open.filter((name) => name !== section) : [...open, section];
        return this.page(visit, rolePage({ ...shown, open: next }));
      }
      default:
        return this.page(visit, rolePage(shown));
    }
  }

  private policyRoutes(app: FastifyInstance): void {
    app.get(routes.policy, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      return visit ? this.page(visit, policyPage(this.tenant.passwordPolicy)) : reply;
    });
    app.post(routes.policy, (request, reply) => {
      const visit = this.adminVisit(request, reply);
      const brought = visit && this.posted(visit, "policy");
      if (visit === undefined || brought === undefined) return reply;
      const policy = readPolicy(brought.posted, this.tenant.passwordPolicy);
      if (typeof policy === "string")
        return this.page(visit, { ...policyPage(this.tenant.passwordPolicy), banner: { kind: "error", text: policy } });
      this.edit(visit, "Save password policy", (tenant) => void (tenant.passwordPolicy = policy));
      return this.page(visit, { ...policyPage(this.tenant.passwordPolicy), banner: done });
    });
  }

  // --- The only pages for API users: forgotten and reset password ---

  private resetRoutes(app: FastifyInstance): void {
    app.post(routes.forgot, (request, reply) => {
      actions.set(request, "Ask for a new password");
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const userName = form.get("ctl00$MainContent$txtUserID") ?? "";
      try {
        this.context.store.edit(`${userName} forgot the password`, ({ psa }) => {
          const employee = byUserName(psa, userName);
          if (employee === undefined) return;
          resetPassword(psa, employee, this.context.switches, this.context.now(), this.context.baseUrl());
        });
      } catch (error) {
        // Nobody is told whether a user exists or can be written to.
        if (!(error instanceof PsaViolation)) throw error;
      }
      return this.signIn.forgotten(reply, true);
    });
    app.get<{ Querystring: { token?: string } }>(routes.reset, (request, reply) =>
      this.signIn.resetPage(reply, request.query.token ?? ""),
    );
    app.post<{ Querystring: { token?: string } }>(routes.reset, (request, reply) => {
      actions.set(request, "Choose a password");
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const token = request.query.token ?? "";
      const text = (name: string) => form.get(`ctl00$MainContent$${name}`) ?? "";
      try {
        this.context.store.edit("the reset page", ({ psa }) =>
          choosePassword(psa, token, text("txtNewPassword"), text("txtConfirmPassword"), this.context.now()),
        );
      } catch (error) {
        if (error instanceof PsaViolation) return this.signIn.resetPage(reply, token, error.message);
        throw error;
      }
      return this.signIn.resetDone(reply);
    });
  }
}
