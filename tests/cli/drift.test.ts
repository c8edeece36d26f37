import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { importStack, type Imported } from "../report/importedStack";
import { psa, stackEnvironment, type Psa } from "./psa";

let standIn: StandIn;
let imported: Imported;
let env: NodeJS.ProcessEnv;
const MINUTES = 60_000;
const drift = (...args: string[]): Promise<Psa> => psa(["drift", ...args], { cwd: imported.stack.program, env });

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  await standIn.edit({
    users: [{ id: 29682913, locked: false }],
    levels: [{ name: "API User (former monitoring)", active: true }],
  });
  imported = await importStack(standIn, { seed: "small" });
  env = stackEnvironment(imported.stack.folder, variables(standIn.ready));
}, 3 * MINUTES);

afterAll(async () => {
  imported?.stack.remove();
  await standIn?.stop();
});

test(
  "nothing",
  async () => {
    const r = await drift("--no-console");
    console.log(r.code, r.seconds, r.stdout, r.stderr);
    const r2 = await drift();
    console.log(r2.code, r2.seconds, r2.stdout, r2.stderr);
    (void readFileSync, writeFileSync, join);
  },
  5 * MINUTES,
);
