import * as OTPAuth from "otpauth";
import { PsaError, type Secret } from "./errors";
import { systemClock, type Clock } from "./http/clock";

const PERIOD = 30;
/** A code with less life than this, in seconds, may be refused by the time it arrives. */
const TOO_OLD = 2;

/**
 * A one-time code of an authenticator app: six digits, 30 seconds (RFC 6238). Waits for the next one where the present
 * one has been used or is about to expire.
 *
 * @param setting name of the setting, for the message
 * @throws PsaError `config` when the secret is not base32
 */
export async function freshCode(
  secret: Secret,
  setting: string,
  used: readonly string[],
  clock: Clock = systemClock,
): Promise<string> {
  const totp = totpOf(secret, setting);
  for (;;) {
    const now = clock.now();
    const code = totp.generate({ timestamp: now });
    const left = PERIOD - (Math.floor(now / 1000) % PERIOD);
    if (!used.includes(code) && left > TOO_OLD) return code;
    await clock.sleep(500);
  }
}

function totpOf(secret: Secret, setting: string): OTPAuth.TOTP {
  try {
    return new OTPAuth.TOTP({
      secret: OTPAuth.Secret.fromBase32(secret.reveal().replace(/\s/g, "").toUpperCase()),
      digits: 6,
      period: PERIOD,
    });
  } catch {
    throw new PsaError(
      "config",
      `${setting} is not a base32 text.`,
      "Copy the secret (letters A to Z and digits 2 to 7) that is shown beside the QR code.",
    );
  }
}
