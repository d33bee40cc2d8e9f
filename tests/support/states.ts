/** Builders of states in Pulumi's formats, and fast-check arbitraries of random ones. */
import fc from "fast-check";
import { SECRET, SIGNATURE, UNKNOWN } from "../../src/model/index.js";
import { PROPERTIES } from "./properties.js";

export const STACK = "prod";
export const PROJECT = "shop";

export type Json = Record<string, unknown>;

/** A resource as states hold it. */
export interface State extends Json {
  urn: string;
  type: string;
  custom: boolean;
  inputs?: Json;
  outputs?: Json;
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:${STACK}::${PROJECT}::${type}::${name}`;
}

/** A custom resource with a physical id; `more` overrides. */
export function state(type: string, name: string, inputs: Json = {}, more: Json = {}): State {
  const outputs = { ...inputs, id: `${name}-id` };
  return { urn: urnOf(type, name), custom: true, id: `${name}-id`, type, inputs, outputs, ...more };
}

export const ROOT: State = {
  urn: urnOf("pulumi:pulumi:Stack", `${PROJECT}-${STACK}`),
  custom: false,
  type: "pulumi:pulumi:Stack",
};

export function secret(value: unknown): Json {
  return { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) };
}

export function encrypted(ciphertext = "v1:a2V5:Y2lwaGVy"): Json {
  return { [SIGNATURE]: SECRET, ciphertext };
}

export const MANIFEST = { time: "2026-05-04T03:02:01.5Z", magic: "5f", version: "v3.260.0" };

export function deployment(resources: readonly unknown[], more: Json = {}): Json {
  return { manifest: MANIFEST, resources, ...more };
}

/** What `pulumi stack export` writes. */
export function stackExport(resources: readonly unknown[], more: Json = {}): Json {
  return { version: 3, deployment: deployment(resources, more) };
}

/** What a self-managed backend stores. */
export function checkpoint(latest: unknown, stack = `organization/${PROJECT}/${STACK}`): Json {
  return { version: 3, checkpoint: { stack, latest } };
}

export interface Step extends Json {
  op: string;
  urn: string;
  oldState?: State;
  newState?: State;
}

/** What `pulumi preview --json` writes. */
export function preview(steps: readonly unknown[], more: Json = {}): Json {
  return { config: {}, steps, duration: 1_000_000, ...more };
}

export function step(op: string, newState: State | undefined, oldState?: State): Step {
  const urn = (newState ?? oldState)?.urn ?? "";
  return { op, urn, ...(oldState && { oldState }), ...(newState && { newState }) };
}

/** Names that break whatever does not escape. */
export const HOSTILE_NAMES = [
  "<script>alert(1)</script>",
  "\u001b[31mred\u001b[0m",
  "| [x](javascript:alert(1)) `code` *b*",
  "{{constructor}} {{{this}}}",
  "__proto__",
  "constructor",
  "a::b::c",
  "=HYPERLINK(1)",
  "\u202etxt",
] as const;

const name = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
);

/** JSON of any shape, with Pulumi's signatures among it. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 443, "", "*", "0.0.0.0/0", UNKNOWN, "[secret]"),
    fc.string(),
    fc.constant(encrypted()),
    fc.constant({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "9f86d081884c7d65" }),
    fc.constant({ [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: urnOf("aws:s3/bucket:Bucket", "b"), id: "b" }),
    tie("value").map(secret),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("__proto__", "constructor")), tie("value"), {
      maxKeys: 3,
    }),
  ),
})).value;

/** A realistic value that is now and then secret, encrypted, unknown, absent or of another shape. */
function roughened(value: unknown): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(secret(value), encrypted(), UNKNOWN, undefined, null) },
    { weight: 1, arbitrary: anyValue },
  );
}

/** Inputs of a resource type: realistic, with rough places. */
export function anyProperties(type: string): fc.Arbitrary<Json> {
  const choices = PROPERTIES[type] ?? {};
  const fields = Object.fromEntries(
    Object.entries(choices).map(([key, values]) => [key, fc.constantFrom(...values).chain(roughened)]),
  );
  return fc.record(fields, { requiredKeys: [] }).map(withoutUndefined);
}

function withoutUndefined(record: Json): Json {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** What is drawn of one resource before its links are known. */
interface Draft {
  readonly type: string;
  readonly name: string;
  readonly inputs: Json;
  readonly outputs: "none" | "same" | "empty";
  readonly fate: "lives" | "copied" | "deleting" | "external";
  /** Shares of one that pick an earlier resource; undefined for none. */
  readonly parent: number | undefined;
  readonly dependency: number | undefined;
  readonly property: string;
}

const share = fc.option(fc.double({ min: 0, max: 0.999, noNaN: true }), { nil: undefined });

const draft: fc.Arbitrary<Draft> = fc.constantFrom(...Object.keys(PROPERTIES)).chain((type) =>
  fc.record({
    type: fc.constant(type),
    name,
    inputs: anyProperties(type),
    outputs: fc.constantFrom("none", "same", "same", "empty"),
    fate: fc.oneof(
      { weight: 8, arbitrary: fc.constant("lives" as const) },
      { weight: 2, arbitrary: fc.constantFrom("copied" as const, "deleting" as const, "external" as const) },
    ),
    parent: share,
    dependency: share,
    property: fc.constantFrom("bucket", "role", "vpcId", "securityGroupId", "keyId", "spec"),
  }),
);

function assemble(drafts: readonly Draft[]): State[] {
  const states: State[] = [ROOT];
  for (const { type, name, inputs, outputs, fate, parent, dependency, property } of drafts) {
    const pick = (part: number | undefined) =>
      part === undefined ? undefined : (states[Math.floor(part * states.length)] as State).urn;
    const dependsOn = pick(dependency);
    const record = state(type, name, inputs, {
      ...(outputs === "none" ? { outputs: undefined } : outputs === "empty" ? { outputs: {} } : {}),
      custom: !type.startsWith("acme:"),
      parent: pick(parent) ?? ROOT.urn,
      provider: `${urnOf(`pulumi:providers:${type.split(":")[0]}`, "default")}::${UNKNOWN}`,
      dependencies: dependsOn ? [dependsOn] : [],
      propertyDependencies: dependsOn ? { [property]: [dependsOn], other: null } : null,
      ...(fate === "deleting" ? { delete: true } : fate === "external" ? { external: true } : {}),
    });
    states.push(record);
    if (fate === "copied") states.push({ ...record, id: "old", delete: true });
  }
  return states;
}

/**
 * The resources of a legal state: AWS and Kubernetes resources under a root, with secrets, unknown values, parents,
 * dependencies, old copies that wait for deletion, and hostile names.
 */
export const anyStates: fc.Arbitrary<State[]> = fc
  .uniqueArray(draft, { maxLength: 12, selector: (one) => urnOf(one.type, one.name) })
  .map((drafts) => JSON.parse(JSON.stringify(assemble(drafts))) as State[]);

const pendingOperations = fc.array(
  fc.record({
    resource: name.map((one) => state("aws:s3/bucket:Bucket", one)),
    type: fc.constantFrom("creating", "updating", "deleting", "reading"),
  }),
  { maxLength: 2 },
);

/** A legal export of either version. */
export const anyExport: fc.Arbitrary<Json> = fc
  .tuple(anyStates, pendingOperations, fc.constantFrom(3, 4))
  .map(([states, pending, version]) => ({ ...stackExport(states, { pending_operations: pending }), version }));

/** A legal checkpoint; its stack may never have been updated. */
export const anyCheckpoint: fc.Arbitrary<Json> = fc
  .option(anyStates)
  .map((states) => checkpoint(states && deployment(states)));

const LIVE = ["same", "create", "update", "replace", "import", "refresh"] as const;

/** A legal preview. */
export const anyPreview: fc.Arbitrary<Json> = anyStates.chain((states) =>
  fc
    .array(fc.constantFrom(...LIVE), { minLength: states.length, maxLength: states.length })
    .map((ops) => preview(states.map((one, i) => plannedStep(one, ops[i] as string)))),
);

function plannedStep(one: State, op: string): Step {
  if (one["delete"] === true) return step("delete", undefined, one);
  if (one["external"] === true) return step("read", one);
  const { id: _, outputs: __, ...planned } = one;
  return op === "create" || op === "import" ? step(op, planned as State) : step(op, planned as State, one);
}

/** Any legal input, in its parsed form. */
export const anyDocument: fc.Arbitrary<Json> = fc.oneof(anyExport, anyCheckpoint, anyPreview);
