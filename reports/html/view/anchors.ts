/** Gives everything that a link can point at an id of its own: a–z, 0–9, dot and hyphen only, whatever its name holds. */
export class Anchors {
  readonly #ids = new Map<string, string>();
  readonly #taken = new Set<string>();

  profile = (profile: string) => this.#of("profile", profile);
  family = (profile: string, group: string) => this.#of("family", profile, group);
  control = (profile: string, control: string) => this.#of("control", profile, control);
  exception = (id: string) => this.#of("exception", id);
  attestation = (kind: string, catalog: string, control: string) => this.#of(kind, catalog, control);
  rule = (rule: string) => this.#of("rule", rule);
  input = (index: number) => `input-${index}`;
  /** The number is the result's place in `results` of assessment.json. */
  result = (index: number) => `result-${index}`;

  #of(...names: readonly string[]): string {
    const key = names.join("\0");
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const base = names.map(slug).join("-");
    let id = base;
    for (let n = 2; this.#taken.has(id); n++) id = `${base}--${n}`;
    this.#taken.add(id);
    this.#ids.set(key, id);
    return id;
  }
}

/** `AC-2(1)` becomes `ac-2.1`, as OSCAL writes it. */
function slug(name: string): string {
  const text = name
    .slice(0, 120)
    .toLowerCase()
    .replace(/\((\d+)\)/g, ".$1");
  return text.replace(/[^a-z0-9.-]+/g, "-");
}
