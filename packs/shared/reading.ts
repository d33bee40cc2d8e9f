import { isUnknownText, isWrapped, REDACTED, type TagReading, type Unwrapped, unwrap } from "../../src/model/index.js";

/** What is legible of one map of tags. A value is undefined where the tag is there and its value is not to be told. */
export interface MapReading {
  readonly tags: ReadonlyMap<string, string | undefined>;
  /** It is not known which keys the map has. */
  readonly open: boolean;
}

export const UNREADABLE: MapReading = { tags: new Map(), open: true };

/** A value as it stands in a resource, with its wrapping taken off. */
export function peeled(raw: unknown): Unwrapped {
  if (typeof raw === "object" && raw !== null && isWrapped(raw)) return unwrap(raw);
  if (raw === REDACTED) return { value: undefined, secret: true, obstacle: "secret" };
  const computed = typeof raw === "string" && isUnknownText(raw);
  return computed
    ? { value: undefined, secret: false, obstacle: "computed" }
    : { value: raw ?? undefined, secret: false, obstacle: undefined };
}

/** The entries of a map of tags; nothing where there is no map. */
export function readMap(raw: unknown): MapReading {
  const { value, secret, obstacle } = peeled(raw);
  if (value === undefined && obstacle === undefined) return { tags: new Map(), open: false };
  if (obstacle !== undefined || typeof value !== "object" || value === null || Array.isArray(value)) return UNREADABLE;
  const tags = new Map<string, string | undefined>();
  // The bridge of some providers notes there which entries are defaults.
  for (const key of Object.keys(value)) if (key !== "__defaults") addTag(tags, key, value[key as never], secret);
  return { tags, open: false };
}

/** Adds one tag, unless its value says that it is not there. */
export function addTag(tags: Map<string, string | undefined>, key: string, raw: unknown, hidden: boolean): void {
  const { value, secret, obstacle } = peeled(raw);
  if (value === undefined && obstacle === undefined) return;
  const legible = !hidden && !secret && ["string", "number", "boolean"].includes(typeof value);
  tags.set(key, legible ? String(value) : undefined);
}

/** Maps laid over each other, the last on top: what a map that cannot be read lies over may be hidden by it. */
export function merged(...maps: readonly MapReading[]): MapReading {
  const tags = new Map<string, string | undefined>();
  let open = false;
  for (const map of maps) {
    if (map.open) {
      tags.clear();
      open = true;
    }
    for (const [key, value] of map.tags) tags.set(key, value);
  }
  return { tags, open };
}

/** The reading for the engine: tags whose value is not to be told count as tags that cannot be read. */
export function toReading({ tags, open }: MapReading): TagReading {
  // Without a prototype, so that a tag called `constructor` is there only where the resource has it.
  const told = Object.create(null) as Record<string, string>;
  let hidden = false;
  for (const [key, value] of tags) {
    if (value === undefined) hidden = true;
    else told[key] = value;
  }
  return { tags: told, open: open || hidden };
}
