import type { PageState } from "./page";

/** The fields of a posted form, whichever skin drew it. */
export class Posted {
  constructor(
    private readonly form: URLSearchParams,
    private readonly state: PageState,
  ) {}

  /** Which control caused the post: its name, or nothing. */
  get target(): string {
    return this.form.get("__EVENTTARGET") ?? "";
  }

  get argument(): string {
    return this.form.get("__EVENTARGUMENT") ?? "";
  }

  /** Whether a control of this name was on the page and could be changed. Boxes leave a mark, as they post nothing when clear. */
  shows(name: string): boolean {
    const names = ["txt", "ddl", "hid"].map((prefix) => `ctl00$phContent$${prefix}${name}`);
    return [...names, `ctl00_phContent_ddl${name}_ClientState`].some((candidate) => this.form.has(candidate));
  }

  text(name: string): string {
    return this.form.get(`ctl00$phContent$txt${name}`) ?? "";
  }

  check(name: string): boolean {
    return this.form.has(`ctl00$phContent$chk${name}`);
  }

  /** Value of a list. An untouched Telerik list posts an empty client state: then the page's own memory counts. */
  list(name: string): string {
    const state = this.clientState(name);
    if (state === undefined) return this.form.get(`ctl00$phContent$ddl${name}`) ?? this.remembered(name)[0] ?? "";
    if (state === null) return this.remembered(name)[0] ?? "";
    return typeof state.value === "string" ? state.value : "";
  }

  /** Values of a list with check boxes. */
  checks(name: string): string[] {
    const state = this.clientState(name);
    if (state === undefined) return this.form.getAll(`ctl00$phContent$ddl${name}`);
    if (state === null) return this.remembered(name);
    return Array.isArray(state.checkedValues) ? state.checkedValues.map(String) : [];
  }

  /** Ids of ticked rows of a grid. */
  ticked(): string[] {
    return this.form.getAll("ctl00$phListing$ctrlListing$chkRow");
  }

  box(name: string): boolean {
    return this.form.has(name);
  }

  private remembered(name: string): string[] {
    const values = this.state["values"];
    const value = typeof values === "object" && values !== null && !Array.isArray(values) ? values[name] : undefined;
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  }

  /** Undefined: no Telerik list posted. Null: one that was not touched. */
  private clientState(name: string): { value?: unknown; checkedValues?: unknown } | null | undefined {
    const text = this.form.get(`ctl00_phContent_ddl${name}_ClientState`);
    if (text === null) return undefined;
    if (text === "") return null;
    try {
      return JSON.parse(text) as { value?: unknown };
    } catch {
      return null;
    }
  }
}
