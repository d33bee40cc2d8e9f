import { InputError, NO_URNS, type Properties, parseUrn, type Resource } from "../model/index.js";
import { isObject, type JsonObject } from "./json.js";
import type { Notes } from "./notes.js";

const EMPTY: Properties = Object.freeze({});
/** Index of a parent that there is not. */
const NONE = -1;
const NO_DEPENDENCIES: Readonly<Record<string, readonly string[]>> = Object.freeze({});

/** What the source of a resource knows beyond the resource's own record. */
export interface Planned {
  readonly deleting?: boolean;
  /** Stands in where the record has no id. */
  readonly id?: unknown;
  /** Stand in where the record has no outputs; without them the inputs of a custom resource do. */
  readonly outputs?: unknown;
}

/** A resource and where it stands in the document. */
export interface Placed {
  readonly resource: Resource;
  readonly path: string;
}

/**
 * Reads one record of a state. Property trees are not copied: values of `inputs` and `outputs` are the parsed ones themselves.
 * @param path place of the record in the document, for messages
 * @throws InputError at the field that is wrong, for everything that decides whether and how the resource is judged
 */
export function readResource(state: unknown, path: string, notes: Notes, planned: Planned = {}): Resource {
  if (!isObject(state)) throw new InputError("a resource must be an object; write the export again", { path });
  const { urn, name } = urnOf(state, path);
  const type = state["type"];
  if (typeof type !== "string" || type === "")
    throw new InputError("the resource has no type: it must be text such as aws:s3/bucket:Bucket", {
      path: `${path}.type`,
    });
  const custom = state["custom"];
  if (typeof custom !== "boolean")
    throw new InputError("must be true for a resource of a provider and false for a component", {
      path: `${path}.custom`,
    });
  if (state["pendingReplacement"] === true) notes.add("awaiting", name);
  const links = new Links(state);
  const inputs = properties(state, "inputs", path) ?? EMPTY;
  const resource: Resource = {
    urn,
    type,
    name,
    id: idOf(state["id"] || planned.id, name, notes),
    custom,
    external: flag(state, "external", path),
    deleting: flag(state, "delete", path) || planned.deleting === true,
    parent: links.urn("parent"),
    provider: providerUrn(links.urn("provider")),
    inputs,
    outputs: outputsOf(inputs, properties(state, "outputs", path), planned.outputs, custom),
    propertyDependencies: links.byProperty("propertyDependencies"),
    dependencies: links.urns(state["dependencies"]),
    aliases: links.urns(state["aliases"]),
    sourcePosition: typeof state["sourcePosition"] === "string" ? state["sourcePosition"] : undefined,
  };
  if (links.odd) notes.add("links", name);
  return resource;
}

/**
 * The records of a state in their order.
 * @throws InputError when one is wrong, or when two live ones have the same URN
 */
export function readResources(states: readonly unknown[], path: string, notes: Notes): Resource[] {
  const placed = states.map((state, i) => ({
    resource: readResource(state, `${path}[${i}]`, notes),
    path: `${path}[${i}]`,
  }));
  return settle(placed, notes);
}

/**
 * Checks what holds between resources: live URNs are unique (an old copy that waits for its deletion may share one),
 * parents exist and form no circle.
 * @throws InputError when two live resources have the same URN, naming both places
 */
export function settle(placed: readonly Placed[], notes: Notes): Resource[] {
  const byUrn = new Map<string, number>();
  placed.forEach(({ resource, path }, i) => {
    const other = byUrn.get(resource.urn);
    const before = other === undefined ? undefined : placed[other];
    if (before && !before.resource.deleting && !resource.deleting)
      throw new InputError(
        `the same URN stands at ${before.path} and neither is marked delete; repair the state with \`pulumi state\``,
        { path: `${path}.urn` },
      );
    if (!before || !resource.deleting) byUrn.set(resource.urn, i);
  });
  const resources = placed.map((one) => one.resource);
  noteParents(resources, byUrn, notes);
  return resources;
}

function urnOf(state: JsonObject, path: string): { urn: string; name: string } {
  const urn = state["urn"];
  const parts = typeof urn === "string" ? parseUrn(urn) : undefined;
  if (typeof urn !== "string" || !parts || parts.stack === "" || parts.project === "" || parts.type === "")
    throw new InputError(
      "the resource has no usable URN: it must be text of the form urn:pulumi:STACK::PROJECT::TYPE::NAME",
      { path: `${path}.urn` },
    );
  return { urn, name: parts.name };
}

function properties(state: JsonObject, key: string, path: string): Properties | undefined {
  const value = state[key];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new InputError("must be an object or absent", { path: `${path}.${key}` });
  return value;
}

function outputsOf(inputs: Properties, outputs: Properties | undefined, planned: unknown, custom: boolean): Properties {
  if (outputs && !isEmpty(outputs)) return outputs;
  if (isObject(planned) && !isEmpty(planned)) return planned;
  // A copy: one object for both would say that it is not known which of them it is.
  return custom ? { ...inputs } : EMPTY;
}

function isEmpty(object: object): boolean {
  for (const key in object) if (Object.hasOwn(object, key)) return false;
  return true;
}

function flag(state: JsonObject, key: string, path: string): boolean {
  const value = state[key];
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw new InputError("must be true, false or absent", { path: `${path}.${key}` });
  return value;
}

function idOf(id: unknown, name: string, notes: Notes): string | undefined {
  if (typeof id === "string") return id === "" ? undefined : id;
  if (id !== undefined && id !== null) notes.add("id", name);
  return undefined;
}

/** A reference to a provider is `<urn>::<id>`; a bare URN stays whole. */
function providerUrn(reference: string | undefined): string | undefined {
  if (reference === undefined) return undefined;
  const urn = reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
  return parseUrn(urn) ? urn : reference;
}

/** Reads what points at other resources. What is not text is left out and remembered as odd; null is just absent. */
class Links {
  odd = false;

  constructor(readonly state: JsonObject) {}

  urn(key: string): string | undefined {
    const value = this.state[key];
    if (typeof value === "string") return value === "" ? undefined : value;
    if (value !== undefined && value !== null) this.odd = true;
    return undefined;
  }

  urns(value: unknown): readonly string[] {
    if (value === undefined || value === null) return NO_URNS;
    if (isTexts(value)) return value;
    this.odd = true;
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : NO_URNS;
  }

  byProperty(key: string): Readonly<Record<string, readonly string[]>> {
    const value = this.state[key];
    if (value === undefined || value === null) return NO_DEPENDENCIES;
    if (isObject(value)) return allTexts(value) ? value : this.#cleaned(value);
    this.odd = true;
    return NO_DEPENDENCIES;
  }

  /** States hold null for a property that depends on nothing. */
  #cleaned(lists: JsonObject): Readonly<Record<string, readonly string[]>> {
    const clean: Record<string, readonly string[]> = {};
    // Setting __proto__ would replace the object's prototype; no property of a resource has that name.
    for (const property in lists) if (property !== "__proto__") clean[property] = this.urns(lists[property]);
    return clean;
  }
}

function allTexts(lists: JsonObject): lists is Readonly<Record<string, readonly string[]>> {
  for (const property in lists) if (!isTexts(lists[property])) return false;
  return true;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function noteParents(resources: readonly Resource[], byUrn: ReadonlyMap<string, number>, notes: Notes): void {
  const parents = resources.map(({ parent, name }) => {
    const index = parent === undefined ? NONE : (byUrn.get(parent) ?? NONE);
    if (parent !== undefined && index === NONE) notes.add("dangling", name);
    return index;
  });
  for (const index of ancestorsOfThemselves(parents)) notes.add("cyclic", (resources[index] as Resource).name);
}

/** The resources on circles of parents. Each is walked once, without recursion: chains may be long. */
function ancestorsOfThemselves(parents: readonly number[]): number[] {
  const walkOf = new Int32Array(parents.length);
  const circles: number[] = [];
  for (let start = 0; start < parents.length; start++) {
    const walk = start + 1;
    let at = start;
    while (at !== NONE && walkOf[at] === 0) {
      walkOf[at] = walk;
      at = parents[at] as number;
    }
    if (at === NONE || walkOf[at] !== walk) continue;
    const entry = at;
    do {
      circles.push(at);
      at = parents[at] as number;
    } while (at !== entry);
  }
  return circles;
}
