import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { registerConsole } from "./console";
import type { Context } from "./context";
import { registerControl } from "./control";
import { Journal } from "./journal";
import { lowerApiPath, psaReady, registerPsa, type PsaReady } from "./psa";
import { registerRest, restRoot, restUrl } from "./rest";
import { Thresholds } from "./rest/thresholds";
import { fullKey, trackingIdentifier } from "./rules";
import { seedTenant, type TenantSize } from "./seeds";
import { Store } from "./store";
import { Switches } from "./switches";

export interface SandboxOptions {
  /** 0 to 65535; 0, the default, takes a free one. */
  port?: number;
  /** State file; without it the tenant is gone when the stand-in stops. */
  state?: string;
  /** Tenant of a first start and of every reset. Default: small. */
  tenant?: TenantSize;
  /** Switches that do not stand in their default position. */
  switches?: Record<string, string>;
  /** Clock. Default: the machine's. */
  now?: () => Date;
}

/** What a program needs to use the stand-in: the line that `--json` prints. */
export interface Ready {
  autotask: {
    zoneInformationUrl: string;
    restUrl: string;
    consoleUrl: string;
    apiUser: { userName: string; secret: string; integrationCode: string };
    administrator: { userName: string; password: string; totpSecret: string };
  };
  /** The tenant of Kaseya PSA (BMS, Vorex) and Pulseway PSA. */
  psa: PsaReady;
  /** Root of the control calls, with a slash at its end. */
  control: string;
}

export interface Sandbox {
  ready: Ready;
  /** Root of the server, with a slash at its end. */
  url: string;
  context: Context;
  close(): Promise<void>;
}

/** The only address the stand-in listens on: it hands out secrets to whoever asks. */
export const loopback = "127.0.0.1";

/**
 * Starts a stand-in tenant.
 *
 * @throws StateError when the state file cannot be used, SwitchError for an unknown switch or position.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const switches = new Switches(options.switches);
  const startedAt = now();
  const store = new Store(() => seedTenant(options.tenant ?? "small", startedAt), options.state);
  let url = "";
  const context: Context = { store, switches, journal: new Journal(now), baseUrl: () => url, now };
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    rewriteUrl: (request) => lowerApiPath(restUrl(request.url ?? "/", context)),
  });
  try {
    await register(app, context);
    await app.listen({ host: loopback, port: options.port ?? 0 });
  } catch (error) {
    await app.close();
    store.close();
    throw error;
  }
  url = `http://${loopback}:${(app.server.address() as AddressInfo).port}/`;
  const close = async () => {
    await app.close();
    store.close();
  };
  return { ready: readyLine(context), url, context, close };
}

async function register(app: FastifyInstance, context: Context): Promise<void> {
  // A page of the internet must not reach the stand-in by a name that it points to this machine.
  app.addHook("onRequest", async (request, reply) => {
    if (!isLoopback(request.hostname))
      return reply.code(403).send({ error: "The stand-in answers to loopback addresses only." });
  });
  const thresholds = new Thresholds(context);
  await registerRest(app, context, thresholds);
  const psa = await registerPsa(app, context);
  await registerControl(app, context, thresholds, psa);
  await registerConsole(app, context);
}

/** Whether a host name can only mean this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}

function readyLine(context: Context): Ready {
  const { tenant } = context.store;
  const user = tenant.users.find((candidate) => candidate.id === tenant.providerUserId)!;
  const url = context.baseUrl();
  return {
    autotask: {
      zoneInformationUrl: `${url}atservicesrest/v1.0/zoneInformation`,
      restUrl: `${url}${restRoot}`,
      consoleUrl: url,
      apiUser: {
        userName: fullKey(tenant, user),
        secret: user.secret,
        integrationCode: trackingIdentifier(tenant, user) ?? "",
      },
      administrator: { ...tenant.administrator },
    },
    psa: psaReady(context),
    control: `${url}control/`,
  };
}
