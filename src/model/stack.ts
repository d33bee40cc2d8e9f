/** Property bags as they stand in a state: JSON with Pulumi's signatures left in place. */
export type Properties = Readonly<Record<string, unknown>>;

/** One resource of a stack, as recorded in a state, planned by a preview or sent to a policy pack. */
export interface Resource {
  readonly urn: string;
  /** Type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Everything after the third `::` of the URN. */
  readonly name: string;
  /** Physical id; undefined while it is not known. */
  readonly id: string | undefined;
  readonly custom: boolean;
  /** Read by the program and managed elsewhere. */
  readonly external: boolean;
  /** An old copy that waits for its deletion, or a resource that a preview is going to delete. */
  readonly deleting: boolean;
  readonly parent: string | undefined;
  /** URN of the provider resource, without its id. */
  readonly provider: string | undefined;
  readonly inputs: Properties;
  /** Outputs; a resource that is yet to be created has its inputs here. */
  readonly outputs: Properties;
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: readonly string[];
  /** URNs that the program says it had before. */
  readonly aliases: readonly string[];
  /** `project:///index.ts#L,C` where the state holds it. */
  readonly sourcePosition: string | undefined;
}

/** For resources without dependencies or aliases: one list for all of them. */
export const NO_URNS: readonly string[] = Object.freeze([]);

/** A stack, from whatever source: the one shape that the engine judges. */
export interface Stack {
  readonly organization: string | undefined;
  readonly project: string;
  readonly name: string;
  readonly resources: readonly Resource[];
}

/** The parts of a URN: `urn:pulumi:STACK::PROJECT::[PARENTTYPE$]*TYPE::NAME`. Undefined when it is none. */
export function parseUrn(urn: string): { stack: string; project: string; type: string; name: string } | undefined {
  if (!urn.startsWith("urn:pulumi:")) return undefined;
  const stackEnd = urn.indexOf("::");
  const projectEnd = urn.indexOf("::", stackEnd + 2);
  const typeEnd = urn.indexOf("::", projectEnd + 2);
  if (stackEnd < 0 || projectEnd < 0 || typeEnd < 0) return undefined;
  const types = urn.slice(projectEnd + 2, typeEnd);
  return {
    stack: urn.slice("urn:pulumi:".length, stackEnd),
    project: urn.slice(stackEnd + 2, projectEnd),
    type: types.slice(types.lastIndexOf("$") + 1),
    name: urn.slice(typeEnd + 2),
  };
}

/** A place in the program: a path from the project's folder with `/` between its parts, line and column from 1. */
export interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** Reads `project:///index.ts#L,C`. Undefined when it is none, or leads out of the project's folder. */
export function parseSourcePosition(text: string | undefined): SourcePosition | undefined {
  const [, encoded, line, column] = /^project:\/\/\/([^#]+)#(\d{1,9})(?:,(\d{1,9}))?$/s.exec(text ?? "") ?? [];
  if (encoded === undefined || !(Number(line) > 0)) return undefined;
  const path = decoded(encoded);
  if (/^[/\\]|^[a-z]:/i.test(path) || path.split(/[/\\]/).includes("..")) return undefined;
  return { path, line: Number(line), ...(Number(column) > 0 ? { column: Number(column) } : {}) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Why a resource of the input gets no verdict of its own. A companion is read where another resource is judged. */
export const EXCLUSIONS = [
  "component",
  "provider",
  "pending delete",
  "external",
  "companion",
  "no rule for the type",
  "rules disabled",
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];
