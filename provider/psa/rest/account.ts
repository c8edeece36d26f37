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

/** One sign-in after the other, so that a refused one is known before the next would be sent. */
const turns = new Map<string, Promise<unknown>>();

/** Runs one sign-in. @throws PsaError what the first failed one of this account came to */
export function signInOnce<T>(account: Account, work: () => Promise<T>): Promise<T> {
  const key = keyOf(account);
  const turn = (turns.get(key) ?? Promise.resolve()).then(() => {
    const before = failed.get(key);
    if (before) throw before;
    return work();
  });
  turns.set(
    key,
    turn.catch(() => undefined),
  );
  return turn;
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
