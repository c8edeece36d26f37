import { request } from "node:http";
import { run, type Running } from "./support/rest";

let tenant: Running;
beforeAll(async () => {
  tenant = await run();
});
afterAll(() => tenant.close());
afterEach(() => tenant.control("POST", "reset"));

it("keeps a journal without secrets", async () => {
  const { apiUser } = tenant.ready.autotask;
  await tenant.call(
    "GET",
    `V1.0/Resources/query?search=${encodeURIComponent('{"filter":[{"op":"exist","field":"id"}]}')}`,
  );
  await tenant.call("POST", "V1.0/Resources", { firstName: "x" }, { Secret: "canary-secret" });
  const { json, text } = await tenant.control("GET", "requests");
  expect(json).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-/),
      channel: "rest",
      caller: apiUser.userName,
      method: "GET",
      path: "/ATServicesRest/V1.0/Resources/query",
      status: 200,
    },
    {
      time: expect.any(String),
      channel: "rest",
      caller: apiUser.userName,
      method: "POST",
      path: "/ATServicesRest/V1.0/Resources",
      status: 405,
    },
  ]);
  for (const secret of ["canary-secret", apiUser.secret, apiUser.integrationCode]) expect(text).not.toContain(secret);
});

it("shows the whole tenant without secrets", async () => {
  const { json, text } = await tenant.control("GET", "tenant");
  expect(json.levels.every((level: { cells: object }) => Object.keys(level.cells).length === 202)).toBe(true);
  expect(json.levels.filter((level: { system: boolean }) => level.system)).toHaveLength(15);
  expect([json.users.length, json.vendors.length, json.locations.length]).toEqual([12, 10, 3]);
  const { apiUser, administrator } = tenant.ready.autotask;
  for (const secret of [apiUser.secret, administrator.password, administrator.totpSecret])
    expect(text).not.toContain(secret);
});

it("takes another person's edit: one cell, a lock, a rename", async () => {
  const cell = "CRM > Object Permissions > To-Dos > Add";
  const before = (await tenant.control("GET", "tenant")).json;
  const answer = await tenant.control("PUT", "tenant", {
    levels: [{ name: "API User (Helpdesk Buttons)", cells: { [cell]: "Yes" } }],
    users: [{ id: 29682911, locked: true }],
    locations: [{ id: 90684, name: "Elsewhere" }],
  });
  expect(answer.status).toBe(200);
  const after = (await tenant.control("GET", "tenant")).json;
  const level = (state: typeof before) =>
    state.levels.find((entry: { name: string }) => entry.name === "API User (Helpdesk Buttons)");
  expect(after.levels.length).toBe(before.levels.length);
  expect(level(after)).toEqual({ ...level(before), cells: { ...level(before).cells, [cell]: "Yes" } });
  expect(after.users.find((user: { id: number }) => user.id === 29682911).locked).toBe(true);
  expect(after.locations[2].name).toBe("Elsewhere");
  await tenant.control("PUT", "tenant", { levels: [{ id: level(after).id, remove: true }] });
  expect(level((await tenant.control("GET", "tenant")).json)).toBeUndefined();
});

const bad: [string, unknown, RegExp][] = [
  ["an unknown list", { things: [] }, /things/],
  ["an unknown id", { users: [{ id: 1, locked: true }] }, /id 1/],
  ["an unknown property", { users: [{ id: 29682911, colour: "red" }] }, /colour/],
  ["an unknown cell", { levels: [{ id: 24, cells: { "No > Such": true } }] }, /No > Such/],
  ["a wrong type", { users: [{ id: 29682911, locked: "yes" }] }, /boolean/],
];
it.each(bad)("refuses %s and changes nothing", async (_what, body, text) => {
  const before = (await tenant.control("GET", "tenant")).text;
  const answer = await tenant.control("PUT", "tenant", body);
  expect(answer.status).toBe(400);
  expect(answer.json.error).toMatch(text);
  expect((await tenant.control("GET", "tenant")).text).toBe(before);
});

it("goes back to the beginning: tenant, journal, switches", async () => {
  const before = (await tenant.control("GET", "tenant")).text;
  await tenant.call("PATCH", "V1.0/Resources", { id: 29682911, firstName: "Other" });
  await tenant.control("PUT", "switches", { missingId: "null" });
  await tenant.control("POST", "reset");
  expect((await tenant.control("GET", "tenant")).text).toBe(before);
  expect((await tenant.control("GET", "requests")).json).toEqual([]);
  expect((await tenant.control("GET", "switches")).json.missingId).toBe("404");
});

it("moves switches, all or none", async () => {
  const refused = await tenant.control("PUT", "switches", { missingId: "null", noSuchSwitch: "on" });
  expect([refused.status, refused.json.error]).toEqual([400, expect.stringContaining('no switch "noSuchSwitch"')]);
  const wrong = await tenant.control("PUT", "switches", { missingId: "200" });
  expect(wrong.json.error).toContain("Positions: 404, null");
  expect((await tenant.control("GET", "switches")).json.missingId).toBe("404");
  expect((await tenant.control("PUT", "switches", { missingId: "null" })).json.missingId).toBe("null");
});

it("answers nobody who reached it by another name", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(`${tenant.ready.control}tenant`, { headers: { host: "evil.example" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", reject).end();
  });
  expect(status).toBe(403);
});

it("serves control calls with doubled slashes, and the console at its root", async () => {
  expect((await tenant.control("GET", "/switches")).status).toBe(200);
  const page = await fetch(tenant.ready.autotask.consoleUrl);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
});
