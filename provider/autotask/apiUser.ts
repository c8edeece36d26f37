import { PsaError } from "../errors";
import { PartialFailure, type Lifecycle } from "../lifecycle";
import { ApiUserByPerson } from "./apiUserByPerson";
import {
  changedSoFar,
  formChange,
  liveOf,
  notYet,
  settableByRest,
  throughRest,
  withRecord,
  wrongFields,
} from "./apiUserChange";
import { detailsOf, DETAIL_NAMES, sameDetail, without } from "./apiUserDetails";
import {
  checkApiUser,
  diffApiUser,
  inputsOf,
  sameTracking,
  trackingOf,
  unfinished,
  type ApiUserInputs,
  type ApiUserState,
} from "./apiUserInputs";
import { ApiUserLookup, BY_NAME } from "./apiUserLookup";
import { ApiUserProof } from "./apiUserProof";
import { assertReferences, referencesOf } from "./apiUserReferences";
import { NOBODY } from "./guide/person";
import { fold } from "./permissions/wording";
import { rotationAsked, rotationDue } from "./rotation";
import type { AutotaskServices } from "./services";
import type { AdminConsole, ApiUserFormChange, ApiUserRecord, Credentials } from "./tenant";
import { localPart, secondUsername } from "./username";
import { UNTIL_LISTED, waitFor } from "../waiting";

export type { ApiUserArgs, ApiUserInputs, ApiUserState } from "./apiUserInputs";
export { deriveUsername } from "./username";

/** What one operation has learnt about a user's credentials. */
export interface Known {
  key: string;
  secret?: string;
  secretGenerated: boolean;
  trackingIdentifier?: string;
  handed?: Record<string, string>;
}

interface Made {
  id: string;
  state: ApiUserState;
}

/**
 * How an API user is checked, compared, made, read, changed and inactivated.
 *
 * With a rotation with overlap one resource stands for two users that take turns. Inside, inputs and states carry the name
 * of the user that is meant; `outward` and `inward` translate at the border, where `username` is always the first one's.
 */
export function apiUser(services: AutotaskServices): Lifecycle<ApiUserInputs, ApiUserState> {
  const { directory, log } = services;
  const person = services.person ?? NOBODY;
  const lookup = new ApiUserLookup(services);
  const proof = new ApiUserProof(services, lookup);
  const byPerson = new ApiUserByPerson(services, lookup, proof);

  const nameIn = (slot: 2 | undefined, username: string): string => (slot === 2 ? secondUsername(username) : username);

  function inward<T extends ApiUserInputs>(object: T, slot: 2 | undefined): T {
    return { ...object, username: nameIn(slot, object.username) };
  }

  /** @param first the declared name of the first user */
  function outward(state: ApiUserState, first: string, slot: 2 | undefined): ApiUserState {
    const asNamed = localPart(state.username) === localPart(nameIn(slot, first));
    return {
      ...without(state, "slot"),
      username: asNamed ? first : state.username,
      ...(slot === undefined ? {} : { slot }),
    };
  }

  /** The same for what a partial failure keeps. */
  async function translated(
    first: string,
    slot: 2 | undefined,
    work: () => Promise<ApiUserState>,
  ): Promise<ApiUserState> {
    try {
      return outward(await work(), first, slot);
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      throw new PartialFailure(error.id, outward(error.state as ApiUserState, first, slot), error.reasons);
    }
  }

  const somebody = (state: ApiUserInputs & { id?: string }) => ({ ...state, userName: state.username });
  /** The one that is current now: after a rotation with overlap it is another than the one that the engine's id names. */
  const idOfCurrent = (id: string, state: ApiUserState): string => state.resourceId || id;

  async function create(inputs: ApiUserInputs): Promise<Made> {
    return makeOrTakeOver(inputs, false);
  }

  /**
   * @param ours whether a user of this name can only be our own: it is taken over whether active or not
   * @param identifier its tracking identifier, where it is known from before
   */
  async function makeOrTakeOver(inputs: ApiUserInputs, ours: boolean, identifier?: string): Promise<Made> {
    lookup.assertNotOwn(inputs.username);
    const users = await lookup.fresh();
    let existing = lookup.named(users, inputs.username);
    const { console } = services;
    if (!console) {
      if (existing) assertMayTakeOver(existing, inputs, ours || byPerson.hasHanded(inputs.username));
      else await assertReferences(services, inputs);
      const { record, known, reasons } = await byPerson.make(inputs, existing);
      return finish(inputs, known, record.id, reasons);
    }
    if (!existing && !lookup.isComplete(users)) existing = await lookup.onPage(console, somebody(inputs));
    if (existing) {
      assertMayTakeOver(existing, inputs, ours);
      return takeOver(console, existing, inputs, identifier);
    }
    await assertReferences(services, inputs);
    const known = await make(console, inputs);
    const id = (await idOf(inputs.username)) ?? `${BY_NAME}${localPart(inputs.username)}`;
    const reasons = await restDetails(inputs, id);
    return finish(inputs, known, id, reasons);
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
      ...detailsOf(inputs),
      optional: await settableByRest(services, inputs),
    };
    try {
      seen = await console.createApiUser(form, (credentials) => (seen = credentials));
    } catch (error) {
      if (!seen) throw error;
      const there = await waitFor(services, UNTIL_LISTED.slice(0, 3), () => lookup.freshNamed(inputs.username)).catch(
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

  /**
   * The id in REST. `undefined`: REST does not show it, or fails. It has been saved by now, with credentials that are shown
   * once: they are kept whatever fails, and `finish` asks once more and tells of it.
   */
  async function idOf(username: string): Promise<string | undefined> {
    try {
      if (!lookup.isComplete(await lookup.fresh())) return undefined;
      return (await waitFor(services, UNTIL_LISTED, () => lookup.freshNamed(username)))?.id;
    } catch (error) {
      log.info(`${directory.tenantName}: the id of "${username}" could not be read: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Fields that the form may have lacked are set by REST once the user is there. Answers what went wrong. */
  async function restDetails(inputs: ApiUserInputs, id: string): Promise<string[]> {
    const details = detailsOf(inputs);
    if (Object.keys(details).length === 0) return [];
    try {
      const record = await lookup.withPlaces(lookup.byId(await lookup.fresh(), id), inputs);
      const missing = record === undefined ? [] : notYet(record, details);
      const wanted = Object.fromEntries(Object.entries(details).filter(([name]) => missing.includes(name)));
      if (record !== undefined && missing.length > 0) await throughRest(services, lookup, record, wanted);
      return [];
    } catch (error) {
      // The user exists: its id and credentials are kept.
      return [error instanceof PsaError ? error.message : `setting its fields failed: ${(error as Error).message}`];
    }
  }

  function assertMayTakeOver(existing: ApiUserRecord, inputs: ApiUserInputs, ours: boolean): void {
    if (!existing.active || inputs.usernameDerived || inputs.adopt || ours) return;
    throw new PsaError(
      "conflict",
      `${directory.tenantName} already has an active API user "${inputs.username}": ${existing.firstName} ${existing.lastName} (id ${existing.id}).`,
      "Set adopt: true to take it over (its secret is replaced, so whoever uses it now loses access), or declare another username.",
    );
  }

  /** A user of this name is there already: ours from a broken run, revived, adopted, or taking its turn again. */
  async function takeOver(
    console: AdminConsole,
    existing: ApiUserRecord,
    inputs: ApiUserInputs,
    identifier?: string,
  ): Promise<Made> {
    const page = await console.readApiUser(lookup.handleOf(existing));
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
    const { details } = await lookup.withPlaces(existing, inputs);
    const fields = formChange({ ...withoutUndefined(page), ...details }, inputs);
    const byRest = await settableByRest(services, inputs);
    const change: ApiUserFormChange = {
      ...Object.fromEntries(Object.entries(fields).filter(([name]) => !(byRest as string[]).includes(name))),
      active: inputs.active,
      ...(page.locked ? { locked: false } : {}),
      secret: inputs.secret ?? true,
      ...(page.tracking ? {} : { tracking: wanted }),
    };
    if (inputs.adopt) {
      const fields = Object.keys(without(change, "secret", "tracking"));
      log.info(
        `${directory.tenantName}: the API user "${inputs.username}" (id ${existing.id}) is adopted; set anew: ${fields.join(", ")}, secret.`,
      );
    }
    const seen = await rewrite(console, existing, change);
    // Whose turn it is again, of that a new secret was asked.
    if (change.secret === true && identifier === undefined) reportRegenerated(inputs.username, "was there already");
    const known = knownFrom(seen, inputs);
    if (page.tracking?.kind === "custom")
      known.trackingIdentifier = seen.trackingIdentifier ?? page.tracking.identifier ?? identifier;
    return finish(inputs, known, existing.id, await restDetails(inputs, existing.id));
  }

  /** A secret that nobody asked to replace was replaced all the same: who used the old one has to hear of it. */
  function reportRegenerated(username: string, why: string): void {
    log.warn(
      `${directory.tenantName}: the API user "${username}" ${why}, so its secret was not known and Autotask has made a new one. Whatever used the old one has lost access: hand over the new one (pulumi stack output --show-secrets).`,
    );
  }

  /** Saves a change through the form. */
  async function rewrite(
    console: AdminConsole,
    user: ApiUserRecord,
    change: ApiUserFormChange,
    beforeSave?: () => void,
  ): Promise<Credentials> {
    const seen = await console.changeApiUser(lookup.handleOf(user), change, beforeSave);
    directory.invalidate();
    return { ...seen, key: seen.key || user.userName };
  }

  /** After the save: what is there, whether it is what was declared, and whether its credentials work. */
  async function finish(inputs: ApiUserInputs, known: Known, id: string, before: string[] = []): Promise<Made> {
    let state: ApiUserState = { ...inputs, ...known, resourceId: id, access: {}, verified: false };
    const reasons = [...before];
    try {
      state = withRecord(state, await lookup.withPlaces(lookup.byId(await lookup.fresh(), id), inputs));
      reasons.push(...differing(state, inputs));
      if (state.trackingIdentifier === undefined && inputs.internalIntegrationName !== undefined && services.console) {
        reasons.push(
          `its tracking identifier was shown only when an earlier run made it and is lost. Change internalIntegrationName (a trailing number will do): that makes a new user with a new identifier, then inactivates this one`,
        );
      }
      if (state.secret !== undefined || services.console) {
        const tried = await proof.prove(inputs, state);
        state = { ...state, ...tried.proven };
        if (tried.reason !== undefined) reasons.push(tried.reason);
      }
    } catch (error) {
      // The user exists: its id and credentials are kept, whatever else fails.
      reasons.push(error instanceof PsaError ? error.message : `checking it failed: ${(error as Error).message}`);
    }
    if (reasons.length > 0) throw partial(id, state, reasons);
    return { id, state };
  }

  const differing = (state: ApiUserState, inputs: ApiUserInputs): string[] =>
    wrongFields(state, inputs).map(
      (field) => `${field} is not as declared: it reads ${JSON.stringify(state[field] ?? "")}`,
    );

  function partial(id: string, state: ApiUserState, reasons: string[]): PartialFailure<ApiUserState> {
    return new PartialFailure(
      id,
      state,
      reasons.map(
        (reason) =>
          `${directory.tenantName}: the API user "${state.username}" (id ${state.resourceId || id}) exists, but ${reason}. Run pulumi up again once this is settled.`,
      ),
    );
  }

  async function read(
    id: string,
    state: ApiUserState,
  ): Promise<{ id: string; state: ApiUserState; inputs: ApiUserInputs } | undefined> {
    const users = await directory.apiUsers();
    const { slot } = state;
    const inner = inward(state, slot);
    let record = lookup.byId(users, idOfCurrent(id, state));
    if (!record && lookup.isComplete(users)) return undefined;
    if (!record && services.console) {
      record = await lookup.onPage(services.console, somebody(inner));
      if (!record) return undefined;
    }
    record = await lookup.withPlaces(record, inner);
    let now = await withPage(withRecord(inner, record), record);
    if (services.verifyOnRead) now = await triedOnRead(now);
    if (now.retiring && lookup.isComplete(users) && !lookup.byId(users, now.retiring.resourceId)?.active)
      now = without(now, "retiring");
    const outer = outward(now, state.username, slot);
    return { id: record?.id ?? id, state: outer, inputs: inputsOf(outer) };
  }

  /** Fields that only the form shows are read there, but only where they are declared: each is a page to load. */
  async function withPage(state: ApiUserState, record: ApiUserRecord | undefined): Promise<ApiUserState> {
    if (!services.console || !record) return state;
    const places = (["location", "dateFormat", "timeFormat", "numberFormat"] as const).filter(
      (field) => state[field] !== undefined && record[field] === undefined,
    );
    const details = DETAIL_NAMES.filter((name) => state[name] !== undefined && record.details?.[name] === undefined);
    if (places.length === 0 && details.length === 0) return state;
    const page = await services.console.readApiUser(lookup.handleOf(record));
    const shown = [
      ...places.filter((field) => page[field] !== undefined && fold(page[field]) !== fold(state[field] ?? "")),
      ...details.filter((name) => page[name] !== undefined && !sameDetail(page[name], state[name])),
    ];
    return { ...state, ...Object.fromEntries(shown.map((field) => [field, page[field]])) };
  }

  /** One try: a drift run must not wait. A refusal shows as a user that is not verified, which the next run looks at. */
  async function triedOnRead(state: ApiUserState): Promise<ApiUserState> {
    if (state.verify === "off" || !state.active || state.secret === undefined || state.trackingIdentifier === undefined)
      return state;
    const { proven, reason } = await proof.prove(state, state, []);
    if (reason !== undefined) log.warn(`${directory.tenantName}: the API user "${state.username}": ${reason}`);
    return { ...state, ...proven };
  }

  /** What a person has handed over for the current user and is not in the state yet. */
  function newlyHanded(state: ApiUserState, username: string): { secret?: string; trackingIdentifier?: string } {
    const handed = person.handed(username);
    const wantsIdentifier = state.trackingIdentifier === undefined && state.internalIntegrationName !== undefined;
    return {
      ...(handed.secret !== undefined && handed.secret !== state.handed?.[username.toLowerCase()]
        ? { secret: handed.secret }
        : {}),
      ...(wantsIdentifier && handed.trackingIdentifier !== undefined
        ? { trackingIdentifier: handed.trackingIdentifier }
        : {}),
    };
  }

  async function update(id: string, olds: ApiUserState, news: ApiUserInputs): Promise<ApiUserState> {
    if (rotationAsked(olds.rotation, news.rotation) && news.rotation?.overlap && olds.active && news.active)
      return handOver(id, olds, news);
    const { slot } = olds;
    const state = await translated(news.username, slot, () => change(id, inward(olds, slot), inward(news, slot)));
    return retire(id, state);
  }

  /**
   * The other of the two users takes over: it is made, or gets a new secret, and is proven before the state names it the
   * current one. The one that was current goes on working until it is retired.
   */
  async function handOver(id: string, olds: ApiUserState, news: ApiUserInputs): Promise<ApiUserState> {
    const slot = olds.slot === 2 ? undefined : 2;
    const target = inward(news, slot);
    if (olds.retiring) {
      log.warn(
        `${directory.tenantName}: ${olds.retiring.key} had not been retired yet. It takes over again with a new secret, so what still uses its old one loses access.`,
      );
    }
    const retiring = {
      key: olds.key,
      resourceId: idOfCurrent(id, olds),
      since: new Date(services.now()).toISOString(),
    };
    const own = target.username.toLowerCase();
    const identifiers = {
      ...olds.identifiers,
      ...(olds.trackingIdentifier === undefined
        ? {}
        : { [nameIn(olds.slot, news.username).toLowerCase()]: olds.trackingIdentifier }),
    };
    const told = (state: ApiUserState): ApiUserState => ({
      ...state,
      retiring,
      identifiers,
      ...(olds.handed || state.handed ? { handed: { ...olds.handed, ...state.handed } } : {}),
    });
    if (!services.console) await byPerson.assertNewSecret(target, olds.handed?.[own]);
    const state = await translated(news.username, slot, async () => {
      try {
        return told((await makeOrTakeOver(target, true, identifiers[own])).state);
      } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw new PartialFailure(id, told(error.state as ApiUserState), error.reasons);
      }
    });
    log.info(
      `${directory.tenantName}: ${state.key} has taken over from ${retiring.key}, which goes on working. Hand over the new key and secret now; a run of pulumi up ${news.rotation?.retireAfterHours ?? 24} hours from now or later inactivates the old one.`,
    );
    return state;
  }

  /** Inactivates the user that was current before, once its time has come. */
  async function retire(id: string, state: ApiUserState): Promise<ApiUserState> {
    const { retiring } = state;
    if (!retiring || !rotationDue(retiring, state.rotation, services.now())) return state;
    // The old one must not go before the new one is known to be good, as far as that can be known.
    if (unfinished(state, state)) return state;
    try {
      await inactivate(retiring.resourceId, { ...state, username: localName(retiring.key) });
    } catch (error) {
      throw partial(id, state, [
        `${retiring.key}, which it has replaced, could not be inactivated: ${(error as Error).message}`,
      ]);
    }
    log.info(`${directory.tenantName}: ${retiring.key} was inactivated; ${state.key} is the only key now.`);
    return without(state, "retiring");
  }

  const localName = (key: string): string => key.split("@")[0] ?? "";

  async function change(engineId: string, olds: ApiUserState, news: ApiUserInputs): Promise<ApiUserState> {
    const id = idOfCurrent(engineId, olds);
    const users = await lookup.fresh();
    const record = await lookup.withPlaces(await lookup.present(users, id, somebody(olds)), news);
    lookup.assertNotOwn(record.userName);
    lookup.assertNotOwn(news.username);
    const namesake = users.find(
      (user) => user.id !== record.id && localPart(user.userName) === localPart(news.username),
    );
    if (namesake) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName} already has another API user "${news.username}" (id ${namesake.id}); inactive ones keep their names.`,
        "Declare another username.",
      );
    }
    // By the state too: a run that was killed may have revived it already, and lost the new secret.
    const revived = news.active && (!record.active || !olds.active);
    const rotating = rotationAsked(olds.rotation, news.rotation) && news.active;
    const form = formChange(liveOf(record, olds), news);
    if (record.active !== news.active) form.active = news.active;
    if (localPart(record.userName) !== localPart(news.username)) form.username = news.username;
    const handed = news.secret === undefined ? newlyHanded(olds, olds.username) : {};
    const secretChanged = news.secret !== undefined && (news.secret !== olds.secret || olds.secretGenerated);
    const lost = olds.secret === undefined;
    if (secretChanged) form.secret = news.secret;
    else if (
      handed.secret === undefined &&
      (lost || rotating || (revived && news.secret === undefined && services.console))
    )
      form.secret = true;
    const named = form.securityLevel !== undefined || form.location !== undefined || referencesOf(form).length > 0;
    if (named) await assertReferences(services, news, form.securityLevel !== undefined);

    const identifier = news.vendorTrackingIdentifier ?? handed.trackingIdentifier;
    let base: ApiUserState = {
      ...olds,
      ...news,
      secret: olds.secret,
      key: olds.key,
      ...(identifier === undefined ? {} : { trackingIdentifier: identifier }),
      ...(handed.secret === undefined
        ? {}
        : {
            secret: handed.secret,
            secretGenerated: true,
            handed: { ...olds.handed, [olds.username.toLowerCase()]: handed.secret },
          }),
    };
    base = withoutRemoved(base, news);
    const left = await throughRest(services, lookup, record, form);
    let known: Known = base;
    let secretAtStake = false;
    let wrote = Object.keys(left).length < Object.keys(form).length;
    if (Object.keys(left).length > 0) {
      try {
        if (services.console) {
          const handle = wrote ? { ...record, ...changedSoFar(form, left) } : record;
          const seen = await rewrite(services.console, handle, left, () => (secretAtStake = form.secret !== undefined));
          known = {
            key: seen.key || olds.key,
            secret: seen.secret ?? (typeof form.secret === "string" ? form.secret : base.secret),
            secretGenerated: form.secret === true ? true : form.secret === undefined ? base.secretGenerated : false,
            trackingIdentifier: base.trackingIdentifier,
          };
          if (form.secret === true && !rotating && lost) reportRegenerated(news.username, "may have lost its secret");
          wrote = true;
        } else {
          await byPerson.change(record, left, base);
          if (typeof form.secret === "string") known = { ...base, secret: form.secret, secretGenerated: false };
          wrote = true;
        }
      } catch (error) {
        if (!wrote && !secretAtStake) throw error;
        // The new secret may be in force or not, and a revival may have cost the old one. A declared secret can be tried;
        // a generated one is made anew next time. Where nothing of a secret was touched, the old one and the old trigger stay.
        const retry = { ...base, secret: typeof form.secret === "string" ? form.secret : undefined };
        if (!secretAtStake || !(await proof.works(retry))) {
          const gone = form.secret !== undefined && (secretAtStake || lost || revived || secretChanged);
          // What was left for the form is not known to be done: REST may not show it, and the next run has to try again.
          const undone = without(left, "secret", "tracking", "username");
          const before = Object.fromEntries(
            Object.keys(undone).map((field) => [field, olds[field as keyof ApiUserInputs]]),
          );
          const kept = { ...base, ...before, rotation: secretAtStake ? base.rotation : olds.rotation };
          const now = withRecord(
            { ...kept, ...(gone ? { secret: undefined } : {}) },
            lookup.byId(await lookup.fresh(), id),
          );
          throw partial(engineId, withoutUndefined(now), [(error as Error).message]);
        }
        known = { ...retry, secretGenerated: false };
      }
    }
    const touchy =
      form.secret !== undefined ||
      handed.secret !== undefined ||
      form.username !== undefined ||
      form.securityLevel !== undefined ||
      revived;
    if (!touchy && !unfinished(olds, news) && base.trackingIdentifier === olds.trackingIdentifier) {
      const now = await lookup.withPlaces(lookup.byId(await lookup.fresh(), id), news);
      const state = withRecord({ ...base, ...known }, now);
      const wrong = differing(state, news);
      if (wrong.length > 0) throw partial(engineId, state, wrong);
      return state;
    }
    const key = form.username === undefined ? known.key : known.key.replace(/^[^@]*/, () => news.username);
    const kept = {
      ...(olds.retiring ? { retiring: olds.retiring } : {}),
      ...(base.handed ? { handed: base.handed } : {}),
      ...(olds.identifiers ? { identifiers: olds.identifiers } : {}),
    };
    try {
      return { ...(await finish(news, { ...known, key, ...kept }, id)).state, ...kept };
    } catch (error) {
      // The engine goes on by the id that it has.
      if (error instanceof PartialFailure)
        throw new PartialFailure(engineId, error.state as ApiUserState, error.reasons);
      throw error;
    }
  }

  /** What is declared no longer is no longer compared either. */
  function withoutRemoved(state: ApiUserState, news: ApiUserInputs): ApiUserState {
    const optional = [...DETAIL_NAMES, "rotation"] as const;
    return without(state, ...optional.filter((name) => news[name] === undefined));
  }

  async function remove(id: string, state: ApiUserState): Promise<void> {
    // The retiring one first: should the second step fail, the current one still stands in the state.
    if (state.retiring)
      await inactivate(state.retiring.resourceId, { ...state, username: localName(state.retiring.key) });
    await inactivate(idOfCurrent(id, state), inward(state, state.slot));
  }

  async function inactivate(id: string, state: ApiUserState): Promise<void> {
    const users = await lookup.fresh();
    let record = lookup.byId(users, id);
    if (!record && lookup.isComplete(users)) return;
    if (!record && services.console) record = await lookup.onPage(services.console, somebody(state));
    if (!record) return;
    lookup.assertNotOwn(record.userName);
    if (!record.active) return;
    const left = await throughRest(services, lookup, record, { active: false });
    if (left.active === undefined) return;
    if (services.console) await rewrite(services.console, record, { active: false });
    else await byPerson.change(record, { active: false }, state);
    const now = lookup.byId(await lookup.fresh(), id);
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
    diff: (_id, olds, news) => {
      const handed = olds.username === undefined ? {} : newlyHanded(olds, nameIn(olds.slot, String(olds.username)));
      const some = news.secret === undefined && Object.keys(handed).length > 0;
      return diffApiUser(olds, news, services.now(), some);
    },
    create,
    read,
    update,
    delete: remove,
  };
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
