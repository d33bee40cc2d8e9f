import { describe, expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { mend } from "../support/remedy-tester.js";
import { resource, stackOf } from "../support/resources.js";

const rules = allRules();
const remedied = rules.filter((rule) => rule.remedy !== undefined);

// What each of them does to the cases of its rule is tested with the rule: tests/support/rule-tester.ts.
describe("remedies", () => {
  test("are there for rules of every provider", () => {
    expect(remedied.length).toBeGreaterThanOrEqual(25);
    expect(new Set(remedied.map((rule) => rule.provider))).toEqual(new Set(rules.map((rule) => rule.provider)));
  });

  test("tell what they do and what they may break", () => {
    const texts = remedied.flatMap(({ id, remedy }) => [
      [id, remedy?.does],
      [id, remedy?.risk],
    ]);
    expect(texts.filter(([, text]) => !/^[A-Z].{15,}\.$/.test(text ?? ""))).toEqual([]);
  });

  // The engine shows a remedy one resource. The pod's own setting decides, whatever its service account says.
  test("of rules with companions are right whatever the companions are", () => {
    expect(remedied.filter((rule) => rule.phase === "stack").map((rule) => rule.id)).toEqual([
      "k8s-no-service-account-token",
    ]);
  });

  test("of tags and labels fill in what is configured, and make up nothing", () => {
    const ours = remedied.filter((rule) => rule.scope === "metadata");
    expect(ours.map((rule) => rule.id)).toEqual([
      "aws-data-store-classification-tag",
      "aws-required-tags",
      "k8s-recommended-labels",
      "k8s-required-labels",
    ]);
    for (const rule of ours) {
      const provider = `pulumi:providers:${rule.provider}`;
      const specs = (type: string) => [resource(type, "bare", {}, { provider: "p" }), resource(provider, "p")];
      const outcomes = rule.types.map((type) => mend(rule, stackOf(specs(type), "preview")));
      const declined = outcomes.filter((outcome) => outcome !== undefined);
      expect(declined.length).toBeGreaterThan(50);
      for (const outcome of declined)
        expect(outcome).toEqual({ declined: expect.stringMatching(/^no value to fill in is configured for /) });
    }
  });

  // Each was weighed and left out: see the reason beside it.
  test.each([
    ["aws-s3-access-point-public-access-block", "a change replaces the access point"],
    ["aws-sg-description", "a change replaces the group"],
    ["k8s-no-default-namespace", "a change replaces the object"],
    ["aws-s3-versioning", "what the bucket says counts only where no other resource does, and versions cost storage"],
    ["aws-s3-encryption", "a bucket and a resource of its own that both declare it undo each other's changes"],
    ["aws-cloudtrail-s3-data-events", "data events are charged for each request"],
    ["k8s-ingress-nginx-no-snippets", "a snippet may be what demands a login"],
    ["k8s-no-windows-host-process", "such a container is of no use without it"],
    ["k8s-security-context-set", "any setting would do: which, nobody told"],
  ])("are not given to %s: %s", (id) => {
    expect(rules.find((rule) => rule.id === id)).toBeDefined();
    expect(remedied.map((rule) => rule.id)).not.toContain(id);
  });
});
