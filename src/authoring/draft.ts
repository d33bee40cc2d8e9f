import { isUnknownText, isWrapped, type Properties, REDACTED, type RemedyChange, unwrap } from "../model/index.js";
import { pathBelow } from "./path.js";
import { Ref } from "./ref.js";
import type { Item, Keys, Property, Scalar } from "./types.js";
import { coerce } from "./value.js";

/** Ends a remedy for which there is no safe way on. The message says why, and holds no value of the resource. */
export class Declined extends Error {}

type Key = string | number;
type Container = Record<Key, unknown>;

/** Names the properties that a bridged provider filled in itself, at every level of its inputs. */
const DEFAULTS = "__defaults";

/** The inputs of one resource while a remedy is at work: the original stays as it is, what changes is copied. */
class Sheet {
  properties: Properties;
  readonly #changes = new Map<string, string>();
  /** Copies made by this sheet, which it may therefore change. */
  readonly #copies = new WeakSet<object>();

  constructor(properties: Properties) {
    this.properties = this.#copied(properties) as Properties;
  }

  get changes(): readonly RemedyChange[] {
    return [...this.#changes].map(([path, to]) => ({ path, to }));
  }

  note(path: string, to: string): void {
    this.#changes.set(path, to);
  }

  /** What is kept at `key`, ready to be changed: a copy of what was there, or a new object where nothing was. */
  opened(container: Container, key: Key): Container {
    const value = container[key] ?? {};
    const copy = this.#copies.has(value) ? value : this.#copied(value);
    put(container, key, copy);
    return copy as Container;
  }

  #copied(value: object): object {
    const copy = Array.isArray(value) ? [...value] : { ...value };
    this.#copies.add(copy);
    return copy;
  }
}

/**
 * A cursor at one place of the inputs that a remedy may change. What is not known, secret, or of another shape than
 * documented is neither read nor written: the remedy then ends without an effect. Objects that are absent are made on
 * the way to a property that is set; elements of lists never are.
 */
export class Draft<T> {
  private constructor(
    private readonly sheet: Sheet,
    private readonly keys: readonly Key[],
  ) {}

  /** A draft of a resource with these inputs. */
  static of<T>(inputs: Properties): Draft<T> {
    return new Draft(new Sheet(inputs), []);
  }

  /** The inputs with the changes so far; the very parts of the original where nothing changed. */
  get properties(): Properties {
    return this.sheet.properties;
  }

  /** What was changed, in order. */
  get changes(): readonly RemedyChange[] {
    return this.sheet.changes;
  }

  get path(): string {
    return pathOf(this.keys);
  }

  get<K extends Keys<T>>(key: K): Draft<Property<T, K>>;
  get<K extends Keys<T>, L extends Keys<Property<T, K>>>(key: K, then: L): Draft<Property<Property<T, K>, L>>;
  get(...keys: string[]): Draft<never> {
    return new Draft(this.sheet, [...this.keys, ...keys]);
  }

  /** The place that a cursor of the same resource is at. */
  at<U>(ref: Ref<U>): Draft<U> {
    const keys: Key[] = [];
    for (let at: unknown = ref; at instanceof Ref && at.parent !== undefined; at = at.parent) keys.unshift(at.key);
    return new Draft(this.sheet, keys);
  }

  /** The value; undefined when absent. */
  value(): T | undefined {
    return this.keys.reduce<unknown>(
      (value, key, i) => plain(step(value, key, pathOf(this.keys.slice(0, i))), pathOf(this.keys.slice(0, i + 1))),
      this.sheet.properties,
    ) as T | undefined;
  }

  /** Known, and equal to `expected`. */
  is(expected: T & Scalar): boolean {
    const value: unknown = this.value();
    return value === expected || coerce(value, expected) === expected;
  }

  /** The elements of a list; none when it is absent. */
  items(): Draft<Item<T>>[] {
    return this.#list().map((_, i) => new Draft(this.sheet, [...this.keys, i]));
  }

  set(value: T): void {
    if (JSON.stringify(this.#replaceable()) === JSON.stringify(value)) return;
    this.#write(value);
    this.sheet.note(this.path, JSON.stringify(value));
  }

  /** Leaves the property out. */
  remove(): void {
    if (this.#replaceable() === undefined) return;
    this.#write(undefined);
    this.sheet.note(this.path, "left out");
  }

  /** Puts elements at the end of the list. */
  add(...items: Item<T>[]): void {
    if (items.length === 0) return;
    this.#write([...this.#list(), ...items]);
    this.sheet.note(this.path, `a list with ${items.map((item) => JSON.stringify(item)).join(", ")}`);
  }

  /** Leaves out the elements for which `test` holds. */
  removeItems(test: (item: Draft<Item<T>>) => boolean): void {
    const items = this.items();
    const out = new Set(items.flatMap((item, i) => (test(item) ? [i] : [])));
    if (out.size === 0) return;
    for (const i of out) (items[i] as Draft<unknown>).#replaceable();
    this.#write(this.#list().filter((_, i) => !out.has(i)));
    for (const i of out) this.sheet.note(pathBelow(this.path, i), "left out");
  }

  /** Ends the remedy without an effect. `because` is a clause that holds no value of the resource. */
  decline(because: string): never {
    throw new Declined(because);
  }

  #list(): readonly unknown[] {
    const value: unknown = this.value() ?? [];
    return Array.isArray(value) ? value : malformed(this.path);
  }

  /** The value, if it may go: nothing in it is unknown, secret or no plain data. */
  #replaceable(): unknown {
    const value: unknown = this.value();
    checkAll(value, this.keys);
    return value;
  }

  #write(value: unknown): void {
    const key = this.keys.at(-1) as Key;
    let container = this.sheet.properties as Container;
    for (const [i, above] of this.keys.slice(0, -1).entries()) {
      if (typeof above === "number" && (container[above] ?? undefined) === undefined)
        throw new Declined(`${pathOf(this.keys.slice(0, i + 1))} is empty`);
      container = this.sheet.opened(container, above);
    }
    if (value === undefined) delete container[key];
    else put(container, key, value);
    const defaults = Object.hasOwn(container, DEFAULTS) ? container[DEFAULTS] : undefined;
    // What the provider filled in itself it would fill in again from the state, as if nobody had set it.
    if (Array.isArray(defaults) && defaults.includes(key))
      container[DEFAULTS] = defaults.filter((name) => name !== key);
  }
}

function pathOf(keys: readonly Key[]): string {
  return keys.reduce<string>(pathBelow, "");
}

/** Assigns an own property, whatever its name. */
function put(container: Container, key: Key, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

function step(value: unknown, key: Key, path: string): unknown {
  if (value === undefined) return undefined;
  if (typeof value !== "object" || Array.isArray(value) !== (typeof key === "number")) return malformed(path);
  return Object.hasOwn(value as object, key) ? (value as Container)[key] : undefined;
}

/** The value as plain data; `null` is absent. */
function plain(value: unknown, path: string): unknown {
  if (typeof value === "string") {
    if (value === REDACTED) throw new Declined(`${path} is secret`);
    if (isUnknownText(value)) throw new Declined(`${path} is not known until the update`);
  }
  if (typeof value !== "object" || value === null) return value ?? undefined;
  if (isWrapped(value)) throw new Declined(`${path} is ${unwrap(value).secret ? "secret" : "no plain value"}`);
  if (Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An asset, or whatever else a caller may hold in properties.
  if (prototype !== Object.prototype && prototype !== null) throw new Declined(`${path} is no plain value`);
  return value;
}

function checkAll(value: unknown, keys: readonly Key[]): void {
  if (typeof plain(value, pathOf(keys)) !== "object") return;
  for (const [key, inner] of Object.entries(value as object))
    checkAll(inner, [...keys, Array.isArray(value) ? Number(key) : key]);
}

function malformed(path: string): never {
  throw new Declined(`${path || "the resource"} is not of the shape that the provider documents`);
}
