import type { AdminConsole, Credentials, Directory } from "../autotask/tenant";
import { assertEngine } from "./engine";
import { assertNotExpired, noteProgress } from "./operation";
import { learnSecret } from "./redaction";

/** Writes stand in one line, so that what is checked before a write still holds when its turn has come. */
let line: Promise<unknown> = Promise.resolve();

/** One write, in its turn, for an engine that is still there and a call that has not been given up. */
export function write<T>(work: () => Promise<T>): Promise<T> {
  const turn = line.then(async () => {
    assertNotExpired();
    await assertEngine();
    return work();
  });
  line = turn.catch(() => undefined);
  return done(turn);
}

export function done<T>(work: Promise<T>): Promise<T> {
  return work.finally(noteProgress);
}

/** Generated secrets are known to redaction from the moment they are seen, long before they stand in a state. */
function learn(seen: Credentials): void {
  learnSecret(seen.secret);
  learnSecret(seen.trackingIdentifier);
}

function learning(onCredentials?: (seen: Credentials) => void): (seen: Credentials) => void {
  return (seen) => {
    learn(seen);
    onCredentials?.(seen);
  };
}

async function learnt(credentials: Promise<Credentials>): Promise<Credentials> {
  const seen = await credentials;
  learn(seen);
  return seen;
}

/** A directory that writes only for an engine that is still there and for a call that has not been given up. */
export function guardDirectory(directory: Directory): Directory {
  return {
    get tenantName() {
      return directory.tenantName;
    },
    get ownUserName() {
      return directory.ownUserName;
    },
    get ownDomain() {
      return directory.ownDomain;
    },
    securityLevels: () => done(directory.securityLevels()),
    apiUsers: () => done(directory.apiUsers()),
    locations: () => done(directory.locations()),
    writableUserFields: () => done(directory.writableUserFields()),
    patchApiUser: (id, patch) => write(() => directory.patchApiUser(id, patch)),
    choices: (of) => done(directory.choices(of)),
    placesOf: (id, kinds) => done(directory.placesOf(id, kinds)),
    setPlaces: (id, wanted) => write(() => directory.setPlaces(id, wanted)),
    invalidate: () => directory.invalidate(),
    probe: (credentials, counts) => done(directory.probe(credentials, counts)),
    count: (entity) => done(directory.count(entity)),
  };
}

/** The same for the admin console. */
export function guardConsole(console: AdminConsole): AdminConsole {
  return {
    levels: () => done(console.levels()),
    readLevel: (name) => done(console.readLevel(name)),
    copyLevel: (from, name, change) => write(() => console.copyLevel(from, name, change)),
    changeLevel: (name, change, expect) => write(() => console.changeLevel(name, change, expect)),
    createApiUser: (form, onCredentials) => {
      learnSecret(form.secret);
      return write(() => learnt(console.createApiUser(form, learning(onCredentials))));
    },
    readApiUser: (user) => done(console.readApiUser(user)),
    changeApiUser: (user, change, onCredentials) => {
      learnSecret(change.secret);
      return write(() => learnt(console.changeApiUser(user, change, learning(onCredentials))));
    },
    close: () => console.close(),
  };
}
