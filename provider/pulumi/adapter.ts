import { hasUnknown, PartialFailure, type CheckFailure, type Lifecycle, type Log } from "../lifecycle";
import { PsaError } from "../errors";
import { clean } from "./clean";
import { assertEngine, watchEngine } from "./engine";
import { HostError, initFailure, messageOf } from "./failure";
import { deadline, noteProgress, within } from "./operation";
import { learnSecret, redact, redactStream } from "./redaction";
import { decode, PROVIDER_KEY, withSecrets } from "./wire";

type Fields = Record<string, unknown>;

/** The stack's configuration as the host hands it over: all namespaces, secrets in the open. */
export interface HostConfig {
  get(key: string): unknown;
}

/** What the host calls. The shapes are the host's. */
export interface Handler {
  configure(request: { config: HostConfig }): Promise<void>;
  check(olds: Fields, news: Fields): Promise<{ inputs: Fields; failures: CheckFailure[] }>;
  diff(
    id: string,
    olds: Fields,
    news: Fields,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: Fields): Promise<{ id: string; outs: Fields }>;
  read(id: string, props: Fields): Promise<{ id?: string; props?: Fields; inputs?: Fields }>;
  update(id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }>;
  delete(id: string, props: Fields): Promise<void>;
}

/** A lifecycle that is ready for use. */
export interface Opened<Inputs extends object, State extends Inputs> {
  lifecycle: Lifecycle<Inputs, State>;
  log: Log;
}

export interface Adapted<Inputs extends object, State extends Inputs> {
  /** Name of the resource class, for messages. */
  kind: string;
  /** Top-level properties whose values are secrets, of inputs and of state. */
  secrets: readonly string[];
  /** Called once per process. What it throws is the answer of every method. */
  open(config: HostConfig): Opened<Inputs, State> | Promise<Opened<Inputs, State>>;
}

/**
 * Stands between the provider host and a lifecycle. The host hangs, loses objects or forgets secrets over many a harmless
 * looking answer; all of that is dealt with here, so that a lifecycle may return plain values and throw what it likes.
 */
export function adapt<Inputs extends object, State extends Inputs>(options: Adapted<Inputs, State>): Handler {
  const { kind, secrets } = options;
  let ready: Promise<Opened<Inputs, State>> | undefined;
  const warned = new Set<string>();

  /** Runs one method: configured, within its deadline, and failing with clean errors only. */
  async function run<T>(method: string, work: (opening: Promise<Opened<Inputs, State>>) => Promise<T>): Promise<T> {
    try {
      if (!ready) throw new PsaError("config", `The host called ${method} before configure.`, "Update @pulumi/pulumi.");
      const opening = ready;
      const answer = await within(deadline(), `${method} of an ${kind}`, () => work(opening));
      noteProgress();
      return answer;
    } catch (thrown) {
      throw thrown instanceof HostError ? thrown : new HostError(kind, messageOf(thrown));
    }
  }

  /** A create or update that got as far as making an object keeps its id. */
  async function keepingId<T>(provider: unknown, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof PartialFailure) throw initFailure(kind, thrown, secrets, provider);
      throw thrown;
    }
  }

  function receive<T extends object>(sent: Fields): T {
    const decoded = decode(sent);
    for (const name of secrets) learnSecret(decoded[name]);
    return decoded as T;
  }

  /** The state of an object that exists: should it not be fit to be sent, the id is kept all the same. */
  function outs(id: string, state: State, provider: unknown): Fields {
    const { value, problems } = clean(state, false);
    for (const name of secrets) learnSecret(value[name]);
    if (problems.length > 0) throw initFailure(kind, { id, state, reasons: [] }, secrets, provider);
    return withSecrets(value, secrets);
  }

  function sendable(result: object, unknowns: boolean, what: string): Fields {
    const { value, problems } = clean(result, unknowns);
    if (problems.length === 0) return value;
    throw new Error(`the ${what} of the ${kind} cannot be sent: ${problems.join(", ")}`);
  }

  return {
    // Other methods may be called before this one's promise has settled, and nobody looks at its outcome a second time:
    // it only begins, at once, and each method waits for it.
    configure(request) {
      redactStream(process.stdout);
      redactStream(process.stderr);
      watchEngine();
      ready = Promise.resolve().then(() => options.open(request.config));
      ready.catch(() => undefined);
      return Promise.resolve();
    },

    check: (olds, news) =>
      run("check", async (opening) => {
        const declared = receive<Fields>(news);
        const opened = await opening.catch((thrown: unknown) => ({ refused: messageOf(thrown) }));
        // A failed check is shown without the noise that the host makes of an error.
        if ("refused" in opened) return { inputs: { ...news }, failures: [{ property: "", reason: opened.refused }] };
        const { lifecycle, log } = opened;
        const { inputs, failures, warnings = [] } = await lifecycle.check(declared, receive<Fields>(olds));
        for (const text of warnings) if (!warned.has(text)) log.warn((warned.add(text), text));
        return {
          inputs: sendable(inputs, true, "inputs"),
          failures: failures.map(({ property, reason }) => ({ property, reason: redact(reason) })),
        };
      }),

    diff: (id, olds, news) =>
      run("diff", async (opening) => {
        const { lifecycle } = await opening;
        const wanted = receive<Inputs>(news);
        const { changes, replaces, deleteBeforeReplace } = lifecycle.diff(id, receive<State>(olds), wanted);
        return {
          // What is not known yet may turn out to differ: left to the engine, which shows it.
          ...(changes === undefined || (changes === false && hasUnknown(wanted)) ? {} : { changes }),
          ...(replaces && replaces.length > 0 ? { replaces: [...replaces] } : {}),
          ...(deleteBeforeReplace ? { deleteBeforeReplace } : {}),
        };
      }),

    create: (inputs) =>
      run("create", (opening) =>
        keepingId(inputs[PROVIDER_KEY], async () => {
          const { lifecycle } = await opening;
          await assertEngine();
          const made = await lifecycle.create(receive<Inputs>(inputs));
          const id = idOf(made.id);
          return { id, outs: outs(id, made.state, inputs[PROVIDER_KEY]) };
        }),
      ),

    read: (id, props) =>
      run("read", async (opening) => {
        const { lifecycle } = await opening;
        const found = await lifecycle.read(id, receive<State>(props));
        if (found === undefined) return {};
        const state = sendable(found.state, false, "state");
        for (const name of secrets) learnSecret(state[name]);
        // The engine marks the inputs by itself, after those of the last run.
        const inputs = sendable(found.inputs, false, "inputs");
        return { id: idOf(found.id), props: withSecrets(state, secrets), inputs };
      }),

    update: (id, olds, news) =>
      run("update", (opening) =>
        keepingId(news[PROVIDER_KEY], async () => {
          const { lifecycle } = await opening;
          await assertEngine();
          const state = await lifecycle.update(id, receive<State>(olds), receive<Inputs>(news));
          return { outs: outs(id, state, news[PROVIDER_KEY]) };
        }),
      ),

    delete: (id, props) =>
      run("delete", async (opening) => {
        const { lifecycle } = await opening;
        await assertEngine();
        await lifecycle.delete(id, receive<State>(props));
      }),
  };
}

/** The host turns a number into an empty id, and an empty id of a read object drops it from the state. */
function idOf(id: unknown): string {
  const text = typeof id === "string" || typeof id === "number" || typeof id === "bigint" ? String(id) : "";
  if (text === "") throw new Error("the object has no id");
  return text;
}
