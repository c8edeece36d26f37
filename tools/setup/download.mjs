/* global fetch, AbortController, URL, TextDecoder, clearTimeout */
// The official Pulumi CLI, verified against the checksums that are published with it.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { once } from "node:events";
import { run, say, tail, versions } from "./base.mjs";

/** Where the site cannot be reached, this is how long a user waits to learn it. */
const answerMs = 5_000;
/** A download that stands still for so long is given up. */
const silentMs = 20_000;

async function request(url) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`no answer in ${answerMs / 1000} s`)), answerMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return { response, abort };
  } catch (error) {
    throw new Error(`${new URL(url).host}: ${error.cause?.code ?? error.cause?.message ?? error.message}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function* chunks({ response, abort }) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error(`nothing came for ${silentMs / 1000} s`)), silentMs);
  };
  try {
    watch();
    for await (const chunk of response.body) {
      watch();
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Downloads, verifies and unpacks the pinned CLI into `folder`/bin.
 * @throws an Error with the reason; nothing of an unverified archive has then been unpacked
 */
export async function download(folder) {
  const platform = `${process.platform}-${process.arch}`;
  if (!/^(linux|darwin)-(x64|arm64)$/.test(platform)) throw new Error(`no archive of ours for ${platform}`);
  const fill = (template) =>
    template.replaceAll("{version}", versions.pulumi.version).replaceAll("{platform}", platform);
  const url = fill(versions.pulumi.archive);
  const name = new URL(url).pathname.split("/").pop();

  let published = "";
  const decoder = new TextDecoder();
  for await (const chunk of chunks(await request(fill(versions.pulumi.checksums))))
    published += decoder.decode(chunk, { stream: true });
  const wanted = published
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, file]) => file === name)?.[0];
  if (!/^[0-9a-f]{64}$/i.test(wanted ?? "")) throw new Error(`the published checksums do not name ${name}`);

  say(`downloading ${url}`);
  const archive = join(folder, name);
  const hash = createHash("sha256");
  const file = createWriteStream(archive);
  for await (const chunk of chunks(await request(url))) {
    hash.update(chunk);
    if (!file.write(chunk)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  const found = hash.digest("hex");
  if (found !== wanted.toLowerCase())
    throw new Error(`${name} has the SHA-256 ${found}, but ${wanted} is published; it was thrown away`);
  const unpacked = await run("tar", ["-xzf", archive, "-C", folder]);
  if (unpacked.code !== 0) throw new Error(`tar could not unpack ${name}:\n${tail(unpacked.output)}`);
  await rename(join(folder, "pulumi"), join(folder, "bin"));
  await rm(archive);
}
