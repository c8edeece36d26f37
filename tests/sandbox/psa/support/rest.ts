/** A running stand-in and a plain client of its PSA API over real HTTP. */
import { Secret, TOTP } from "otpauth";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../../sandbox/server";
import { fetched, type Answer } from "../../support/rest";

export interface Credentials {
  userName: string;
  password: string;
  mfaSecret?: string;
  company?: string;
}

export interface RunningPsa extends Sandbox {
  /** Authenticates with a multipart body. */
  authenticate(credentials?: Partial<Credentials>, more?: Record<string, string>): Promise<Answer>;
  /** A fresh access token of the ready line's API user. */
  token(): Promise<string>;
  /** Calls below restUrl with a token, a fresh one unless given. */
  get(path: string, token?: string): Promise<Answer>;
  send(
    method: string,
    path: string,
    body: FormData | URLSearchParams | string,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

export async function runPsa(options: SandboxOptions = {}): Promise<RunningPsa> {
  const sandbox = await startSandbox(options);
  const { restUrl, apiUser, company } = sandbox.ready.psa;
  const send: RunningPsa["send"] = async (method, path, body, headers = {}) => {
    const response = await fetch(restUrl + path, { method, body, headers });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  };
  const running: RunningPsa = {
    ...sandbox,
    send,
    authenticate: (credentials = {}, more = {}) => {
      const given: Credentials = { ...apiUser, company, ...credentials };
      const form = new FormData();
      form.set("GrantType", "password");
      form.set("UserName", given.userName);
      form.set("Password", given.password);
      form.set("Tenant", given.company ?? company);
      if (given.mfaSecret) form.set("MFACode", codeOf(given.mfaSecret));
      for (const [name, value] of Object.entries(more)) form.set(name, value);
      return send("POST", "security/authenticate", form);
    },
    token: async () => {
      const { json, text } = await running.authenticate();
      const result = json?.result ?? json?.Result;
      const token = result?.accessToken ?? result?.AccessToken;
      if (typeof token !== "string") throw new Error(`No token: ${text}`);
      return token;
    },
    get: async (path, token) => {
      const bearer = token ?? (await running.token());
      const response = await fetch(restUrl + path, { headers: { authorization: `Bearer ${bearer}` } });
      const text = await response.text();
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        json = undefined;
      }
      return { status: response.status, headers: response.headers, text, json };
    },
    control: (method, path, body) => fetched(method, sandbox.ready.control + path, body, {}),
  };
  return running;
}
