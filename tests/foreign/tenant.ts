import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { categoryPage, levelPage, levelsPage, resourcesPage, userPage } from "./pages";
import { rest, type Answer } from "./rest";
import {
  makeStore,
  newIdentifier,
  newKey,
  newSecret,
  saveLevel,
  saveUser,
  type LevelForm,
  type Store,
  type UserForm,
} from "./store";
import { drawTraits, randomFrom, type Traits } from "./traits";

export interface ForeignTenant {
  /** Where an administrator begins: redirects to the sign-in page. */
  consoleUrl: string;
  /** Ends with `/ATServicesRest/`, as zone information gives it. */
  restUrl: string;
  zoneInformationUrl: string;
  /** An API user that exists already, on the system level. */
  apiUser: { userName: string; secret: string; integrationCode: string };
  administrator: { userName: string; password: string; totpSecret: string };
  /** The whole truth: levels with the cells' catalogue keys, users, and what the console was asked to do. */
  truth(): { store: Store; actions: string[] };
  /** A change by somebody else. */
  edit(change: (store: Store) => void): void;
  traits: Traits;
  close(): Promise<void>;
}

/** Three wrong answers and the account is locked. */
const WRONG_ANSWERS = 3;

/**
 * Starts a tenant that nobody of this project has seen before: same product, another markup.
 *
 * @param options.seed - decides every trait, and the tenant's people and levels.
 * @param options.look - pins the trait `skin`.
 * @param options.traits - pins any trait; the others stay as the seed has them.
 */
export async function startForeignTenant(options: {
  seed: number;
  look?: string;
  traits?: Partial<Traits>;
  port?: 0;
}): Promise<ForeignTenant> {
  const traits = drawTraits(options.seed, {
    ...(options.look ? { skin: options.look as Traits["skin"] } : {}),
    ...options.traits,
  });
  const store = makeStore(options.seed, traits);
  const random = randomFrom(options.seed ^ 0xa11ce);
  const totpSecret = new Secret({
    buffer: new Uint8Array(Array.from({ length: 20 }, () => Math.floor(random() * 256))).buffer,
  }).base32;
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret), digits: 6, period: 30 });
  const admin = store.users[0] as Store["users"][number];
  const caller = store.users[1] as Store["users"][number];
  const administrator = { userName: admin.userName.toLowerCase(), password: newSecret(), totpSecret };
  const actions: string[] = [];
  const sessions = new Set<string>();
  let wrong = 0;
  let origin = "";
  const script = ["kit.js", "screens.js"]
    .map((file) => readFileSync(join(__dirname, "browser", file), "utf8"))
    .join("\n");
  const restAnswer = rest(store, traits, () => origin);
  const ROUTES =
    traits.routes === "vendor"
      ? {
          signin: "/Mvc/Framework/Authentication.mvc/Authenticate",
          shell: "/AutotaskOnyx/LandingPage",
          overlay: "/Mvc/Framework/Navigation.mvc/DialogIFrameOverlay",
          page: {
            user: "/Mvc/AdministrationSetup/ApiUser.mvc/NewApiUser",
            userEdit: "/Mvc/AdministrationSetup/ApiUser.mvc/EditApiUser",
            category: "/Mvc/AdministrationSetup/Landing.mvc/Index",
            resources: "/Mvc/AdministrationSetup/Resource.mvc/List",
            levels: "/administrator/security/levels.asp",
            level: "/administrator/security/level.asp",
            home: "/Mvc/Framework/Home.mvc/Index",
            nest: "/Mvc/Framework/Frame.mvc/Index",
          },
        }
      : {
          signin: "/account/login",
          shell: "/console",
          overlay: "/console/layer",
          page: {
            user: "/console/p/10",
            userEdit: "/console/p/11",
            category: "/console/p/12",
            resources: "/console/p/13",
            levels: "/console/p/14",
            level: "/console/p/15",
            home: "/console/p/16",
            nest: "/console/p/17",
          },
        };

  const signedIn = (request: IncomingMessage) =>
    (request.headers.cookie ?? "")
      .split(/;\s*/)
      .some((one) => one.startsWith("ATSession=") && sessions.has(one.slice(10)));

  function pageData(name: string, asked: URLSearchParams): unknown {
    const id = asked.get("id") ? Number(asked.get("id")) : null;
    const copy = asked.get("copy") ? Number(asked.get("copy")) : null;
    if (name === "levels") return levelsPage(store, traits);
    if (name === "resources") return resourcesPage(store, traits);
    if (name === "category") return categoryPage(traits, asked.get("tab") ?? "");
    if (name === "level") return levelPage(store, traits, options.seed, id, copy);
    if (name === "user" || name === "userEdit") return userPage(store, traits, id);
    return {};
  }

  const TITLES: Record<string, string> = {
    signin: "Autotask",
    shell: "Autotask",
    levels: "Security Levels",
    resources: "Resources",
    level: "Security Level",
    user: "Add API User",
    userEdit: "Edit API User",
    category: "Admin",
    home: "Home",
    nest: "",
    overlay: "DialogIFrameOverlayPage",
  };

  function document(name: string, url: URL): string {
    const boot = {
      page: name,
      traits,
      routes: ROUTES,
      asked: Object.fromEntries(url.searchParams),
      data:
        name === "shell" && traits.shell === "inline"
          ? pageData(url.searchParams.get("view") ?? "home", url.searchParams)
          : pageData(name, url.searchParams),
      who: `${admin.firstName} ${admin.lastName}`,
    };
    const json = JSON.stringify(boot).replace(/</g, "\\u003c");
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${TITLES[name] ?? ""}</title></head><body><script>window.BOOT=${json}</script><script src="/static/${createHash("sha1").update(script).digest("hex").slice(0, 8)}.js"></script></body></html>`;
  }

  function signIn(sent: Record<string, string>): { next: string; error?: string; cookie?: string } {
    const locked = { next: "user", error: "Your account is locked. Contact your administrator." };
    if (wrong >= WRONG_ANSWERS) return locked;
    const refuse = (next: string, error: string) => {
      wrong += 1;
      return wrong >= WRONG_ANSWERS ? locked : { next, error };
    };
    if (sent.step === "user")
      return sent.userName?.trim() ? { next: "password" } : { next: "user", error: "Enter your user name." };
    const known =
      sent.userName?.trim().toLowerCase() === administrator.userName && sent.password === administrator.password;
    if (!known)
      return refuse(
        traits.signIn === "user-and-password" ? "user" : "password",
        "The user name or password is incorrect.",
      );
    if (sent.step === "password") return { next: "code" };
    if (totp.validate({ token: (sent.code ?? "").replace(/\s/g, ""), window: 1 }) === null)
      return refuse("code", "The code is not valid.");
    wrong = 0;
    const cookie = newIdentifier();
    sessions.add(cookie);
    actions.push("sign-in");
    return { next: "done", cookie };
  }

  function act(name: string, sent: never): unknown {
    if (name === "key") return { value: newKey(store.domain) };
    if (name === "secret") return { value: newSecret() };
    if (name === "identifier") return { value: newIdentifier() };
    if (name === "save-level") {
      const saved = saveLevel(store, sent as LevelForm);
      actions.push(`save-level ${saved.id ? "done" : "refused"}`);
      return saved;
    }
    if (name === "save-user") {
      const saved = saveUser(store, sent as UserForm);
      actions.push(`save-user ${saved.id ? "done" : "refused"}`);
      return saved;
    }
    const asked = sent as { id: number; to: boolean };
    const level = store.levels.find((one) => one.id === asked.id);
    const user = store.users.find((one) => one.id === asked.id);
    if (name === "level-active" && level) {
      if (level.apiOnly && level.system)
        return { refusals: [{ field: "", text: "This system security level cannot be inactivated." }] };
      level.active = asked.to;
    } else if (name === "level-delete" && level) {
      if (level.system) return { refusals: [{ field: "", text: "System security levels cannot be deleted." }] };
      if (store.users.some((one) => one.levelId === level.id))
        return {
          refusals: [{ field: "", text: "The security level is assigned to resources and cannot be deleted." }],
        };
      store.levels.splice(store.levels.indexOf(level), 1);
    } else if (name === "user-active" && user) user.active = asked.to;
    else return { refusals: [{ field: "", text: "The record does not exist." }] };
    actions.push(`${name} ${asked.id}`);
    return { refusals: [], id: asked.id };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString("utf8");
    const json = (answer: Answer) =>
      response
        .writeHead(answer.status, {
          ...(answer.body === undefined ? {} : { "content-type": "application/json" }),
          ...answer.headers,
        })
        .end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    const html = (name: string) =>
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
        .end(document(name, url));
    const away = (to: string) => response.writeHead(302, { location: to }).end();

    if (/^\/atservicesrest\//i.test(url.pathname)) {
      try {
        return void json(restAnswer(request, url, text ? JSON.parse(text) : undefined));
      } catch (error) {
        return void json(
          (error as Answer).status ? (error as Answer) : { status: 500, body: { errors: [(error as Error).message] } },
        );
      }
    }
    if (url.pathname.startsWith("/static/"))
      return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    if (url.pathname === "/favicon.ico") return void response.writeHead(204).end();
    if (url.pathname === "/") return void away(signedIn(request) ? ROUTES.shell : ROUTES.signin);
    if (url.pathname === ROUTES.signin) return void html("signin");
    if (url.pathname === "/do/sign-in") {
      const { cookie, ...body } = signIn(JSON.parse(text) as Record<string, string>);
      return void json({
        status: 200,
        body,
        headers: cookie ? { "set-cookie": `ATSession=${cookie}; Path=/; HttpOnly` } : {},
      });
    }
    if (!signedIn(request))
      return void (url.pathname.startsWith("/do/") || url.pathname === "/data"
        ? json({ status: 401, body: {} })
        : away(ROUTES.signin));
    if (url.pathname === ROUTES.shell) return void html("shell");
    if (url.pathname === ROUTES.overlay) return void html("overlay");
    if (url.pathname === "/data")
      return void json({ status: 200, body: pageData(url.searchParams.get("page") ?? "", url.searchParams) });
    if (url.pathname.startsWith("/do/"))
      return void json({ status: 200, body: act(url.pathname.slice(4), JSON.parse(text) as never) });
    const page = Object.entries(ROUTES.page).find(([, path]) => path === url.pathname);
    if (page) return void html(page[0]);
    response
      .writeHead(404, { "content-type": "text/html" })
      .end("<title>Not found</title><p>The page was not found.</p>");
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    consoleUrl: `${origin}/`,
    restUrl: `${origin}/ATServicesRest/`,
    zoneInformationUrl: `${origin}/ATServicesRest/V1.0/zoneInformation`,
    apiUser: { userName: caller.userName, secret: caller.secret, integrationCode: caller.tracking?.identifier ?? "" },
    administrator,
    truth: () => ({ store, actions }),
    edit: (change) => change(store),
    traits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
