import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { permissionRows } from "../../provider/autotask/permissions/catalogue";
import { project } from "../../provider/autotask/permissions/declaration";
import type { ObservedCell } from "../../provider/autotask/tenant";
import type { Tenant } from "../../sandbox/model";
import { seedTenant, type TenantSize } from "../../sandbox/seeds";
import { makeStack, type Stack, type StandIn } from "../../tools/trial.mjs";
import { expectCode, PROGRAMS } from "../engine/support";

/**
 * A stack that records what a stand-in tenant has from its start, as if `pulumi up` had made it: imported, because making
 * it through the console takes minutes. What it records is right if a drift run over it finds nothing.
 */
export interface Imported {
  stack: Stack;
  /** Names of the accounts and levels that it records. */
  levels: string[];
  users: string[];
}

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const secret = (value: string) => ({ ...SECRET, plaintext: JSON.stringify(value) });
const PROJECT = "declared";
const PROVIDER = `urn:pulumi:dev::${PROJECT}::pulumi:providers:pulumi-nodejs::default`;
const PROVIDER_ID = "11111111-2222-4333-8444-555555555555";
const STACK = `urn:pulumi:dev::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-dev`;
const urn = (kind: string, name: string) => `urn:pulumi:dev::${PROJECT}::pulumi-nodejs:dynamic/psa:${kind}::${name}`;

function resource(
  kind: "AutotaskSecurityLevel" | "AutotaskApiUser",
  name: string,
  id: string,
  inputs: object,
  outputs: object,
) {
  const handler = kind === "AutotaskApiUser" ? "apiUser" : "securityLevel";
  const __provider = `exports.handler = () => require("pulumi-psa/handlers").${handler};`;
  return {
    urn: urn(kind, name),
    custom: true,
    id,
    type: `pulumi-nodejs:dynamic/psa:${kind}`,
    inputs: { ...inputs, __provider },
    outputs: { ...inputs, ...outputs, __provider },
    parent: STACK,
    provider: `${PROVIDER}::${PROVIDER_ID}`,
  };
}

type Cells = Record<string, string | boolean | number>;

/** The permissions of a level of the stand-in in the provider's words. */
export function permissionsOf(cells: Cells) {
  const observed = permissionRows().flatMap((row) =>
    row.cells.flatMap(({ key, action }): ObservedCell[] => {
      const value = cells[action === undefined ? key : `${key} > ${action}`];
      return value === undefined
        ? []
        : [{ key, ...(action === undefined ? {} : { action }), value, writable: true, known: true }];
    }),
  );
  return project(observed, { permissions: {}, unlisted: "none" }).permissions;
}

/** Records all custom levels and all API users of the tenant as it is now, but for the provider's own account. */
export async function importStack(
  standIn: StandIn,
  { seed, env = {} }: { seed: TenantSize; env?: NodeJS.ProcessEnv },
): Promise<Imported> {
  const tenant = (await standIn.tenant()) as unknown as Tenant;
  // Secrets are the same at each start; the control calls do not tell them.
  const secrets = new Map(seedTenant(seed).users.map(({ id, secret: value }) => [id, value]));
  const levels = tenant.levels.filter(({ system, apiOnly }) => !system && apiOnly);
  const users = tenant.users.filter(({ id, licenseType }) => licenseType === 7 && id !== tenant.providerUserId);
  const identifierOf = (user: (typeof users)[number]): string | undefined =>
    user.tracking?.kind === "custom"
      ? user.tracking.identifier
      : tenant.vendors.find(({ id }) => id === (user.tracking as { vendorId?: number } | null)?.vendorId)?.identifier;
  const resources = [
    { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" },
    { urn: PROVIDER, custom: true, id: PROVIDER_ID, type: "pulumi:providers:pulumi-nodejs", inputs: {}, outputs: {} },
    ...levels.map((level) => {
      const inputs = {
        name: level.name,
        copyFrom: "API User (system)",
        active: level.active,
        unlisted: "none",
        permissions: permissionsOf(level.cells),
        adopt: false,
      };
      return resource("AutotaskSecurityLevel", `level ${level.id}`, String(level.id), inputs, {
        levelId: String(level.id),
      });
    }),
    ...users.map((user) => {
      const level = tenant.levels.find(({ id }) => id === user.levelId)!;
      const vendor = tenant.vendors.find(({ id }) => id === (user.tracking as { vendorId?: number } | null)?.vendorId);
      const identifier = identifierOf(user);
      const inputs = {
        firstName: user.firstName,
        lastName: user.lastName,
        email: user.email,
        securityLevel: level.name,
        active: user.active,
        username: user.userName,
        usernameDerived: false,
        ...(vendor ? { integrationVendor: vendor.name } : {}),
        ...(user.tracking?.kind === "custom" ? { internalIntegrationName: user.tracking.name } : {}),
        adopt: false,
        verify: "strict",
      };
      return resource("AutotaskApiUser", `user ${user.id}`, String(user.id), inputs, {
        resourceId: String(user.id),
        key: `${user.userName}@${tenant.domain}`,
        secret: secret(secrets.get(user.id) ?? ""),
        secretGenerated: true,
        ...(identifier === undefined ? {} : { trackingIdentifier: secret(identifier) }),
        access: {},
        verified: identifier !== undefined,
      });
    }),
  ];
  const stack = await makeStack({ source: join(PROGRAMS, "declared"), env });
  const file = join(stack.folder, "deployment.json");
  const salt = /^encryptionsalt: (\S+)/m.exec(readFileSync(join(stack.program, "Pulumi.dev.yaml"), "utf8"))?.[1];
  const now = "2026-11-25T12:00:00Z";
  writeFileSync(
    file,
    JSON.stringify({
      version: 3,
      deployment: {
        manifest: { time: now, magic: "", version: "" },
        secrets_providers: { type: "passphrase", state: { salt } },
        resources: resources.map((one) => ({ ...one, created: now, modified: now })),
      },
    }),
  );
  expectCode(await stack.run(["stack", "import", "--file", file]), 0);
  return { stack, levels: levels.map(({ name }) => name), users: users.map(({ userName }) => userName) };
}
