import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRules } from "../../../packs/rules.js";
import { type Properties, type Rule, UNKNOWN } from "../../../src/model/index.js";
import { PROPERTIES } from "../../support/properties.js";
import { anyProperties } from "../../support/states.js";
import { made, outcome } from "./rules.js";
import { ARCHIVE, ASSET, remediate, secret } from "./sdk.js";

const SIGNATURE = Object.keys(secret(1))[0] as string;
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const KEY = "aws:kms/key:Key";

function ruleOf(id: string): Rule {
  const found = allRules().find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}

const policies = (...ids: string[]) => ids.map((id) => [ruleOf(id)] as const);
const deployment = (container: Properties, pod: Properties = {}) => ({
  metadata: { labels: { app: "web" } },
  spec: { replicas: 3, template: { spec: { containers: [{ name: "main", ...container }], ...pod } } },
});

describe("a Remediate call", () => {
  test("a resource that fails is mended, and the description says what was changed", async () => {
    const inputs = { __defaults: ["bypassPolicyLockoutSafetyCheck"], description: "orders", enableKeyRotation: false };
    const { given, idle } = await remediate(policies("aws-kms-rotation"), KEY, inputs);
    expect(idle).toEqual([]);
    expect(given).toEqual([
      {
        policy: "aws-kms-rotation",
        description:
          "Changed, so that it holds: Symmetric KMS keys rotate automatically (aws-kms-rotation).\n  - enableKeyRotation is now true",
        diagnostic: "",
        properties: { ...inputs, enableKeyRotation: true },
      },
    ]);
  });

  test("what the provider filled in counts as set from then on", async () => {
    const inputs = { __defaults: ["minimumPasswordLength", "allowUsersToChangePassword"], minimumPasswordLength: 6 };
    const type = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";
    const [one] = (await remediate(policies("aws-iam-password-min-length-14"), type, inputs)).given;
    expect(one?.properties).toEqual({ __defaults: ["allowUsersToChangePassword"], minimumPasswordLength: 14 });
  });

  test("parameters decide what is set", async () => {
    const type = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";
    const rule = [ruleOf("aws-iam-password-min-length-14"), { minLength: 20 }] as const;
    expect((await remediate([rule], type, {})).given[0]?.properties).toEqual({ minimumPasswordLength: 20 });
  });

  test("secrets stay secret and unknown values unknown", async () => {
    const inputs = deployment(
      {
        image: UNKNOWN,
        env: [{ name: "PASSWORD", value: secret("hunter2") }, secret({ name: "A", value: UNKNOWN })],
        ports: [{ hostPort: 80, containerPort: secret(80) }],
      },
      { serviceAccountName: secret("web"), nodeName: UNKNOWN },
    );
    const ids = ["k8s-no-host-port", "k8s-drop-all-capabilities", "k8s-read-only-root-filesystem"];
    const { given } = await remediate(policies(...ids), DEPLOYMENT, inputs);
    expect(given.map((one) => one.policy)).toEqual(ids);
    expect(given.at(-1)?.properties).toEqual(
      deployment(
        {
          image: UNKNOWN,
          env: [{ name: "PASSWORD", value: secret("hunter2") }, secret({ name: "A", value: UNKNOWN })],
          ports: [{ containerPort: secret(80) }],
          securityContext: { capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
        },
        { serviceAccountName: secret("web"), nodeName: UNKNOWN },
      ),
    );
    expect(JSON.stringify(given.map((one) => one.description))).not.toMatch(/hunter2|80|web/);
  });

  test("what is unknown or secret is not overwritten, though it makes the rule fail", async () => {
    for (const hidden of [secret(true), secret({ allowPrivilegeEscalation: true })]) {
      const context = typeof hidden["value"] === "object" ? hidden : { allowPrivilegeEscalation: hidden };
      const { given, idle } = await remediate(
        policies("k8s-no-privilege-escalation"),
        DEPLOYMENT,
        deployment({ securityContext: context }),
      );
      expect(given).toEqual([]);
      expect(idle[0]?.reason).toMatch(/^spec\.template\.spec\.containers\[0\]\.securityContext.* is secret$/);
    }
  });

  test("a resource that passes, is exempt or undetermined is left alone, without a word", async () => {
    for (const inputs of [
      { enableKeyRotation: true },
      { enableKeyRotation: UNKNOWN },
      { customerMasterKeySpec: "RSA_4096" },
      { customerMasterKeySpec: UNKNOWN },
    ])
      expect(await remediate(policies("aws-kms-rotation"), KEY, inputs)).toEqual({ given: [], idle: [] });
  });

  test("the provider is at hand", async () => {
    const { given } = await remediate(
      policies("k8s-no-service-account-token"),
      DEPLOYMENT,
      deployment({}, { automountServiceAccountToken: true }),
      { provider: { namespace: "shop" } },
    );
    expect(given[0]?.description).toContain("spec.template.spec.automountServiceAccountToken is now false");
  });

  test.each([
    ["an asset", { extra: { [SIGNATURE]: ASSET, text: "x", hash: "00" } }],
    ["an asset known only by its hash", { extra: { [SIGNATURE]: ASSET, hash: "00" } }],
    [
      "an archive in a secret",
      { a: secret({ [SIGNATURE]: ARCHIVE, assets: { b: { [SIGNATURE]: ASSET, text: "x" } } }) },
    ],
    ["a property with the name of an SDK's proxy", { tags: { __isSpecialProxy: true } }],
  ])("%s is sent back as it came", async (_, extra) => {
    const { given } = await remediate(policies("aws-kms-rotation"), KEY, extra);
    expect(given[0]?.properties).toEqual({ ...extra, enableKeyRotation: true });
  });

  test("a remedy that waits for another's is tried again", async () => {
    const ids = ["k8s-no-privilege-escalation", "k8s-no-privileged"];
    const { given, idle } = await remediate(
      policies(...ids),
      DEPLOYMENT,
      deployment({ securityContext: { privileged: true } }),
    );
    expect(given.map(({ policy }) => policy)).toEqual([...ids].reverse());
    expect(idle).toEqual([]);
  });

  test.each([
    ["enableKeyRotation", true],
    ['["enableKeyRotation"]', true],
    ["*", true],
    ["description", false],
    ["enableKeyRotationPeriod", false],
    ["", false],
  ])("with ignoreChanges %s a change that would not reach the resource is not made: %s", async (path, isKept) => {
    const { given, idle } = await remediate(policies("aws-kms-rotation"), KEY, {}, { ignoreChanges: [path] });
    expect(given.length).toBe(isKept ? 0 : 1);
    if (isKept) expect(idle[0]?.reason).toBe("ignoreChanges keeps enableKeyRotation as it is");
  });

  test.each([
    ["spec.replicas", false],
    ["spec.template.spec.containers[1]", false],
    ['spec.template.metadata.labels["a.b"]', false],
    ["spec.template.spec.containers[0].securityContext.privileged", false],
    ["spec.template", true],
    ["spec.template.spec.containers[*].securityContext", true],
    ["spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem", true],
    ["spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem.deep", true],
  ])("with ignoreChanges %s a container is not mended: %s", async (path, isKept) => {
    const options = { ignoreChanges: ["metadata", path] };
    const { given } = await remediate(policies("k8s-read-only-root-filesystem"), DEPLOYMENT, deployment({}), options);
    expect(given.length).toBe(isKept ? 0 : 1);
  });

  test("a resource of another type, and a rule without a remedy, are left alone", async () => {
    expect(await remediate(policies("aws-kms-rotation"), "aws:s3/bucket:Bucket", {})).toEqual({ given: [], idle: [] });
    expect(await remediate(policies("aws-kms-policy-not-public"), KEY, {})).toEqual({ given: [], idle: [] });
  });
});

describe("required tags and labels", () => {
  const BUCKET = "aws:s3/bucket:Bucket";
  const owner = { key: "owner", fill: "platform" };
  const level = { key: "data-classification", values: ["public", "internal"], fill: "internal" };
  const tags = (...requiredTags: unknown[]) => [[ruleOf("aws-required-tags"), { requiredTags }] as const];
  const labels = (...wanted: unknown[]) => [[ruleOf("k8s-required-labels"), { requiredLabels: wanted }] as const];

  test("a bucket without tags is given those that are configured, and a second run changes nothing", async () => {
    const classified = [ruleOf("aws-data-store-classification-tag"), { classificationTags: [level] }] as const;
    const rules = [...tags(owner, { key: "environment", fill: "production" }), classified];
    const inputs = { __defaults: ["forceDestroy"], forceDestroy: false, bucket: UNKNOWN };
    const { given, idle } = await remediate(rules, BUCKET, inputs);
    expect(idle).toEqual([]);
    expect(given.map(({ description }) => description)).toEqual([
      "Changed, so that it holds: Resources carry the required tags (aws-required-tags).\n" +
        '  - tags.owner is now "platform"\n  - tags.environment is now "production"',
      "Changed, so that it holds: Stores of data carry a tag with the classification of their data " +
        '(aws-data-store-classification-tag).\n  - tags.data-classification is now "internal"',
    ]);
    const mended = given.at(-1)?.properties as Properties;
    const expected = { owner: "platform", environment: "production", "data-classification": "internal" };
    expect(mended).toEqual({ ...inputs, tags: expected });
    expect(await remediate(rules, BUCKET, mended)).toEqual({ given: [], idle: [] });
  });

  test.each([
    ["tags.owner has another value", { owner: "" }, [owner]],
    ["defaultTags.tags.data-classification has another value", {}, [owner, level]],
    ["no value to fill in is configured for team", {}, [owner, "team"]],
    ["owner is there in another case", { Owner: "shop" }, [owner]],
    ["it would not be enough", { environment: UNKNOWN }, [owner, "environment"]],
    ["tags is secret", secret({ a: "b" }), [owner]],
    ["ignoreChanges keeps tags.owner as it is", {}, [owner, { key: "ignored", fill: "x" }]],
  ])("of a bucket are left as they are where %s", async (reason, own, wanted) => {
    const { given, idle } = await remediate(
      tags(...wanted),
      BUCKET,
      { tags: own },
      {
        provider: { defaultTags: JSON.stringify({ tags: { "data-classification": "hush" } }) },
        ignoreChanges: reason.startsWith("ignoreChanges") ? ["tags"] : [],
      },
    );
    expect([given, idle.map((one) => one.reason)]).toEqual([[], [reason]]);
  });

  test.each([
    ["metadata.labels.owner has another value", { labels: { owner: " " } }],
    ["metadata.annotations.owner has another value", { annotations: { owner: " " } }],
  ])("of an object are left as they are where %s", async (reason, metadata) => {
    const { given, idle } = await remediate(labels(owner), DEPLOYMENT, { metadata });
    expect([given, idle.map((one) => one.reason)]).toEqual([[], [reason]]);
  });
});

describe("a remedy made by hand", () => {
  const by = (apply: NonNullable<Rule["remedy"]>["apply"]) =>
    made("a", {
      types: ["a:b/c:C"],
      evaluate: () => outcome("fail"),
      remedy: { does: "It mends.", risk: "None.", apply },
    });

  test("that throws declines, and its message is not passed on", async () => {
    const broken = by(() => {
      throw new Error("hunter2");
    });
    const { given, idle } = await remediate([[broken]], "a:b/c:C", {});
    expect([given, idle]).toEqual([[], [{ policyName: "a", reason: "the remedy failed to run: Error" }]]);
  });

  test("tells paths of a stack made safe, and cuts long lists", async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ path: `a\u001b[31m${i}`, to: "<{%fg 1%}>" }));
    const rule = by(() => ({ properties: {}, changes: many }));
    const description = (await remediate([[rule]], "a:b/c:C", {})).given[0]?.description ?? "";
    expect(description).toContain("  - and 30 more places");
    expect(description).not.toContain("\u001b");
    expect(description).not.toContain("<{%");
    expect(description.length).toBeLessThan(2_001);
  });
});

describe("random resources", () => {
  const rules = allRules().filter((rule) => rule.remedy !== undefined && rule.types.some((type) => type in PROPERTIES));
  const cases = rules.flatMap((rule) =>
    rule.types.filter((type) => type in PROPERTIES).map((type) => [rule, type] as const),
  );

  test("are sent back whole, changed once, and only where a rule says so", async () => {
    let mended = 0;
    const one = fc
      .constantFrom(...cases)
      .chain(([rule, type]) => fc.tuple(fc.constant(rule), fc.constant(type), onTheWire(type)));
    await fc.assert(
      fc.asyncProperty(one, async ([rule, type, inputs]) => {
        const { given } = await remediate([[rule]], type, inputs);
        expect(given.length).toBeLessThanOrEqual(1);
        const [first] = given;
        if (first === undefined) return;
        mended += 1;
        expect(first.diagnostic).toBe("");
        expect((await remediate([[rule]], type, first.properties)).given, "a second run").toEqual([]);
        // Protobuf keeps no order of keys.
        expect(kept(first.properties)).toEqual(expect.arrayContaining(kept(inputs)));
        expect(kept(first.properties).length).toBe(kept(inputs).length);
      }),
      { numRuns: 300 },
    );
    expect(rules.length).toBeGreaterThan(10);
    expect(mended).toBeGreaterThan(20);
  });
});

/** Properties of a type as the engine sends them: what only states hold is left out. */
function onTheWire(type: string): fc.Arbitrary<Properties> {
  return anyProperties(type).map((properties) => sendable(properties) as Properties);
}

function sendable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sendable);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return "plaintext" in value ? secret(sendable(JSON.parse(String(value.plaintext)))) : "text";
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  return Object.fromEntries(entries.map(([key, inner]) => [key, sendable(inner)]));
}

/** What is secret or unknown. */
function kept(value: unknown): unknown[] {
  if (value === UNKNOWN) return [value];
  if (typeof value !== "object" || value === null) return [];
  return SIGNATURE in value ? [value] : Object.values(value).flatMap(kept);
}
