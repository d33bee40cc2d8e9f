import type { Resource, StackGraph, TagReading } from "../src/model/index.js";
import { tagModules } from "./tags.generated.js";

type Reader = (resource: Resource, provider: Resource | undefined) => TagReading | undefined;

/** Readers by the first part of the type tokens. */
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries(tagModules).map(([file, { tagsOf }]) => [file.split("/")[1] as string, tagsOf]),
);

/**
 * The tags of a resource, as its provider's pack reads them; never the value of a secret.
 * @param provider the provider resource that manages it; undefined where the input does not hold it
 * @returns undefined for a resource that has no tags by nature, or whose provider no pack knows
 */
export function tagsOf(resource: Resource, provider: Resource | undefined): TagReading | undefined {
  return readers.get(resource.type.split(":", 1)[0] as string)?.(resource, provider);
}

/** As `tagsOf`, with the provider resource that the stack holds. */
export function tagsIn(resource: Resource, graph: StackGraph): TagReading | undefined {
  return tagsOf(resource, resource.provider === undefined ? undefined : graph.byUrn(resource.provider));
}
