import {
  isUnknownText,
  type KindSpec,
  type Links,
  type Resource,
  type Stack,
  type StackGraph,
  type UncertainLink,
} from "../model/index.js";
import { identities, identityKnown, references } from "./names.js";

const NONE: readonly never[] = [];
const NO_LINKS: Links = { found: NONE, uncertain: NONE, outside: false };

/** Connects the resources of a stack by property dependency, by parent, and by id, name or ARN. Built lazily. */
export function buildGraph(stack: Stack): StackGraph {
  return new Graph(stack);
}

interface Reverse {
  readonly property: string;
  readonly target: KindSpec;
  readonly found: ReadonlyMap<string, readonly Resource[]>;
  readonly uncertain: ReadonlyMap<string, readonly UncertainLink[]>;
  /** References of which nothing at all is known: they could name anyone. */
  readonly anyone: readonly UncertainLink[];
}

class Graph implements StackGraph {
  private readonly _byType = new Map<string, Resource[]>();
  private _byUrn: Map<string, Resource> | undefined;
  private readonly _members = new Map<KindSpec, readonly Resource[]>();
  private readonly _identities = new Map<KindSpec, ReadonlyMap<string, readonly Resource[]>>();
  private readonly _reverse = new Map<KindSpec, Reverse[]>();
  private _dependents: Map<string, Resource[]> | undefined;

  constructor(readonly stack: Stack) {
    for (const resource of stack.resources) {
      if (!resource.deleting && !resource.external) push(this._byType, resource.type, resource);
    }
  }

  byUrn(urn: string): Resource | undefined {
    if (this._byUrn === undefined) {
      this._byUrn = new Map();
      for (const same of this._byType.values()) for (const resource of same) this._byUrn.set(resource.urn, resource);
    }
    return this._byUrn.get(urn);
  }

  members(kind: KindSpec): readonly Resource[] {
    let members = this._members.get(kind);
    if (!members) this._members.set(kind, (members = this._unsorted(kind).sort(byUrn)));
    return members;
  }

  private _unsorted(kind: KindSpec): Resource[] {
    return kind.types.flatMap((type) => this._byType.get(type) ?? []);
  }

  target(resource: Resource, property: string, kind: KindSpec): Links {
    // Nearly every reference is one known text that one resource bears.
    const value = resource.outputs[property] ?? resource.inputs[property];
    if (typeof value === "string" && value !== "" && !isUnknownText(value)) {
      const named = this._identified(kind).get(value);
      if (named?.length === 1) return { found: named, uncertain: NONE, outside: false };
    }
    return this._search(resource, property, kind);
  }

  private _search(resource: Resource, property: string, kind: KindSpec): Links {
    const found = new Set<Resource>();
    const uncertain = new Map<Resource, UncertainLink>();
    let outside = false;
    const deps = this._dependenciesVia(resource, property, kind);
    const { texts, sealed, unknown: open } = references(resource, property);
    let unknown = open;
    for (const text of sealed) {
      const named = this._narrow(this._identified(kind).get(text) ?? [], deps, resource);
      // A name that stands in the clear elsewhere is not seen to be the same: it could be any.
      if (named.length === 1) found.add(named[0] as Resource);
      else unknown = "secret";
    }
    for (const text of texts) {
      const named = this._narrow(this._identified(kind).get(text) ?? [], deps, resource);
      if (named.length === 1) found.add(named[0] as Resource);
      else if (named.length > 1) for (const one of named) uncertain.set(one, { resource, property });
      else {
        // Named by something that the target itself does not know yet: a generated name, in a preview.
        const undecided = deps.filter((dep) => !identityKnown(dep, kind));
        if (undecided.length === 1) found.add(undecided[0] as Resource);
        else outside = true;
      }
    }
    if (unknown !== "none") {
      const parent = resource.parent === undefined ? undefined : this.byUrn(resource.parent);
      if (deps.length === 1 || (deps.length > 1 && unknown === "list")) for (const dep of deps) found.add(dep);
      else if (deps.length > 1) for (const dep of deps) uncertain.set(dep, { resource, property });
      else if (parent && kind.types.includes(parent.type)) found.add(parent);
      else for (const member of this.members(kind)) uncertain.set(member, { resource, property });
    }
    // A secret may be a list of names, and they may be of other stacks.
    if (unknown === "secret") {
      for (const member of this.members(kind)) uncertain.set(member, { resource, property });
      outside = true;
    }
    for (const one of found) uncertain.delete(one);
    if (found.size === 0 && uncertain.size === 0 && !outside) return NO_LINKS;
    return { found: [...found].sort(byUrn), uncertain: [...uncertain.values()], outside };
  }

  referencesTo(subject: Resource, subjectKind: KindSpec, kind: KindSpec, property: string): Links {
    const reverse = this._reverseOf(kind, property, subjectKind);
    const found = reverse.found.get(subject.urn) ?? NONE;
    const uncertain = reverse.uncertain.size === 0 ? NONE : (reverse.uncertain.get(subject.urn) ?? NONE);
    const open = reverse.anyone.length === 0 ? uncertain : [...uncertain, ...reverse.anyone.filter(isNotIn(found))];
    return found.length === 0 && open.length === 0 ? NO_LINKS : { found, uncertain: open, outside: false };
  }

  dependents(resource: Resource): readonly Resource[] {
    if (!this._dependents) {
      this._dependents = new Map();
      for (const same of this._byType.values()) for (const dependent of same) addDependent(this._dependents, dependent);
      sortLists(this._dependents, byUrn);
    }
    return this._dependents.get(resource.urn) ?? [];
  }

  private _reverseOf(kind: KindSpec, property: string, target: KindSpec): Reverse {
    let known = this._reverse.get(kind);
    if (!known) this._reverse.set(kind, (known = []));
    for (const one of known) if (one.property === property && one.target === target) return one;
    const reverse = this._reversed(kind, property, target);
    known.push(reverse);
    return reverse;
  }

  private _reversed(kind: KindSpec, property: string, target: KindSpec): Reverse {
    const found = new Map<string, Resource[]>();
    const uncertain = new Map<string, UncertainLink[]>();
    const anyone: UncertainLink[] = [];
    const targets = this.members(target).length;
    for (const member of this._unsorted(kind)) {
      const links = this.target(member, property, target);
      for (const one of links.found) push(found, one.urn, member);
      if (links.uncertain.length === 0) continue;
      const deps = this._dependenciesVia(member, property, target);
      const all = links.found.length + links.uncertain.length === targets;
      if (deps.length === 0 || all) anyone.push({ resource: member, property });
      else for (const one of deps) push(uncertain, one.urn, { resource: member, property });
    }
    sortLists(found, byUrn);
    sortLists(uncertain, byResource);
    return { property, target, found, uncertain, anyone: anyone.sort(byResource) };
  }

  private _dependenciesVia(resource: Resource, property: string, kind: KindSpec): Resource[] {
    const top = property.split(".", 1)[0] as string;
    const found: Resource[] = [];
    for (const urn of resource.propertyDependencies[top] ?? []) {
      const dependency = this.byUrn(urn);
      if (dependency && kind.types.includes(dependency.type)) found.push(dependency);
    }
    return found;
  }

  private _identified(kind: KindSpec): ReadonlyMap<string, readonly Resource[]> {
    let identified = this._identities.get(kind);
    if (!identified) {
      identified = groupBy(this._unsorted(kind), (member) => identities(member, kind));
      this._identities.set(kind, identified);
    }
    return identified;
  }

  /** Several resources may share a name, in several accounts: the program's own dependency tells, then the provider. */
  private _narrow(named: readonly Resource[], deps: readonly Resource[], from: Resource): readonly Resource[] {
    if (named.length < 2) return named;
    const depended = named.filter((one) => deps.includes(one));
    if (depended.length > 0) return depended;
    const alike = named.filter((one) => one.provider === from.provider);
    return alike.length > 0 ? alike : named;
  }
}

function isNotIn(found: readonly Resource[]): (link: UncertainLink) => boolean {
  return ({ resource }) => !found.includes(resource);
}

function groupBy(
  resources: readonly Resource[],
  keysOf: (resource: Resource) => readonly string[],
): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) for (const key of keysOf(resource)) push(groups, key, resource);
  sortLists(groups, byUrn);
  return groups;
}

/** Adds a resource to the dependents of each that one of its properties depends on. */
function addDependent(dependents: Map<string, Resource[]>, dependent: Resource): void {
  const { propertyDependencies } = dependent;
  for (const property in propertyDependencies) {
    for (const urn of propertyDependencies[property] ?? NONE) {
      const list = dependents.get(urn);
      if (list === undefined) dependents.set(urn, [dependent]);
      // All of one resource's dependencies come in a row.
      else if (list[list.length - 1] !== dependent) list.push(dependent);
    }
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** In the order of URNs, where there is more than one: sorting all that goes into the lists would take longer. */
function sortLists<V>(map: Map<string, V[]>, order: (a: V, b: V) => number): void {
  for (const list of map.values()) if (list.length > 1) list.sort(order);
}

function byResource(a: UncertainLink, b: UncertainLink): number {
  return byUrn(a.resource, b.resource);
}

function byUrn(a: Resource, b: Resource): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}
