import { InputError, type InputSource, type ReadInput } from "../model/index.js";
import { identify } from "./identity.js";
import { isObject, type JsonObject } from "./json.js";
import { Notes } from "./notes.js";
import { readResources } from "./resources.js";

/** What the wrapping of a deployment tells of it. */
export interface Wrapping {
  readonly format: string;
  /** Place of the deployment in the document. */
  readonly path: string;
  /** The stack's name as the backend writes it. */
  readonly qualified?: unknown;
}

/**
 * Refuses versions whose resources have another shape.
 * @throws InputError at `version`
 */
export function checkVersion(document: JsonObject): void {
  const version = document["version"];
  const where = { path: "version" };
  if (version === 3 || version === 4) return;
  if (version === undefined || version === null)
    throw new InputError(
      "the file has no version, so it was written by a Pulumi CLI of before 2019; run `pulumi stack export` with a current CLI and hand in what it writes",
      where,
    );
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    throw new InputError("the version must be 3 or 4; run `pulumi stack export` again", where);
  if (version < 3)
    throw new InputError(
      `version ${version} is of an old Pulumi CLI, and versions 3 and 4 can be read; run \`pulumi stack export\` with a current CLI and hand in what it writes`,
      where,
    );
  throw new InputError(
    `version ${version} is newer than this release can read, which is 3 and 4; update konductor`,
    where,
  );
}

/**
 * Reads a deployment as the CLI exports it and as checkpoints hold it.
 * @param deployment null or undefined for a stack that was never updated
 * @throws InputError at the place that is wrong
 */
export function readDeployment(deployment: unknown, wrapping: Wrapping, source: InputSource): ReadInput {
  const { path, format, qualified } = wrapping;
  const notes = new Notes();
  if (deployment === undefined || deployment === null) {
    notes.say("The stack was never updated: it holds no resources");
    return { stack: { ...identify([], qualified, source, notes), resources: [] }, format, notes: notes.list() };
  }
  if (!isObject(deployment)) throw new InputError("must be an object; write the export again", { path });
  const states = deployment["resources"] ?? [];
  if (!Array.isArray(states)) throw new InputError("must be a list of resources", { path: `${path}.resources` });
  const resources = readResources(states, `${path}.resources`, notes);
  if (resources.length === 0) notes.say("The stack holds no resources");
  notePending(deployment["pending_operations"], notes);
  return {
    stack: { ...identify(resources, qualified, source, notes), resources },
    format,
    ...manifest(deployment["manifest"]),
    notes: notes.list(),
  };
}

/** Go writes its zero time and an empty version where nothing is known. */
function manifest(value: unknown): Pick<ReadInput, "time" | "cliVersion"> {
  if (!isObject(value)) return {};
  const { time, version } = value;
  const known = typeof time === "string" && !time.startsWith("0001-01-01") && !Number.isNaN(Date.parse(time));
  return {
    ...(known ? { time } : {}),
    ...(typeof version === "string" && version !== "" ? { cliVersion: version } : {}),
  };
}

function notePending(operations: unknown, notes: Notes): void {
  if (!Array.isArray(operations)) return;
  for (const operation of operations) {
    if (!isObject(operation)) continue;
    const resource = operation["resource"];
    const urn = isObject(resource) && typeof resource["urn"] === "string" ? resource["urn"] : "a resource without URN";
    const type = typeof operation["type"] === "string" ? `${operation["type"]} ` : "";
    notes.add("pending", `${type}${urn.split("::").slice(2).join(" ") || urn}`);
  }
}
