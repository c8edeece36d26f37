#!/usr/bin/env node
import "./nodeVersion";
import { Io } from "./io";
import { runPsa } from "./program";

// A reader that has seen enough ("psa review | head") is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const io = new Io({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  now: () => Date.now(),
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => io.interrupt());

void runPsa(io, process.argv.slice(2)).then((code) => {
  // Sockets that are kept open for the next call would hold the process; what was printed must be out before it ends.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
});
