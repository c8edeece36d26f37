import { PsaError } from "../../errors";
import type { Answer } from "../../http/client";
import { assertSafeUrl, isLoopback } from "../../http/safeUrl";
import { decode, ZoneAnswer } from "./codecs";
import { classify, failure } from "./failures";

/**
 * Answers for every zone. The version stands in the address by name: `versioninformation` lists V2.0, which has no
 * zone information, so that clients that take its last entry break.
 */
export const ZONE_INFORMATION_URL = "https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation";

/** A user's zone never changes within a run but for a move of the tenant, which `read` sees. Failures are not kept. */
const known = new Map<string, Promise<string>>();

export interface ZoneQuestion {
  /** Address of zoneInformation, with or without that last part. */
  zoneInformationUrl: string;
  /** Full user name with its domain. */
  userName: string;
  /** Sends one GET and answers whatever came. Zone information has no thread limit. */
  ask(url: string): Promise<Answer>;
}

/** Base of a user's REST API with `V1.0/`, from memory if it is known. */
export function zoneOf(question: ZoneQuestion): Promise<string> {
  return known.get(keyOf(question)) ?? readZone(question);
}

/** Asks again, for a tenant that may have moved, and remembers the answer. */
export function readZone(question: ZoneQuestion): Promise<string> {
  const key = keyOf(question);
  const answer = detect(question);
  known.set(key, answer);
  answer.catch(() => {
    if (known.get(key) === answer) known.delete(key);
  });
  return answer;
}

const keyOf = (question: ZoneQuestion) => `${question.zoneInformationUrl} ${question.userName.toLowerCase()}`;

async function detect({ zoneInformationUrl, userName, ask }: ZoneQuestion): Promise<string> {
  const url = zoneAddress(zoneInformationUrl);
  const asked = new URL(url);
  const where = `GET ${asked.host}${asked.pathname}`;
  // The user name carries an @, which searchParams writes as %40.
  asked.searchParams.set("user", userName);
  const answer = await ask(asked.href);
  const refused = classify(answer);
  if (refused) throw failure(refused, answer, where);
  const zone = assertSafeUrl(decode(ZoneAnswer, answer.json, where).url, "The zone address that the tenant answered");
  assertSameHouse(asked, zone);
  return apiBase(zone.href);
}

function zoneAddress(given: string): string {
  const url = assertSafeUrl(given, "zoneInformationUrl");
  const path = url.pathname.replace(/\/+$/, "");
  if (/\/zoneInformation$/i.test(path)) url.pathname = path;
  else if (/\/v1\.0$/i.test(path)) url.pathname = `${path}/zoneInformation`;
  else url.pathname = `${path}/v1.0/zoneInformation`;
  url.search = "";
  return url.href;
}

/** Credentials go to the address answered, so it has to belong to whom we asked. */
function assertSameHouse(asked: URL, zone: URL): void {
  const vendor = (host: string) => host.endsWith(".autotask.net");
  const same =
    asked.hostname === zone.hostname ||
    (vendor(asked.hostname) && vendor(zone.hostname)) ||
    (isLoopback(asked.hostname) && isLoopback(zone.hostname));
  if (same) return;
  throw new PsaError(
    "config",
    `${asked.host} answered a zone on ${zone.host}, which is not one of its own hosts.`,
    "If this is intended, give that address as restUrl.",
  );
}

/** The base of the API with its version and a slash at the end, from an address with or without either. */
export function apiBase(restUrl: string): string {
  const url = assertSafeUrl(restUrl, "restUrl");
  url.search = "";
  url.hash = "";
  url.pathname = `${url.pathname.replace(/\/+$/, "").replace(/\/v1\.0$/i, "")}/V1.0/`;
  return url.href;
}
