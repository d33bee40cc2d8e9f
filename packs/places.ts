import type { Place, Resource, StackGraph } from "../src/model/index.js";
import { placeModules } from "./places.generated.js";

/** Readers by the first part of the type tokens. */
const readers = Object.entries(placeModules).map(
  ([file, module]) => [file.split("/")[1] as string, module.placesIn] as const,
);

const NOT_KNOWN: Place = {};

/** Tells where the resources of a stack stand, as their providers' packs read it; never from the value of a secret. */
export function placesIn(graph: StackGraph): (resource: Resource) => Place {
  const byProvider = new Map(readers.map(([provider, read]) => [provider, read(graph)]));
  return (resource) => byProvider.get(resource.type.split(":", 1)[0] as string)?.(resource) ?? NOT_KNOWN;
}
