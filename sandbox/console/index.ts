/** The admin console of the stand-in tenant: pages over the shared store. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context";
import { notCopyable } from "../levels";
import type { Level, Tenant, User } from "../model";
import {
  addLevel,
  copyLevel,
  createApiUser,
  deleteLevel,
  draftCopy,
  fullKey,
  generateKey,
  generateSecret,
  generateTrackingIdentifier,
  RuleViolation,
  saveLevel,
  setActive,
  setLevelActive,
  updateApiUser,
} from "../rules";
import { createResource, updateResource } from "../resourceRules";
import { adminPage } from "./pages/admin";
import { levelPage, readLevelForm } from "./pages/level";
import {
  cut,
  levelMenu,
  levelRows,
  levelsPage,
  olderResourceRows,
  olderResourcesPage,
  resourceMenu,
  resourceRows,
  resourcesPage,
} from "./pages/lists";
import { olderShellPage } from "./pages/olderShell";
import { readResourceForm, resourcePage } from "./pages/resource";
import { framedPage, overlayPage, shellPage } from "./pages/shell";
import { providerPage, signInPage } from "./pages/signIn";
import { inParts, readUserForm, userPage } from "./pages/user";
import type { Page } from "./page";
import { renderPage, renderRows, tokenName } from "./render";
import type { RenderContext } from "./render";
import { routes } from "./routes";
import { lockAfter, Sessions } from "./session";
import type { Session, StepResult } from "./session";
import { skins } from "./skins";
import { aspx } from "./skins/aspx";
import type { Skin } from "./skins/skin";
import type { Era } from "./words";
import { inLanguage, reword, withTerm } from "./wording";

export { consoleSwitches } from "./switches";

type Query = Record<string, string | undefined>;
type Body = Record<string, unknown>;

/** Form fields of the rules' properties where the two differ, on the full form and on the API user form. */
const resourceFields: Record<string, string> = { tracking: "vendorId" };
const formFields: Record<string, string> = { userName: "key", tracking: "vendorId" };
const fieldLabels: Record<string, string> = {
  name: "Name",
  firstName: "First Name",
  lastName: "Last Name",
  email: "Email Address",
  key: "Username (Key)",
  secret: "Password (Secret)",
  levelId: "Security Level",
  locationId: "Primary Internal Location",
  vendorId: "API Tracking Identifier",
  userName: "Username",
  confirmation: "Confirm Password",
};

/** Milliseconds that the slow pace adds to each answer. */
const slow = 400;

const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Only addresses of this server, so that a return address leads nowhere else. */
const localPath = (path: string): string | undefined => (/^\/(?![/\\])/.test(path) ? path : undefined);

/** Registers all pages of the console. */
export function registerConsole(app: FastifyInstance, ctx: Context): void {
  void app.register(async (scope) => {
    new Console(ctx).routes(scope);
  });
}

class Console {
  private readonly sessions: Sessions;

  constructor(private readonly ctx: Context) {
    this.sessions = new Sessions(ctx);
  }

  private get tenant(): Tenant {
    return this.ctx.store.tenant;
  }

  /** The older generation of the console is asked for. */
  private get older(): boolean {
    return this.ctx.switches.get("generation") === "older";
  }

  /** The older generation knows only its own words. */
  private get era(): Era {
    if (this.older) return "features";
    // A term of the tenant's own takes the place of the newest word.
    return this.ctx.switches.get("term") === "asEra" ? this.ctx.switches.get("era") : "organization";
  }

  routes(app: FastifyInstance): void {
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    app.addHook("onRequest", async () => {
      if (this.ctx.switches.get("pace") === "slow") await new Promise((done) => setTimeout(done, slow));
    });
    app.addHook("onRequest", async (request) => {
      callers.set(request, this.sessions.callerOf(request));
    });
    app.addHook("onResponse", async (request, reply) => {
      this.ctx.journal.add({
        channel: "console",
        caller: this.sessions.callerOf(request) ?? callers.get(request) ?? null,
        method: request.method,
        path: request.url.split("?")[0] ?? request.url,
        status: reply.statusCode,
        action: actions.get(request),
      });
    });
    this.signInRoutes(app);
    this.shellRoutes(app);
    this.levelRoutes(app);
    this.userRoutes(app);
    this.resourceRoutes(app);
  }

  // --- Drawing ---

  private look(session: Session): RenderContext {
    const s = this.ctx.switches;
    return {
      skin: skins[s.get("skin")],
      boxes: s.get("boxes"),
      pickers: s.get("pickers"),
      stableIds: s.get("ids") === "stable",
      additions: s.get("labels") === "additions",
      gridSize: Number(s.get("gridPage")),
      // Pictures of the older lists show no icon at all.
      rowMenu: this.older && s.get("rowMenu") === "both" ? "rightClick" : s.get("rowMenu"),
      token: session.token,
      older: this.older,
      script: {
        window: s.get("window"),
        validation: s.get("validation"),
        pickerList: s.get("pickerList"),
        pace: s.get("pace"),
      },
    };
  }

  private page(reply: FastifyReply, session: Session, page: Page, skin?: Skin): FastifyReply {
    const s = this.ctx.switches;
    const look = { ...this.look(session), ...(skin ? { skin } : {}) };
    const say = inLanguage(s.get("language"));
    look.script.nested = isInner(reply.request);
    const worded = s.get("language") === "english" ? page : reword(page, say);
    // Only pages with a form ask, shift or alert; lists and the landing come up quietly.
    if (page.saveUrl)
      Object.assign(look.script, {
        tabLoad: s.get("tabLoad"),
        alertOnLoad: s.get("alertOnLoad"),
        unsavedQuestion: s.get("unsavedQuestion"),
        saveQuestion: s.get("saveQuestion"),
        afterSave: s.get("saveKeepsTab"),
        saveMessage: s.get("saveMessage"),
        oneSection: s.get("openSections") === "one",
      });
    look.script.toolbarShift = s.get("toolbarShift") === "on";
    look.script.unsavedQuestion ??= "never";
    return reply.header("cache-control", "no-store").type("text/html").send(renderPage(worded, look));
  }

  private words(reply: FastifyReply, session: Session, title: string, message: string, backUrl: string): FastifyReply {
    return this.page(reply, session, {
      title,
      message,
      toolbar: [{ text: "Cancel", icon: "Cancel", act: { do: "cancel" } }],
      backUrl,
    });
  }

  /** A page in the words of the tenant's own term for an organization. */
  private inTerm<A>(describe: (args: A) => Page): (args: A) => Page {
    const term = this.ctx.switches.get("term");
    return term === "asEra" ? describe : (args) => reword(describe(args), withTerm(term));
  }

  // --- Guards ---

  /** The signed-in caller of a document, or nothing when the answer was given already. */
  private document(request: FastifyRequest, reply: FastifyReply, title: string): Session | undefined {
    const session = this.sessions.of(request, reply);
    const back = `${routes.signIn}?ReturnUrl=${encodeURIComponent(request.url)}`;
    if (session.caller === null) {
      void reply.redirect(back);
      return undefined;
    }
    if (this.ctx.switches.get("nesting") === "framed" && !isInner(request)) {
      void reply
        .header("cache-control", "no-store")
        .type("text/html")
        .send(framedPage(innerUrl(request.url)));
      return undefined;
    }
    session.pages++;
    if (this.ctx.switches.get("sessionEnds") === "inFrame" && session.pages >= 3 && !session.lasting) {
      this.sessions.end(session);
      void reply.redirect(back);
      return undefined;
    }
    switch (this.ctx.switches.get("accessDenied")) {
      case "redirect":
        void reply.redirect(routes.failure);
        return undefined;
      case "title":
        this.page(reply, session, {
          title,
          documentTitle: "Access Denied",
          message: "You do not have permission to view this page.",
          toolbar: [],
          backUrl: routes.admin,
        });
        return undefined;
      case "never":
        return session;
    }
  }

  /** The signed-in caller of a script's request with a valid anti-forgery value, or nothing when answered already. */
  private call(request: FastifyRequest, reply: FastifyReply, action: string): Session | undefined {
    actions.set(request, action);
    const session = this.sessions.of(request, reply);
    const signIn = `${routes.signIn}?ReturnUrl=${encodeURIComponent(localPath(refererPath(request)) ?? routes.landing)}`;
    if (session.caller === null) {
      void reply.send({ goTo: signIn });
      return undefined;
    }
    if (request.method === "POST" && (request.body as Body | undefined)?.[tokenName] !== session.token) {
      void reply.code(403).send({ message: "The page has expired. Load it again." });
      return undefined;
    }
    if (this.ctx.switches.get("sessionEnds") === "onSave" && action.startsWith("Save") && !session.lasting) {
      this.sessions.end(session);
      void reply.send({ goTo: signIn });
      return undefined;
    }
    if (this.ctx.switches.get("accessDenied") !== "never") {
      void reply.send({ goTo: routes.failure });
      return undefined;
    }
    return session;
  }

  /** Runs an edit; a broken rule becomes the form's error. */
  private change(
    reply: FastifyReply,
    session: Session,
    what: string,
    edit: (tenant: Tenant) => Body | undefined,
    names: Record<string, string> = formFields,
  ): FastifyReply {
    try {
      return reply.send(this.ctx.store.edit(`${session.caller} in the console: ${what}`, edit) ?? { ok: true });
    } catch (error) {
      if (!(error instanceof RuleViolation)) throw error;
      if (error.field === undefined) return reply.send({ message: error.message });
      const field = names[error.field] ?? (error.field.includes(" > ") ? `cell:${error.field}` : error.field);
      return reply.send({ errors: [{ field, label: fieldLabels[field], message: error.message }] });
    }
  }

  // --- Sign-in ---

  private signInRoutes(app: FastifyInstance): void {
    app.get("/", (_request, reply) => reply.redirect(routes.signIn));
    app.get<{ Querystring: Query }>(routes.signIn, (request, reply) => {
      const session = this.sessions.of(request, reply);
      const look = this.look(session);
      const returnUrl = localPath(request.query.ReturnUrl ?? "") ?? routes.landing;
      const s = this.ctx.switches;
      return reply
        .header("cache-control", "no-store")
        .type("text/html")
        .send(
          signInPage({
            skin: look.skin,
            stableIds: look.stableIds,
            token: session.token,
            tokenName,
            returnUrl,
            together: s.get("signInForm") === "onePage",
            rememberBox: s.get("remember") === "box",
            first: session.proven && request.query.panel ? request.query.panel : "user",
            kaseyaOne: `${routes.provider}?returnUrl=${encodeURIComponent(returnUrl)}`,
            say: inLanguage(s.get("language")),
          }),
        );
    });
    app.post<{ Body: Body }>(routes.signIn, (request, reply) => {
      const session = this.sessions.of(request, reply);
      const step = asText(request.body.step);
      actions.set(request, `Sign-in: ${step}`);
      if (request.body[tokenName] !== session.token)
        return reply.code(403).send({ message: "The page has expired. Load it again." });
      const value = asText(request.body.value);
      const result = this.step(session, step, value, request.body.remember === true);
      return reply.send(this.stepAnswer(result, localPath(asText(request.body.returnUrl)) ?? routes.landing));
    });
    app.get(routes.signOut, (request, reply) => {
      this.sessions.end(this.sessions.of(request, reply));
      return reply.redirect(routes.signIn);
    });
    app.get<{ Querystring: Query }>(routes.provider, (request, reply) => {
      const session = this.sessions.of(request, reply);
      const returnUrl = localPath(request.query.returnUrl ?? "") ?? routes.landing;
      // A provider that knows the browser already sends it back without a question.
      if (this.sessions.knownToProvider(request, session)) return this.back(reply, session, returnUrl);
      return reply.type("text/html").send(providerPage(session.typed, "user", undefined, returnUrl));
    });
    app.post<{ Body: Body }>(routes.provider, (request, reply) => {
      actions.set(request, "Sign-in: provider");
      const session = this.sessions.of(request, reply);
      const name = asText(request.body.loginfmt);
      const returnUrl = localPath(asText(request.body.returnUrl)) ?? routes.landing;
      const again = (step: "user" | "password", problem?: string) =>
        reply.type("text/html").send(providerPage(name, step, problem, returnUrl));
      if (typeof request.body.passwd !== "string") return again("password");
      session.typed = name;
      const result = this.sessions.providerPassword(session, request.body.passwd, reply);
      if (result !== "wrong" && result !== "locked") return this.back(reply, session, returnUrl, result);
      return again(
        "password",
        result === "locked" ? "Your account is locked." : "Your account or password is incorrect.",
      );
    });
    app.get<{ Querystring: Query }>(routes.providerReturn, (request, reply) =>
      reply.redirect(localPath(/returnUrl=(.*)$/.exec(request.query.state ?? "")?.[1] ?? "") ?? routes.landing),
    );
  }

  private step(session: Session, step: string, value: string, remember: boolean): StepResult {
    switch (step) {
      case "user":
        return this.sessions.userName(session, value);
      case "password":
        return this.sessions.password(session, value);
      case "remember":
        if (value === "yes") this.sessions.trust(session);
        return this.sessions.next(session);
      case "announcement":
        return this.sessions.next(session);
      default: {
        const result = this.sessions.code(session, value);
        if (remember && result === "in") this.sessions.trust(session);
        return result;
      }
    }
  }

  /** From the provider's page back into the console, or to what still stands before it. */
  private back(reply: FastifyReply, session: Session, returnUrl: string, next?: StepResult): FastifyReply {
    if (session.caller === null && next !== undefined && next !== "in")
      return reply.redirect(`${routes.signIn}?panel=${next}&ReturnUrl=${encodeURIComponent(returnUrl)}`);
    return reply.redirect(`${routes.providerReturn}?state=${encodeURIComponent(`ci=1&returnUrl=${returnUrl}`)}`);
  }

  private stepAnswer(result: StepResult, returnUrl: string): Body {
    switch (result) {
      case "in":
        return { goTo: returnUrl };
      case "provider":
        return { goTo: `${routes.provider}?returnUrl=${encodeURIComponent(returnUrl)}` };
      case "kaseyaOne":
        return { message: "Your company requires Log in with KaseyaOne." };
      case "wrong":
        return { message: "The information you entered is not correct." };
      case "locked":
        return { message: `Your account is locked after ${lockAfter} failed attempts. Contact your administrator.` };
      default:
        return { next: result };
    }
  }

  // --- Shell ---

  /** Whether the shell's dialog frame still has news to show to this session. */
  private newsDue(session: Session): boolean {
    return this.ctx.switches.get("announcement") === "overlay" && session.caller !== null && !session.newsSeen;
  }

  private shellRoutes(app: FastifyInstance): void {
    app.get(routes.landing, (request, reply) => {
      if (this.ctx.switches.get("shell") === "none") return reply.redirect(routes.admin);
      if (!this.older) return reply.redirect(`${routes.shell}?view=dashboard&view-data=e30%3D`);
      const session = this.sessions.of(request, reply);
      if (session.caller === null)
        return reply.redirect(`${routes.signIn}?ReturnUrl=${encodeURIComponent(request.url)}`);
      const base = this.ctx.baseUrl().replace(/\/$/, "");
      return reply
        .header("cache-control", "no-store")
        .type("text/html")
        .send(
          olderShellPage({
            caller: session.caller,
            overlay: this.ctx.switches.get("overlayFrame") === "present",
            inner: base + routes.home,
            overlayUrl: base + routes.overlay,
            plain: this.ctx.switches.get("skin") === "plain",
            say: inLanguage(this.ctx.switches.get("language")),
            news: this.newsDue(session),
          }),
        );
    });
    app.get<{ Querystring: Query }>(routes.shell, (request, reply) => {
      if (this.older) return reply.redirect(routes.landing);
      const session = this.sessions.of(request, reply);
      if (session.caller === null)
        return reply.redirect(`${routes.signIn}?ReturnUrl=${encodeURIComponent(request.url)}`);
      const s = this.ctx.switches;
      const shell = s.get("shell");
      const base = this.ctx.baseUrl().replace(/\/$/, "");
      const asked = innerAddress(request.query["view-data"], base);
      if (shell === "none") return reply.redirect(asked ?? routes.admin);
      return reply
        .header("cache-control", "no-store")
        .type("text/html")
        .send(
          shellPage({
            generation: shell,
            menu: s.get("menu"),
            era: this.era,
            overlay: s.get("overlayFrame") === "present",
            badges: s.get("labels") === "additions",
            inner: asked ?? base + routes.home,
            overlayUrl: base + routes.overlay,
            plain: s.get("skin") === "plain",
            say: inLanguage(s.get("language")),
            news: this.newsDue(session),
          }),
        );
    });
    app.get(routes.overlay, (request, reply) => {
      const session = this.sessions.of(request, reply);
      const due = this.newsDue(session);
      session.newsSeen ||= due;
      return reply.header("cache-control", "no-store").type("text/html").send(overlayPage(due));
    });
    app.get(routes.home, (request, reply) => {
      const session = this.sessions.of(request, reply);
      if (session.caller === null)
        return reply.redirect(`${routes.signIn}?ReturnUrl=${encodeURIComponent(routes.home)}`);
      return this.page(reply, session, {
        title: "Dashboard",
        message: "Nothing is due today.",
        toolbar: [],
        backUrl: routes.home,
      });
    });
    app.get(routes.failure, (request, reply) =>
      this.page(reply, this.sessions.of(request, reply), {
        title: "Access Denied",
        message: "You do not have permission to view this page.",
        toolbar: [],
        backUrl: routes.home,
      }),
    );
    app.get<{ Querystring: Query }>(routes.admin, (request, reply) => {
      const session = this.document(request, reply, "Admin");
      return session ? this.page(reply, session, adminPage(this.era, request.query.category)) : reply;
    });
  }

  // --- Security levels ---

  private levelRoutes(app: FastifyInstance): void {
    const s = this.ctx.switches;
    const level = (request: FastifyRequest): Level | undefined =>
      this.tenant.levels.find((l) => l.id === Number((request.query as Query).securityLevelId));

    app.get<{ Querystring: Query }>(routes.levels, (request, reply) => {
      const page = levelsPage(this.older);
      if (request.query.part === undefined) {
        const session = this.document(request, reply, page.title);
        return session ? this.page(reply, session, page) : reply;
      }
      const session = this.call(request, reply, "Read the list of security levels");
      if (!session) return reply;
      if (request.query.part === "rows")
        return reply.send(renderRows(page, cut(levelRows(this.tenant), request.query), this.look(session)));
      const l = this.tenant.levels.find((x) => x.id === Number(request.query.key));
      const items = l
        ? reword(
            levelMenu(l, s.get("copyLabel"), !notCopyable.includes(l.name), s.get("levelDelete") !== "absent"),
            inLanguage(s.get("language")),
          )
        : [];
      return reply.send({ items });
    });

    const editor = (
      reply: FastifyReply,
      session: Session,
      shown: Omit<Level, "id"> & { id?: number },
      saveUrl: string,
    ) =>
      this.page(
        reply,
        session,
        this.inTerm(levelPage)({
          level: shown,
          name: shown.name,
          tenant: this.tenant,
          era: this.era,
          cells: s.get("levelCells"),
          links: s.get("permissionLinks"),
          systemEditor: s.get("systemEditor"),
          saveUrl,
          backUrl: routes.levels,
          isCopy: shown.id === undefined,
          older: this.older,
        }),
      );

    app.get(routes.editLevel, (request, reply) => {
      const session = this.document(request, reply, "Edit Security Level");
      if (!session) return reply;
      const l = level(request);
      if (!l)
        return this.words(reply, session, "Edit Security Level", "This security level does not exist.", routes.levels);
      return editor(reply, session, l, `${routes.editLevel}?securityLevelId=${l.id}`);
    });

    app.get(routes.copyLevel, (request, reply) => {
      const session = this.document(request, reply, "Copy Security Level");
      if (!session) return reply;
      const id = Number((request.query as Query).securityLevelId);
      try {
        if (s.get("copyMoment") === "atOnce") {
          const made = this.ctx.store.edit(`${session.caller} in the console: copy level`, (t) => copyLevel(t, id, s));
          const stored = `${routes.editLevel}?securityLevelId=${made.id}`;
          return reply.redirect(isInner(request) ? innerUrl(stored) : stored);
        }
        return editor(reply, session, draftCopy(this.tenant, id, s), `${routes.copyLevel}?securityLevelId=${id}`);
      } catch (error) {
        if (error instanceof RuleViolation)
          return this.words(reply, session, "Copy Security Level", error.message, routes.levels);
        throw error;
      }
    });

    for (const url of [routes.editLevel, routes.copyLevel])
      app.post<{ Body: Body }>(url, (request, reply) => {
        const session = this.call(request, reply, "Save level");
        if (!session) return reply;
        const form = readLevelForm(values(request));
        if (form.errors.length) return reply.send({ errors: form.errors });
        const id = Number((request.query as Query).securityLevelId);
        return this.change(reply, session, "save level", (t) => {
          const { name, active, cells } = form;
          if (url === routes.editLevel) {
            saveLevel(t, id, { name, active, cells }, s, this.ctx.now());
            return undefined;
          }
          const draft = draftCopy(t, id, s);
          const made = addLevel(t, { ...draft, name, active, cells: { ...draft.cells, ...cells } }, s);
          const stored = `${routes.editLevel}?securityLevelId=${made.id}`;
          return { ok: true, url: stored, saveUrl: stored };
        });
      });

    app.post(routes.levelActive, (request, reply) => {
      const session = this.call(request, reply, "Set level active or inactive");
      if (!session) return reply;
      const query = request.query as Query;
      return this.change(reply, session, "set level active or inactive", (t) => {
        setLevelActive(t, Number(query.securityLevelId), query.active === "true");
        return undefined;
      });
    });
    app.post(routes.deleteLevel, (request, reply) => {
      const session = this.call(request, reply, "Delete level");
      if (!session) return reply;
      return this.change(reply, session, "delete level", (t) => {
        deleteLevel(t, Number((request.query as Query).securityLevelId), s);
        return undefined;
      });
    });
  }

  // --- Resources and API users ---

  private userRoutes(app: FastifyInstance): void {
    const s = this.ctx.switches;
    const user = (request: FastifyRequest): User | undefined =>
      this.tenant.users.find((u) => u.id === Number((request.query as Query).resourceId));

    app.get<{ Querystring: Query }>(routes.resources, (request, reply) => {
      const page = this.older ? olderResourcesPage(this.tenant) : resourcesPage(this.era);
      if (request.query.part === undefined) {
        const session = this.document(request, reply, page.title);
        return session ? this.page(reply, session, page) : reply;
      }
      const session = this.call(request, reply, "Read the list of resources");
      if (!session) return reply;
      if (request.query.part === "menu")
        return reply.send({
          items: reword(
            resourceMenu(this.tenant, Number(request.query.key), this.older),
            inLanguage(s.get("language")),
          ),
        });
      if (this.older)
        return reply.send(renderRows(page, olderResourceRows(this.tenant, request.query), this.look(session)));
      const rows = resourceRows(this.tenant, request.query.box === "1");
      return reply.send(renderRows(page, cut(rows, request.query), this.look(session)));
    });

    const form = (reply: FastifyReply, session: Session, u?: User) => {
      const id = u ? `?resourceId=${u.id}` : "";
      return this.page(
        reply,
        session,
        inParts(
          userPage({
            user: u,
            tenant: this.tenant,
            era: this.era,
            offersNone: s.get("skin") === "mvc-2017",
            lineOfBusiness: s.get("lineOfBusiness") === "present",
            customIdentifierVisible: s.get("customIdentifier") === "visible",
            urls: {
              save: (u ? routes.editUser : routes.newUser) + id,
              back: routes.resources,
              key: routes.generateKey,
              secret: routes.generateSecret,
              identifier: routes.generateIdentifier,
              redact: routes.redact + id,
            },
          }),
          s.get("formParts"),
        ),
      );
    };
    app.get(routes.newUser, (request, reply) => {
      if (this.older) return notThere(reply);
      const session = this.document(request, reply, "Add API User");
      return session ? form(reply, session) : reply;
    });
    app.get(routes.editUser, (request, reply) => {
      if (this.older) return notThere(reply);
      const session = this.document(request, reply, "Edit API User");
      if (!session) return reply;
      const u = user(request);
      return u
        ? form(reply, session, u)
        : this.words(reply, session, "Edit API User", "This resource does not exist.", routes.resources);
    });
    app.post(routes.generateKey, (request, reply) => {
      if (!this.call(request, reply, "Generate key")) return reply;
      return reply.send({ fields: { key: fullKey(this.tenant, { userName: generateKey(this.tenant) }) } });
    });
    app.post(routes.generateSecret, (request, reply) => {
      if (!this.call(request, reply, "Generate secret")) return reply;
      return reply.send({ fields: { secret: generateSecret(), secretShown: "yes" } });
    });
    app.post(routes.generateIdentifier, (request, reply) => {
      if (!this.call(request, reply, "Generate tracking identifier")) return reply;
      return reply.send({ fields: { identifier: generateTrackingIdentifier() } });
    });

    app.post<{ Body: Body }>(routes.newUser, (request, reply) => {
      const session = this.call(request, reply, "Save API user");
      if (!session) return reply;
      const posted = readUserForm(values(request));
      if (posted.errors.length) return reply.send({ errors: posted.errors });
      return this.change(reply, session, "add API user", (t) => {
        createApiUser(t, posted.form, s, this.ctx.now());
        return undefined;
      });
    });
    app.post<{ Body: Body }>(routes.editUser, (request, reply) => {
      const session = this.call(request, reply, "Save API user");
      if (!session) return reply;
      const u = user(request);
      if (!u) return reply.send({ message: "This resource does not exist." });
      const posted = readUserForm(values(request), u);
      if (posted.errors.length) return reply.send({ errors: posted.errors });
      const { secret, ...rest } = posted.form;
      return this.change(reply, session, "edit API user", (t) => {
        updateApiUser(t, u.id, secret === "" ? rest : { ...rest, secret }, s);
        return undefined;
      });
    });
    app.post(routes.resourceActive, (request, reply) => {
      const session = this.call(request, reply, "Set resource active or inactive");
      if (!session) return reply;
      const query = request.query as Query;
      return this.change(reply, session, "set resource active or inactive", (t) => {
        const u = t.users.find((x) => x.id === Number(query.resourceId));
        if (!u) throw new RuleViolation("This resource does not exist.");
        setActive(u, query.active === "true", s);
        return undefined;
      });
    });
    app.post(routes.redact, (request, reply) => {
      const session = this.call(request, reply, "Erase resource");
      if (!session) return reply;
      return this.change(reply, session, "erase resource", (t) => {
        const u = t.users.find((x) => x.id === Number((request.query as Query).resourceId));
        if (!u) throw new RuleViolation("This resource does not exist.");
        // The vendor documents the user name and that there is no way back.
        const name = `redacted${u.id}`;
        Object.assign(u, {
          userName: name,
          firstName: "Redacted",
          lastName: String(u.id),
          email: `${name}@invalid.example`,
          active: false,
          secret: "",
        });
        return undefined;
      });
    });
  }

  // --- The full resource form ---

  private resourceRoutes(app: FastifyInstance): void {
    const s = this.ctx.switches;
    const byId = (id: string | undefined): User | undefined =>
      id === undefined ? undefined : this.tenant.users.find((u) => u.id === Number(id));
    const address = (id: number) => `${routes.resource}?webID=${id}`;

    app.get<{ Querystring: Query }>(routes.resource, (request, reply) => {
      const session = this.document(request, reply, "Resource Management");
      if (!session) return reply;
      const { webID, copyOf } = request.query;
      const u = byId(webID);
      if (webID !== undefined && !u)
        return this.words(reply, session, "RESOURCE MANAGEMENT", "This resource does not exist.", routes.resources);
      return this.page(
        reply,
        session,
        resourcePage({
          user: u,
          copyOf: byId(copyOf),
          tenant: this.tenant,
          apiOnly: this.older,
          customIdentifierVisible: s.get("customIdentifier") === "visible",
          urls: {
            save: u ? address(u.id) : routes.resource,
            back: routes.resources,
            identifier: routes.resourceIdentifier,
          },
        }),
        s.get("resourceForm") === "aspx" ? aspx : undefined,
      );
    });
    app.post(routes.resourceIdentifier, (request, reply) => {
      if (!this.call(request, reply, "Generate tracking identifier")) return reply;
      return reply.send({ fields: { trackingKind: "custom", identifier: generateTrackingIdentifier() } });
    });
    app.post<{ Body: Body }>(routes.resource, (request, reply) => {
      const session = this.call(request, reply, "Save resource");
      if (!session) return reply;
      const { webID } = request.query as Query;
      const u = byId(webID);
      if (webID !== undefined && !u) return reply.send({ message: "This resource does not exist." });
      const { form, errors } = readResourceForm(values(request), u);
      if (errors.length) return reply.send({ errors });
      return this.change(
        reply,
        session,
        "save resource",
        (t) => {
          const saved = u ? updateResource(t, u.id, form, s) : createResource(t, form, s, this.ctx.now());
          const url = address(saved.id);
          return { ok: true, url, saveUrl: url, copyUrl: `${routes.resource}?copyOf=${saved.id}` };
        },
        resourceFields,
      );
    });
  }
}

/** What the vendor's server says of a page that this generation of the console does not have. */
const notThere = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .type("text/html")
    .send("<html><head><title>The resource cannot be found.</title></head><body><h2>404</h2></body></html>");

const actions = new WeakMap<FastifyRequest, string>();
const callers = new WeakMap<FastifyRequest, string | null>();

const values = (request: FastifyRequest): Record<string, unknown> => {
  const posted = (request.body as Body).values;
  return typeof posted === "object" && posted !== null ? (posted as Record<string, unknown>) : {};
};

/** Mark of a page that stands in one more frame (switch `nesting`). */
const innerMark = "inFrame=1";
const isInner = (request: FastifyRequest): boolean => request.url.includes(innerMark);
const innerUrl = (url: string): string => `${url}${url.includes("?") ? "&" : "?"}${innerMark}`;

const refererPath = (request: FastifyRequest): string => {
  try {
    const url = new URL(request.headers.referer ?? "");
    return url.pathname + url.search;
  } catch {
    return "";
  }
};

/** The page that `view-data` names, if it is one of this server. */
const innerAddress = (viewData: string | undefined, base: string): string | undefined => {
  if (!viewData) return undefined;
  try {
    const { url } = JSON.parse(Buffer.from(viewData, "base64").toString("utf8")) as { url?: unknown };
    return typeof url === "string" && new URL(url).origin === new URL(base).origin ? url : undefined;
  } catch {
    return undefined;
  }
};
