import { isUnknownText, isWrapped, type KindSpec, REDACTED, type Resource, unwrap } from "../model/index.js";

export interface References {
  readonly texts: string[];
  /** What stands for secret texts in a sealed state. */
  readonly sealed: string[];
  readonly unknown: Unknown;
}

/** What of a property is not known: one text, one or more of a list, or all of a secret. */
type Unknown = "none" | "single" | "list" | "secret";

/** The known texts that a property holds, and whether some part of it is not known. */
export function references(resource: Resource, property: string): References {
  const texts: string[] = [];
  const sealed: string[] = [];
  let unknown: Unknown = "none";
  const visit = (raw: unknown, path: readonly string[], inList: boolean): void => {
    let value = raw;
    if (typeof value === "object" && value !== null && !Array.isArray(value) && isWrapped(value)) {
      const unwrapped = unwrap(value);
      if (unwrapped.sealed !== undefined && path.length === 0) {
        sealed.push(unwrapped.sealed);
        return;
      }
      if (unwrapped.obstacle === "secret") unknown = "secret";
      if (unwrapped.obstacle !== undefined) {
        if (unknown !== "secret") unknown = inList ? "list" : unknown === "none" ? "single" : unknown;
        return;
      }
      value = unwrapped.value;
    }
    if (Array.isArray(value)) {
      // Lists of lists name nothing; leaving them out also bounds the depth.
      for (const item of value) if (!Array.isArray(item)) visit(item, path, true);
    } else if (path.length > 0) {
      if (typeof value === "object" && value !== null)
        visit((value as Record<string, unknown>)[path[0] as string], path.slice(1), inList);
      else if (typeof value === "string" && isUnknownText(value)) unknown = inList ? "list" : "single";
      else if (value === REDACTED) unknown = "secret";
    } else if (typeof value === "string" && value !== "") {
      if (value === REDACTED) unknown = "secret";
      else if (isUnknownText(value)) unknown = inList ? "list" : unknown === "none" ? "single" : unknown;
      else texts.push(value);
    }
  };
  const [top, ...rest] = property.split(".") as [string, ...string[]];
  const value = resource.outputs[top] ?? resource.inputs[top];
  if (rest.length > 0 && isAnswer(resource, top, value)) return { texts, sealed, unknown };
  visit(value, rest, false);
  return { texts, sealed, unknown };
}

/** Unknown as a whole though nobody set it: a preview shows so what the provider will answer for an optional property. */
function isAnswer(resource: Resource, property: string, value: unknown): boolean {
  if (typeof value !== "string" || !isUnknownText(value)) return false;
  if (resource.inputs !== resource.outputs && Object.hasOwn(resource.inputs, property)) return false;
  return (resource.propertyDependencies[property]?.length ?? 0) === 0;
}

/** Every text by which others may name this resource. */
export function identities(resource: Resource, kind: KindSpec): string[] {
  const names = new Set<string>();
  if (resource.id !== undefined && !isUnknownText(resource.id)) names.add(resource.id);
  for (const property of kind.identifiedBy) {
    for (const view of [resource.outputs, resource.inputs]) {
      let value = view[property];
      if (typeof value === "object" && value !== null && isWrapped(value)) {
        const unwrapped = unwrap(value);
        value = unwrapped.sealed ?? unwrapped.value;
      }
      if (typeof value === "string" && value !== "" && value !== REDACTED && !isUnknownText(value)) names.add(value);
    }
  }
  return [...names];
}

export function identityKnown(resource: Resource, kind: KindSpec): boolean {
  return kind.identifiedBy.every((property) => {
    const value = resource.outputs[property] ?? resource.inputs[property];
    return typeof value === "string" && !isUnknownText(value);
  });
}
