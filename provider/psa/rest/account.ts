import { createHash } from "node:crypto";
import { PsaError, type Secret } from "../../errors";

/** Who signs in to which tenant. */
export interface Account {
  /** Base of the API with its version and a slash at the end. */
  base: string;
  /** The tenant, exactly as typed. */
  company: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app: for ordinary employees, which must have one. */
  mfaSecret?: Secret;
}

/**
 * Sign-ins that failed in this process. Five failures lock an account for half an hour, whoever makes them, so each
 * account has one: who asks again gets the same error. Another password is another try.
 */
const failed = new Map<string, PsaError>();

const keyOf = ({ base, company, userName, password }: Account): string =>
  createHash("sha256")
    .update(JSON.stringify([base, company, userName.toLowerCase(), password.reveal()]))
    .digest("hex");

/** @throws PsaError what the first try of this account came to */
export function assertMayTry(account: Account): void {
  const before = failed.get(keyOf(account));
  if (before) throw before;
}

export function rememberFailure(account: Account, error: PsaError): PsaError {
  failed.set(keyOf(account), error);
  return error;
}

/** Codes that an account has used already in this process: a second sign-in needs another one. */
const codes = new Map<string, string[]>();

export function usedCodes(account: Account): string[] {
  const key = keyOf(account);
  const known = codes.get(key) ?? [];
  codes.set(key, known);
  return known;
}
