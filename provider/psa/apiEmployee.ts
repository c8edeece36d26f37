import { PsaError } from "../errors";
import { PartialFailure, type Checked, type Lifecycle } from "../lifecycle";
import { UNTIL_LISTED, waitFor } from "../waiting";
import { changeSteps, createSteps, instructionSteps, LABELS, renderSteps } from "./guide/steps";
import {
  checkApiEmployee,
  diffApiEmployee,
  FORM_FIELDS,
  inputsOf,
  sameField,
  type PsaApiEmployeeInputs,
  type PsaApiEmployeeState,
} from "./inputs";
import { expiryOf, expiryWarning, newPassword } from "./password";
import { checkReferences, nameOf, notConverted } from "./references";
import type { PsaServices } from "./services";
import type { EmployeeChange, EmployeeForm, EmployeePage, EmployeeRecord } from "./tenant";
import { isApiEmployee, sameName } from "./wording";

export type { PsaApiEmployeeArgs, PsaApiEmployeeInputs, PsaApiEmployeeState } from "./inputs";

/** Stands in an id for "known by its user name only": some tenants may not list API employees in REST. */
const BY_NAME = "username:";

/** Errors that say for certain that nothing was saved. */
const NOTHING_SAVED = ["validation", "conflict", "not-found", "config", "authentication", "permission", "unsupported"];

/** Inputs that decide what the tenant is asked at preview. */
const ASKED = [...FORM_FIELDS, "allowSharedEmail"] as const;

/** What was seen of an employee, by whichever channel. */
interface Seen {
  record?: EmployeeRecord;
  page?: EmployeePage;
}

/** How an API employee is checked, compared, made, read, changed and inactivated. */
export function apiEmployee(services: PsaServices): Lifecycle<PsaApiEmployeeInputs, PsaApiEmployeeState> {
  const { directory, console, passwordPage, log } = services;

  async function check(
    news: Record<string, unknown>,
    olds: Record<string, unknown> = {},
  ): Promise<Checked<PsaApiEmployeeInputs>> {
    const checked = checkApiEmployee(news);
    const { inputs } = checked;
    const isNew = olds.userName === undefined;
    const asked = isNew || ASKED.some((name) => JSON.stringify(olds[name]) !== JSON.stringify(inputs[name]));
    if (checked.failures.length > 0 || !asked) return checked;
    const { failures, warnings } = await checkReferences(services, inputs, isNew);
    return { inputs, failures, warnings: [...(checked.warnings ?? []), ...warnings] };
  }

  /** The account in use is never touched: a wrong step would lock this program out of the tenant. */
  function assertNotOwn(userName: string): void {
    if (!sameName(userName, directory.ownUserName)) return;
    throw new PsaError(
      "conflict",
      `${directory.tenantName}: "${userName}" is the account that this program signs in with; it is never created, changed or inactivated here.`,
      "Declare another userName, or give the program an account of its own.",
    );
  }

  const byId = (employees: EmployeeRecord[], id: string): EmployeeRecord | undefined =>
    id.startsWith(BY_NAME)
      ? employees.find((one) => sameName(one.userName, id.slice(BY_NAME.length)))
      : employees.find((one) => one.id === id);

  async function create(inputs: PsaApiEmployeeInputs): Promise<{ id: string; state: PsaApiEmployeeState }> {
    assertNotOwn(inputs.userName);
    directory.invalidate();
    if (!console) return createByHand(inputs, await directory.find(inputs.userName));
    const { employees, whole } = await directory.roster();
    const record = employees.find((one) => sameName(one.userName, inputs.userName));
    // A list that may hide people proves no absence: the console's own list has everybody.
    const page = record || !whole ? await console.readEmployee(record?.userName ?? inputs.userName) : undefined;
    if (page) return takeOver(inputs, { record, page });
    if (record)
      throw new PsaError(
        "conflict",
        `${directory.tenantName} lists an employee "${record.userName}" (${nameOf(record)}, id ${record.id}) that the console does not show.`,
        "Check that the console account may see all employees, or declare another userName.",
      );
    assertOwnEmail(inputs, employees);
    const made = await make(inputs);
    return finish(inputs, made, await idOf(inputs.userName));
  }

  /** Without a console a person makes it; the next run finds it by its user name. */
  async function createByHand(
    inputs: PsaApiEmployeeInputs,
    record: EmployeeRecord | undefined,
  ): Promise<{ id: string; state: PsaApiEmployeeState }> {
    if (!record) {
      throw new PsaError(
        "unsupported",
        `${directory.tenantName}: the vendor has no API that can create an API employee ("${inputs.userName}").`,
        renderSteps(createSteps(formOf(inputs)), "Then run pulumi up again, with adopt: true."),
      );
    }
    if (!inputs.adopt) throw taken(record);
    log.warn(
      `${directory.tenantName}: "${record.userName}" (id ${record.id}) is taken over. Its user type, roles, department, manager and location show in the console only and were not checked.`,
    );
    return finish(inputs, { record }, record.id);
  }

  const taken = (who: { userName: string; id?: string }, differs: string[] = []): PsaError =>
    new PsaError(
      "conflict",
      `${directory.tenantName} already has an active employee "${who.userName}"${who.id === undefined ? "" : ` (id ${who.id})`}${differs.length === 0 ? "" : ` that differs in ${differs.join(", ")}`}.`,
      "Set adopt: true to take it over if it is an API employee, or declare another userName.",
    );

  function assertOwnEmail(inputs: PsaApiEmployeeInputs, employees: EmployeeRecord[]): void {
    if (inputs.allowSharedEmail) return;
    const other = employees.find(
      (one) => one.active && sameName(one.email, inputs.email) && !sameName(one.userName, inputs.userName),
    );
    if (!other) return;
    throw new PsaError(
      "conflict",
      `${directory.tenantName}: "${other.userName}" (id ${other.id}) has the e-mail address of "${inputs.userName}".`,
      "Use another address, or set allowSharedEmail: true.",
    );
  }

  /**
   * Fills in and saves the form. An error that leaves open whether it was saved is followed by a look: the employee is
   * there or not. Nothing is sent twice.
   */
  async function make(inputs: PsaApiEmployeeInputs): Promise<Seen> {
    try {
      const { page, before, after } = await console!.createEmployee(formOf(inputs));
      if (before.used !== undefined && after.used !== undefined && after.used > before.used)
        log.warn(
          `${directory.tenantName}: while "${inputs.userName}" was made, the number of used licenses went from ${before.used} to ${after.used}. An API employee uses none: look whether somebody else was added, or whether its type is right.`,
        );
      directory.invalidate();
      return { page };
    } catch (error) {
      directory.invalidate();
      if (error instanceof PsaError && NOTHING_SAVED.includes(error.code)) throw error;
      const page = await console!.readEmployee(inputs.userName).catch(() => undefined);
      if (!page || page.userType === undefined || !isApiEmployee(page.userType)) throw error;
      log.warn(`${directory.tenantName}: "${inputs.userName}" was saved, although: ${(error as Error).message}`);
      return { page };
    }
  }

  /** An employee of this user name is there: ours from a broken run, revived, adopted, or somebody else's. */
  async function takeOver(
    inputs: PsaApiEmployeeInputs,
    { record, page }: { record?: EmployeeRecord; page: EmployeePage },
  ): Promise<{ id: string; state: PsaApiEmployeeState }> {
    assertType(page);
    const change = changeOf(page, inputs);
    // A run that was killed after Save leaves exactly what is declared.
    const differs = Object.keys(change).filter((name) => name !== "active");
    if (page.active && differs.length > 0 && !inputs.adopt)
      throw taken({ userName: page.userName, id: record?.id }, differs.map(labelOf));
    const now = Object.keys(change).length === 0 ? page : await rewrite(page.userName, change);
    return finish(inputs, { page: now }, record?.id ?? (await idOf(inputs.userName)));
  }

  function assertType(page: EmployeePage): void {
    if (page.userType !== undefined && isApiEmployee(page.userType)) return;
    if (page.userType === undefined)
      throw new PsaError(
        "conflict",
        `${directory.tenantName}: the page of "${page.userName}" does not show its user type, so it is not touched.`,
        "Look at it in HR > Employees, or declare another userName.",
      );
    throw new PsaError("conflict", notConverted(directory.tenantName, page, page.userType), "");
  }

  const labelOf = (name: string): string => (LABELS as Record<string, string>)[name] ?? name;

  /** Fields that are not as declared, as far as the page shows them. */
  function changeOf(page: EmployeePage, inputs: PsaApiEmployeeInputs): EmployeeChange {
    const change: Record<string, unknown> = {};
    for (const field of FORM_FIELDS)
      if (page[field] !== undefined && !sameField(field, page[field], inputs[field])) change[field] = inputs[field];
    if (page.active !== inputs.active) change.active = inputs.active;
    return change as EmployeeChange;
  }

  async function rewrite(userName: string, change: EmployeeChange): Promise<EmployeePage> {
    try {
      return await console!.changeEmployee(userName, change);
    } finally {
      directory.invalidate();
    }
  }

  /**
   * The id in REST, or the user name where REST does not show it within a few looks, or fails: it has been saved by now, and
   * what has been saved is kept whatever fails. `finish` asks once more and tells of it.
   */
  async function idOf(userName: string): Promise<string> {
    const looks = UNTIL_LISTED.slice(0, 3);
    try {
      const record = await waitFor(services, looks, async () => {
        directory.invalidate();
        return (await directory.roster()).employees.find((one) => sameName(one.userName, userName));
      });
      return (record ?? (await directory.find(userName)))?.id ?? `${BY_NAME}${userName}`;
    } catch (error) {
      log.info(`${directory.tenantName}: the id of "${userName}" could not be read: ${(error as Error).message}`);
      return `${BY_NAME}${userName}`;
    }
  }

  /** State with what was seen of it. Declared wording is kept where it means the same. */
  function live(state: PsaApiEmployeeState, { record, page }: Seen): PsaApiEmployeeState {
    const shown: Partial<Record<keyof EmployeeForm, unknown>> = {
      ...(record && {
        userName: record.userName,
        firstName: record.firstName,
        lastName: record.lastName,
        email: record.email,
        ...(record.jobTitle === "" ? {} : { jobTitle: record.jobTitle }),
      }),
      ...Object.fromEntries(FORM_FIELDS.filter((field) => page?.[field] !== undefined).map((f) => [f, page![f]])),
    };
    const differing = FORM_FIELDS.filter((f) => shown[f] !== undefined && !sameField(f, shown[f], state[f]));
    const userType = page?.userType ?? state.userType;
    const documented = userType !== undefined && isApiEmployee(userType) ? false : undefined;
    return {
      ...state,
      ...Object.fromEntries(differing.map((field) => [field, shown[field]])),
      active: page?.active ?? record?.active ?? state.active,
      recordId: record?.id ?? state.recordId,
      userType,
      consumesLicense: documented,
      uiLogin: documented,
    };
  }

  /** After the save: what is there, the mail, the password, the proof. The employee exists, so its id is kept whatever fails. */
  async function finish(
    inputs: PsaApiEmployeeInputs,
    seen: Seen,
    id: string,
    olds?: PsaApiEmployeeState,
  ): Promise<{ id: string; state: PsaApiEmployeeState }> {
    const reasons: string[] = [];
    let state: PsaApiEmployeeState = {
      ...inputs,
      password: olds?.password,
      recordId: id.startsWith(BY_NAME) ? undefined : id,
      userType: olds?.userType,
      passwordGenerated: olds?.passwordGenerated ?? false,
      passwordSetAt: olds?.passwordSetAt,
      passwordStatus: olds?.passwordStatus ?? "awaiting",
      instructionsSentFor: olds?.instructionsSentFor,
      rights: olds?.rights,
      verified: olds?.verified ?? false,
    };
    const step = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        reasons.push(error instanceof PsaError ? error.message : `checking it failed: ${(error as Error).message}`);
      }
    };
    await step(async () => {
      const record = seen.record ?? byId((await directory.roster()).employees, id);
      state = live(state, { record, page: seen.page });
      for (const field of FORM_FIELDS)
        if (!sameField(field, state[field], inputs[field]))
          reasons.push(`${labelOf(field)} is not as declared: it reads "${[state[field]].flat().join(", ")}"`);
      if (state.active !== inputs.active)
        reasons.push(`it is ${state.active ? "active" : "inactive"}, which is not as declared`);
    });
    const trigger = inputs.resetInstructions;
    if (trigger !== undefined && trigger !== state.instructionsSentFor && inputs.active)
      await step(async () => {
        await sendInstructions(state.userName);
        state.instructionsSentFor = trigger;
      });
    await step(() => settlePassword(state, inputs, olds));
    await step(async () => {
      const rolesChanged = olds !== undefined && !sameField("securityRoles", olds.securityRoles, inputs.securityRoles);
      const revived = olds !== undefined && !olds.active && inputs.active;
      const reason = await prove(state, inputs, !state.verified || rolesChanged || revived);
      if (reason !== undefined) reasons.push(reason);
    });
    if (reasons.length > 0) throw partial(id, state, reasons);
    return { id, state };
  }

  async function sendInstructions(userName: string): Promise<void> {
    if (!console) {
      // Said once: whether a person has done it shows nowhere.
      log.warn(`${directory.tenantName}: ${renderSteps(instructionSteps(userName), "Then run pulumi up again.")}`);
      return;
    }
    try {
      await console.sendInstructions(userName);
    } catch (error) {
      // It was pressed. A second press would send a second mail and may make the first link useless.
      if (!(error instanceof PsaError) || error.code !== "unverified") throw error;
      log.warn(error.message);
    }
  }

  /** Sets or takes over the password. Changes `state` step by step, so that what was reached is kept when a step fails. */
  async function settlePassword(
    state: PsaApiEmployeeState,
    inputs: PsaApiEmployeeInputs,
    olds: PsaApiEmployeeState | undefined,
  ): Promise<void> {
    const now = new Date(services.now()).toISOString();
    const link = inputs.passwordLink;
    if (inputs.password !== undefined) {
      const same = olds?.password === inputs.password;
      const setAt = inputs.passwordSetOn === undefined ? undefined : new Date(inputs.passwordSetOn).toISOString();
      state.password = inputs.password;
      state.passwordGenerated = false;
      state.passwordSetAt = setAt ?? (same ? olds?.passwordSetAt : undefined) ?? now;
      state.verified = same && state.verified;
      state.passwordStatus = "known";
    } else if (link !== undefined && (link !== olds?.passwordLink || olds.passwordStatus === "awaiting")) {
      await completeReset(state, link, now);
    } else {
      state.passwordLink = olds?.passwordLink;
    }
    const { passwordSetAt: setAt } = state;
    state.passwordExpiresAt = setAt === undefined ? undefined : expiryOf(setAt, inputs.passwordExpiryDays);
  }

  async function completeReset(state: PsaApiEmployeeState, link: string, now: string): Promise<void> {
    const password = newPassword();
    const settled = () => {
      Object.assign(state, {
        password,
        passwordGenerated: true,
        passwordSetAt: now,
        passwordStatus: "known",
        verified: false,
      });
    };
    try {
      await passwordPage.setPassword(link, state.userName, password);
      settled();
    } catch (error) {
      state.passwordLink = undefined;
      if (error instanceof PsaError && NOTHING_SAVED.includes(error.code)) throw error;
      // Set or not? One sign-in tells.
      const proof = await directory.probe({ userName: state.userName, password }).catch(() => undefined);
      if (proof?.outcome !== "accepted") throw error;
      settled();
      state.passwordLink = link;
    }
  }

  /** Signs in as the account itself, once, and without a one-time code. Answers what is wrong, if anything. */
  async function prove(
    state: PsaApiEmployeeState,
    inputs: PsaApiEmployeeInputs,
    needed: boolean,
  ): Promise<string | undefined> {
    if (state.passwordStatus === "awaiting" || state.password === undefined) {
      if (inputs.active)
        log.info(
          `"${state.userName}" awaits its password: declare password, or passwordLink with the link from the mail.`,
        );
      return undefined;
    }
    if (!needed || inputs.verify === "off" || !inputs.active) return undefined;
    state.verified = false;
    const proof = await directory.probe({ userName: state.userName, password: state.password });
    if (proof.outcome === "accepted") {
      state.verified = true;
      // Rights of an earlier sign-in may be those of other roles.
      state.rights = proof.rights;
      if (proof.rights === undefined)
        log.warn(
          `${directory.tenantName}: "${state.userName}" is let in, but its own rights could not be read: ${proof.unread}`,
        );
      return undefined;
    }
    const text = `its own sign-in is refused: ${proof.reason}`;
    if (inputs.verify === "strict") return `[unverified] ${text}`;
    log.warn(`${directory.tenantName}: the API employee "${state.userName}" was saved, but ${text}`);
    return undefined;
  }

  function partial(id: string, state: PsaApiEmployeeState, reasons: string[]): PartialFailure<PsaApiEmployeeState> {
    return new PartialFailure(
      id,
      state,
      reasons.map(
        (reason) =>
          `${directory.tenantName}: the API employee "${state.userName}" (id ${id}) exists, but ${reason}. Run pulumi up again once this is settled.`,
      ),
    );
  }

  /** Finds an employee of a state; `undefined`: confirmed absent; `"hidden"`: nobody can tell. */
  async function look(id: string, state: PsaApiEmployeeState): Promise<Seen | undefined | "hidden"> {
    const { employees, whole } = await directory.roster();
    const record =
      byId(employees, id) ?? (id.startsWith(BY_NAME) ? undefined : byId(employees, BY_NAME + state.userName));
    if (console) {
      const page = await console.readEmployee(record?.userName ?? state.userName);
      return page || record ? { record, page } : undefined;
    }
    if (record) return { record };
    if (whole) return undefined;
    const found = await directory.find(state.userName);
    return found ? { record: found } : "hidden";
  }

  async function read(
    id: string,
    state: PsaApiEmployeeState,
  ): Promise<{ id: string; state: PsaApiEmployeeState; inputs: PsaApiEmployeeInputs } | undefined> {
    warnOfExpiry(state);
    const seen = await look(id, state);
    if (seen === undefined) return undefined;
    if (seen === "hidden") {
      log.warn(
        `${directory.tenantName} does not list "${state.userName}" (id ${id}), which does not mean that it is gone: tenants may hide API employees and inactive ones. Its state is kept; a console sign-in would tell.`,
      );
      return { id, state, inputs: inputsOf(state) };
    }
    const now = live(state, seen);
    if (seen.page?.userType !== undefined && !isApiEmployee(seen.page.userType))
      log.warn(`${directory.tenantName}: "${now.userName}" (id ${id}) has the user type ${seen.page.userType}.`);
    return { id: seen.record?.id ?? id, state: now, inputs: inputsOf(now) };
  }

  function warnOfExpiry(state: PsaApiEmployeeState): void {
    if (state.passwordExpiresAt === undefined || !state.active) return;
    const text = expiryWarning(state.userName, state.passwordExpiresAt, services.now());
    if (text !== undefined && !warned.has(text)) log.warn((warned.add(text), text));
  }
  const warned = new Set<string>();

  async function update(
    id: string,
    olds: PsaApiEmployeeState,
    news: PsaApiEmployeeInputs,
  ): Promise<PsaApiEmployeeState> {
    assertNotOwn(olds.userName);
    assertNotOwn(news.userName);
    directory.invalidate();
    const seen = await look(id, olds);
    if (seen === undefined)
      throw new PsaError(
        "not-found",
        `${directory.tenantName} has no employee "${olds.userName}" (id ${id}).`,
        "Run pulumi refresh to see what is there.",
      );
    const here: Seen = seen === "hidden" ? {} : seen;
    const change = changeOf(here.page ?? shownBy(olds, here.record), news);
    if (change.userName !== undefined) await assertFree(news.userName);
    if (Object.keys(change).length === 0) return (await finish(news, here, id, olds)).state;
    if (!console)
      throw new PsaError(
        "unsupported",
        `${directory.tenantName}: the vendor has no API that can change "${olds.userName}" (id ${id}).`,
        renderSteps(changeSteps(olds.userName, change), "Then run pulumi refresh and pulumi up."),
      );
    if (here.page) assertType(here.page);
    const page = await rewrite(here.page?.userName ?? olds.userName, change);
    return (await finish(news, { page }, id, olds)).state;
  }

  /** Without the page, what was last known stands for what REST does not show. */
  function shownBy(olds: PsaApiEmployeeState, record: EmployeeRecord | undefined): EmployeePage {
    const now = live(olds, { record });
    return { ...formOf(now), active: now.active };
  }

  async function assertFree(userName: string): Promise<void> {
    const other = await directory.find(userName);
    if (other) throw taken(other);
  }

  async function remove(id: string, state: PsaApiEmployeeState): Promise<void> {
    assertNotOwn(state.userName);
    directory.invalidate();
    const seen = await look(id, state);
    if (seen === undefined) return;
    const here: Seen = seen === "hidden" ? {} : seen;
    if ((here.page?.active ?? here.record?.active) === false) return;
    const userName = here.page?.userName ?? here.record?.userName ?? state.userName;
    assertNotOwn(userName);
    if (!console)
      throw new PsaError(
        "unsupported",
        `${directory.tenantName}: the vendor has no API that can inactivate "${userName}" (id ${id}), and deletes nobody.`,
        renderSteps(changeSteps(userName, { active: false }), "Then run pulumi destroy again."),
      );
    if (here.page) assertType(here.page);
    const page = await rewrite(userName, { active: false });
    if (page.active)
      throw new PsaError(
        "unverified",
        `${directory.tenantName}: "${userName}" (id ${id}) was saved as inactive, but still reads active.`,
        "Run pulumi destroy again, or inactivate it in HR > Employees.",
      );
  }

  return {
    check,
    diff: (_id, olds, news) => {
      warnOfExpiry(olds);
      return diffApiEmployee(olds, news);
    },
    create,
    read,
    update,
    delete: remove,
  };
}

function formOf(inputs: PsaApiEmployeeInputs): EmployeeForm {
  return Object.fromEntries(FORM_FIELDS.map((field) => [field, inputs[field]])) as unknown as EmployeeForm;
}
