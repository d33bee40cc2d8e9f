import type { Resource, TagReading } from "../../src/model/index.js";
import { merged, peeled, readMap, toReading, UNREADABLE } from "../shared/reading.js";
import { tokensByKind } from "./shared/kinds.generated.js";

/** Lists have no labels of their own, only their items; the SDK's own types of releases and files are no objects. */
const WITHOUT: ReadonlySet<string> = new Set(
  Object.entries(tokensByKind)
    .filter(([kind]) => kind.endsWith("List"))
    .flatMap(([, tokens]) => tokens),
);
const NO_OBJECT = /^kubernetes:(helm\.sh|kustomize|yaml|meta)\//;

/**
 * The labels of an object, over its annotations: custom resources and patches as well.
 * @returns undefined for a resource that has neither by nature
 */
export function tagsOf({ type, inputs }: Resource): TagReading | undefined {
  if (WITHOUT.has(type) || NO_OBJECT.test(type)) return undefined;
  const { value, secret, obstacle } = peeled(inputs["metadata"]);
  if (obstacle !== undefined || secret) return toReading(UNREADABLE);
  if (value === undefined) return toReading(readMap(undefined));
  if (typeof value !== "object") return toReading(UNREADABLE);
  const { annotations, labels } = value as Record<string, unknown>;
  return toReading(merged(readMap(annotations), readMap(labels)));
}
