import { type InputSource, parseUrn, type Resource, type Stack } from "../model/index.js";
import type { Notes } from "./notes.js";

const ROOT_TYPE = "pulumi:pulumi:Stack";
/** What a state backend without organisations writes in their place. */
const NO_ORGANIZATION = "organization";
const UNKNOWN_PROJECT = "unknown";

/**
 * Names a stack: by the URN of its root resource, else of any resource, else by the checkpoint's own name
 * (`organization/PROJECT/STACK`, in old backends just `STACK`), else by the file.
 */
export function identify(
  resources: readonly Resource[],
  qualified: unknown,
  source: InputSource,
  notes: Notes,
): Pick<Stack, "organization" | "project" | "name"> {
  const parts = typeof qualified === "string" && qualified !== "" ? qualified.split("/") : [];
  const [first, second] = parts;
  const organization = parts.length === 3 && first !== "" && first !== NO_ORGANIZATION ? first : undefined;
  const named = resources.find((one) => one.type === ROOT_TYPE && !one.deleting) ?? resources[0];
  const urn = named && parseUrn(named.urn);
  if (urn) return { organization, project: urn.project, name: urn.stack };
  const project = parts.length === 3 && second ? second : UNKNOWN_PROJECT;
  const name = parts.at(-1) || source.name;
  if (project === UNKNOWN_PROJECT) notes.say("Nothing in the input names the stack's project");
  if (!parts.at(-1)) notes.say("Nothing in the input names the stack: it is called after its file");
  return { organization, project, name };
}
