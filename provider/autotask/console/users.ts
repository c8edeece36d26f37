import { PsaError } from "../../errors";
import { fitsAny, Form, optionsOf } from "../../browser/actions";
import { controlsNamed, isBox, lineOf, phrasesSaying, sameLine } from "../../browser/reading";
import type { Screen, View } from "../../browser/screen";
import { likeness, likenessToAny, normalise, sameLevelName } from "../../browser/words";
import type { ApiUserForm, ApiUserFormChange, ApiUserHandle, ApiUserPage, Credentials, Tracking } from "../tenant";
import { fillDetails, readDetails } from "./details";
import { findRow, pressInRowMenu, pressInSplitMenu, reach } from "./navigate";
import { NEW, NEW_API_USER, RESOURCE_COLUMNS, RESOURCES, ROW_EDIT, USER, USER_LABELS } from "./pageMap";
import { save } from "./submit";

/** The form Add / Edit API User: names to fill in and a key to generate. */
export const isUserForm = (v: View): boolean =>
  controlsNamed(v.scan, USER.firstName).length > 0 &&
  controlsNamed(v.scan, USER.lastName).length > 0 &&
  (v.scan.phrases.some((p) => likenessToAny(p.text, USER.generateKey) === 3) ||
    v.scan.phrases.some(
      (p) => likenessToAny(p.text, ["Username (Key)", "Password (Secret)", "Generate Secret"]) === 3,
    ));

/** The list of resources: its columns, and a way to make a new one. */
export const isResourceList = (v: View): boolean => {
  if (controlsNamed(v.scan, USER.firstName).length > 0 && controlsNamed(v.scan, USER.lastName).length > 0) return false;
  const columns = new Set(
    v.scan.phrases
      .filter((p) => !p.tooltip && likenessToAny(p.text, RESOURCE_COLUMNS) === 3)
      .map((p) => normalise(p.text)),
  );
  return (
    columns.size >= 2 && phrasesSaying(v.scan, [...NEW, ...NEW_API_USER, "New Resource"]).some((h) => h.likeness >= 2)
  );
};

const LIST = "in the list of resources";
/** A list that stands on nothing says so in its own way. */
const isBlank = (text: string): boolean => /^$|^(choose|select|please|none\b|--|\()/i.test(text.trim());

export class UserPages {
  private readonly form: Form;

  constructor(
    private readonly screen: Screen,
    private readonly home: () => Promise<void>,
    private readonly secrets: () => string[],
    /** Everything the page shows once is a secret from then on. */
    private readonly learn: (secret: string) => void,
    private readonly log: (text: string) => void,
  ) {
    this.form = new Form(screen, "API User", isUserForm, USER_LABELS, secrets);
  }

  async create(user: ApiUserForm, onCredentials?: (seen: Credentials) => void): Promise<Credentials> {
    await this.home();
    await reach(this.screen, RESOURCES, isResourceList);
    await pressInSplitMenu(this.screen, isResourceList, NEW_API_USER);
    await this.screen.until((v) => v.find(isUserForm), {
      what: "the form Add API User",
      where: "after New > New API User",
      timeout: 40_000,
    });

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
    await fillDetails(this.screen, this.form, user, user.optional);
    const key = await this.setKey(user.username);
    const secret = user.secret ?? (await this.generate(USER.generateSecret, USER.secret));
    this.learn(secret);
    if (user.secret !== undefined) await this.typeSecret(user.secret);
    const trackingIdentifier = user.tracking?.kind === "custom" ? await this.readIdentifier() : undefined;

    await this.readBack({ ...user });
    const seen: Credentials = { key, secret, ...(trackingIdentifier !== undefined ? { trackingIdentifier } : {}) };
    onCredentials?.(seen);
    await save(this.screen, isUserForm, `the API user ${user.firstName} ${user.lastName}`, this.secrets);
    return seen;
  }

  async read(user: ApiUserHandle): Promise<ApiUserPage> {
    await this.open(user);
    return this.readPage();
  }

  async change(
    user: ApiUserHandle,
    change: ApiUserFormChange,
    onCredentials?: (seen: Credentials) => void,
  ): Promise<Credentials> {
    await this.open(user);
    const now = await this.readPage();
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
    await fillDetails(this.screen, this.form, change);
    let key = now.key;
    if (change.username !== undefined && localPart(now.key) !== change.username.toLowerCase())
      key = await this.setKey(change.username);
    let secret: string | undefined;
    if (change.secret !== undefined) {
      secret = await this.generate(USER.generateSecret, USER.secret);
      this.learn(secret);
      if (change.secret !== true) {
        secret = change.secret;
        this.learn(secret);
        await this.typeSecret(secret);
      }
    }
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
  private async open(user: ApiUserHandle): Promise<void> {
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
      const key = (await this.form.read(USER.key))?.value ?? "";
      if (localPart(key) === wanted) return;
      passed.add(rowWords);
    }
    throw new PsaError(
      "not-found",
      `The console's list of resources shows no API user ${user.username} (${user.firstName} ${user.lastName}, id ${user.id}).`,
      "Check that the console account may see it.",
    );
  }

  private async readPage(): Promise<ApiUserPage> {
    const view = await this.form.view();
    const one = (names: readonly string[], box = false) =>
      controlsNamed(
        view.scan,
        names,
        USER_LABELS.filter((l) => !names.includes(l)),
      ).find((f) => (f.control.kind === "checkbox" || f.control.kind === "radio") === box)?.control;
    const text = (names: readonly string[]): string => one(names)?.value.trim() ?? "";
    const active = one(USER.active, true);
    const locked = one(USER.locked, true);
    const optional = (names: readonly string[]): string | undefined => one(names)?.value.trim() || undefined;
    const keyControl = one(USER.key);
    return {
      firstName: text(USER.firstName),
      lastName: text(USER.lastName),
      email: text(USER.email),
      active: active?.checked ?? true,
      ...(locked && locked.checked !== null ? { locked: locked.checked } : {}),
      securityLevel: text(USER.securityLevel).replace(/\s*\(\s*API[- ]only\s*\)\s*$/i, ""),
      location: optional(USER.location),
      dateFormat: optional(USER.dateFormat),
      timeFormat: optional(USER.timeFormat),
      numberFormat: optional(USER.numberFormat),
      key: keyControl?.value.trim() ?? "",
      tracking: trackingOf(view),
      ...readDetails(view),
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
    const there = await this.form.seek(USER.location, (c) => !isBox(c), undefined, 3_000);
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
    const there = await this.form.seek(names, (c) => c.kind === "checkbox", undefined, 1_500);
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
    const generated = held.includes("@") ? held : await this.generate(USER.generateKey, USER.key);
    const at = generated.indexOf("@");
    const whole = at >= 0 && !username.includes("@") ? username + generated.slice(at) : username;
    if (generated.toLowerCase() !== whole.toLowerCase()) await this.form.type(USER.key, whole);
    const kept = (await this.form.read(USER.key))?.value.trim() ?? whole;
    // Some forms show the domain as fixed text beside the field.
    if (!kept.includes("@")) {
      const suffix = domainBeside(await this.form.view());
      return suffix ? kept + suffix : kept;
    }
    return kept;
  }

  private async typeSecret(secret: string): Promise<void> {
    const there = await this.form.seek(
      USER.secret,
      (c) => (c.kind === "text" || c.kind === "password") && !c.disabled && !c.readOnly,
      undefined,
      1_500,
    );
    if (!there) await this.generate(USER.generateSecret, USER.secret);
    await this.form.type(USER.secret, secret);
  }

  private async setTracking(tracking: Tracking): Promise<void> {
    const names = tracking.kind === "vendor" ? USER.byVendor : USER.custom;
    const radio = await this.form.seek(names, (c) => c.kind === "radio" || c.kind === "checkbox", undefined, 4_000);
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
    if (tracking.kind === "vendor")
      await this.form.choose(USER.vendor, (t) => vendorLikeness(t, tracking.vendor), tracking.vendor);
    else await this.form.type(USER.internalName, tracking.name);
  }

  /** The identifier is made by the page: at once, when the name field is left, or when a button says Generate. */
  private async readIdentifier(): Promise<string | undefined> {
    const read = (v: View): string => {
      const c = controlsNamed(v.scan, USER.trackingIdentifier, []).find(
        (f) => f.control.kind === "text" && f.likeness === 3,
      )?.control;
      const value = c?.value.trim() ?? shownBeside(v, ["Tracking Identifier"]);
      return /^\S{8,}$/.test(value) ? value : "";
    };
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
    const view = await this.form.view();
    const button = view.scan.phrases.find(
      (p) =>
        likenessToAny(p.text, ["Generate", "Generate Identifier", "Generate Tracking Identifier"]) === 3 &&
        p.target >= 0,
    );
    if (button) {
      await this.screen.click(view, button.target);
      const made = await this.screen.tryUntil(
        (v) =>
          v
            .filter(isUserForm)
            .map(read)
            .find((t) => t !== ""),
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
    const now = await this.readPage();
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

function domainBeside(view: View): string | undefined {
  return view.scan.phrases.find((p) => /^@[\w.-]+$/.test(p.text))?.text;
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

function trackingOf(view: View): Tracking | undefined {
  const chosen = (names: readonly string[]) =>
    controlsNamed(view.scan, names).find(
      (f) => f.control.kind === "radio" || (f.control.kind === "checkbox" && f.likeness === 3),
    )?.control.checked === true;
  const list = controlsNamed(view.scan, USER.vendor, []).find((f) => !isBox(f.control))?.control;
  const name = controlsNamed(view.scan, USER.internalName, []).find((f) => f.control.kind === "text")?.control;
  if (chosen(USER.custom)) {
    const identifier = controlsNamed(view.scan, USER.trackingIdentifier, [])
      .find((f) => f.control.kind === "text" && f.likeness === 3)
      ?.control.value.trim();
    return name && name.value.trim() !== ""
      ? { kind: "custom", name: name.value.trim(), ...(identifier ? { identifier } : {}) }
      : undefined;
  }
  if (list && !isBlank(list.value)) return { kind: "vendor", vendor: list.value.trim() };
  if (name && name.value.trim() !== "") return { kind: "custom", name: name.value.trim() };
  return undefined;
}
