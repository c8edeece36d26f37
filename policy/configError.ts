/**
 * The pack's configuration cannot be used. Thrown by a policy, it ends the run: a rule that cannot be read must not pass
 * for one that is kept. The SDK prints an error's stack, and where in the pack it was noticed helps nobody.
 */
export class PolicyConfigError extends Error {
  constructor(policy: string, reason: string) {
    super(`The configuration of the policy ${policy} cannot be read. ${reason}`);
    this.name = "PolicyConfigError";
    this.stack = this.message;
  }
}
