import { execFile } from "node:child_process";
import { join } from "node:path";
import { switchRegistry } from "../../sandbox/switches";
import { readSetup } from "../../tools/env.mjs";
import { build, root } from "../support/build";
import { MINUTES } from "./support";

/** The sweep takes hours; every day two other positions of it are tried here, so that all get their turn. */

const positions = switchRegistry.flatMap(({ name, positions: [, ...others] }) => others.map((one) => `${name}=${one}`));
const day = Math.floor(Date.now() / 86_400_000);
const drawn = [0, 1].map((nth) => positions[(2 * day + nth) % positions.length]!);

test(
  `the example under ${drawn.join(" and ")} (again: npm run sweep -- ${drawn.map((one) => `--only ${one}`).join(" ")})`,
  async () => {
    await build();
    const args = [join(root, "tools", "sweep.mjs"), ...drawn.flatMap((one) => ["--only", one])];
    const output = await new Promise<string>((resolve) => {
      execFile(readSetup().node.path, args, { env: { ...process.env, NODE_OPTIONS: "" } }, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    for (const one of drawn) expect(output).toContain(`pass ${one} `);
    expect(output.trimEnd()).toMatch(/\n2 passed, 0 failed$/);
  },
  10 * MINUTES,
);
