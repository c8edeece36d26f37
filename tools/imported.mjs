// A stack that records what a stand-in tenant has from its start, as if `pulumi up` had made it: imported, because making it
// through the console takes minutes. What it records is right if a drift run over it finds nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./setup/base.mjs";
import { makeStack } from "./trial.mjs";

const require = createRequire(import.meta.url);
const dist = (...parts) => require(join(root, "dist", ...parts));

/** Project of the program that makes what the variable DECLARED lists. */
const PROJECT = "declared";
const SOURCE = join(root, "tests", "engine", "programs", "declared");
const PROVIDER = `urn:pulumi:dev::${PROJECT}::pulumi:providers:pulumi-nodejs::default`;
const PROVIDER_ID = "11111111-2222-4333-8444-555555555555";
const STACK = `urn:pulumi:dev::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-dev`;
const API_USER = 7;
const HANDLERS = { AutotaskApiUser: "apiUser", AutotaskSecurityLevel: "securityLevel", PsaApiEmployee: "apiEmployee" };

/** As the engine wraps a secret that is in the open; it encrypts it when it imports. */
const secret = (value) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

function resource(kind, name, id, inputs, outputs) {
  const __provider = `exports.handler = () => require("pulumi-psa/handlers").${HANDLERS[kind]};`;
  return {
    urn: `urn:pulumi:dev::${PROJECT}::pulumi-nodejs:dynamic/psa:${kind}::${name}`,
    custom: true,
    id,
    type: `pulumi-nodejs:dynamic/psa:${kind}`,
    inputs: { ...inputs, __provider },
    outputs: { ...inputs, ...outputs, __provider },
    parent: STACK,
    provider: `${PROVIDER}::${PROVIDER_ID}`,
  };
}

/** The permissions of a level of the stand-in in the provider's words. */
function permissionsOf(cells) {
  const { permissionRows } = dist("provider", "autotask", "permissions", "catalogue.js");
  const { project } = dist("provider", "autotask", "permissions", "declaration.js");
  const { cellSpecByKey } = dist("sandbox", "levels.js");
  const observed = permissionRows()
    .flatMap((row) => row.cells)
    .map(({ key, action }) => ({ key, action, place: action === undefined ? key : `${key} > ${action}` }))
    .filter(({ place }) => cells[place] !== undefined)
    .map(({ key, action, place }) => ({
      key,
      ...(action === undefined ? {} : { action }),
      value: cells[place],
      // What a list offers says what grants nothing in it.
      ...(typeof cells[place] === "string" ? { options: cellSpecByKey.get(place)?.values } : {}),
      writable: true,
      known: true,
    }));
  return project(observed, { permissions: {}, unlisted: "none" }).permissions;
}

function levelResource(level) {
  const inputs = {
    name: level.name,
    copyFrom: "API User (system)",
    active: level.active,
    unlisted: "none",
    permissions: permissionsOf(level.cells),
    adopt: false,
  };
  const id = String(level.id);
  return resource("AutotaskSecurityLevel", `level ${id}`, id, inputs, { levelId: id });
}

function userResource(user, tenant, itsSecret) {
  const vendor = tenant.vendors.find(({ id }) => id === user.tracking?.vendorId);
  const identifier = user.tracking?.identifier ?? vendor?.identifier;
  const inputs = {
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    securityLevel: tenant.levels.find(({ id }) => id === user.levelId).name,
    active: user.active,
    username: user.userName,
    usernameDerived: false,
    ...(vendor ? { integrationVendor: vendor.name } : {}),
    ...(user.tracking?.kind === "custom" ? { internalIntegrationName: user.tracking.name } : {}),
    adopt: false,
    verify: "strict",
  };
  const id = String(user.id);
  return resource("AutotaskApiUser", `user ${id}`, id, inputs, {
    resourceId: id,
    key: `${user.userName}@${tenant.domain}`,
    secret: secret(itsSecret),
    secretGenerated: true,
    ...(identifier === undefined ? {} : { trackingIdentifier: secret(identifier) }),
    access: {},
    verified: identifier !== undefined,
  });
}

/** What a program declares of an employee that is as the tenant has it. */
export const declaredEmployee = (employee) => ({
  userName: employee.userName,
  firstName: employee.firstName,
  lastName: employee.lastName,
  employeeId: employee.employeeId,
  email: employee.email,
  jobTitle: employee.jobTitle,
  department: employee.department,
  manager: employee.manager,
  employmentType: employee.employmentType,
  employeeRoles: employee.employeeRoles,
  securityRoles: employee.securityRoles,
  location: employee.location,
  active: employee.active,
  passwordExpiryDays: 180,
  adopt: false,
  allowSharedEmail: false,
});

/**
 * An API employee as the stack would hold it had it made it: its rights are those that its own sign-in shows now.
 *
 * @param proof what its own sign-in came to; absent where no password is known
 */
function employeeResource(employee, password, proof, more) {
  const inputs = {
    ...declaredEmployee(employee),
    verify: "strict",
    ...(proof ? { password: secret(password) } : {}),
  };
  const id = String(employee.id);
  return resource("PsaApiEmployee", `employee ${id}`, id, inputs, {
    recordId: id,
    userType: employee.userType,
    passwordGenerated: false,
    passwordStatus: proof ? "known" : "awaiting",
    ...(proof?.rights ? { rights: proof.rights } : {}),
    verified: proof?.outcome === "accepted",
    ...more,
  });
}

/** The seed's password of an employee of the PSA. */
export const passwordOf = (seed, userName) =>
  dist("sandbox", "seeds.js")
    .seedTenant(seed)
    .psa.employees.find((one) => one.userName === userName).password;

/** The employees with these ids, with the seed's passwords where they have any. `more`: further outputs by id. */
async function employeeResources(standIn, seed, { psa }, ids, more) {
  const { restUrl, company, apiUser } = standIn.ready.psa;
  const { openDirectory } = dist("provider", "psa", "rest", "directory.js");
  const { Secret } = dist("provider", "errors.js");
  const directory = openDirectory({
    restUrl,
    company,
    userName: apiUser.userName,
    password: new Secret(apiUser.password),
  });
  const resources = [];
  for (const id of ids) {
    const employee = psa.employees.find((one) => one.id === id);
    const password = employee.hasPassword && employee.active ? passwordOf(seed, employee.userName) : undefined;
    const proof = password === undefined ? undefined : await directory.probe({ userName: employee.userName, password });
    resources.push(employeeResource(employee, password, proof, more[id] ?? {}));
  }
  return resources;
}

/**
 * Records all custom levels and all API users of the tenant as it is now, but for the provider's own account; and the
 * employees of the PSA with these ids. `autotask: false`: the employees alone.
 */
export async function importStack(standIn, { seed, env = {}, autotask = true, employees = [], outputs = {} }) {
  const tenant = await standIn.tenant();
  // Secrets are the same at each start; the control calls do not tell them.
  const secrets = new Map(
    dist("sandbox", "seeds.js")
      .seedTenant(seed)
      .users.map((user) => [user.id, user.secret]),
  );
  const levels = autotask ? tenant.levels.filter(({ system, apiOnly }) => !system && apiOnly) : [];
  const users = autotask
    ? tenant.users.filter(({ id, licenseType }) => licenseType === API_USER && id !== tenant.providerUserId)
    : [];
  const resources = [
    { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" },
    { urn: PROVIDER, custom: true, id: PROVIDER_ID, type: "pulumi:providers:pulumi-nodejs", inputs: {}, outputs: {} },
    ...levels.map(levelResource),
    ...users.map((user) => userResource(user, tenant, secrets.get(user.id) ?? "")),
    ...(await employeeResources(standIn, seed, tenant, employees, outputs)),
  ];
  const stack = await makeStack({ source: SOURCE, env });
  const salt = /^encryptionsalt: (\S+)/m.exec(readFileSync(join(stack.program, "Pulumi.dev.yaml"), "utf8"))[1];
  const time = "2026-11-25T12:00:00Z";
  const file = join(stack.folder, "deployment.json");
  const deployment = {
    manifest: { time, magic: "", version: "" },
    secrets_providers: { type: "passphrase", state: { salt } },
    resources: resources.map((one) => ({ ...one, created: time, modified: time })),
  };
  writeFileSync(file, JSON.stringify({ version: 3, deployment }));
  const { code, stderr } = await stack.run(["stack", "import", "--file", file]);
  if (code !== 0) throw new Error(`pulumi stack import: ${stderr}`);
  return { stack, levels: levels.map(({ name }) => name), users: users.map(({ userName }) => userName) };
}
