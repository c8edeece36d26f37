import { consoleSwitches } from "./console/switches";
import { psaSwitches } from "./psa/switches";
import { vendorSwitches } from "./vendorSwitches";

const definitions = { ...vendorSwitches, ...consoleSwitches, ...psaSwitches };
type Definitions = typeof definitions;

export type SwitchName = keyof Definitions;
export type SwitchPosition<S extends SwitchName> = Definitions[S]["positions"][number];

/** What one switch is for. */
export interface SwitchInfo {
  name: SwitchName;
  /** The likeliest reading first. */
  positions: readonly string[];
  default: string;
  what: string;
  /** What the doubt rests on. */
  source: string;
}

/** All switches: rules and REST API of Autotask, its console, then those of the PSA (named `psa...`). */
export const switchRegistry: readonly SwitchInfo[] = (Object.keys(definitions) as SwitchName[]).map((name) => {
  const { positions, about } = definitions[name];
  const source: unknown = Reflect.get(definitions[name], "source");
  return {
    name,
    positions,
    default: positions[0],
    what: about,
    source: typeof source === "string" ? source : "the console record",
  };
});

/** A switch or position that does not exist. */
export class SwitchError extends Error {
  override name = "SwitchError";
}

/** The positions of one stand-in. They live as long as its process: they say how the vendor behaves, not what it holds. */
export class Switches {
  readonly #initial: Readonly<Record<string, string>>;
  #positions: Record<string, string>;

  /**
   * @param set positions other than the default ones.
   * @throws SwitchError naming what exists instead.
   */
  constructor(set: Record<string, string> = {}) {
    this.#positions = Object.fromEntries(switchRegistry.map((info) => [info.name, info.default]));
    this.set(set);
    this.#initial = { ...this.#positions };
  }

  get<S extends SwitchName>(name: S): SwitchPosition<S> {
    return this.#positions[name] as SwitchPosition<S>;
  }

  /** Moves switches, all or none. */
  set(positions: Record<string, string>): void {
    for (const [name, position] of Object.entries(positions)) {
      const info = switchRegistry.find((candidate) => candidate.name === name);
      if (info === undefined) {
        throw new SwitchError(
          `There is no switch "${name}". Switches: ${switchRegistry.map((known) => known.name).join(", ")}.`,
        );
      }
      if (!info.positions.includes(position)) {
        throw new SwitchError(
          `Switch ${name} has no position "${String(position)}". Positions: ${info.positions.join(", ")}.`,
        );
      }
    }
    this.#positions = { ...this.#positions, ...positions };
  }

  /** Back to the positions of the start. */
  reset(): void {
    this.#positions = { ...this.#initial };
  }

  all(): Record<SwitchName, string> {
    return { ...this.#positions } as Record<SwitchName, string>;
  }
}
