import { openDirectory } from "../../../provider/autotask/rest/directory";
import { apiBase } from "../../../provider/autotask/rest/zone";
import { closeAll, json, serve } from "../../http/server";
import { CANARIES, info, playTenant } from "./tenant";

afterEach(closeAll);

const asked = (seen: { url: string }[]) => seen.filter(({ url }) => url.includes("zoneInformation"));

test.each(["", "/", "/V1.0", "/v1.0/"])("restUrl may end with %j", (end) => {
  expect(apiBase(`https://webservices2.autotask.net/ATServicesRest${end}`)).toBe(
    "https://webservices2.autotask.net/ATServicesRest/V1.0/",
  );
});

test("the zone is asked once per user, by version 1.0, with the user name encoded", async () => {
  const { server, options } = await playTenant();
  const here = { ...options, restUrl: undefined, zoneInformationUrl: `${server.origin}/atservicesrest/` };
  const [one, two] = [openDirectory(here), openDirectory(here)];
  await Promise.all([one.apiUsers(), two.apiUsers(), one.securityLevels()]);
  expect(asked(server.seen)).toHaveLength(1);
  expect(asked(server.seen)[0]?.url).toBe(
    `/atservicesrest/v1.0/zoneInformation?user=${encodeURIComponent(options.userName)}`,
  );
  expect(server.seen.some(({ url }) => /versioninformation|V2\.0/i.test(url))).toBe(false);
  expect(one.tenantName).toBe(new URL(server.origin).host);
});

test("a failed answer is not remembered", async () => {
  let broken = true;
  const { server, options } = await playTenant({
    fault: (_, response) =>
      broken && (json(response, 500, { errors: ["Zone information could not be determined"] }), true),
  });
  const directory = openDirectory({
    ...options,
    restUrl: undefined,
    zoneInformationUrl: `${server.origin}/rest/V1.0/zoneInformation`,
  });
  await expect(directory.apiUsers()).rejects.toMatchObject({ code: "authentication" });
  expect(server.seen).toHaveLength(1);
  broken = false;
  await expect(directory.apiUsers()).resolves.toHaveLength(2);
});

test("after a 401 the zone is asked again, once, and a moved tenant is found", async () => {
  const old = await serve((_, response) => response.writeHead(401).end());
  const fresh = await playTenant();
  let zone = `${old.origin}/rest/`;
  const door = await serve((_, response) => json(response, 200, { url: zone }));
  const options = { ...fresh.options, restUrl: undefined, zoneInformationUrl: door.origin };
  const directory = openDirectory(options);

  await expect(directory.apiUsers()).rejects.toMatchObject({ code: "authentication" });
  expect([old.seen.length, door.seen.length]).toEqual([1, 2]);
  // Refused credentials are not sent again.
  await expect(directory.apiUsers()).rejects.toMatchObject({ code: "authentication" });
  expect([old.seen.length, door.seen.length]).toEqual([1, 2]);

  zone = `${fresh.server.origin}/rest/`;
  await expect(openDirectory(options).apiUsers()).resolves.toHaveLength(2);
  expect([old.seen.length, door.seen.length]).toEqual([2, 3]);
});

test.each(["http://webservices2.autotask.net/", "https://evil.example/", "ftp://127.0.0.1/"])(
  "credentials do not go to a zone at %s",
  async (url) => {
    const { server, options } = await playTenant({ fault: (_, response) => (json(response, 200, { url }), true) });
    const directory = openDirectory({ ...options, restUrl: undefined, zoneInformationUrl: server.origin });
    await expect(directory.apiUsers()).rejects.toMatchObject({ code: "config" });
    expect(server.seen).toHaveLength(1);
  },
);

describe("probe", () => {
  const credentials = { key: "new@DOMAIN.COM", secret: CANARIES.secret, trackingIdentifier: CANARIES.code };

  test("accepted: access per entity, one call", async () => {
    const { directory, server } = await playTenant({ access: "Restricted" });
    await expect(directory.probe(credentials)).resolves.toEqual({
      outcome: "accepted",
      access: { Resources: { query: "restricted", create: "none", update: "restricted", delete: "none" } },
      unoffered: { Resources: ["create"] },
    });
    expect(server.seen.map(({ url }) => url)).toEqual(["/rest/V1.0/EntityInformation"]);
    expect(server.seen[0]?.headers).toMatchObject({ username: "new@DOMAIN.COM" });
  });

  test.each([401, 500])("refused with %d: an answer without secrets, asked once", async (status) => {
    const { directory, server } = await playTenant({
      fault: (_, response) =>
        status === 401
          ? response.writeHead(401).end()
          : (json(response, 500, { errors: ["IntegrationCode is invalid."] }), true),
    });
    const result = await directory.probe(credentials);
    expect(result).toMatchObject({ outcome: "refused", access: {} });
    expect(JSON.stringify(result)).not.toMatch(/canary/);
    expect(server.seen).toHaveLength(1);
  });

  test("what the tenant blames is told, where it does: older ones name key or identifier, newer ones nothing", async () => {
    const suspects = [];
    for (const text of ["IntegrationCode is invalid.", "Zone information could not be determined", undefined]) {
      const { directory } = await playTenant({
        fault: (_, response) =>
          text === undefined ? response.writeHead(401).end() : (json(response, 500, { errors: [text] }), true),
      });
      suspects.push((await directory.probe(credentials)).suspect);
    }
    expect(suspects).toEqual(["trackingIdentifier", "key", undefined]);
  });

  test("a user that may query all companies is asked how many it sees", async () => {
    const { directory, server } = await playTenant({
      fault: (seen, response) => {
        if (seen.url.includes("EntityInformation")) {
          json(response, 200, { entityDescriptions: [info("All", { name: "Company" })] });
          return true;
        }
        return seen.url.includes("Companies/query/count") && (json(response, 200, { queryCount: 0 }), true);
      },
    });
    await expect(directory.probe(credentials)).resolves.toMatchObject({ sees: { entity: "Companies", count: 0 } });
    expect(server.seen).toHaveLength(2);
    await expect(directory.count("Companies")).resolves.toBe(0);
    await expect(directory.count("Nothing")).resolves.toBeUndefined();
  });

  test("a tenant that is down says nothing about the credentials", async () => {
    const { directory } = await playTenant({ fault: (_, response) => (json(response, 503, {}), true) });
    await expect(directory.probe(credentials)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("the probe's zone is found when the address is not given", async () => {
    const { server, options } = await playTenant();
    const directory = openDirectory({ ...options, restUrl: undefined, zoneInformationUrl: server.origin });
    await expect(directory.probe({ ...credentials, key: "p@Z.COM" })).resolves.toMatchObject({ outcome: "accepted" });
    expect(asked(server.seen)).toHaveLength(1);
  });
});
