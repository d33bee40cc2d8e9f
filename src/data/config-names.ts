import picomatch from "picomatch";
import type { Framework, Pattern, Rule } from "../model/index.js";
import { unknownId } from "./nearest.js";

/** The rules that a key of a configuration names; a text says why it names none. */
export type NamedRules = { readonly by: "rule" | "glob"; readonly rules: readonly Rule[] };

/** What a framework has to tell for its controls to be named. */
export type NamedControls = {
  readonly catalog: {
    readonly id: string;
    readonly controls: readonly Pick<Framework["catalog"]["controls"][number], "id" | "withdrawn">[];
  };
  readonly mapping: readonly Pick<Framework["mapping"][number], "control" | "rule">[];
};

/** Ids hold none of these, so they tell a glob. */
const GLOB = /[*?[\]{}()!|+@]/;

/** Resolves what a configuration names. */
export class Names {
  readonly #rules: ReadonlyMap<string, Rule>;

  constructor(
    rules: readonly Rule[],
    private readonly frameworks: readonly NamedControls[],
  ) {
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
  }

  rules(key: string): NamedRules | string {
    const rule = this.#rules.get(key);
    if (rule) return { by: "rule", rules: [rule] };
    if (!GLOB.test(key)) return unknownId("rule", key, this.#rules.keys());
    const pattern = patternOf(key);
    if (typeof pattern === "string") return pattern;
    const expression = new RegExp(pattern.expression);
    const rules = [...this.#rules.values()].filter(({ id }) => expression.test(id));
    return rules.length > 0 ? { by: "glob", rules } : `no rule matches "${key}"`;
  }

  /** `catalogue/control` for a control of a catalogue, or for one that a single catalogue has. */
  control(key: string): { readonly id: string } | string {
    const slash = key.indexOf("/");
    const catalog = slash < 0 ? undefined : key.slice(0, slash);
    const id = key.slice(slash + 1);
    const catalogs = this.frameworks.map((framework) => framework.catalog.id);
    if (catalog !== undefined && !catalogs.includes(catalog))
      return `${unknownId("catalogue", catalog, catalogs).replace(/[^?]$/, "$&.")} There are ${catalogs.join(", ")}`;
    const asked = this.frameworks.filter((framework) => catalog === undefined || framework.catalog.id === catalog);
    const found = asked.filter((framework) => framework.catalog.controls.some((control) => control.id === id));
    const [first, second] = found;
    if (first === undefined) {
      const known = asked.flatMap((framework) => framework.catalog.controls.map((control) => control.id));
      return unknownId("control", id, known);
    }
    if (second !== undefined)
      return `several catalogues have a control ${id}: write ${found.map((one) => `${one.catalog.id}/${id}`).join(" or ")}`;
    if (first.catalog.controls.some((control) => control.id === id && control.withdrawn === true))
      return `control ${id} is withdrawn`;
    const spoken = first.mapping.some((row) => row.control === id && this.#rules.has(row.rule));
    return spoken ? { id: `${first.catalog.id}/${id}` } : `no rule speaks to control ${id}, so there is nothing to set`;
  }
}

/** A glob ready to be matched, in which `*` stands for any text; a text says what is wrong with it. */
export function patternOf(glob: string): Pattern | string {
  try {
    return { glob, expression: picomatch.makeRe(glob, { dot: true, bash: true }).source };
  } catch (error) {
    return `is no glob: ${error instanceof Error ? error.message : String(error)}`;
  }
}
