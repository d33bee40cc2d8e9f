import type { Policies } from "@pulumi/policy";
import { expect, test } from "vitest";
import { Pack } from "../../../src/crossguard/index.js";
import { policiesOf } from "../../../src/crossguard/policies.js";
import type { Rule } from "../../../src/model/index.js";
import { made, outcome } from "./rules.js";
import { analyze, analyzeStack } from "./sdk.js";

const fails: Partial<Rule> = {
  evaluate: () => outcome("fail", { observations: [{ path: "acl", expected: "private" }] }),
};

const told = (answer: { diagnosticsList: { policyname: string; enforcementlevel: number }[] }) =>
  answer.diagnosticsList.map(
    ({ policyname, enforcementlevel }) => `${policyname} ${["advisory", "mandatory"][enforcementlevel]}`,
  );

test("each policy of the array works by itself, should the SDK ever take them one by one", async () => {
  const policies = policiesOf(
    new Pack(
      [made("a", fails), made("b", { types: ["x:y/z:Z"] }), made("c", { ...fails, phase: "stack" }), made("d")],
      [],
    ),
  );
  const plain: Policies = Array.from({ length: policies.length }, (_, index) => policies[index] as Policies[number]);
  for (const resource of [1, 2]) expect([resource, told(await analyze(plain))]).toEqual([resource, ["a mandatory"]]);
  expect(told(await analyzeStack(plain, ["one", "two"]))).toEqual(["c mandatory", "c mandatory"]);
});
