import type { FastifyInstance } from "fastify";
import type { Context } from "./context";
import { cellSpecByKey } from "./levels";
import type { Tenant } from "./model";
import type { Thresholds } from "./rest/thresholds";
import { SwitchError } from "./switches";

/** A body that a control call cannot take. */
export class ControlError extends Error {
  override name = "ControlError";
}

/** Registers the calls of whoever runs the stand-in: no vendor has them. */
export async function registerControl(app: FastifyInstance, context: Context, thresholds: Thresholds): Promise<void> {
  await app.register(
    async (control) => {
      control.setErrorHandler(async (error, _request, reply) => {
        const known = error instanceof ControlError || error instanceof SwitchError;
        const status = known ? 400 : ((error as { statusCode?: number }).statusCode ?? 500);
        return reply.code(status).send({ error: error instanceof Error ? error.message : "Unknown error." });
      });
      control.get("/requests", async () => context.journal.entries);
      control.get("/tenant", async () => publicTenant(context.store.tenant));
      control.put("/tenant", async (request) => {
        context.store.edit("somebody else", (tenant) => patchTenant(tenant, request.body));
        return publicTenant(context.store.tenant);
      });
      control.post("/reset", async () => {
        context.store.reset();
        context.switches.reset();
        context.journal.clear();
        thresholds.reset();
        return publicTenant(context.store.tenant);
      });
      control.get("/switches", async () => context.switches.all());
      control.put("/switches", async (request) => {
        if (!isObject(request.body)) throw new ControlError('Send a JSON object such as {"skin": "plain"}.');
        context.switches.set(request.body as Record<string, string>);
        return context.switches.all();
      });
    },
    { prefix: "/control" },
  );
}

/** The tenant without the secrets of its users and its administrator. */
export function publicTenant(tenant: Tenant): Record<string, unknown> {
  return {
    ...tenant,
    users: tenant.users.map((user) => ({ ...user, secret: undefined, formerSecrets: undefined })),
    administrator: { userName: tenant.administrator.userName },
  };
}

const lists = [
  "levels",
  "users",
  "vendors",
  "locations",
  "departments",
  "roles",
  "queues",
  "linesOfBusiness",
  "tickets",
] as const;

/**
 * Another person's edit, none of the vendor's rules asked: `{"levels": [{"id": 24, "cells": {...}}], "users": [...]}`.
 * An entry is found by its id, or else by its name (users: userName); what it names is changed, objects within are
 * merged, and `"remove": true` takes it away. `{"siteSetup": {"lockOutAfter": 3}}` changes the tenant's settings.
 */
function patchTenant(tenant: Tenant, patch: unknown): void {
  if (!isObject(patch)) throw new ControlError("Send a JSON object with lists such as levels or users.");
  for (const [name, entries] of Object.entries(patch)) {
    if (name === "siteSetup") {
      if (!isObject(entries)) throw new ControlError('"siteSetup" must be an object.');
      merge(tenant.siteSetup as Record<string, unknown>, entries, name);
      continue;
    }
    const list = lists.find((candidate) => candidate === name);
    if (list === undefined)
      throw new ControlError(`"${name}" cannot be changed. Lists: ${lists.join(", ")}; and siteSetup.`);
    if (!Array.isArray(entries)) throw new ControlError(`"${name}" must be a list.`);
    for (const entry of entries as unknown[]) patchEntry(tenant, list, entry);
  }
}

function patchEntry(tenant: Tenant, list: (typeof lists)[number], entry: unknown): void {
  if (!isObject(entry)) throw new ControlError(`Entries of "${list}" must be objects with an id.`);
  const rows = tenant[list] as unknown as Record<string, unknown>[];
  const key = entry["id"] !== undefined ? "id" : list === "users" ? "userName" : "name";
  const found = rows.find((row) => row[key] === entry[key]);
  if (found === undefined) throw new ControlError(`"${list}" has no entry with ${key} ${JSON.stringify(entry[key])}.`);
  if (entry["remove"] === true) {
    rows.splice(rows.indexOf(found), 1);
    return;
  }
  for (const cell of Object.keys(isObject(entry["cells"]) ? entry["cells"] : {})) {
    if (!cellSpecByKey.has(cell) && !(cell in (found["cells"] as object)))
      throw new ControlError(`There is no cell "${cell}".`);
  }
  const wasLocked = found["locked"] === true;
  merge(found, entry, list);
  // As in the console: whoever is unlocked starts with a clean slate.
  if (wasLocked && found["locked"] === false && entry["failedSignIns"] === undefined) found["failedSignIns"] = 0;
}

function merge(target: Record<string, unknown>, patch: Record<string, unknown>, where: string): void {
  for (const [name, value] of Object.entries(patch)) {
    if (!Object.hasOwn(target, name)) throw new ControlError(`${where} has no "${name}".`);
    const present = target[name];
    if (isObject(value) && isObject(present)) merge(present, value, `${where}.${name}`);
    else if (present !== null && value !== null && typeof value !== typeof present) {
      throw new ControlError(`${where}.${name} must be a ${typeof present}.`);
    } else target[name] = value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
