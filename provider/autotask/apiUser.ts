import { PsaError } from "../errors";
import { PartialFailure, type Lifecycle } from "../lifecycle";
import { nearest } from "../nearest";
import {
  checkApiUser,
  diffApiUser,
  inputsOf,
  sameTracking,
  trackingOf,
  unfinished,
  type ApiUserInputs,
  type ApiUserState,
  type EffectiveAccess,
} from "./apiUserInputs";
import { changeUserSteps, createUserSteps, renderSteps, type Step } from "./guide/steps";
import { fold, sameLevelName } from "./permissions/wording";
import type { AutotaskServices } from "./services";
import type {
  AdminConsole,
  ApiUserFormChange,
  ApiUserHandle,
  ApiUserPatch,
  ApiUserRecord,
  Credentials,
  ProbeResult,
} from "./tenant";
import { localPart } from "./username";
import { UNTIL_ACCEPTED, UNTIL_LISTED, waitFor } from "./waiting";

export type { ApiUserArgs, ApiUserInputs, ApiUserState } from "./apiUserInputs";
export { deriveUsername } from "./username";

/** Stands in an id for "known by its user name only": some tenants do not show API users in the REST API. */
const BY_NAME = "username:";

/** What one operation has learnt about a user's credentials. */
interface Known {
  key: string;
  secret?: string;
  secretGenerated: boolean;
  trackingIdentifier?: string;
}

/** How an API user is checked, compared, made, read, changed and inactivated. */
export function apiUser(services: AutotaskServices): Lifecycle<ApiUserInputs, ApiUserState> {
  const { directory, log } = services;

  function needConsole(what: string, steps: Step[], adopt = false): AdminConsole {
    if (services.console) return services.console;
    throw new PsaError(
      "unsupported",
      `${directory.tenantName}: Autotask has no API that can ${what}.`,
      renderSteps(steps, adopt),
    );
  }

  /** The account in use is never touched: a wrong step would lock this program out of the tenant. */
  function assertNotOwn(username: string): void {
    if (localPart(username) !== localPart(directory.ownUserName)) return;
    throw new PsaError(
      "conflict",
      `${directory.tenantName}: "${username}" is the API user that this program itself signs in with; it is never created, changed or inactivated here.`,
      "Declare another user, or give the program an API user of its own.",
    );
  }

  async function fresh(): Promise<ApiUserRecord[]> {
    directory.invalidate();
    return directory.apiUsers();
  }

  /** Whoever asks is an API user: a list without it does not show API users, and proves nothing. */
  const isComplete = (users: ApiUserRecord[]): boolean =>
    users.some((user) => localPart(user.userName) === localPart(directory.ownUserName));

  const byName = (users: ApiUserRecord[], username: string): ApiUserRecord[] =>
    users.filter((user) => localPart(user.userName) === localPart(username));

  function theOne(found: ApiUserRecord[], username: string): ApiUserRecord | undefined {
    if (found.length <= 1) return found[0];
    throw new PsaError(
      "conflict",
      `${directory.tenantName} shows ${found.length} API users named "${username}" (ids ${found.map((user) => user.id).join(", ")}).`,
      "Keep one and give the others another user name in the console, then run again.",
    );
  }

  const byId = (users: ApiUserRecord[], id: string): ApiUserRecord | undefined =>
    id.startsWith(BY_NAME) ? byName(users, id.slice(BY_NAME.length))[0] : users.find((user) => user.id === id);

  const handleOf = (
    user: Pick<ApiUserRecord, "id" | "firstName" | "lastName" | "userName" | "active">,
  ): ApiUserHandle => ({
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    username: user.userName.split("@")[0] ?? "",
    active: user.active,
  });

  /** A user that REST does not show, as its console page shows it; `undefined` when it is not there either. */
  async function onPage(console: AdminConsole, handle: ApiUserHandle): Promise<ApiUserRecord | undefined> {
    try {
      const page = await console.readApiUser(handle);
      return {
        id: `${BY_NAME}${localPart(handle.username)}`,
        firstName: page.firstName,
        lastName: page.lastName,
        email: page.email,
        userName: page.key,
        active: page.active,
        securityLevelId: "",
        securityLevel: page.securityLevel,
        location: page.location,
      };
    } catch (error) {
      if (error instanceof PsaError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  const formerOf = (inputs: ApiUserInputs, id = ""): ApiUserHandle =>
    handleOf({ ...inputs, id, userName: inputs.username });

  async function create(inputs: ApiUserInputs): Promise<{ id: string; state: ApiUserState }> {
    assertNotOwn(inputs.username);
    const users = await fresh();
    let existing = theOne(byName(users, inputs.username), inputs.username);
    const console = needConsole(
      existing ? "give an API user a new secret" : "create an API user",
      existing ? changeUserSteps(existing, ["press Generate Secret and copy the secret"]) : createUserSteps(inputs),
      true,
    );
    if (!existing && !isComplete(users)) existing = await onPage(console, formerOf(inputs));
    if (existing) return takeOver(console, existing, inputs);

    await assertReferences(inputs);
    const known = await make(console, inputs);
    return finish(inputs, known, (await idOf(inputs.username)) ?? `${BY_NAME}${localPart(inputs.username)}`);
  }

  /** A level or place that does not exist is found out before a form is filled in. */
  async function assertReferences(inputs: ApiUserInputs): Promise<void> {
    const levels = await directory.securityLevels();
    const level = levels.find((entry) => sameLevelName(entry.name, inputs.securityLevel));
    if (levels.length > 0 && !level) {
      throw missing(
        "security level",
        inputs.securityLevel,
        levels.map((entry) => entry.name),
        "securityLevel",
      );
    }
    if (level && !level.active) {
      throw new PsaError(
        "validation",
        `${directory.tenantName}: the security level "${level.name}" is inactive, and the form offers active ones only.`,
        "Activate it, or name another one in securityLevel.",
      );
    }
    const places = [...(await directory.locations()).values()];
    if (
      inputs.location !== undefined &&
      places.length > 0 &&
      !places.some((place) => fold(place) === fold(inputs.location!))
    ) {
      throw missing("internal location", inputs.location, places, "location");
    }
  }

  function missing(what: string, name: string, there: string[], property: string): PsaError {
    const near = nearest(name, there);
    const some = (near.length > 0 ? near : there.slice(0, 10)).map((entry) => `"${entry}"`).join(", ");
    return new PsaError(
      "not-found",
      `${directory.tenantName} has no ${what} "${name}".`,
      `Set ${property} to one that it has, e.g. ${some}.`,
    );
  }

  /**
   * Fills in and saves the form. An error after the credentials were seen leaves open whether it was saved: then the user
   * is looked for, and is there or not. Nothing is sent twice.
   */
  async function make(console: AdminConsole, inputs: ApiUserInputs): Promise<Known> {
    let seen: Credentials | undefined;
    const form = {
      firstName: inputs.firstName,
      lastName: inputs.lastName,
      email: inputs.email,
      securityLevel: inputs.securityLevel,
      location: inputs.location,
      active: inputs.active,
      username: inputs.username,
      secret: inputs.secret,
      dateFormat: inputs.dateFormat,
      timeFormat: inputs.timeFormat,
      numberFormat: inputs.numberFormat,
      tracking: trackingOf(inputs),
    };
    try {
      seen = await console.createApiUser(form, (credentials) => (seen = credentials));
    } catch (error) {
      if (!seen) throw error;
      const there = await waitFor(services, UNTIL_LISTED.slice(0, 3), () => recordNamed(inputs.username)).catch(
        () => undefined,
      );
      if (!there) throw error;
    }
    return knownFrom(seen, inputs);
  }

  function knownFrom(seen: Credentials, inputs: ApiUserInputs): Known {
    return {
      key: seen.key,
      secret: seen.secret ?? inputs.secret,
      secretGenerated: inputs.secret === undefined,
      trackingIdentifier: seen.trackingIdentifier ?? inputs.vendorTrackingIdentifier,
    };
  }

  async function recordNamed(username: string): Promise<ApiUserRecord | undefined> {
    return theOne(byName(await fresh(), username), username);
  }

  async function idOf(username: string): Promise<string | undefined> {
    if (!isComplete(await fresh())) return undefined;
    return (await waitFor(services, UNTIL_LISTED, () => recordNamed(username)))?.id;
  }

  /** A user of this name is there already: ours from a broken run, revived, adopted, or somebody else's. */
  async function takeOver(
    console: AdminConsole,
    existing: ApiUserRecord,
    inputs: ApiUserInputs,
  ): Promise<{ id: string; state: ApiUserState }> {
    if (existing.active && !inputs.usernameDerived && !inputs.adopt) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName} already has an active API user "${inputs.username}": ${existing.firstName} ${existing.lastName} (id ${existing.id}).`,
        "Set adopt: true to take it over (its secret is replaced, so whoever uses it now loses access), or declare another username.",
      );
    }
    const page = await console.readApiUser(handleOf(existing));
    const wanted = trackingOf(inputs);
    if (page.tracking && !sameTracking(page.tracking, wanted)) {
      const has = page.tracking.kind === "vendor" ? page.tracking.vendor : page.tracking.name;
      throw new PsaError(
        "conflict",
        `${directory.tenantName}: the API user "${inputs.username}" (id ${existing.id}) has the tracking identifier of "${has}", which Autotask never lets anybody change.`,
        "Declare another username, so that a new user is made.",
      );
    }
    // The old secret cannot be read, and after a revival it may not even work: it is always replaced.
    const change: ApiUserFormChange = {
      ...formChange(page, inputs),
      active: inputs.active,
      ...(page.locked ? { locked: false } : {}),
      secret: inputs.secret ?? true,
      ...(page.tracking ? {} : { tracking: wanted }),
    };
    const seen = await rewrite(console, existing, change);
    const known = knownFrom(seen, inputs);
    if (page.tracking?.kind === "custom")
      known.trackingIdentifier = seen.trackingIdentifier ?? page.tracking.identifier;
    return finish(inputs, known, existing.id);
  }

  /** Form fields that are not as declared. */
  function formChange(
    live: Pick<ApiUserRecord, "firstName" | "lastName" | "email" | "securityLevel"> & {
      location?: string;
      dateFormat?: string;
      timeFormat?: string;
      numberFormat?: string;
    },
    inputs: ApiUserInputs,
  ): ApiUserFormChange {
    const change: ApiUserFormChange = {};
    for (const field of ["firstName", "lastName", "email"] as const) {
      if (live[field] !== inputs[field]) change[field] = inputs[field];
    }
    if (!sameLevelName(live.securityLevel ?? "", inputs.securityLevel)) change.securityLevel = inputs.securityLevel;
    for (const field of ["location", "dateFormat", "timeFormat", "numberFormat"] as const) {
      const value = inputs[field];
      if (value !== undefined && fold(live[field] ?? "") !== fold(value)) change[field] = value;
    }
    return change;
  }

  /** Saves a change through the form. */
  async function rewrite(
    console: AdminConsole,
    user: ApiUserRecord,
    change: ApiUserFormChange,
    beforeSave?: () => void,
  ): Promise<Credentials> {
    const seen = await console.changeApiUser(handleOf(user), change, beforeSave);
    directory.invalidate();
    return { ...seen, key: seen.key || user.userName };
  }

  /** After the save: what is there, whether it is what was declared, and whether its credentials work. */
  async function finish(inputs: ApiUserInputs, known: Known, id: string): Promise<{ id: string; state: ApiUserState }> {
    let state: ApiUserState = { ...inputs, ...known, resourceId: id, access: {}, verified: false };
    const reasons: string[] = [];
    try {
      state = live(state, byId(await fresh(), id));
      reasons.push(
        ...wrongFields(state, inputs).map((field) => `${field} is not as declared: it reads "${String(state[field])}"`),
      );
      if (state.trackingIdentifier === undefined && inputs.internalIntegrationName !== undefined) {
        reasons.push(
          `its tracking identifier was shown only when an earlier run made it and is lost. Change internalIntegrationName (a trailing number will do): that makes a new user with a new identifier, then inactivates this one`,
        );
      }
      const proof = await prove(inputs, state);
      state = { ...state, ...proof.proven };
      if (proof.reason !== undefined) reasons.push(proof.reason);
    } catch (error) {
      // The user exists: its id and credentials are kept, whatever else fails.
      reasons.push(error instanceof PsaError ? error.message : `checking it failed: ${(error as Error).message}`);
    }
    if (reasons.length > 0) throw partial(id, state, reasons);
    return { id, state };
  }

  function partial(id: string, state: ApiUserState, reasons: string[]): PartialFailure<ApiUserState> {
    return new PartialFailure(
      id,
      state,
      reasons.map(
        (reason) =>
          `${directory.tenantName}: the API user "${state.username}" (id ${id}) exists, but ${reason}. Run pulumi up again once this is settled.`,
      ),
    );
  }

  const MANAGED = ["firstName", "lastName", "email", "active", "securityLevel", "username"] as const;

  function wrongFields(state: ApiUserState, inputs: ApiUserInputs): (typeof MANAGED)[number][] {
    return MANAGED.filter((field) => state[field] !== inputs[field]);
  }

  /** State with what REST shows of it; what it does not show stays. Declared wording is kept where it means the same. */
  function live(state: ApiUserState, record: ApiUserRecord | undefined): ApiUserState {
    if (!record) return state;
    const same = record.userName !== "" && localPart(record.userName) === localPart(state.username);
    const username = same ? state.username : (record.userName.split("@")[0] ?? "");
    const level = record.securityLevel ?? state.securityLevel;
    return {
      ...state,
      firstName: record.firstName,
      lastName: record.lastName,
      email: record.email,
      active: record.active,
      username,
      securityLevel: sameLevelName(level, state.securityLevel) ? state.securityLevel : level,
      ...(state.location === undefined ||
      record.location === undefined ||
      fold(record.location) === fold(state.location)
        ? {}
        : { location: record.location }),
      resourceId: record.id,
      key: same ? state.key : state.key.replace(/^[^@]*/, () => username),
    };
  }

  /** Signs in as the user itself, where its tracking identifier is known. */
  async function prove(
    inputs: ApiUserInputs,
    { key, secret, trackingIdentifier }: Known,
  ): Promise<{ proven: { access: EffectiveAccess; verified: boolean }; reason?: string }> {
    const unproven = { access: {}, verified: false };
    if (inputs.verify === "off" || !inputs.active) return { proven: unproven };
    if (secret === undefined) return { proven: unproven, reason: "its secret is not known" };
    if (trackingIdentifier === undefined) {
      if (inputs.integrationVendor !== undefined) {
        log.warn(
          `${directory.tenantName}: the credentials of "${inputs.username}" were not tried: the tracking identifier of "${inputs.integrationVendor}" is known to that vendor only. With vendorTrackingIdentifier they are.`,
        );
      }
      return { proven: unproven };
    }
    let last: ProbeResult | undefined;
    const accepted = await waitFor(services, UNTIL_ACCEPTED, async () => {
      last = await directory.probe({ key, secret, trackingIdentifier });
      return last.outcome === "accepted" ? last : undefined;
    });
    if (accepted) return { proven: { access: touched(accepted.access), verified: true } };
    const text = `its own credentials are refused after five minutes: ${last?.reason ?? "no reason given"}`;
    if (inputs.verify === "strict") return { proven: unproven, reason: `[unverified] ${text}` };
    log.warn(`${directory.tenantName}: the API user "${inputs.username}" was saved, but ${text}`);
    return { proven: unproven };
  }

  /** Without the entities that the user may not touch: there are far more of those. Sorted, so that it reads the same always. */
  function touched(access: ProbeResult["access"]): EffectiveAccess {
    return Object.fromEntries(
      Object.entries(access)
        .filter(([, rights]) => Object.values(rights).some((right) => right !== "none"))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  async function read(
    id: string,
    state: ApiUserState,
  ): Promise<{ id: string; state: ApiUserState; inputs: ApiUserInputs } | undefined> {
    const users = await directory.apiUsers();
    let record = byId(users, id);
    if (!record && isComplete(users)) return undefined;
    if (!record && services.console) {
      record = await onPage(services.console, handleOf({ ...state, id, userName: state.username }));
      if (!record) return undefined;
    }
    const now = await withPage(live(state, record), record);
    return { id: record?.id ?? id, state: now, inputs: inputsOf(now) };
  }

  /** Fields that only the form shows are read there, but only where they are declared: each is a page to load. */
  async function withPage(state: ApiUserState, record: ApiUserRecord | undefined): Promise<ApiUserState> {
    const formats = (["dateFormat", "timeFormat", "numberFormat"] as const).filter(
      (field) => state[field] !== undefined,
    );
    const place = state.location !== undefined && record?.location === undefined;
    if (!services.console || !record || (formats.length === 0 && !place)) return state;
    const page = await services.console.readApiUser(handleOf(record));
    const shown = [...formats, ...(place ? (["location"] as const) : [])].filter(
      (field) => page[field] !== undefined && fold(page[field]) !== fold(state[field] ?? ""),
    );
    return { ...state, ...Object.fromEntries(shown.map((field) => [field, page[field]])) };
  }

  async function update(id: string, olds: ApiUserState, news: ApiUserInputs): Promise<ApiUserState> {
    const users = await fresh();
    const record = await present(users, id, olds);
    assertNotOwn(record.userName);
    assertNotOwn(news.username);
    const namesake = byName(users, news.username).find((user) => user.id !== record.id);
    if (namesake) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName} already has another API user "${news.username}" (id ${namesake.id}); inactive ones keep their names.`,
        "Declare another username.",
      );
    }
    // By the state too: a run that was killed may have revived it already, and lost the new secret.
    const revived = news.active && (!record.active || !olds.active);
    const form = formChange(
      {
        ...record,
        location: record.location ?? olds.location,
        dateFormat: olds.dateFormat,
        timeFormat: olds.timeFormat,
        numberFormat: olds.numberFormat,
      },
      news,
    );
    if (record.active !== news.active) form.active = news.active;
    if (localPart(record.userName) !== localPart(news.username)) form.username = news.username;
    const secretChanged = news.secret !== undefined && (news.secret !== olds.secret || olds.secretGenerated);
    if (secretChanged) form.secret = news.secret;
    else if (olds.secret === undefined || (revived && news.secret === undefined && services.console))
      form.secret = true;
    if (form.securityLevel !== undefined || form.location !== undefined) await assertReferences(news);

    const base: ApiUserState = {
      ...olds,
      ...news,
      secret: olds.secret,
      key: olds.key,
      ...(news.vendorTrackingIdentifier === undefined ? {} : { trackingIdentifier: news.vendorTrackingIdentifier }),
    };
    const left = await throughRest(record, form);
    let known: Known = base;
    let secretAtStake = false;
    let wrote = Object.keys(left).length < Object.keys(form).length;
    if (Object.keys(left).length > 0) {
      try {
        const console = needConsole("change this of an API user", changeUserSteps(record, fieldsOf(left)));
        const handle = wrote ? { ...record, ...done(form, left) } : record;
        const seen = await rewrite(console, handle, left, () => (secretAtStake = form.secret !== undefined));
        known = {
          key: seen.key || olds.key,
          secret: seen.secret ?? (typeof form.secret === "string" ? form.secret : olds.secret),
          secretGenerated: form.secret === true ? true : form.secret === undefined ? olds.secretGenerated : false,
          trackingIdentifier: base.trackingIdentifier,
        };
        wrote = true;
      } catch (error) {
        if (!wrote && !secretAtStake) throw error;
        // The new secret may be in force or not, and a revival may have cost the old one. A declared secret can be tried;
        // a generated one is made anew next time.
        const retry = { ...base, secret: typeof form.secret === "string" ? form.secret : undefined };
        if (!secretAtStake || !(await works(retry))) {
          const now = live(
            { ...base, ...(form.secret === undefined ? {} : { secret: undefined }) },
            byId(await fresh(), id),
          );
          throw partial(id, now, [(error as Error).message]);
        }
        known = { ...retry, secretGenerated: false };
      }
    }
    const touchy =
      form.secret !== undefined || form.username !== undefined || form.securityLevel !== undefined || revived;
    if (!touchy && !unfinished(olds, news) && base.trackingIdentifier === olds.trackingIdentifier) {
      const state = live({ ...base, ...known }, byId(await fresh(), id));
      const wrong = wrongFields(state, news);
      if (wrong.length > 0)
        throw partial(
          id,
          state,
          wrong.map((field) => `${field} is not as declared: it reads "${String(state[field])}"`),
        );
      return state;
    }
    return (
      await finish(
        news,
        { ...known, ...(form.username === undefined ? {} : { key: known.key.replace(/^[^@]*/, () => news.username) }) },
        id,
      )
    ).state;
  }

  /** One try, where there is something to try with. */
  async function works({ key, secret, trackingIdentifier }: Partial<Known>): Promise<boolean> {
    if (key === undefined || secret === undefined || trackingIdentifier === undefined) return false;
    const answer = await directory.probe({ key, secret, trackingIdentifier }).catch(() => undefined);
    return answer?.outcome === "accepted";
  }

  /** @throws PsaError `not-found` */
  async function present(users: ApiUserRecord[], id: string, state: ApiUserState): Promise<ApiUserRecord> {
    const record = byId(users, id);
    if (record) return record;
    if (!isComplete(users) && services.console) {
      const found = await onPage(services.console, handleOf({ ...state, id, userName: state.username }));
      if (found) return found;
    }
    throw new PsaError(
      "not-found",
      `${directory.tenantName} shows no API user ${id} ("${state.username}").`,
      "Run pulumi refresh to see what is there.",
    );
  }

  /** Sends what the tenant says REST may change; answers what is left for the form. */
  async function throughRest(record: ApiUserRecord, wanted: ApiUserFormChange): Promise<ApiUserFormChange> {
    const left = { ...wanted };
    const patch: ApiUserPatch = {};
    const writable = new Set([...(await directory.writableUserFields())].map((field) => field.toLowerCase()));
    const can = (field: string): boolean => !record.id.startsWith(BY_NAME) && writable.has(field.toLowerCase());
    for (const field of ["firstName", "lastName", "email"] as const) {
      if (wanted[field] !== undefined && can(field)) patch[field] = wanted[field];
    }
    if (wanted.active !== undefined && can("isActive")) patch.isActive = wanted.active;
    if (wanted.username !== undefined && can("userName")) patch.userName = wanted.username;
    if (Object.keys(patch).length === 0) return left;
    let refused: PsaError | undefined;
    try {
      await directory.patchApiUser(record.id, patch);
    } catch (error) {
      // Refused, or accepted without effect: the form may still be able to.
      if (
        !(error instanceof PsaError) ||
        !["unsupported", "unverified", "permission", "validation"].includes(error.code)
      )
        throw error;
      refused = error;
    }
    const now = byId(await fresh(), record.id) ?? record;
    for (const field of ["firstName", "lastName", "email"] as const)
      if (now[field] === wanted[field]) delete left[field];
    if (now.active === wanted.active) delete left.active;
    if (wanted.username !== undefined && localPart(now.userName) === localPart(wanted.username)) delete left.username;
    if (refused && !services.console && Object.keys(left).some((field) => field in wanted)) throw refused;
    return left;
  }

  /** What REST has changed already: the console's list shows it so. */
  function done(wanted: ApiUserFormChange, left: ApiUserFormChange): Partial<ApiUserRecord> {
    const changed: Partial<ApiUserRecord> = {};
    if (wanted.firstName !== undefined && left.firstName === undefined) changed.firstName = wanted.firstName;
    if (wanted.lastName !== undefined && left.lastName === undefined) changed.lastName = wanted.lastName;
    if (wanted.active !== undefined && left.active === undefined) changed.active = wanted.active;
    if (wanted.username !== undefined && left.username === undefined) changed.userName = wanted.username;
    return changed;
  }

  /** A change in the words of the form; without the secret. */
  function fieldsOf(change: ApiUserFormChange): string[] {
    const labels: Record<string, string> = {
      firstName: "First Name",
      lastName: "Last Name",
      email: "Email Address",
      securityLevel: "Security Level",
      location: "Primary Internal Location",
      username: "Username (Key), the part before @",
      dateFormat: "Date Format",
      timeFormat: "Time Format",
      numberFormat: "Number Format",
    };
    return Object.entries(change).flatMap(([field, value]) => {
      if (field === "active") return [value ? "tick Active" : "untick Active"];
      if (field === "secret")
        return [
          value === true
            ? "press Generate Secret and copy the secret"
            : "press Generate Secret and replace it by the declared secret",
        ];
      return labels[field] === undefined ? [] : [`${labels[field]}: ${String(value)}`];
    });
  }

  async function remove(id: string, state: ApiUserState): Promise<void> {
    const users = await fresh();
    let record = byId(users, id);
    if (!record && isComplete(users)) return;
    if (!record && services.console)
      record = await onPage(services.console, handleOf({ ...state, id, userName: state.username }));
    if (!record) return;
    assertNotOwn(record.userName);
    if (!record.active) return;
    const left = services.console
      ? await throughRest(record, { active: false })
      : await throughRest(record, { active: false }).catch((error: unknown) => {
          if (
            error instanceof PsaError &&
            ["unsupported", "unverified", "permission", "validation"].includes(error.code)
          )
            return { active: false };
          throw error;
        });
    if (left.active === undefined) return;
    const console = needConsole("inactivate this API user", changeUserSteps(record, ["untick Active"]));
    await rewrite(console, record, { active: false });
    const now = byId(await fresh(), id);
    if (now?.active) {
      throw new PsaError(
        "unverified",
        `${directory.tenantName}: the API user "${state.username}" (id ${id}) was saved as inactive, but still reads active.`,
        "Run pulumi destroy again, or untick Active in the console.",
      );
    }
  }

  return {
    check: checkApiUser,
    diff: (_id, olds, news) => diffApiUser(olds, news),
    create,
    read,
    update,
    delete: remove,
  };
}
