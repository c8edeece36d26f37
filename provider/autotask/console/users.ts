import { PsaError } from "../../errors";
import { fitsAny, Form, optionsOf, press, type Finder } from "../../browser/actions";
import {
  controlsNamed,
  isBox,
  lineOf,
  middleX,
  phrasesSaying,
  right,
  sameLine,
  type Found,
} from "../../browser/reading";
import type { Control, Scan } from "../../browser/scan";
import type { Screen, View } from "../../browser/screen";
import { Traffic } from "../../browser/traffic";
import { likeness, normalise, sameLevelName } from "../../browser/words";
import { randomSecret } from "../../randomSecret";
import type { ApiUserForm, ApiUserFormChange, ApiUserHandle, ApiUserPage, Credentials, Tracking } from "../tenant";
import { fillDetails, lostAssociations, lostDetails, readDetails, type Filling } from "./details";
import { findRow, pressInRowMenu, pressInSplitMenu, reach } from "./navigate";
import {
  CHANGE_PASSWORD,
  GENERATE_IDENTIFIER,
  NEW,
  NEW_API_USER,
  RESOURCES,
  ROW_EDIT,
  SAVE,
  SAVE_AND_CLOSE,
  USER,
  USER_LABELS,
  USER_PARTS,
} from "./pageMap";
import { fillRequired } from "./required";
import { save } from "./submit";
import { isBlank, isResourceList, isUserForm } from "./userForm";

const LIST = "in the list of resources";
/** What Generate Secret makes where there is such a button. */
const SECRET_LENGTH = 25;
const NEW_PASSWORD = [...USER.secret, "New Password"];
const canHoldSecret = (c: Control): boolean =>
  (c.kind === "text" || c.kind === "password") && !c.disabled && !c.readOnly;

/** Where a new password is typed twice: in the form itself, or in a box or window of its own. */
const isPasswordForm = (v: View): boolean =>
  controlsNamed(v.scan, NEW_PASSWORD).some(({ control }) => canHoldSecret(control)) &&
  controlsNamed(v.scan, USER.confirmSecret).some(({ control }) => canHoldSecret(control));

export class UserPages {
  private readonly form: Form;
  private readonly filling: Filling;
  private readonly passwords: Form;

  constructor(
    private readonly screen: Screen,
    private readonly home: () => Promise<void>,
    private readonly secrets: () => string[],
    /** Everything the page shows once is a secret from then on. */
    private readonly learn: (secret: string) => void,
    private readonly log: (text: string) => void,
  ) {
    this.form = new Form(screen, "API User", isUserForm, USER_LABELS, secrets, USER_PARTS);
    this.filling = { screen, form: this.form, traffic: new Traffic(screen.context) };
    const labels = [...NEW_PASSWORD, ...USER.confirmSecret, "Current Password", "Old Password"];
    this.passwords = new Form(screen, "Change Password", isPasswordForm, labels, secrets);
  }

  async create(user: ApiUserForm, onCredentials?: (seen: Credentials) => void): Promise<Credentials> {
    await this.home();
    await reach(this.screen, RESOURCES, isResourceList);
    await openNewUser(this.screen);
    await this.form.opened();

    // Lists first: choosing one may load or rewrite others.
    await this.form.choose(
      USER.securityLevel,
      (t) => (sameLevelName(t, user.securityLevel) ? 3 : 0),
      user.securityLevel,
    );
    if (user.location !== undefined) await this.form.choose(USER.location, fitsAny([user.location]), user.location);
    else await this.defaultLocation();
    await this.formats(user);
    if (user.tracking) await this.setTracking(user.tracking);
    await this.form.type(USER.firstName, user.firstName);
    await this.form.type(USER.lastName, user.lastName);
    await this.form.type(USER.email, user.email);
    await this.tickIfThere(USER.active, user.active);
    await fillDetails(this.filling, user, user.optional);
    const key = await this.setKey(user.username);
    const secret = await this.setSecret(user.secret);
    const trackingIdentifier = user.tracking?.kind === "custom" ? await this.readIdentifier() : undefined;
    await fillRequired(this.filling, this.log);

    await this.readBack({ ...user });
    const seen: Credentials = { key, secret, ...(trackingIdentifier !== undefined ? { trackingIdentifier } : {}) };
    onCredentials?.(seen);
    await save(this.screen, isUserForm, `the API user ${user.firstName} ${user.lastName}`, this.secrets);
    return seen;
  }

  async read(user: ApiUserHandle): Promise<ApiUserPage> {
    return this.readPage(await this.open(user));
  }

  async change(
    user: ApiUserHandle,
    change: ApiUserFormChange,
    onCredentials?: (seen: Credentials) => void,
  ): Promise<Credentials> {
    const now = await this.readPage(await this.open(user));
    if (change.securityLevel !== undefined && !sameLevelName(now.securityLevel, change.securityLevel))
      await this.form.choose(
        USER.securityLevel,
        (t) => (sameLevelName(t, change.securityLevel!) ? 3 : 0),
        change.securityLevel,
      );
    if (change.location !== undefined && likeness(now.location ?? "", change.location) < 3)
      await this.form.choose(USER.location, fitsAny([change.location]), change.location);
    await this.formats(change);
    let trackingIdentifier: string | undefined;
    if (change.tracking) {
      if (now.tracking)
        throw new PsaError(
          "conflict",
          `The API user ${now.key} already has a tracking identifier; the vendor does not let it be changed.`,
          "Nothing was saved. Replace the user to change it.",
        );
      await this.setTracking(change.tracking);
      if (change.tracking.kind === "custom") trackingIdentifier = await this.readIdentifier();
    }
    if (change.firstName !== undefined && change.firstName !== now.firstName)
      await this.form.type(USER.firstName, change.firstName);
    if (change.lastName !== undefined && change.lastName !== now.lastName)
      await this.form.type(USER.lastName, change.lastName);
    if (change.email !== undefined && change.email !== now.email) await this.form.type(USER.email, change.email);
    if (change.active !== undefined) await this.tickIfThere(USER.active, change.active);
    if (change.locked !== undefined) await this.tickIfThere(USER.locked, change.locked);
    await fillDetails(this.filling, change);
    let key = now.key;
    if (change.username !== undefined && localPart(now.key) !== change.username.toLowerCase())
      key = await this.setKey(change.username);
    const secret =
      change.secret === undefined
        ? undefined
        : await this.setSecret(change.secret === true ? undefined : change.secret);
    await fillRequired(this.filling, this.log);
    await this.readBack(change);
    const seen: Credentials = {
      key,
      ...(secret !== undefined ? { secret } : {}),
      ...(trackingIdentifier !== undefined ? { trackingIdentifier } : {}),
    };
    onCredentials?.(seen);
    await save(this.screen, isUserForm, `the API user ${now.key}`, this.secrets);
    return seen;
  }

  /** Finds the user's row, opens its form, and makes sure that it is the right one by its key. */
  private async open(user: ApiUserHandle): Promise<Scan[]> {
    const wanted = localPart(user.username);
    const passed = new Set<string>();
    for (let attempt = 0; attempt < 4; attempt++) {
      await this.home();
      await reach(this.screen, RESOURCES, isResourceList);
      const names = [`${user.lastName}, ${user.firstName}`, `${user.firstName} ${user.lastName}`];
      const isIt = (p: { text: string; box: { y: number } }, line: { text: string }[]) => {
        const words = line.map((l) => l.text);
        if (passed.has(words.join("|"))) return false;
        // The id or the key in the row says it best; a name may be shared.
        if (words.some((w) => w === user.id || localPart(w) === wanted))
          return names.some((n) => likeness(p.text, n) === 3) || p.text === user.id || localPart(p.text) === wanted;
        // Who is known by the user name alone has no id that a row could show.
        const idsShown = /^\d+$/.test(user.id) && words.some((w) => /^\d{4,}$/.test(w));
        return (
          !idsShown &&
          (names.some((n) => likeness(p.text, n) === 3) ||
            (likeness(p.text, user.lastName) === 3 && words.some((w) => likeness(w, user.firstName) === 3)))
        );
      };
      const find = () =>
        findRow(
          this.screen,
          isResourceList,
          isIt,
          { text: user.lastName, columns: ["Resource Name", "Name", "Last Name"], also: [user.firstName] },
          !user.active,
        );
      const row =
        (await find()) ??
        (user.active
          ? await findRow(
              this.screen,
              isResourceList,
              isIt,
              { text: user.lastName, columns: ["Resource Name", "Name", "Last Name"], also: [user.firstName] },
              true,
            )
          : undefined);
      if (!row) break;
      const rowWords = lineOf(row.view.scan, row.phrase)
        .map((p) => p.text)
        .join("|");
      await pressInRowMenu(this.screen, row, ROW_EDIT, LIST, isResourceList, find);
      const opened = await this.screen.tryUntil((v) => v.find(isUserForm), { timeout: 40_000 });
      if (!opened) throw await this.screen.lost("the form Edit API User", `after Edit on ${names[0]}`);
      const scans = await this.form.opened();
      const key = best(scans, USER.key, (c) => !isBox(c))?.value ?? "";
      if (localPart(key) === wanted) return scans;
      passed.add(rowWords);
    }
    throw new PsaError(
      "not-found",
      `The console's list of resources shows no API user ${user.username} (${user.firstName} ${user.lastName}, id ${user.id}).`,
      "Check that the console account may see it.",
    );
  }

  /** @param scans all parts of the form, as they are now */
  private async readPage(scans: readonly Scan[]): Promise<ApiUserPage> {
    const one = (names: readonly string[]) => best(scans, names, (c) => !isBox(c));
    const box = (names: readonly string[]) => best(scans, names, isBox);
    const text = (names: readonly string[]): string => one(names)?.value.trim() ?? "";
    const optional = (names: readonly string[]): string | undefined => one(names)?.value.trim() || undefined;
    const locked = box(USER.locked)?.checked;
    return {
      firstName: text(USER.firstName),
      lastName: text(USER.lastName),
      email: text(USER.email),
      active: box(USER.active)?.checked ?? true,
      ...(typeof locked === "boolean" ? { locked } : {}),
      securityLevel: text(USER.securityLevel).replace(/\s*\(\s*API[- ]only\s*\)\s*$/i, ""),
      location: optional(USER.location),
      dateFormat: optional(USER.dateFormat),
      timeFormat: optional(USER.timeFormat),
      numberFormat: optional(USER.numberFormat),
      key: withDomain(text(USER.key), scans),
      tracking: trackingOf(scans),
      ...readDetails(await this.form.view(), scans),
    };
  }

  private async formats(f: { dateFormat?: string; timeFormat?: string; numberFormat?: string }): Promise<void> {
    const exact = (wanted: string) => (t: string) => (t.trim() === wanted ? 3 : 0);
    if (f.dateFormat !== undefined) await this.form.choose(USER.dateFormat, exact(f.dateFormat), f.dateFormat);
    if (f.timeFormat !== undefined) await this.form.choose(USER.timeFormat, exact(f.timeFormat), f.timeFormat);
    if (f.numberFormat !== undefined) await this.form.choose(USER.numberFormat, exact(f.numberFormat), f.numberFormat);
  }

  /**
   * A required list without a declared value: what the page proposes is kept. Where it proposes nothing the first entry is
   * taken, and said: the location decides an API user's formats and holidays, no right.
   */
  private async defaultLocation(): Promise<void> {
    const there = await this.form.seek(USER.location, (c) => !isBox(c), 3_000);
    if (!there || !isBlank(there.control.value)) return;
    const { view, control } = there;
    const offered = (
      control.kind === "select" ? control.options : await optionsOf(this.screen, view, control, `"${USER.location[0]}"`)
    ).filter((text) => !isBlank(text));
    const first = offered[0];
    if (first === undefined)
      throw new PsaError(
        "validation",
        "The form Add API User proposes no Primary Internal Location and offers none.",
        "Set the property location.",
      );
    if (offered.length > 1)
      this.log(
        `no location is declared and the form proposes none: "${first}" is taken, of ${offered.map((text) => `"${text}"`).join(", ")}`,
      );
    await this.form.choose(USER.location, (text) => (text === first ? 3 : 0), first);
  }

  private async tickIfThere(names: readonly string[], on: boolean): Promise<void> {
    const there = await this.form.seek(names, (c) => c.kind === "checkbox", 1_500);
    if (!there) {
      if (!on && names === USER.locked) return;
      throw await this.screen.lost(`the box "${names[0]}"`, "on the form API User");
    }
    if (there.control.checked !== on) await this.form.tick(names, on);
  }

  /** Presses a Generate button and waits until its field holds something new. */
  private async generate(button: readonly string[], field: readonly string[]): Promise<string> {
    const held = (v: View) =>
      controlsNamed(
        v.scan,
        field,
        USER_LABELS.filter((l) => !field.includes(l)),
      ).find((f) => f.control.kind === "text" || f.control.kind === "password")?.control.value ?? "";
    const before = held(await this.form.view());
    for (let attempt = 1; attempt <= 2; attempt++) {
      await this.form.press(button);
      const value = await this.screen.tryUntil(
        (views) => {
          const v = views.find(isUserForm);
          if (!v) return undefined;
          const now = held(v).trim() || shownBeside(v, field);
          return now !== "" && now !== before && now;
        },
        { timeout: 8_000, evenBusy: true },
      );
      if (value) return value;
    }
    throw await this.screen.lost(`a new value in "${field[0]}" after pressing "${button[0]}"`, "on the form API User");
  }

  /** The tenant's domain comes from a generated key; the part before `@` is ours. */
  private async setKey(username: string): Promise<string> {
    const held = (await this.form.read(USER.key))?.value.trim() ?? "";
    // The older form has no such button: the domain stands beside the field.
    const made = held.includes("@") || !(await this.form.offers(USER.generateKey));
    const generated = made ? held : await this.generate(USER.generateKey, USER.key);
    const at = generated.indexOf("@");
    const whole = at >= 0 && !username.includes("@") ? username + generated.slice(at) : username;
    if (generated.toLowerCase() !== whole.toLowerCase()) await this.form.type(USER.key, whole);
    const kept = (await this.form.read(USER.key))?.value.trim() ?? whole;
    return withDomain(kept, [(await this.form.view()).scan]);
  }

  /** A secret that is given, generated by the page, or, where the page only takes one, made here. */
  private async setSecret(given: string | undefined): Promise<string> {
    if (!(await this.form.offers(USER.generateSecret))) {
      const secret = given ?? randomSecret(SECRET_LENGTH);
      this.learn(secret);
      await this.typePassword(secret);
      return secret;
    }
    const secret = given ?? (await this.generate(USER.generateSecret, USER.secret));
    this.learn(secret);
    if (given !== undefined) await this.typeSecret(given);
    return secret;
  }

  /** The older form takes a password twice; of a user that exists, after Change Password. */
  private async typePassword(secret: string): Promise<void> {
    const there = await this.form.seek(USER.secret, canHoldSecret, 1_000);
    if (!there) await this.form.press(CHANGE_PASSWORD);
    const inForm = await this.screen.tryUntil(
      (views) =>
        views.find(isPasswordForm) ??
        views.find((v) => isUserForm(v) && this.form.named(USER.secret, canHoldSecret)(v)),
      { timeout: 12_000 },
    );
    if (!inForm) throw await this.screen.lost(`the field "${USER.secret.at(-1)}"`, "on the form API User");
    if (!isPasswordForm(inForm)) {
      await this.form.type(USER.secret, secret);
      return;
    }
    await this.passwords.type(NEW_PASSWORD, secret);
    await this.passwords.type(USER.confirmSecret, secret);
    if ((await this.screen.look()).some((v) => isPasswordForm(v) && isUserForm(v))) return;
    // A box or window of its own has to be confirmed before the form goes on.
    await press(this.screen, ["OK", ...SAVE_AND_CLOSE, ...SAVE, "Apply"], "of Change Password", isPasswordForm);
    const gone = await this.screen.tryUntil((views) => !views.some(isPasswordForm) && views.find(isUserForm), {
      timeout: 12_000,
    });
    if (!gone) throw await this.screen.lost("the form API User", "after the new password was confirmed");
  }

  private async typeSecret(secret: string): Promise<void> {
    const there = await this.form.seek(USER.secret, canHoldSecret, 1_500);
    if (!there) await this.generate(USER.generateSecret, USER.secret);
    await this.form.type(USER.secret, secret);
  }

  private async setTracking(tracking: Tracking): Promise<void> {
    const names = tracking.kind === "vendor" ? USER.byVendor : USER.custom;
    const radio = await this.form.seek(names, isBox, 4_000);
    if (radio && radio.control.checked !== true)
      await this.form.tick(names, true, radio.control.kind === "radio" ? "radio" : "checkbox");
    else if (!radio) {
      // Or a list with these two entries.
      await this.form.choose(
        ["API Tracking Identifier", "Tracking Identifier", "Integration Type"],
        fitsAny(names),
        names[0],
      );
    }
    if (tracking.kind === "vendor") {
      await this.form.choose(USER.vendor, (t) => vendorLikeness(t, tracking.vendor), tracking.vendor, vendorList);
      return;
    }
    const name = () => this.form.seek(USER.internalName, canHoldSecret, 1_500);
    // The older form may ask for the name only once Generate was pressed, or never.
    if (!(await name()) && (await this.form.offers(GENERATE_IDENTIFIER))) {
      await this.form.press(GENERATE_IDENTIFIER);
      if (!(await name())) {
        this.log("the form has no field for the name of an integration of one's own: only its identifier is made");
        return;
      }
    }
    await this.form.type(USER.internalName, tracking.name);
  }

  /** The identifier is made by the page: at once, when the name field is left, or when a button says Generate. */
  private async readIdentifier(): Promise<string | undefined> {
    const read = (v: View): string => {
      const c = controlsNamed(v.scan, USER.trackingIdentifier, []).find(
        (f) => f.control.kind === "text" && f.likeness >= 2,
      )?.control;
      const value = c?.value.trim() ?? shownBeside(v, ["Tracking Identifier"]);
      return /^\S{8,}$/.test(value) ? value : "";
    };
    // Its part of the form has to be in sight.
    await this.form.seek(USER.custom, isBox, 1_000);
    const found = await this.screen.tryUntil(
      (v) =>
        v
          .filter(isUserForm)
          .map(read)
          .find((t) => t !== ""),
      { timeout: 4_000 },
    );
    if (found) {
      this.learn(found);
      return found;
    }
    if (await this.form.offers(GENERATE_IDENTIFIER)) {
      const noticed = this.screen.notices.length;
      await this.form.press(GENERATE_IDENTIFIER);
      const made = await this.screen.tryUntil(
        (v) =>
          v
            .filter(isUserForm)
            .map(read)
            .find((t) => t !== "") ??
          // Or a box tells it, and is closed then.
          this.screen.notices
            .slice(noticed)
            .map(({ text }) => /\S{20,}/.exec(text)?.[0])
            .find((t) => t !== undefined),
        { timeout: 6_000 },
      );
      if (made) {
        this.learn(made);
        return made;
      }
    }
    throw await this.screen.lost("the generated Tracking Identifier", "on the form API User");
  }

  /** What was typed first may have been rewritten by what was chosen later: everything is read again before saving. */
  private async readBack(want: ApiUserFormChange & { tracking?: Tracking }): Promise<void> {
    const scans = await this.form.whole();
    const now = await this.readPage(scans);
    const wrong: string[] = [];
    const same = (a: string | undefined, b: string) => (a ?? "").trim() === b.trim();
    if (want.firstName !== undefined && !same(now.firstName, want.firstName)) wrong.push(USER.firstName[0]);
    if (want.lastName !== undefined && !same(now.lastName, want.lastName)) wrong.push(USER.lastName[0]);
    if (want.email !== undefined && !same(now.email, want.email)) wrong.push(USER.email[0]);
    if (want.securityLevel !== undefined && !sameLevelName(now.securityLevel, want.securityLevel))
      wrong.push(USER.securityLevel[0]);
    if (want.location !== undefined && likeness(now.location ?? "", want.location) < 2) wrong.push(USER.location[0]);
    if (want.active !== undefined && now.active !== want.active) wrong.push(USER.active[0]);
    if (want.username !== undefined && localPart(now.key) !== want.username.toLowerCase().split("@")[0])
      wrong.push(USER.key[0]);
    wrong.push(...lostDetails(want, now), ...lostAssociations(want, scans));
    if (wrong.length > 0)
      throw await this.screen.lost(
        `what was filled in, just before Save, in ${wrong.map((w) => `"${w}"`).join(", ")}`,
        "on the form API User",
      );
  }
}

/** A value shown as plain text below or right of its label. */
function shownBeside(view: View, names: readonly string[]): string {
  const label = phrasesSaying(view.scan, names).find((p) => p.likeness >= 2)?.phrase;
  if (!label) return "";
  const near = view.scan.phrases
    .filter((p) => p !== label && !p.tooltip && /^\S{8,}$/.test(p.text))
    .filter(
      (p) =>
        (sameLine(p.box, label.box) && p.box.x > label.box.x && p.box.x - label.box.x - label.box.w < 200) ||
        (p.box.y > label.box.y && p.box.y - label.box.y - label.box.h < 40 && Math.abs(p.box.x - label.box.x) < 30),
    );
  return near[0]?.text ?? "";
}

/** The best control of a form that these names name, over all of its parts. */
function best(scans: readonly Scan[], names: readonly string[], kinds: (c: Control) => boolean): Control | undefined {
  const others = USER_LABELS.filter((label) => !(names as readonly string[]).includes(label));
  const found: Found[] = scans.flatMap((scan) => controlsNamed(scan, names, others).filter((f) => kinds(f.control)));
  return found.sort((a, b) => b.likeness - a.likeness || a.rank - b.rank)[0]?.control;
}

/** Some forms show the tenant's domain as fixed text beside the field. */
function withDomain(key: string, scans: readonly Scan[]): string {
  if (key === "" || key.includes("@")) return key;
  const domain = scans
    .flatMap((scan) => scan.phrases)
    .map(({ text }) => text)
    .find((text) => /^@[\w-]+(\.[\w-]+)*$/.test(text));
  return domain === undefined ? key : key + domain;
}

/**
 * The list of integration vendors: under words of its own, or, on the older form, right below the circle that chooses it and
 * before the next one.
 */
const vendorList: Finder = ({ scan }) => {
  const named = controlsNamed(scan, USER.vendor, []).find((f) => !isBox(f.control))?.control;
  if (named) return named;
  const circle = controlsNamed(scan, USER.byVendor).find((f) => isBox(f.control))?.control;
  if (!circle) return undefined;
  const next = Math.min(
    ...scan.controls.filter((c) => isBox(c) && c.box.y > circle.box.y + 4).map((c) => c.box.y),
    circle.box.y + 120,
  );
  return scan.controls.find(
    (c) =>
      !isBox(c) &&
      c.box.y >= circle.box.y - 6 &&
      c.box.y < next &&
      c.box.x >= circle.box.x - 20 &&
      middleX(circle.box) < right(c.box),
  );
};

/**
 * Opens the form for a new API user: New API User behind the arrow of New, or, in the older console, the resource form that
 * New itself opens.
 */
export async function openNewUser(screen: Screen): Promise<void> {
  await pressInSplitMenu(screen, isResourceList, NEW_API_USER, NEW, isUserForm);
  await screen.until((v) => v.find(isUserForm), {
    what: "the form Add API User",
    where: "after New > New API User",
    timeout: 40_000,
  });
}

export function localPart(key: string): string {
  return key.split("@")[0]!.trim().toLowerCase();
}

/**
 * Entries read "Vendor - Integration"; guides name the whole, the vendor or the integration. A vendor with several entries
 * means the one that bears its own name.
 */
function vendorLikeness(shown: string, wanted: string): number {
  if (likeness(shown, wanted) === 3) return 4;
  const [vendor, ...rest] = normalise(shown).split(/\s+-\s+/);
  const integration = rest.join(" - ");
  const name = normalise(wanted);
  if (vendor === name) return integration === name ? 3 : 2;
  return integration === name ? 1 : 0;
}

function trackingOf(scans: readonly Scan[]): Tracking | undefined {
  const chosen = (names: readonly string[]) =>
    scans
      .flatMap((scan) => controlsNamed(scan, names))
      .find((f) => f.control.kind === "radio" || (f.control.kind === "checkbox" && f.likeness >= 2))?.control
      .checked === true;
  const list = scans.map((scan) => vendorList({ scan } as View)).find((control) => control !== undefined);
  const text = (names: readonly string[], exact = false) =>
    scans
      .flatMap((scan) => controlsNamed(scan, names, []))
      .find((f) => f.control.kind === "text" && (!exact || f.likeness >= 2))
      ?.control.value.trim() ?? "";
  const name = text(USER.internalName);
  if (chosen(USER.custom)) {
    const identifier = text(USER.trackingIdentifier, true);
    // The older form may show no name.
    return name !== "" || identifier !== ""
      ? { kind: "custom", name, ...(identifier !== "" ? { identifier } : {}) }
      : undefined;
  }
  if (list && !isBlank(list.value)) return { kind: "vendor", vendor: list.value.trim() };
  if (name !== "") return { kind: "custom", name };
  return undefined;
}
