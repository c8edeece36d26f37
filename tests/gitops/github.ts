import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in for the part of GitHub's REST API that the templates call, with the permissions of each token enforced. */

export interface Comment {
  id: number;
  body: string;
  user: { login: string };
  html_url: string;
}
export interface Issue {
  number: number;
  title: string;
  body: string | null;
  state: string;
  labels: { name: string }[];
  user: { login: string };
  html_url: string;
  pull_request?: object;
}
export interface Artifact {
  id: number;
  name: string;
  expired: boolean;
  /** Its files: a folder of the test's. */
  folder: string;
  workflow_run: { id: number; repository_id: number; head_repository_id: number };
}
export interface Call {
  method: string;
  path: string;
  status: number;
}

type Permissions = Record<string, string>;
interface Answer {
  status: number;
  body: unknown;
  next?: string;
}

const BOT = { login: "github-actions[bot]" };
export const REPOSITORY = "northwind/psa-accounts";
export const REPOSITORY_ID = 4711;

export class GitHub {
  readonly comments = new Map<number, Comment[]>();
  readonly issues: Issue[] = [];
  readonly artifacts: Artifact[] = [];
  /** The workflow file of each run. */
  readonly runs = new Map<number, string>();
  readonly calls: Call[] = [];
  /** Entries on one page: few, so that there are several. */
  pageSize = 2;
  private readonly tokens = new Map<string, Permissions>();
  private ids = 1000;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  readonly nextId = (): number => ++this.ids;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** A token as a job gets one. */
  token(permissions: Permissions): string {
    const token = `ghs_standin${this.nextId()}`;
    this.tokens.set(token, permissions);
    return token;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const permissions = this.tokens.get((request.headers.authorization ?? "").replace(/^(token|Bearer) /, ""));
    const { status, body, next } =
      permissions === undefined
        ? { status: 401, body: { message: "Bad credentials" }, next: undefined }
        : this.answer(request.method ?? "GET", url, text === "" ? {} : JSON.parse(text), permissions);
    this.calls.push({ method: request.method ?? "GET", path: url.pathname, status });
    const link = next === undefined ? {} : { link: `<http://${request.headers.host}${next}>; rel="next"` };
    response.writeHead(status, { "content-type": "application/json", ...link }).end(JSON.stringify(body));
  }

  private answer(method: string, url: URL, sent: Record<string, unknown>, may: Permissions): Answer {
    const path = url.pathname.replace(`/repos/${REPOSITORY}/`, "");
    const forbidden: Answer = { status: 403, body: { message: "Resource not accessible by integration" } };
    const writes = may["issues"] === "write";
    const writesPulls = may["pull-requests"] === "write";
    let match: RegExpExecArray | null;
    if ((match = /^issues\/(\d+)\/comments$/.exec(path))) {
      const number = Number(match[1]);
      const isPull = !this.issues.some((issue) => issue.number === number);
      const list = this.comments.get(number) ?? [];
      if (method === "GET") return this.page(url, list);
      if (!(writes || (isPull && writesPulls))) return forbidden;
      return { status: 201, body: this.comment(number, String(sent["body"]), BOT.login) };
    }
    if ((match = /^issues\/comments\/(\d+)$/.exec(path)) && method === "PATCH") {
      if (!writes && !writesPulls) return forbidden;
      const comment = [...this.comments.values()].flat().find(({ id }) => id === Number(match![1]));
      if (!comment) return { status: 404, body: { message: "Not Found" } };
      comment.body = limited(String(sent["body"]));
      return { status: 200, body: comment };
    }
    if (path === "issues" && method === "GET") {
      const [state, labels] = [url.searchParams.get("state"), url.searchParams.get("labels")];
      const found = this.issues.filter(
        (issue) => (!state || issue.state === state) && (!labels || issue.labels.some(({ name }) => name === labels)),
      );
      return this.page(url, found);
    }
    if (path === "issues" && method === "POST") {
      if (!writes) return forbidden;
      return {
        status: 201,
        body: this.issue(String(sent["title"]), String(sent["body"]), sent["labels"] as string[], BOT.login),
      };
    }
    if ((match = /^issues\/(\d+)$/.exec(path)) && method === "PATCH") {
      if (!writes) return forbidden;
      const issue = this.issues.find(({ number }) => number === Number(match![1]));
      if (!issue) return { status: 404, body: { message: "Not Found" } };
      Object.assign(issue, sent);
      return { status: 200, body: issue };
    }
    if (path === "actions/artifacts" && method === "GET") {
      if (may["actions"] === undefined) return forbidden;
      const artifacts = this.artifacts.filter(({ name }) => name === url.searchParams.get("name"));
      return { status: 200, body: { total_count: artifacts.length, artifacts } };
    }
    if ((match = /^actions\/runs\/(\d+)$/.exec(path)) && method === "GET") {
      if (may["actions"] === undefined) return forbidden;
      return { status: 200, body: { id: Number(match[1]), path: this.runs.get(Number(match[1])) } };
    }
    return { status: 404, body: { message: "Not Found" } };
  }

  private page(url: URL, all: unknown[]): Answer {
    const page = Number(url.searchParams.get("page") ?? 1);
    const rows = all.slice((page - 1) * this.pageSize, page * this.pageSize);
    if (page * this.pageSize >= all.length) return { status: 200, body: rows };
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    return { status: 200, body: rows, next: next.pathname + next.search };
  }

  comment(number: number, body: string, login: string): Comment {
    const id = this.nextId();
    const comment = { id, body: limited(body), user: { login }, html_url: `https://github.example/c/${id}` };
    this.comments.set(number, [...(this.comments.get(number) ?? []), comment]);
    return comment;
  }

  issue(title: string, body: string, labels: string[], login: string): Issue {
    const number = this.nextId();
    const issue: Issue = {
      number,
      title,
      body: limited(body),
      state: "open",
      labels: labels.map((name) => ({ name })),
      user: { login },
      html_url: `https://github.example/i/${number}`,
    };
    this.issues.push(issue);
    return issue;
  }
}

/** GitHub refuses longer ones. */
function limited(body: string): string {
  if (body.length > 65_536) throw new Error(`a body of ${body.length} characters`);
  return body;
}
