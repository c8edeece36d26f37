import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Ready } from "../../sandbox/server";
import { compile, start, type Process } from "./support/process";

let compiled: string;
const running: Process[] = [];

beforeAll(() => {
  compiled = compile();
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

function launch(...args: string[]): Process {
  const process = start(compiled, ...args);
  running.push(process);
  return process;
}

async function ready(process: Process): Promise<Ready> {
  return JSON.parse(await process.firstLine) as Ready;
}

it.each(["SIGTERM", "SIGINT"] as const)(
  "prints one line of JSON once it is ready, and stops cleanly on %s",
  async (signal) => {
    const process = launch("--json", "--tenant", "empty", "--set", "missingId=null", "--set", "skin=plain");
    const line = await ready(process);
    expect(line).toEqual({
      autotask: {
        zoneInformationUrl: expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:\d+\/atservicesrest\/v1\.0\/zoneInformation$/,
        ),
        restUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ATServicesRest\/$/),
        consoleUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
        apiUser: {
          userName: expect.stringContaining("@"),
          secret: expect.any(String),
          integrationCode: expect.any(String),
        },
        administrator: {
          userName: expect.any(String),
          password: expect.any(String),
          totpSecret: expect.stringMatching(/^[A-Z2-7]+$/),
        },
      },
      psa: {
        restUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/psa-api\/v2\/$/),
        consoleUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/psa\/$/),
        company: "Northwind MSP",
        apiUser: {
          userName: expect.any(String),
          password: expect.any(String),
          mfaSecret: expect.stringMatching(/^[A-Z2-7]+$/),
        },
        administrator: {
          userName: expect.any(String),
          password: expect.any(String),
          totpSecret: expect.stringMatching(/^[A-Z2-7]+$/),
        },
      },
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/control\/$/),
    });
    const positions = (await (await fetch(`${line.control}switches`)).json()) as Record<string, string>;
    expect(positions).toMatchObject({ missingId: "null", skin: "plain" });
    process.child.kill(signal);
    const ended = await process.ended;
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
  },
);

it("keeps its tenant in a file across runs, even a killed one, and lets nobody else open it", async () => {
  const state = join(compiled, "state.json");
  const first = launch("--json", "--state", state);
  const edit = {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: '{"users":[{"id":29682911,"locked":true}]}',
  };
  expect((await fetch(`${(await ready(first)).control}tenant`, edit)).status).toBe(200);
  const intruder = await launch("--json", "--state", state).ended;
  expect(intruder).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("in use by process") });
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await ready(launch("--json", "--state", state));
  const tenant = (await (await fetch(`${second.control}tenant`)).json()) as {
    users: { id: number; locked: boolean }[];
  };
  expect(tenant.users.find((user) => user.id === 29682911)?.locked).toBe(true);
});

const refusals: [string, string[], RegExp][] = [
  ["an address that others reach", ["--host", "0.0.0.0"], /listens on 127\.0\.0\.1 only, not on 0\.0\.0\.0/],
  ["a port that is none", ["--port", "eighty"], /--port wants a number/],
  ["an unknown tenant", ["--tenant", "huge"], /empty, small, large/],
  ["an unknown switch", ["--set", "colour=red"], /no switch "colour"/],
  ["an unknown position", ["--set", "missingId=maybe"], /Positions: 404, null/],
  ["half a switch", ["--set", "missingId"], /switch=position/],
  ["an unknown option", ["--colour"], /colour/],
];
it.each(refusals)("refuses %s", async (_what, args, text) => {
  const ended = await launch("--json", ...args).ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(text);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
});

it("says which port is taken", async () => {
  const { control } = await ready(launch("--json"));
  const ended = await launch("--json", "--port", new URL(control).port).ended;
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Name another --port") });
});

it("speaks to a person too", async () => {
  const process = launch("--tenant", "empty");
  expect(await process.firstLine).toBe("The stand-in tenant is ready.");
  process.child.kill("SIGTERM");
  expect((await process.ended).stdout).toContain("TOTP secret");
  const help = await launch("--help").ended;
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("--set S=P") });
});
