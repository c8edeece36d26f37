import { parseArgs } from "node:util";
import { isLoopback, loopback, startSandbox, type Ready, type SandboxOptions } from "./server";
import { tenantSizes, type TenantSize } from "./seeds";
import { StateError } from "./store";
import { switchRegistry, SwitchError } from "./switches";

/** A command line that makes no sense. */
class UsageError extends Error {
  override name = "UsageError";
}

const usage = `Plays an Autotask and a Kaseya PSA tenant on this machine: REST API and admin console over one store each.

  sandbox [--port N] [--state FILE] [--tenant empty|small|large] [--set switch=position]... [--json]

  --port N      port on ${loopback} (default: a free one)
  --state FILE  keep the tenant in this file (default: in memory)
  --tenant X    tenant to begin with: ${tenantSizes.join(", ")} (default: small)
  --set S=P     move a switch, see below; can be given more than once
  --json        print one line of JSON on standard output once it is ready, and nothing else
  --help        print this

It stops on SIGTERM and SIGINT. It listens on ${loopback} only.

Switches (default first):
${switchRegistry.map((info) => `  ${info.name}: ${info.positions.join(", ")}\n      ${info.what}`).join("\n")}
`;

interface Command {
  options: SandboxOptions;
  json: boolean;
  help: boolean;
}

function parse(args: string[]): Command {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      state: { type: "string" },
      tenant: { type: "string" },
      set: { type: "string", multiple: true },
      host: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.host !== undefined && !isLoopback(values.host)) {
    throw new UsageError(
      `The stand-in hands out secrets to whoever asks: it listens on ${loopback} only, not on ${values.host}. Leave --host out.`,
    );
  }
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535 || values.port?.trim() === "") {
    throw new UsageError(`--port wants a number from 0 to 65535, not "${values.port}".`);
  }
  if (values.state === "") throw new UsageError("--state wants the name of a file.");
  const tenant = values.tenant ?? "small";
  if (!tenantSizes.includes(tenant as TenantSize)) {
    throw new UsageError(`--tenant wants one of ${tenantSizes.join(", ")}, not "${tenant}".`);
  }
  const switches = Object.fromEntries(
    (values.set ?? []).map((text) => {
      const at = text.indexOf("=");
      if (at <= 0) throw new UsageError(`--set wants switch=position, not "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
  return {
    options: { port, state: values.state, tenant: tenant as TenantSize, switches },
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function describe(ready: Ready): string {
  const { apiUser, administrator, restUrl, consoleUrl, zoneInformationUrl } = ready.autotask;
  const { psa } = ready;
  return `The stand-in tenant is ready.

  Admin console     ${consoleUrl}
    user name       ${administrator.userName}
    password        ${administrator.password}
    TOTP secret     ${administrator.totpSecret}
  REST API          ${restUrl}
    zone            ${zoneInformationUrl}
    UserName        ${apiUser.userName}
    Secret          ${apiUser.secret}
    ApiIntegrationCode ${apiUser.integrationCode}
  PSA console       ${psa.consoleUrl}
    company         ${psa.company}
    user name       ${psa.administrator.userName}
    password        ${psa.administrator.password}
    TOTP secret     ${psa.administrator.totpSecret}
  PSA REST API      ${psa.restUrl}
    UserName        ${psa.apiUser.userName}
    Password        ${psa.apiUser.password}
    MFA secret      ${psa.apiUser.mfaSecret}
  Control           ${ready.control}

Ctrl+C stops it.
`;
}

/** Faults of the caller, told without a stack. */
function explain(error: unknown): string {
  const { name, message, code } = error as Error & { code?: string };
  if (code === "EADDRINUSE") return `${message}. Name another --port, or none for a free one.`;
  const known = error instanceof UsageError || error instanceof StateError || error instanceof SwitchError;
  return known || code?.startsWith("ERR_PARSE_ARGS") ? message : `${name}: ${message}`;
}

async function main(): Promise<void> {
  const command = parse(process.argv.slice(2));
  if (command.help) {
    process.stdout.write(usage);
    return;
  }
  const sandbox = await startSandbox(command.options);
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdout.write(command.json ? `${JSON.stringify(sandbox.ready)}\n` : describe(sandbox.ready));
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\nTry --help.\n`);
  process.exitCode = 1;
});
