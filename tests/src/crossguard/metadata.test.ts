import { expect, test } from "vitest";
import { type MappedFramework, policyOf } from "../../../src/crossguard/metadata.js";
import { made } from "./rules.js";

function framework(id: string, ...rows: [control: string, rule: string][]): MappedFramework {
  const mapping = rows.map(([control, rule]) => ({ control, rule }));
  return { catalog: { id, title: `Title of ${id}`, version: "2" }, mapping };
}

test("a rule's words, severity and level become the policy's", () => {
  expect(policyOf(made("aws-rule", { severity: "low" }), [])).toEqual({
    name: "aws-rule",
    displayName: "The title of aws-rule",
    description: "The title of aws-rule. The reason.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "The remedy.",
    tags: [],
  });
});

test.each([
  ["critical", "mandatory"],
  ["high", "mandatory"],
  ["medium", "advisory"],
  ["low", "advisory"],
] as const)("a %s rule is %s by default", (severity, level) => {
  expect(policyOf(made("aws-rule", { severity }), []).enforcementLevel).toBe(level);
});

test("its tags are the controls of all catalogues, its framework is the one with the most of them", () => {
  const nist = framework("nist", ["SC-8", "aws-rule"], ["AC-3", "aws-rule"], ["AC-3", "aws-rule"], ["AC-4", "other"]);
  const policy = policyOf(made("aws-rule"), [framework("iso", ["A.8.24", "aws-rule"]), nist]);
  expect(policy.tags).toEqual(["iso/A.8.24", "nist/AC-3", "nist/SC-8"]);
  expect(policy.framework).toEqual({
    name: "Title of nist",
    version: "2",
    reference: "nist",
    specification: "AC-3, SC-8",
  });
});

test("parameters become a schema with defaults", () => {
  const parameter = { name: "minimum", schema: { type: "number", minimum: 1 }, default: 14, description: "Characters" };
  const bare = { name: "names", schema: { type: "array" }, default: undefined, description: "" };
  expect(policyOf(made("aws-rule", { parameters: [parameter, bare] }), []).configSchema).toEqual({
    properties: {
      minimum: { type: "number", minimum: 1, description: "Characters", default: 14 },
      names: { type: "array" },
    },
  });
});
