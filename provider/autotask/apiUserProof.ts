import { PsaError } from "../errors";
import type { ApiUserInputs, EffectiveAccess } from "./apiUserInputs";
import type { ApiUserLookup } from "./apiUserLookup";
import { contradictions } from "./permissions/levelBook";
import type { AutotaskServices } from "./services";
import type { ProbeResult } from "./tenant";
import { UNTIL_ACCEPTED, waitFor } from "../waiting";

/** What a call needs. */
export interface Keys {
  key?: string;
  secret?: string;
  trackingIdentifier?: string;
}

export interface Proof {
  access: EffectiveAccess;
  verified: boolean;
}

/** What came of trying a user's own credentials. `reason`: why it is not as it should be, for `verify: "strict"`. */
export interface Tried {
  proven: Proof;
  reason?: string;
}

const UNPROVEN: Proof = { access: {}, verified: false };

/**
 * Signs in as a user with its own credentials, where its tracking identifier is known, and compares what it may do with
 * its security level, where this run knows the level.
 */
export class ApiUserProof {
  constructor(
    private readonly services: AutotaskServices,
    private readonly lookup: ApiUserLookup,
  ) {}

  /**
   * Waits within bounds: a new user takes up to five minutes to work, and so may a changed level. Few tries: each refused one
   * counts towards a lock-out.
   *
   * @param pauses between the tries; none: one try
   */
  async prove(inputs: ApiUserInputs, keys: Keys, pauses: readonly number[] = UNTIL_ACCEPTED): Promise<Tried> {
    const { directory, log } = this.services;
    const who = `${directory.tenantName}: the API user "${inputs.username}"`;
    if (inputs.verify === "off" || !inputs.active) return { proven: UNPROVEN };
    const { key, secret, trackingIdentifier } = keys;
    if (key === undefined || secret === undefined) return { proven: UNPROVEN, reason: "its secret is not known" };
    if (trackingIdentifier === undefined) {
      if (inputs.integrationVendor !== undefined) {
        log.warn(
          `${directory.tenantName}: the credentials of "${inputs.username}" were not tried: the tracking identifier of "${inputs.integrationVendor}" is known to that vendor only. With vendorTrackingIdentifier they are.`,
        );
      }
      return { proven: UNPROVEN };
    }
    let last: ProbeResult | undefined;
    let wrong: string[] = [];
    const right = await waitFor(this.services, pauses, async () => {
      last = await directory.probe({ key, secret, trackingIdentifier });
      wrong = last.outcome === "accepted" ? this.againstLevel(inputs.securityLevel, last) : [];
      return last.outcome === "accepted" && wrong.length === 0 ? last : undefined;
    });
    const accepted = right ?? (last?.outcome === "accepted" ? last : undefined);
    const text = accepted
      ? wrong.length === 0
        ? undefined
        : `what it may do is not what its security level "${inputs.securityLevel}" grants: ${wrong.join("; ")}`
      : `its own credentials are refused${pauses.length > 0 ? " after five minutes" : ""}: ${await this.explain(inputs, last)}`;
    if (accepted) await this.warnOfLinesOfBusiness(who, accepted);
    const proven = accepted
      ? { access: touched(accepted.access), verified: wrong.length === 0 || inputs.verify === "warn" }
      : UNPROVEN;
    if (text === undefined) return { proven };
    if (inputs.verify === "strict") return { proven, reason: `[unverified] ${text}` };
    log.warn(`${who} was saved, but ${text}`);
    return { proven };
  }

  /** One try, where there is something to try with. */
  async works({ key, secret, trackingIdentifier }: Keys): Promise<boolean> {
    if (key === undefined || secret === undefined || trackingIdentifier === undefined) return false;
    const answer = await this.services.directory
      .probe({ key, secret, trackingIdentifier })
      .catch((error: unknown) => error);
    return (answer as Partial<ProbeResult>).outcome === "accepted";
  }

  private againstLevel(name: string, seen: ProbeResult): string[] {
    const level = this.services.levels?.of(name);
    return level === undefined ? [] : contradictions(level, seen);
  }

  /**
   * Why the credentials are refused, as far as the tenant lets one tell: the answer to the sign-in itself is the same for
   * everything, so the user, its level and (in the console) its box Locked are looked at.
   */
  private async explain(inputs: ApiUserInputs, last: ProbeResult | undefined): Promise<string> {
    const { directory, console } = this.services;
    const seen = last?.reason ?? "no reason given";
    try {
      const record = await this.lookup.freshNamed(inputs.username);
      if (record && !record.active) return "the user is inactive";
      const level = (await directory.securityLevels()).find(({ id }) => id === record?.securityLevelId);
      if (level && !level.active)
        return `its security level "${level.name}" is inactive, and some tenants then refuse the calls of its users`;
      if (last?.suspect === "key") return `the tenant does not know the key. ${seen}`;
      if (last?.suspect === "trackingIdentifier")
        return `the tenant does not accept the tracking identifier (for a vendor's: check vendorTrackingIdentifier). ${seen}`;
      const page =
        console && (await console.readApiUser(this.lookup.handleOf({ ...inputs, userName: inputs.username })));
      if (page?.locked)
        return "the user is locked, which refused sign-ins do (an integration with an old secret, too). Declare locked: false to have it unlocked, once nothing uses the old secret any more";
      return page ? `it is active and not locked, so key, secret or tracking identifier is wrong. ${seen}` : seen;
    } catch (error) {
      // The refusal is what matters; that it cannot be explained is no failure of its own.
      if (error instanceof PsaError) return seen;
      throw error;
    }
  }

  /** A user without its lines of business is let in and sees nothing: no error tells. */
  private async warnOfLinesOfBusiness(who: string, { sees }: ProbeResult): Promise<void> {
    if (sees?.count !== 0) return;
    const there = await this.services.directory.count(sees.entity).catch(() => undefined);
    if (there === undefined || there === 0) return;
    this.services.log.warn(
      `${who} may query all ${sees.entity} and sees none, while the account in use sees ${there}. Most likely no line of business is assigned to it: declare linesOfBusiness, or seesUnassignedLinesOfBusiness: true.`,
    );
  }
}

/** Without the entities that the user may not touch: there are far more of those. Sorted, so that it reads the same always. */
function touched(access: ProbeResult["access"]): EffectiveAccess {
  return Object.fromEntries(
    Object.entries(access)
      .filter(([, rights]) => Object.values(rights).some((right) => right !== "none"))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
