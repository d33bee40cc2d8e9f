import type { Resource, Stack } from "./stack.js";

/** What the graph has to know of a kind of resource to connect it with others. */
export interface KindSpec {
  /** The kind in words, for messages: "bucket policy". */
  readonly name: string;
  /** Every type token of the kind, old and new ones alike. */
  readonly types: readonly string[];
  /** Properties whose values other resources use to name one of this kind; its id always counts. */
  readonly identifiedBy: readonly string[];
}

/** A property that could name the resource in question, but cannot be told apart yet. */
export interface UncertainLink {
  readonly resource: Resource;
  readonly property: string;
}

/** The resources at the other end of a reference. */
export interface Links {
  readonly found: readonly Resource[];
  readonly uncertain: readonly UncertainLink[];
  /** The property names something that is not in this stack. */
  readonly outside: boolean;
}

/** The references between the resources of one stack. Answers are in the order of URNs. */
export interface StackGraph {
  readonly stack: Stack;
  /** Resources of `kind` whose `property` names `subject`, which is of the kind `subjectKind`. */
  referencesTo(subject: Resource, subjectKind: KindSpec, kind: KindSpec, property: string): Links;
  /** The resources of `kind` that `property` of `resource` names. */
  target(resource: Resource, property: string, kind: KindSpec): Links;
  /** All resources of `kind`. */
  members(kind: KindSpec): readonly Resource[];
  /** Resources that depend on `resource` through any property. */
  dependents(resource: Resource): readonly Resource[];
  byUrn(urn: string): Resource | undefined;
}
