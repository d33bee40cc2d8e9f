import type { EvaluationScope, Resource, StackGraph } from "../model/index.js";
import type { Place } from "./check.js";
import type { Kind } from "./kind.js";
import { Subject } from "./subject.js";

/** What the evaluations on one stack share: the record of reads, parsed JSON, cursors of the resource at hand. */
export class Session {
  /**
   * Every place that the rule under way has read, up to `_count`; what lies behind is left from other rules on the same
   * resource. A new list for each resource, for an old one would keep the cursors of those before it in memory.
   */
  private _reads: Place[] = [];
  private _count = 0;
  private readonly _indexes = new Map<unknown, Map<string, Resource[]>>();
  private readonly _json = new Map<string, { value: unknown } | undefined>();
  /** At the resource at hand: the latest, which knows those of other views and kinds before it. */
  private _subject: Subject<unknown> | undefined;
  /** Cursors at companions and providers of the resource at hand, for the next rule that asks for them. */
  private _companions = new Map<Resource, Subject<unknown>>();
  /** Whether the rule under way has declared companions, and so may look beyond its resource. */
  private _reachesOut = false;
  private readonly _graph: StackGraph;

  constructor(graph: StackGraph) {
    this._graph = graph;
  }

  /** A rule begins: nothing is read yet. */
  begin(reachesOut: boolean): void {
    this._count = 0;
    this._reachesOut = reachesOut;
  }

  /** Records that the rule under way has read a place. */
  read(place: Place): void {
    this._reads[this._count++] = place;
  }

  /** What the rule under way has read, in order; `since` as many places as were read by then. */
  reads(since = 0): readonly Place[] {
    return this._reads.slice(since, this._count);
  }

  /** How many places the rule under way has read. */
  get readCount(): number {
    return this._count;
  }

  /** The graph, for rules with companions. Throws for others: they also run where the rest of the stack is not there. */
  get graph(): StackGraph {
    if (!this._reachesOut) throw new TypeError("a rule that looks beyond its resource has to declare its companions");
    return this._graph;
  }

  /** The provider resource that manages `resource`, which is at hand wherever a rule runs. */
  providerOf(resource: Resource): Resource | undefined {
    return resource.provider === undefined ? undefined : this._graph.byUrn(resource.provider);
  }

  /** The session of a scope, made on first use. */
  static of(scope: EvaluationScope): Session {
    if (scope.session instanceof Session) return scope.session;
    const session = new Session(scope.graph);
    scope.session = session;
    return session;
  }

  /** The cursor at a resource, kept while rule after rule judges the same one. */
  subject<T>(resource: Resource, view: "inputs" | "outputs", kind: Kind<T>): Subject<T> {
    if (this._subject?.owner !== resource) {
      this._subject = undefined;
      this._reads = [];
      if (this._companions.size > 0) this._companions = new Map();
    }
    const known = this._subject?.as(view, kind);
    if (known !== undefined) return known;
    const subject = new Subject<T>(this, resource, view, kind, this._subject);
    this._subject = subject as Subject<unknown>;
    return subject;
  }

  /** The cursor at a companion of the resource at hand. */
  companion<T>(resource: Resource, view: "inputs" | "outputs", kind?: Kind<T>): Subject<T> {
    const latest = this._companions.get(resource);
    const known = latest?.as(view, kind);
    if (known !== undefined) return known;
    const subject = new Subject<T>(this, resource, view, kind, latest);
    this._companions.set(resource, subject as Subject<unknown>);
    return subject;
  }

  /**
   * An index over the stack, made on first use and kept by the function that gives the keys.
   * @param fill adds every resource under each of its keys, once
   */
  index(
    by: unknown,
    fill: (add: (key: string, resource: Resource) => void) => void,
  ): ReadonlyMap<string, readonly Resource[]> {
    const known = this._indexes.get(by);
    if (known !== undefined) return known;
    const index = new Map<string, Resource[]>();
    const count = this._count;
    fill((key, resource) => {
      const list = index.get(key);
      if (list) list.push(resource);
      else index.set(key, [resource]);
    });
    // What an index is made of, no single rule has read.
    this._count = count;
    this._indexes.set(by, index);
    return index;
  }

  /** Parses a JSON text once per stack; undefined when it is not JSON. */
  json(text: string): { value: unknown } | undefined {
    const known = this._json.get(text);
    if (known !== undefined || this._json.has(text)) return known;
    let parsed: { value: unknown } | undefined;
    try {
      parsed = { value: JSON.parse(text) };
    } catch {
      parsed = undefined;
    }
    if (this._json.size > 10_000) this._json.clear();
    this._json.set(text, parsed);
    return parsed;
  }
}
