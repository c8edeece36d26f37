/** The stand-in's second tenant: Kaseya PSA (BMS, Vorex) and Pulseway PSA, which share API and console. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context";
import { registerPsaConsole } from "./console";
import { employeeById } from "./rules";
import { apiRoot, consoleRoot, registerPsaRest } from "./rest";
import { Tokens } from "./rest/tokens";

export { lowerApiPath } from "./rest";

/** What a program needs to use the PSA tenant. */
export interface PsaReady {
  /** REST API up to and with the version, with a slash at its end. */
  restUrl: string;
  consoleUrl: string;
  /** Company name, which every sign-in wants. */
  company: string;
  /** An ordinary, licensed employee with Administrator, as an integration that needs a TOTP secret has. */
  apiUser: { userName: string; password: string; mfaSecret: string };
  /** Who may sign in to the console. */
  administrator: { userName: string; password: string; totpSecret: string };
}

export async function registerPsa(app: FastifyInstance, context: Context): Promise<{ reset(): void }> {
  const tokens = new Tokens(context);
  const limits = await registerPsaRest(app, context, tokens);
  const console = await registerPsaConsole(app, context, tokens);
  return {
    reset: () => {
      tokens.reset();
      limits.reset();
      console.reset();
    },
  };
}

export function psaReady(context: Context): PsaReady {
  const { psa } = context.store.tenant;
  const apiUser = employeeById(psa, psa.apiUserId);
  const administrator = employeeById(psa, psa.administratorId);
  const url = context.baseUrl();
  return {
    restUrl: `${url}${apiRoot}/v2/`,
    consoleUrl: `${url}${consoleRoot}/`,
    company: psa.company,
    apiUser: {
      userName: apiUser.userName,
      password: apiUser.password ?? "",
      mfaSecret: apiUser.totpSecret ?? "",
    },
    administrator: {
      userName: administrator.userName,
      password: administrator.password ?? "",
      totpSecret: administrator.totpSecret ?? "",
    },
  };
}
