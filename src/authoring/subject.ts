import type { Links, Resource, UncertainLink } from "../model/index.js";
import { type Check, fail, PASS } from "./check.js";
import type { AnyKind, Kind } from "./kind.js";
import { Ref } from "./ref.js";
import { Related } from "./related.js";
import type { Session } from "./session.js";
import type { Keys, Property } from "./types.js";
import { one } from "./value.js";

/** The companions that were found by one question, for the next rule that asks it. */
class Relation {
  constructor(
    readonly kind: AnyKind,
    readonly property: string | undefined,
    readonly related: Related<unknown>,
    readonly next: Relation | undefined,
  ) {}
}

/** A whole resource: a cursor at its root that also finds its companions. */
export class Subject<T> extends Ref<T> {
  private _relations: Relation | undefined;

  constructor(
    session: Session,
    resource: Resource,
    readonly view: "inputs" | "outputs",
    private readonly ofKind?: AnyKind,
    /** A cursor at the same resource, in another view or as of another kind. */
    private readonly other?: Subject<unknown>,
  ) {
    super(session, resource, undefined, "", resource[view]);
  }

  get urn(): string {
    return this.owner.urn;
  }
  get type(): string {
    return this.owner.type;
  }
  get name(): string {
    return this.owner.name;
  }

  /** This cursor or another one at the same resource, if there is one of the view and the kind. */
  as<U>(view: "inputs" | "outputs", kind: Kind<U> | undefined): Subject<U> | undefined {
    let known: Subject<unknown> | undefined = this as Subject<unknown>;
    while (known !== undefined && (known.view !== view || known.ofKind !== kind)) known = known.other;
    return known as Subject<U> | undefined;
  }

  /** The resource is of one of these type tokens. */
  ofType(...tokens: string[]): Check {
    return tokens.includes(this.type) ? PASS : fail(this, one(tokens.join(" or ")));
  }

  /**
   * The property as the program declares it. Providers answer many optional properties with what they find, so that a
   * preview shows them as unknown though nobody set them: an unknown that no other resource feeds counts as absent.
   */
  declared<K extends Keys<T>>(key: K): Ref<Property<T, K>> {
    const ref = this.get(key);
    if (ref.obstacle !== "computed" || this.view === "inputs") return ref;
    if (this.owner.inputs !== this.owner.outputs && Object.hasOwn(this.owner.inputs, key)) return ref;
    const fed = (this.owner.propertyDependencies[key]?.length ?? 0) > 0;
    return fed ? ref : new Ref<Property<T, K>>(this.session, this.owner, this, key, undefined);
  }

  /**
   * Like `declared`; besides, a known value that only the provider gave counts as absent, as far as the input tells what
   * the program wrote: by inputs beside the outputs, or by the properties whose dependencies were told.
   */
  written<K extends Keys<T>>(key: K): Ref<Property<T, K>> {
    const ref = this.declared(key);
    if (ref.isAbsent || this.view === "inputs") return ref;
    const { inputs, outputs, propertyDependencies, id } = this.owner;
    const named = inputs === outputs ? propertyDependencies : inputs;
    const wrote = Object.hasOwn(named, key) || (inputs === outputs && id === undefined);
    return wrote ? ref : new Ref<Property<T, K>>(this.session, this.owner, this, key, undefined);
  }

  /**
   * Resources of `kind` that name this one: a bucket's policies.
   * @param property which of their references, when the kind has several to this one's kind
   */
  related<U>(kind: Kind<U>, property?: Keys<U> | `${Keys<U>}.${string}`): Related<U> {
    for (let known = this._relations; known !== undefined; known = known.next)
      if (known.kind === kind && known.property === property) return known.related as Related<unknown> as Related<U>;
    const related = this._relate(kind, property);
    this._relations = new Relation(kind, property, related as Related<unknown>, this._relations);
    return related;
  }

  private _relate<U>(kind: Kind<U>, property: string | undefined): Related<U> {
    let links: Links | undefined;
    for (const name in kind.references) {
      if (property !== undefined && name !== property) continue;
      const target = kind.references[name]?.() as AnyKind;
      if (target !== this.ofKind && !target.types.includes(this.type)) continue;
      const more = this.session.graph.referencesTo(this.owner, target, kind, name);
      links = links === undefined ? more : merged(links, more);
    }
    if (links === undefined) throw new Error(`no property of "${kind.name}" is declared to name a ${this.type}`);
    const { found, uncertain } = links;
    const open = uncertain.length === 0 ? uncertain : uncertain.filter((link) => !found.includes(link.resource));
    return this._related(kind, found, open, false);
  }

  /** The resources of `kind` that `property` of this one names: a trail's bucket. A dotted path leads into it. */
  follow<U, K extends Keys<T>>(property: K | `${K}.${string}`, kind: Kind<U>): Related<U> {
    const links = this.session.graph.target(this.owner, property, kind);
    this.session.read(this.get(property.split(".", 1)[0] as K));
    return this._related(kind, links.found, links.uncertain, links.outside);
  }

  /**
   * All resources of `kind` in the stack that belong to the same provider, for settings of an account; those of another
   * provider may or may not be for the same account and leave the matter open.
   */
  inStack<U>(kind: Kind<U>): Related<U> {
    const found: Resource[] = [];
    const uncertain: UncertainLink[] = [];
    for (const resource of this.session.graph.members(kind)) {
      if (resource.provider === this.owner.provider) found.push(resource);
      else uncertain.push({ resource, property: "provider" });
    }
    return this._related(kind, found, uncertain, false);
  }

  /**
   * Resources of `kind` that share a key with this one, for matches that no reference declares, such as labels.
   * @param keysOf the keys of one of them; a function kept in a constant, because the index is kept per function
   */
  sharing<U>(
    kind: Kind<U>,
    keysOf: (companion: Subject<U>) => readonly string[],
    keys: readonly string[],
  ): Subject<U>[] {
    const index = this.session.index(keysOf, (add) => {
      for (const member of this.session.graph.members(kind))
        for (const key of keysOf(new Subject(this.session, member, this.view, kind))) add(key, member);
    });
    let found: Set<Resource> | undefined;
    for (const key of keys) {
      const resources = index.get(key);
      if (resources !== undefined) for (const resource of resources) (found ??= new Set()).add(resource);
    }
    if (found === undefined) return [];
    return [...found].sort(byUrn).map((resource) => this._companion(resource, kind));
  }

  /** Other resources that depend on this one, of whatever kind. */
  dependents(): readonly Resource[] {
    return this.session.graph.dependents(this.owner);
  }

  /** The explicit or default provider that manages this resource; undefined when the input does not hold it. */
  provider<P>(): Subject<P> | undefined {
    const resource = this.session.providerOf(this.owner);
    return resource && this.session.companion<P>(resource, "inputs");
  }

  private _companion<U>(resource: Resource, kind: Kind<U>): Subject<U> {
    return this.session.companion<U>(resource, this.view, kind);
  }

  private _related<U>(
    kind: Kind<U>,
    found: readonly Resource[],
    links: readonly UncertainLink[],
    outside: boolean,
  ): Related<U> {
    const refs = Related.uncertainRefs(links, (link) => new Subject(this.session, link.resource, this.view));
    return new Related<U>(
      this,
      kind.name,
      found.map((r) => this._companion(r, kind)),
      refs,
      outside,
    );
  }
}

/** A resource of whatever type, where its properties do not matter. */
export type AnySubject = Pick<
  Subject<never>,
  "urn" | "type" | "name" | "provider" | "sharing" | "dependents" | "inStack" | "ofType" | "session" | "owner"
>;

/** The links of two properties of one kind. */
function merged(some: Links, more: Links): Links {
  const found = new Set([...some.found, ...more.found]);
  return { found: [...found], uncertain: [...some.uncertain, ...more.uncertain], outside: false };
}

function byUrn(a: Resource, b: Resource): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}
