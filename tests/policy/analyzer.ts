import { spawn } from "node:child_process";
import { credentials, Metadata } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { readSetup } from "../../tools/env.mjs";

/** Bounds of one start and of one call, in milliseconds. */
const START_MS = 40_000;
const CALL_MS = 20_000;

/** Starts a policy server in a folder the way a host does, asks it what it is, and ends it. */
export async function analyzerInfo(folder: string, args: string[]): Promise<AnalyzerInfo.AsObject> {
  const child = spawn(readSetup().node.path, args, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: START_MS + CALL_MS,
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  try {
    let [stdout, stderr] = ["", ""];
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        const line = /^(\d+)\n/.exec(stdout);
        if (line) resolve(Number(line[1]));
      });
      void ended.then(() => reject(new Error(`The pack did not start: ${stdout}${stderr}`)));
    });
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    try {
      return await new Promise((resolve, reject) =>
        client.getAnalyzerInfo(new Empty(), new Metadata(), { deadline: Date.now() + CALL_MS }, (error, info) =>
          error ? reject(error) : resolve(info.toObject()),
        ),
      );
    } finally {
      client.close();
    }
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
