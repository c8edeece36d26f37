import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as status from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { root } from "../support/build";

type Fields = Record<string, unknown>;

/** Every call gets this long, in milliseconds: a call that is never answered shows as DEADLINE_EXCEEDED. */
const CALL_MS = 10_000;

/** What came of an error of create or update. */
export interface HostFailure {
  message: string;
  init?: { id: string; properties: Fields; reasons: string[] };
}

export interface Host {
  pid: number;
  stdout(): string;
  stderr(): string;
  exited: Promise<number | null>;
  check(news: Fields, olds?: Fields): Promise<{ inputs: Fields; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Fields,
    news: Fields,
  ): Promise<{ changes: "unknown" | "none" | "some"; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(properties: Fields): Promise<{ id: string; properties: Fields }>;
  read(id: string, properties: Fields): Promise<{ id: string; properties: Fields; inputs: Fields | undefined }>;
  update(id: string, olds: Fields, news: Fields): Promise<{ properties: Fields }>;
  delete(id: string, properties: Fields): Promise<void>;
  stop(): Promise<void>;
}

/** A program's folder in which the package and a package of handlers are installed. */
export function makeProgram(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "psa-host-")));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  symlinkSync(join(root, "node_modules", "@pulumi", "pulumi"), join(modules, "@pulumi", "pulumi"));
  symlinkSync(root, join(modules, "pulumi-psa"));
  const fixture = join(modules, "psa-fixture");
  mkdirSync(fixture);
  writeFileSync(
    join(fixture, "index.js"),
    `module.exports = require(${JSON.stringify(join(root, "tests/host/fixture/handlers.js"))});`,
  );
  writeFileSync(join(folder, "notes"), "");
  return folder;
}

export const removeProgram = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** The text of a fixture's handler, of the same form as the package's own. */
export const fixtureHost = (name: "good" | "broken", copy = "") =>
  `exports.handler = () => require("psa-fixture").${name};${copy}`;

export interface HostOptions {
  program: string;
  /** Stack configuration, with namespaces. */
  config?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
  /** Address of the engine; by default one where nobody listens. */
  engine?: string;
}

/** The real dynamic-provider server, as the engine starts it. */
export async function startHost({
  program,
  config = {},
  env = {},
  engine = "127.0.0.1:1",
}: HostOptions): Promise<Host> {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AUTOTASK_|PSA_)/.test(name)));
  const server = join(root, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js");
  const child = spawn(process.execPath, [server, engine], {
    cwd: program,
    env: {
      ...kept,
      NODE_OPTIONS: "",
      PULUMI_NODEJS_PROJECT: "somebody",
      PSA_DIST: join(root, "dist"),
      PSA_NOTES: join(program, "notes"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("\n")) resolve(Number(out.split("\n")[0]));
    });
    void exited.then(() => reject(new Error(`the host ended: ${err}`)));
  });

  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const methods = client as unknown as Record<string, (...args: unknown[]) => void>;

  function call<T>(method: string, request: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + CALL_MS };
      methods[method]!.call(client, request, new Metadata(), options, (error: ServiceError | null, answer: T) =>
        error ? reject(failureOf(error)) : resolve(answer),
      );
    });
  }

  await call("configure", configureRequest(config));
  return {
    pid: child.pid!,
    stdout: () => out,
    stderr: () => err,
    exited,
    async check(news, olds = {}) {
      const request = new messages.CheckRequest();
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const answer = await call<messages.CheckResponse>("check", request);
      return { inputs: plain(answer.getInputs()), failures: answer.getFailuresList().map((one) => one.toObject()) };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const answer = await call<messages.DiffResponse>("diff", request);
      return {
        changes: (["unknown", "none", "some"] as const)[answer.getChanges()]!,
        replaces: answer.getReplacesList(),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
      };
    },
    async create(properties) {
      const request = new messages.CreateRequest();
      request.setProperties(struct(properties));
      const answer = await call<messages.CreateResponse>("create", request);
      return { id: answer.getId(), properties: plain(answer.getProperties()) };
    },
    async read(id, properties) {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      const answer = await call<messages.ReadResponse>("read", request);
      const inputs = answer.getInputs();
      return { id: answer.getId(), properties: plain(answer.getProperties()), inputs: inputs && plain(inputs) };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const answer = await call<messages.UpdateResponse>("update", request);
      return { properties: plain(answer.getProperties()) };
    },
    async delete(id, properties) {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      await call("delete", request);
    },
    async stop() {
      client.close();
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function configureRequest(config: Record<string, string>) {
  const request = new messages.ConfigureRequest();
  request.setArgs(struct(config));
  request.setAcceptsecrets(true);
  return request;
}

/** By hand: the library's own `fromJavaScript` does not stand `undefined`, and neither shall a test send it. */
const struct = (fields: Fields) => Struct.fromJavaScript(fields as Parameters<typeof Struct.fromJavaScript>[0]);
const plain = (fields: Struct | undefined) => (fields?.toJavaScript() ?? {}) as Fields;

function failureOf(error: ServiceError): HostFailure {
  const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!Buffer.isBuffer(details)) return { message: error.details };
  const [packed] = (status as any).Status.deserializeBinary(details).getDetailsList(); // eslint-disable-line @typescript-eslint/no-explicit-any
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(packed.getValue_asU8());
  return {
    message: error.details,
    init: { id: failed.getId(), properties: plain(failed.getProperties()), reasons: failed.getReasonsList() },
  };
}
