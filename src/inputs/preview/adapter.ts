import { type InputAdapter, InputError } from "../../model/index.js";
import { identify } from "../identity.js";
import { isObject, type JsonObject } from "../json.js";
import { Notes } from "../notes.js";
import { type Placed, type Planned, readResource, settle } from "../resources.js";

/** What a step means for its resource. */
type Effect = "keeps" | "changes" | "makes" | "removes";

/** Operations of the engine (pkg/resource/deploy). Maps, since an operation may be named like a property of every object. */
const EFFECTS: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ["same", "keeps"],
  ["refresh", "keeps"],
  ["read", "keeps"],
  ["diff", "keeps"],
  ["update", "changes"],
  ["create", "makes"],
  ["replace", "makes"],
  ["create-replacement", "makes"],
  ["import", "makes"],
  ["import-replacement", "makes"],
  ["read-replacement", "makes"],
  ["delete", "removes"],
  ["delete-replaced", "removes"],
  ["discard", "removes"],
  ["discard-replaced", "removes"],
  ["remove-pending-replace", "removes"],
]);

/** Steps on a provider's parameters: they plan no resource. */
const NO_RESOURCE = "extend-parameterize";

/** A preview may tell one resource in several steps; the one of the highest rank is the plan. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ["refresh", 0],
  ["diff", 0],
  ["replace", 1],
]);

/** `pulumi preview --json`: {steps}. Secrets are the text `[secret]` there, unknown values their UUID. */
export const adapter: InputAdapter = {
  format: "preview",
  recognises: (document) => Object.hasOwn(document, "steps") || Object.hasOwn(document, "changeSummary"),
  read: (document, source) => {
    const steps = document["steps"] ?? [];
    if (!Array.isArray(steps)) throw new InputError("must be a list of steps", { path: "steps" });
    if (steps.length === 0)
      throw new InputError(
        "the preview holds no steps, so it failed or was cut off; run `pulumi preview --json --show-sames` again and see that it succeeds",
        { path: "steps" },
      );
    const notes = new Notes();
    const placed = planned(steps.map(readStep), notes);
    const resources = settle(placed, notes);
    noteGaps(document, steps, notes);
    const identity = identify(resources, undefined, source, notes);
    return { stack: { ...identity, resources }, format: adapter.format, notes: notes.list() };
  },
};

interface Step {
  readonly op: string;
  /** Undefined for an operation that is not known. */
  readonly effect: Effect | undefined;
  /** The record that is planned, or the one that goes away. */
  readonly state: unknown;
  readonly old: JsonObject | undefined;
  readonly path: string;
}

function readStep(step: unknown, index: number): Step {
  const path = `steps[${index}]`;
  if (!isObject(step)) throw new InputError("a step must be an object; run the preview again", { path });
  const op = step["op"];
  if (typeof op !== "string") throw new InputError("must be the step's operation, as text", { path: `${path}.op` });
  const old = isObject(step["oldState"]) ? step["oldState"] : undefined;
  const next = step["newState"] ?? undefined;
  const known = EFFECTS.get(op);
  // A refresh that finds nothing has no new state: the resource is gone.
  const removes = known === "removes" || (op === "refresh" && next === undefined);
  const side = removes && (old || next === undefined) ? "oldState" : "newState";
  const state = side === "oldState" ? old : next;
  if (state === undefined && op !== NO_RESOURCE)
    throw new InputError(`the step holds no ${side}; run \`pulumi preview --json\` again with a current CLI`, {
      path: `${path}.${side}`,
    });
  return { op, effect: removes ? "removes" : known, state, old, path: `${path}.${side}` };
}

function planned(steps: readonly Step[], notes: Notes): Placed[] {
  const read = steps
    .filter((step) => step.state !== undefined && step.op !== NO_RESOURCE)
    .map((step) => {
      const resource = readResource(step.state, step.path, notes, plan(step));
      if (step.effect === undefined) notes.add("operation", `${step.op} of ${resource.name}`);
      return { resource, path: step.path, rank: RANKS.get(step.op) ?? 2 };
    });
  const highest = new Map<string, number>();
  for (const { resource, rank } of read)
    if (!resource.deleting) highest.set(resource.urn, Math.max(rank, highest.get(resource.urn) ?? 0));
  return read.filter(({ resource, rank }) => resource.deleting || rank === highest.get(resource.urn));
}

/** What the old state stands in for: all that it knows where nothing changes, the id where the resource lives on. */
function plan(step: Step): Planned {
  const { state, effect, old } = step;
  if (effect === "removes") return { deleting: true };
  if (effect === "keeps" && old) return { id: old["id"], outputs: old["outputs"] };
  if (effect === "changes" && old) return { id: old["id"] };
  // A component has no outputs of its own yet; what it was given is the nearest to them.
  return effect === "makes" && isObject(state) && isObject(state["inputs"]) ? { outputs: { ...state["inputs"] } } : {};
}

function noteGaps(document: JsonObject, steps: readonly unknown[], notes: Notes): void {
  const summary = document["changeSummary"];
  const same = isObject(summary) && typeof summary["same"] === "number" ? summary["same"] : 0;
  const missing = same - steps.filter((step) => isObject(step) && step["op"] === "same").length;
  if (missing > 0)
    notes.say(
      `The preview does not hold ${missing} unchanged resource${missing === 1 ? "" : "s"}, which cannot be judged: run \`pulumi preview --json --show-sames\``,
    );
  const diagnostics = document["diagnostics"];
  const errors = Array.isArray(diagnostics)
    ? diagnostics.filter((one) => isObject(one) && one["severity"] === "error").length
    : 0;
  if (errors > 0)
    notes.say(
      `The preview reported ${errors} error${errors === 1 ? "" : "s"}: what it did not reach is missing from it`,
    );
  if (document["maybeCorrupt"] === true) notes.say("The preview says of itself that it may be corrupt");
}
