import { afterAll, beforeAll, expect, test } from "vitest";
import { REDACTED, SECRET, SIGNATURE, UNKNOWN } from "../../src/model/index.js";
import { examples, ROOT } from "./harness/examples.js";
import { type Answer, PackProcess } from "./harness/pack-process.js";
import type { Properties } from "./harness/protobuf.js";
import { type Registered, registered } from "./harness/registered.js";
import { readExport } from "./harness/state-reader.js";

const STATES = examples().map(({ file }) => readExport(file));
/** One resource of each type of the examples. */
const SAMPLES = [...new Map(STATES.flat().map((resource) => [resource.type, resource])).values()];

let pack: PackProcess;
beforeAll(async () => {
  const identity = { organization: "organization", project: "hostile", stack: "dev", dryRun: true };
  pack = await PackProcess.start(ROOT, { ...identity, config: {}, tags: {} });
});
afterAll(() => pack.stop());

/** Rewrites every text of a value, with the path to it. */
function rewrite(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change));
  if (SIGNATURE in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner, change)]));
}

function changed(resource: Registered, change: (text: string) => unknown): Registered {
  const inputs = rewrite(resource.inputs, change) as Properties;
  return { ...resource, inputs, outputs: rewrite(resource.outputs, change) as Properties };
}

/** Every answer that the pack gives of a set of resources. */
async function answers(resources: readonly Registered[]): Promise<Answer> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const all: Answer[] = [];
  for (const resource of resources) {
    await pack.remediate(resource, byUrn);
    all.push(await pack.analyze(resource, byUrn));
  }
  all.push(await pack.analyzeStack(resources));
  return {
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
    notApplicable: all.flatMap(({ notApplicable }) => notApplicable),
  };
}

function expectNoBreakdown({ diagnostics }: Answer): void {
  for (const { policy, message } of diagnostics) {
    expect(message, policy).not.toContain("can't run policy");
    expect(message, policy).not.toContain("Not judged");
  }
}

test("there are samples of many types", () => {
  expect(SAMPLES.length).toBeGreaterThan(40);
});

test("no message holds a value of a property: a pack is sent secrets in the clear", async () => {
  for (const state of STATES) {
    const secret = (text: string) => ({ [SIGNATURE]: SECRET, value: `hunter2 ${text}` });
    const { diagnostics } = await answers(state.map((resource) => changed(resource, secret)));
    for (const { message } of diagnostics) expect(message).not.toContain("hunter2");
    const inClear = await answers(state.map((resource) => changed(resource, (text) => `${text}hunter2`)));
    expect(inClear.diagnostics.length + diagnostics.length).toBeGreaterThan(0);
    for (const { message } of inClear.diagnostics) expect(message).not.toContain("hunter2");
  }
});

test.each([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
])("%s in place of any property breaks no policy", async (unknown) => {
  for (const resource of SAMPLES) {
    const variants = Object.keys(resource.inputs).map((key) => ({
      ...resource,
      inputs: { ...resource.inputs, [key]: unknown },
      outputs: { ...resource.outputs, [key]: unknown },
    }));
    expectNoBreakdown(await answers(variants));
  }
});

test("texts that are unknown throughout break no policy", async () => {
  for (const state of STATES) expectNoBreakdown(await answers(state.map((one) => changed(one, () => UNKNOWN))));
});

test("values of the wrong shape break no policy", async () => {
  const odd: unknown[] = [null, 0, true, "", [], {}, [[]], { "": null }, "{", "[1]", REDACTED, [null], 1e300];
  for (const resource of SAMPLES) {
    const keys = [...new Set([...Object.keys(resource.inputs), ...Object.keys(resource.outputs)])];
    const variants = odd.map((value) => {
      const properties = Object.fromEntries(keys.map((key) => [key, value]));
      return { ...resource, inputs: properties, outputs: properties };
    });
    expectNoBreakdown(await answers(variants));
  }
});

test("names and keys cannot write to the terminal", async () => {
  const name = "a\u001b[2J\u0007\nb\u202Eevil<{%fg 1%}>\u009b31m::c";
  const labels = { [`x\u001b]0;title\u0007`]: "y" };
  const pod = { containers: [{ name, image: name, securityContext: { capabilities: { add: [name] } } }] };
  const resources = [
    registered("aws:s3/bucket:Bucket", name, { tags: labels }),
    registered("kubernetes:networking.k8s.io/v1:Ingress", name, {
      metadata: { name, annotations: { "nginx.ingress.kubernetes.io/server-snippet": name, ...labels } },
    }),
    registered("kubernetes:apps/v1:Deployment", name, {
      metadata: { name, labels },
      spec: { template: { spec: pod } },
    }),
    registered("aws:iam/policy:Policy", name, { policy: UNKNOWN }),
  ];
  const { diagnostics } = await answers(resources);
  expect(diagnostics.length).toBeGreaterThan(10);
  expect(diagnostics.map(({ policy }) => policy)).toContain("konductor-undetermined");
  for (const { message } of diagnostics) {
    expect(message.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message).not.toContain("<{%");
    expect(message.length).toBeLessThanOrEqual(2_000);
  }
});
