import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import type { HostConfig } from "./adapter";

const Text = t.refinement(t.string, (text) => text.trim() !== "", "a text that is not empty");

/**
 * The settings of one namespace and the variables that come before them. Variables first, because refresh and destroy hand
 * over the configuration of the *last* run: a rotated secret would not be seen there.
 */
export class Settings<Name extends string> {
  constructor(
    private readonly namespace: string,
    private readonly variables: Readonly<Record<Name, string>>,
    private readonly secrets: readonly Name[],
  ) {}

  /** @throws PsaError `config`, naming each setting and variable that is wrong, never a value */
  read(config: HostConfig, env: NodeJS.ProcessEnv): { [K in Name]?: string } {
    const found: Record<string, unknown> = {};
    for (const [name, variable] of Object.entries<string>(this.variables)) {
      // An empty variable is what CI systems make of a missing one.
      const value: unknown = env[variable] || config.get(`${this.namespace}:${name}`);
      if (value !== undefined && value !== null) found[name] = value;
    }
    const texts = t.partial(Object.fromEntries(Object.keys(this.variables).map((name) => [name, Text])));
    const decoded = texts.decode(found);
    if (isLeft(decoded)) {
      const wrong = decoded.left.map((error) => this.called((error.context[1]?.key ?? "") as Name));
      throw new PsaError("config", `Not a text, or empty: ${[...new Set(wrong)].join(", ")}.`, "Set each to a text.");
    }
    return decoded.right as { [K in Name]?: string };
  }

  /**
   * @param otherwise what else could be done about it
   * @throws PsaError `config`, with the commands that set what is missing
   */
  assertPresent(texts: { [K in Name]?: string }, names: readonly Name[], what: string, otherwise = ""): void {
    const missing = names.filter((name) => texts[name] === undefined);
    if (missing.length === 0) return;
    const commands = missing.map(
      (name) => `pulumi config set ${this.secrets.includes(name) ? "--secret " : ""}${this.namespace}:${name}`,
    );
    throw new PsaError(
      "config",
      `${what}: ${missing.map((name) => this.called(name)).join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`,
      `Set the variable${missing.length === 1 ? "" : "s"}, or run: ${commands.join("; ")}.${otherwise === "" ? "" : ` ${otherwise}`}`,
    );
  }

  /** `autotask:userName (AUTOTASK_USER_NAME)` */
  called(name: Name): string {
    return `${this.namespace}:${name} (${this.variables[name]})`;
  }
}
