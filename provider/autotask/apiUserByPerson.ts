import { PsaError } from "../errors";
import type { Known } from "./apiUser";
import { formChange, liveOf, notYet, shownByRest, throughRest } from "./apiUserChange";
import type { ApiUserInputs, ApiUserState } from "./apiUserInputs";
import { BY_NAME, type ApiUserLookup } from "./apiUserLookup";
import type { ApiUserProof } from "./apiUserProof";
import { byPerson, configCommand, NOBODY, type Person } from "./guide/person";
import { changeUserRunbook, createUserRunbook } from "./guide/userRunbook";
import type { AutotaskServices } from "./services";
import type { ApiUserFormChange, ApiUserRecord } from "./tenant";
import { localPart } from "./username";

/** An API user that a person makes and changes, watched through REST. */
export class ApiUserByPerson {
  private readonly person: Person;

  constructor(
    private readonly services: AutotaskServices,
    private readonly lookup: ApiUserLookup,
    private readonly proof: ApiUserProof,
  ) {
    this.person = services.person ?? NOBODY;
  }

  /** Whether a person has handed over a secret for this user: the runbook that asked for it was ours. */
  hasHanded(username: string): boolean {
    return this.person.handed(username).secret !== undefined;
  }

  /**
   * Has a person make a user, or takes over the one that a person made; then sets by REST what REST can.
   *
   * @returns what is there, and what is left to do
   * @throws PsaError `unsupported` with the runbook
   */
  async make(
    inputs: ApiUserInputs,
    existing: ApiUserRecord | undefined,
  ): Promise<{ record: ApiUserRecord; known: Known; reasons: string[] }> {
    const runbook = createUserRunbook(inputs, this.person.term);
    const found =
      existing ??
      (await this.already(inputs)) ??
      (await byPerson(this.services, "create an API user", runbook, await this.watch(inputs.username)));
    await this.person.drop(runbook.name);
    const record = await this.lookup.withPlaces(found, inputs);
    const known = this.knownOf(inputs, record);
    const reasons = [...this.missing(inputs, known)];
    try {
      const wanted: ApiUserFormChange = formChange(liveOf(record), inputs);
      if (record.active !== inputs.active) wanted.active = inputs.active;
      // What REST does not show was in the runbook, and is believed.
      const shown = Object.fromEntries(
        Object.entries(wanted).filter(([field]) => shownByRest(field, record)),
      ) as ApiUserFormChange;
      const left = await throughRest(this.services, this.lookup, record, shown);
      if (Object.keys(left).length > 0) await this.change(record, left, known);
    } catch (error) {
      // The user exists: it is kept, whatever is left to do.
      reasons.push(
        error instanceof PsaError ? error.message : `setting its fields failed: ${(error as Error).message}`,
      );
    }
    return { record, known, reasons };
  }

  /**
   * Has a person change a user.
   *
   * @param known what is known of its credentials, for trying a declared secret
   * @throws PsaError `unsupported` with the runbook
   */
  async change(
    record: ApiUserRecord,
    change: ApiUserFormChange,
    known: Pick<ApiUserState, "key" | "trackingIdentifier">,
  ): Promise<void> {
    const { secret, ...fields } = change;
    const shown = Object.keys(fields).every((field) => shownByRest(field, record)) && !record.id.startsWith(BY_NAME);
    const canTry = typeof secret === "string" && known.trackingIdentifier !== undefined;
    const unseen = !shown || (typeof secret === "string" && !canTry);
    const runbook = changeUserRunbook(
      { change, user: record, username: localName(record.userName), unseen },
      this.person.term,
    );
    const said = runbook.code !== undefined && this.person.followed.has(runbook.code);
    const look = async (): Promise<true | undefined> => {
      const now = await this.lookup.withPlaces(this.lookup.byId(await this.lookup.fresh(), record.id), fields);
      if (now && notYet(now, fields).length > 0) return undefined;
      return canTry && !(await this.proof.works({ ...known, secret })) ? undefined : true;
    };
    // A generated secret comes in through the configuration, which a run does not read twice.
    const watchable = secret !== true && (!unseen || said);
    const what = secret === undefined ? "change this of an API user" : "give an API user a new secret";
    // Refused sign-ins lock a user: a secret is tried once at the start and not again and again.
    const once = watchable && (await look()) !== undefined;
    if (!once) await byPerson(this.services, what, runbook, watchable && !canTry ? look : undefined);
    await this.person.drop(runbook.name);
  }

  /**
   * Before a user takes its turn: one that is there already has to have a new secret that was handed over, or the one that
   * is current stays so. One that is not there yet is made first.
   *
   * @param taken the secret that was handed over for its last turn
   * @throws PsaError `unsupported`
   */
  async assertNewSecret(inputs: ApiUserInputs, taken: string | undefined): Promise<void> {
    const record = await this.already(inputs);
    const { secret } = this.person.handed(inputs.username);
    if (!record || (secret !== undefined && secret !== taken)) return;
    if (secret !== undefined || !record.active) return this.change(record, { secret: true }, { key: record.userName });
    const { tenantName } = this.services.directory;
    throw new PsaError(
      "unsupported",
      `${tenantName}: the API user "${inputs.username}", which is to take over, is there, but ${this.missing(inputs, this.knownOf(inputs, record)).join("; and ")}.`,
      "The other one stays the current one until then. Run pulumi up again once this is done.",
    );
  }

  /** How to see that a user has appeared, where REST shows API users at all: sign-ins as it would be refused until it has. */
  private async watch(username: string): Promise<(() => Promise<ApiUserRecord | undefined>) | undefined> {
    if (!this.lookup.isComplete(await this.lookup.fresh())) return undefined;
    return () => this.lookup.freshNamed(username);
  }

  /** The user as REST shows it; where REST shows no API users, as its credentials prove it. */
  private async already(inputs: ApiUserInputs): Promise<ApiUserRecord | undefined> {
    const users = await this.lookup.fresh();
    const record = this.lookup.named(users, inputs.username);
    if (record || this.lookup.isComplete(users)) return record;
    const hidden: ApiUserRecord = {
      id: `${BY_NAME}${localPart(inputs.username)}`,
      firstName: inputs.firstName,
      lastName: inputs.lastName,
      email: inputs.email,
      userName: inputs.username,
      active: inputs.active,
      securityLevelId: "",
      securityLevel: inputs.securityLevel,
      location: inputs.location,
    };
    return (await this.proof.works(this.knownOf(inputs, hidden))) ? hidden : undefined;
  }

  private knownOf(inputs: ApiUserInputs, record: ApiUserRecord): Known {
    const handed = this.person.handed(inputs.username);
    const { ownDomain } = this.services.directory;
    const domain = record.userName.split("@")[1] ?? ownDomain;
    const secret = inputs.secret ?? handed.secret;
    const trackingIdentifier =
      inputs.internalIntegrationName === undefined ? inputs.vendorTrackingIdentifier : handed.trackingIdentifier;
    return {
      key: domain === "" ? inputs.username : `${inputs.username}@${domain}`,
      ...(secret === undefined ? {} : { secret }),
      secretGenerated: inputs.secret === undefined,
      ...(trackingIdentifier === undefined ? {} : { trackingIdentifier }),
      ...(handed.secret === undefined ? {} : { handed: { [inputs.username.toLowerCase()]: handed.secret } }),
    };
  }

  private missing(inputs: ApiUserInputs, known: Known): string[] {
    return [
      ...(known.secret === undefined
        ? [
            `its secret is not known here. Hand over what was copied from its page: ${configCommand("secret", inputs.username)} (lost? press Generate Secret on its page and copy the new one)`,
          ]
        : []),
      ...(inputs.internalIntegrationName !== undefined && known.trackingIdentifier === undefined
        ? [
            `its tracking identifier is not known here. Hand over what was copied from its page: ${configCommand("trackingIdentifier", inputs.username)}`,
          ]
        : []),
    ];
  }
}

const localName = (userName: string): string => userName.split("@")[0] ?? "";
