/** A running stand-in and the two ways to call it: an unmodified public client, and plain fetch for what it hides. */
import { AutotaskRestApi } from "@apigrate/autotask-restapi";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../sandbox/server";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- bodies of every shape are looked into
}

export interface Running extends Sandbox {
  client: AutotaskRestApi;
  /** Calls `path` below restUrl as the provider's API user; `headers` override. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function run(options: SandboxOptions = {}): Promise<Running> {
  const sandbox = await startSandbox(options);
  const { apiUser, restUrl } = sandbox.ready.autotask;
  const headers = { UserName: apiUser.userName, Secret: apiUser.secret, ApiIntegrationCode: apiUser.integrationCode };
  return {
    ...sandbox,
    client: new AutotaskRestApi(apiUser.userName, apiUser.secret, apiUser.integrationCode, { base_url: restUrl }),
    call: (method, path, body, others) => fetched(method, restUrl + path, body, { ...headers, ...others }),
    control: (method, path, body) => fetched(method, sandbox.ready.control + path, body, {}),
  };
}

export async function fetched(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const kind: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url, { method, headers: { ...kind, ...headers }, ...sent });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}
