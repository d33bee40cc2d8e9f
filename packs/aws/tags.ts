import type { Resource, TagReading } from "../../src/model/index.js";
import { addTag, type MapReading, merged, peeled, readMap, toReading, UNREADABLE } from "../shared/reading.js";
import { AUTO_SCALING_GROUP, mapTypes } from "./shared/tags.js";

const MAP_TYPES: ReadonlySet<string> = new Set(mapTypes);

/**
 * The tags of a resource: its own over the provider's default tags, or over those that its outputs record. Tags that the
 * provider is told to ignore are somebody else's, and cannot be read.
 * @param provider the provider resource that manages it; undefined where the input does not hold it
 * @returns undefined for a resource that has no tags by nature
 */
export function tagsOf(resource: Resource, provider: Resource | undefined): TagReading | undefined {
  const { type, inputs, outputs } = resource;
  if (type === AUTO_SCALING_GROUP) return toReading(readList(inputs["tags"]));
  if (!MAP_TYPES.has(type)) return undefined;
  const recorded = outputs === inputs ? undefined : readMap(outputs["tagsAll"]);
  const legible = recorded !== undefined && !recorded.open && peeled(outputs["tagsAll"]).value !== undefined;
  const below = legible ? recorded : defaultTags(provider);
  return toReading(withoutIgnored(merged(below, readMap(inputs["tags"])), provider));
}

function defaultTags(provider: Resource | undefined): MapReading {
  const settings = provider && setting(provider, "defaultTags");
  return settings === undefined ? UNREADABLE : readMap(settings["tags"]);
}

/** A setting of the provider, which a state holds as JSON text. Undefined when it cannot be read. */
function setting(provider: Resource, name: string): Readonly<Record<string, unknown>> | undefined {
  const raw = provider.inputs[name];
  const { value, secret, obstacle } = peeled(raw);
  // Around a value that is not known the text can be read.
  let settings = obstacle === "computed" && typeof raw === "string" ? raw : (value ?? {});
  if (secret || (obstacle !== undefined && settings !== raw)) return undefined;
  if (typeof settings === "string") {
    try {
      settings = JSON.parse(settings) ?? {};
    } catch {
      return undefined;
    }
  }
  const legible = typeof settings === "object" && !Array.isArray(settings);
  return legible ? (settings as Record<string, unknown>) : undefined;
}

function withoutIgnored(reading: MapReading, provider: Resource | undefined): MapReading {
  if (provider?.inputs["ignoreTags"] === undefined) return reading;
  const settings = setting(provider, "ignoreTags");
  const [keys, prefixes] = [texts(settings?.["keys"]), texts(settings?.["keyPrefixes"])];
  if (settings === undefined || keys === undefined || prefixes === undefined) return UNREADABLE;
  if (keys.length + prefixes.length === 0) return reading;
  const ignored = (key: string) => keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix));
  return { tags: new Map([...reading.tags].filter(([key]) => !ignored(key))), open: true };
}

/** A list of known texts; undefined when it is something else. */
function texts(raw: unknown): readonly string[] | undefined {
  const { value, obstacle } = peeled(raw);
  if (obstacle !== undefined) return undefined;
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const known = value.map((item) => peeled(item).value);
  return known.every((item) => typeof item === "string") ? known : undefined;
}

/** The list of an auto scaling group, which the provider's default tags do not reach. */
function readList(raw: unknown): MapReading {
  const { value, secret, obstacle } = peeled(raw);
  if (value === undefined && obstacle === undefined) return readMap(undefined);
  if (!Array.isArray(value)) return UNREADABLE;
  const tags = new Map<string, string | undefined>();
  let open = false;
  for (const item of value) {
    const entry = peeled(item);
    const fields =
      typeof entry.value === "object" && entry.value !== null ? (entry.value as Record<string, unknown>) : {};
    const key = peeled(fields["key"]);
    if (typeof key.value !== "string" || key.secret || entry.secret) open = true;
    else addTag(tags, key.value, fields["value"], secret);
  }
  return { tags, open };
}
