import type { KindSpec } from "../model/index.js";
import type { Keys } from "./types.js";

/** A kind of resource: its type tokens, old and new. */
export interface AnyKind extends KindSpec {
  /** Properties that name resources of other kinds. */
  readonly references: Readonly<Record<string, () => AnyKind>>;
}

/** A kind of resource, typed by the provider's SDK. */
export interface Kind<T> extends AnyKind {
  /** Carries `T`; never there at run time. */
  readonly sdk?: T;
}

/**
 * Declares a kind of resource. `T` is the SDK's args type (a union for old and new types), so that a renamed property
 * fails to compile.
 * @param spec.name the kind in words, lower case, singular: "bucket policy"
 * @param spec.identifiedBy properties by whose value others name it, besides its id (default `arn`, `name`)
 * @param spec.references property to the kind that it names, for example `{ bucket: () => bucket }`; a dotted path leads into it
 */
export function kind<T>(spec: {
  name: string;
  types: readonly [string, ...string[]];
  identifiedBy?: readonly string[];
  references?: Partial<Record<Keys<T> | `${Keys<T>}.${string}`, () => AnyKind>>;
}): Kind<T> {
  return {
    name: spec.name,
    types: spec.types,
    identifiedBy: spec.identifiedBy ?? ["arn", "name"],
    references: (spec.references ?? {}) as Kind<T>["references"],
  };
}
