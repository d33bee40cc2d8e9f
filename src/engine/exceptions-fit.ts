import {
  globMatches,
  type Resource,
  type ResourceSelector,
  type StackSelector,
  type TagReading,
} from "../model/index.js";
import type { StackIdentity } from "./exceptions.js";

/** One condition of an exception that does not hold. */
export interface Miss {
  /** "urn", "type", "name", "tag"; "organization", "project", "stack". */
  readonly on: string;
  /** The glob. */
  readonly wanted: string;
  /** What is there; absent where nothing is, or where it is not known. */
  readonly found?: string;
}

/** How an exception fits a resource: for each of its selectors the conditions that do not hold, none where it matches. */
export interface Fit {
  readonly matches: boolean;
  readonly resources: readonly (readonly Miss[])[];
  /** Empty where it is for every stack. */
  readonly stacks: readonly (readonly Miss[])[];
}

/** Says for one exception and one resource what `ExceptionMatcher` decides for all of them, and on what it rests. */
export function fitOf(
  { resources, stacks }: { readonly resources: readonly ResourceSelector[]; readonly stacks: readonly StackSelector[] },
  resource: Pick<Resource, "urn" | "type" | "name">,
  { organization, project, name }: StackIdentity,
  tags: TagReading["tags"] | undefined,
): Fit {
  const onResources = resources.map(({ urn, type, name: wanted, tag }) => [
    ...miss("urn", urn, resource.urn),
    ...miss("type", type, resource.type),
    ...miss("name", wanted, resource.name),
    ...(tag === undefined ? [] : tagMiss(tag, tags)),
  ]);
  const onStacks = stacks.map((one) => [
    ...miss("organization", one.organization, organization),
    ...miss("project", one.project, project),
    ...miss("stack", one.stack, name),
  ]);
  const some = (all: readonly (readonly Miss[])[]) => all.some((misses) => misses.length === 0);
  return {
    matches: some(onResources) && (stacks.length === 0 || some(onStacks)),
    resources: onResources,
    stacks: onStacks,
  };
}

function miss(on: string, wanted: string | undefined, found: string | undefined): Miss[] {
  if (wanted === undefined || (found !== undefined && globMatches(wanted, found))) return [];
  return [{ on, wanted, ...(found === undefined ? {} : { found }) }];
}

function tagMiss({ key, value }: NonNullable<ResourceSelector["tag"]>, tags: TagReading["tags"] | undefined): Miss[] {
  const found = tags !== undefined && Object.hasOwn(tags, key) ? tags[key] : undefined;
  return miss("tag", value, found).map((one) => ({
    ...one,
    wanted: `${key}=${value}`,
    ...(found === undefined ? {} : { found: `${key}=${found}` }),
  }));
}
