import { isUnknownText, isWrapped, type Obstacle, parseUrn, REDACTED, type Resource, unwrap } from "../model/index.js";
import { type Check, combine, each, fail, PASS, type Place, unknown } from "./check.js";
import { feedersOf } from "./fed.js";
import { Memos } from "./memo.js";
import { pathBelow } from "./path.js";
import type { Session } from "./session.js";
import type { Entry, Item, Keys, Property, Scalar } from "./types.js";
import { coerce, isEmpty, one, Wording } from "./value.js";

/**
 * A cursor at one place in a resource's properties: known, absent, or unreadable. Conditions on it are three-valued and
 * leave a record of what was read. `T` is the plain type of the provider's SDK.
 */
export class Ref<T> {
  private readonly _raw: unknown;
  private _path: string | undefined;
  /** Cursors below this one, made once for all rules: the latest, which knows the one before it. */
  private _child: Ref<unknown> | undefined;
  private _sibling: Ref<unknown> | undefined;
  private _items: Ref<unknown>[] | undefined;
  private _memos: Memos<this> | undefined;
  /** Text with a value in it that is not known: as JSON, what stands around that value can be read. */
  readonly partlyKnown: string | undefined;
  /** Why the value cannot be read; undefined when it is known or absent. */
  readonly obstacle: Obstacle | undefined;
  /** The value is secret: it may decide a verdict and may not be shown. */
  readonly secret: boolean;
  /** Absent in the resource; the value is what the provider takes then. */
  readonly defaulted: boolean;
  declare readonly hiddenKey?: string;

  constructor(
    readonly session: Session,
    readonly owner: Resource,
    readonly parent: Place | undefined,
    readonly key: string | number,
    raw: unknown,
    obstacle?: Obstacle,
    secret: boolean = parent?.secret === true,
    defaulted = false,
  ) {
    let value = raw;
    if (obstacle === undefined) {
      if (typeof value === "string") {
        if (value === REDACTED) {
          obstacle = "secret";
          secret = true;
        } else if (isUnknownText(value)) {
          obstacle = "computed";
          if (value.length > 36) this.partlyKnown = value;
        }
      } else if (typeof value === "object" && value !== null && isWrapped(value)) {
        const unwrapped = unwrap(value);
        ({ value, obstacle } = unwrapped);
        if (unwrapped.secret) secret = true;
      }
    }
    this._raw = obstacle === undefined && value !== null ? value : undefined;
    this.obstacle = obstacle;
    this.secret = secret;
    this.defaulted = defaulted;
  }

  get isAbsent(): boolean {
    return this._raw === undefined && this.obstacle === undefined;
  }
  /** The property `key`. Below something absent all is absent; below something unreadable, or no object, unreadable. */
  get<K extends Keys<T>>(key: K): Ref<Property<T, K>>;
  get<K extends Keys<T>, L extends Keys<Property<T, K>>>(key: K, then: L): Ref<Property<Property<T, K>, L>>;
  get(key: string, then?: string): Ref<unknown> {
    return then === undefined ? this._at(key) : this._at(key)._at(then);
  }

  private _at(key: string): Ref<unknown> {
    for (let child = this._child; child !== undefined; child = child._sibling) if (child.key === key) return child;
    const made = this._below(key);
    made._sibling = this._child;
    this._child = made;
    return made;
  }

  private _below(key: string): Ref<unknown> {
    const value = this._raw;
    if (value === undefined) return new Ref(this.session, this.owner, this, key, undefined, this.obstacle);
    if (typeof value !== "object") return new Ref(this.session, this.owner, this, key, undefined, "malformed");
    const found = (value as Record<string, unknown>)[key];
    const inherited = found !== undefined && !Object.hasOwn(value as object, key);
    return new Ref(this.session, this.owner, this, key, inherited ? undefined : found);
  }

  /** The same place, taken as `value` when absent: what the provider does by default. */
  or<D extends T | (T extends string ? string : never)>(value: D): Ref<T> {
    if (!this.isAbsent) return this;
    return new Ref<T>(this.session, this.owner, this.parent, this.key, value, undefined, undefined, true);
  }

  /** This place unless it is absent, else the other: for properties that were renamed. */
  else<U>(other: Ref<U>): Ref<T | U> {
    return (this.isAbsent ? other : this) as Ref<T | U>;
  }

  /** The JSON document in this string; an object is taken as it is. Text that is no JSON is unreadable. */
  json<D>(): Ref<D> {
    return (typeof (this._raw ?? this.partlyKnown) === "string" ? this.once(documentIn) : this) as Ref<D>;
  }

  /**
   * Computes something from this place once, however many rules ask for it; each of them has read what was read then.
   * @param compute a function kept in a constant: what it gave is kept for it
   */
  once<V>(compute: (at: this) => V): V {
    return (this._memos ??= new Memos<this>()).of(this, compute);
  }

  /** The elements; a single value is a list of one; undefined when unreadable. Records nothing. */
  items(): Ref<Item<T>>[] | undefined {
    if (this.obstacle !== undefined) return undefined;
    const value = this._raw;
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [this as unknown as Ref<Item<T>>];
    this._items ??= value.map((item, i) => new Ref<unknown>(this.session, this.owner, this, i, item ?? undefined));
    return this._items as Ref<Item<T>>[];
  }

  /** The entries of a map in the order of their keys; undefined when unreadable. Records nothing. */
  entries(): [string, Ref<Entry<T>>][] | undefined {
    const value = this._raw;
    if (value === undefined) return this.obstacle === undefined ? [] : undefined;
    if (typeof value !== "object" || Array.isArray(value)) return undefined;
    return Object.keys(value as object)
      .sort()
      .map((key) => [
        key,
        (this.secret ? Object.assign(this._below(key), { hiddenKey: key }) : this._below(key)) as Ref<Entry<T>>,
      ]);
  }

  /** The only entry of a map, when its key matches; absent when there are others or none. */
  single(key: RegExp): Ref<Entry<T>> {
    const value = this._raw;
    const keys = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    const [only = "*", more] = keys;
    return this._at(more === undefined && key.test(only) ? only : "*") as Ref<Entry<T>>;
  }

  /** The known value, recorded; undefined when absent or unreadable. For lookups; conditions use the methods below. */
  value(): T | undefined {
    this.session.read(this);
    return this._raw as T | undefined;
  }

  /** The known value without a record of the read. */
  peek(): unknown {
    return this._raw;
  }

  /** Equal to `expected`. */
  is(expected: T & Scalar): Check {
    const seen = this._readAs(expected);
    return seen === expected ? PASS : this._refused(seen, expected);
  }

  /** Anything else than `value`, absence included. */
  isNot(value: T & Scalar): Check {
    const seen = this._readAs(value);
    if (seen === undefined ? this.isAbsent : seen !== value) return PASS;
    return this._refused(seen, new Wording(() => `anything but ${String(value)}`));
  }

  /** One of `values`. */
  oneOf(values: readonly (T & Scalar)[]): Check {
    const wanted: readonly unknown[] = values;
    const seen = this._readAs(values[0]);
    if (wanted.includes(this._raw) || wanted.includes(seen)) return PASS;
    return this._refused(seen, new Wording(() => values.join(" or ")));
  }

  /** None of `values`; absence is fine. */
  noneOf(values: readonly (T & Scalar)[]): Check {
    const seen = this._readAs(values[0]);
    if (seen === undefined ? this.isAbsent : !(values as readonly unknown[]).includes(seen)) return PASS;
    return this._refused(seen, new Wording(() => `none of ${values.join(", ")}`));
  }

  atLeast(minimum: number): Check {
    const seen = this._readAs(minimum);
    return seen !== undefined && (seen as number) >= minimum ? PASS : this._refused(seen, `at least ${minimum}`);
  }

  atMost(maximum: number): Check {
    const seen = this._readAs(maximum);
    return seen !== undefined && (seen as number) <= maximum ? PASS : this._refused(seen, `at most ${maximum}`);
  }

  /** A string for which `test` holds; `expected` says what is wanted. */
  matches(test: RegExp | ((text: string) => boolean), expected: string, whenAbsent: "pass" | "fail" = "fail"): Check {
    const text = this._readAs("") as string | undefined;
    if (text === undefined) return whenAbsent === "pass" && this.isAbsent ? PASS : this._refused(text, expected);
    return (typeof test === "function" ? test(text) : test.test(text)) ? PASS : this._refused(text, expected);
  }

  /** Set to anything but an empty string, list or map. What is encrypted is; what may lie below it is not known to be. */
  isSet(expected = "a value"): Check {
    this.session.read(this);
    if (this.obstacle === "secret" && this.parent?.obstacle !== "secret") return PASS;
    if (this.obstacle !== undefined) return unknown(this, expected);
    const value = this._raw;
    const empty = value === undefined || value === "" || (typeof value === "object" && isEmpty(value as object));
    return empty ? fail(this, expected) : PASS;
  }

  /**
   * Set, or not known yet because another resource will give it. For what a resource always has, such as an id or an
   * ARN; any other output could turn out to be empty. Only rules with companions are told of dependencies everywhere.
   */
  isSetOrFed(expected = "a value"): Check {
    const check = this.isSet(expected);
    return this.obstacle === "computed" && feedersOf(this).length > 0 ? PASS : check;
  }

  /** Not known yet, and given by resources of these types alone. Told everywhere to rules with companions only. */
  comesFrom(...types: readonly string[]): Check {
    this.session.read(this);
    const feeders = this.obstacle === "computed" ? feedersOf(this) : [];
    const told = feeders.length > 0 && feeders.every((urn) => types.includes(parseUrn(urn)?.type ?? ""));
    return told ? PASS : fail(this, `from ${one(types.join(" or "))}`);
  }

  /** Not there, or empty. */
  isUnset(expected = "nothing"): Check {
    const check = this.isSet();
    if (check.outcome === "pass") return fail(this, expected);
    return check.outcome === "fail" ? PASS : check;
  }

  /** Every element fulfils the check; an absent or empty list does. */
  every(check: (item: Ref<Item<T>>, index: number) => Check): Check {
    const items = this._listed();
    return items === undefined ? unknown(this, "a known list") : each(items, check);
  }

  /** Some element fulfils the check; an absent or empty list does not. The failure is put at the list. */
  some(check: (item: Ref<Item<T>>) => Check, expected: unknown): Check {
    const items = this._listed();
    if (items === undefined) return unknown(this, expected);
    let doubts: Check[] | undefined;
    for (const item of items) {
      const outcome = check(item);
      if (outcome.outcome === "pass") return PASS;
      if (outcome.outcome === "unknown") (doubts ??= []).push(outcome);
    }
    return doubts === undefined ? fail(this, expected) : combine(doubts);
  }

  /** No element fulfils the condition. Each one that does is a failure of its own. */
  none(condition: (item: Ref<Item<T>>) => Check, expected: string): Check {
    return this.every((item) => {
      const outcome = condition(item);
      if (outcome.outcome === "pass") return fail(item, expected);
      return outcome.outcome === "fail" ? PASS : outcome;
    });
  }

  /** Contains the value; a single value counts as a list of one. */
  includes(value: Item<T> & Scalar, expected: unknown = new Wording(() => `a list with ${String(value)}`)): Check {
    return this.some((item) => item.is(value as never), expected);
  }

  /** The property path, for example `spec.containers[0].image`; empty at the resource itself. */
  get path(): string {
    return (this._path ??=
      this.parent === undefined ? "" : pathBelow(this.parent.path, this.hiddenKey === undefined ? this.key : "*"));
  }

  private _listed(): Ref<Item<T>>[] | undefined {
    if (!this.items()?.length) this.session.read(this);
    return this.items();
  }

  /** The value as one of the sample's type, recorded; undefined when there is none. */
  private _readAs(sample: unknown): unknown {
    this.session.read(this);
    const value = this._raw;
    return value === undefined || typeof value === typeof sample ? value : coerce(value, sample);
  }

  /** What comes of a place that is not as expected, `seen` as `_readAs` gave it: what cannot be compared is open. */
  private _refused(seen: unknown, expected: unknown): Check {
    if (seen !== undefined || this.isAbsent) return fail(this, expected);
    if (this.obstacle !== undefined) return unknown(this, expected);
    return unknown(new Ref(this.session, this.owner, this.parent, this.key, undefined, "malformed"), expected);
  }
}

function documentIn(text: Ref<unknown>): Ref<unknown> {
  const { session, owner, parent, key, obstacle, secret } = text;
  const parsed = session.json((text.peek() ?? text.partlyKnown) as string);
  if (parsed === undefined && obstacle !== undefined) return text;
  return new Ref(session, owner, parent, key, parsed?.value, parsed === undefined ? "malformed" : undefined, secret);
}
