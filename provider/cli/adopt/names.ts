/** Names for what a program declares, each given once. */
export class Names {
  private readonly taken = new Set<string>();

  /**
   * A resource name, e.g. `api-user-client-01`.
   *
   * @param more tells apart what is called the same, e.g. a user name
   */
  resource(text: string, more: string): string {
    const plain = slug(text);
    const name = this.taken.has(plain) || plain === "" ? slug(`${text} ${more}`) : plain;
    this.taken.add(name);
    return name;
  }

  /** A variable for a resource name, e.g. `apiUserClient01`. */
  static variable(resource: string): string {
    const name = resource.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return /^[a-z]/i.test(name) ? name : `level${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  }
}

const slug = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
