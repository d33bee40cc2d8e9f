import { describe, expect, test } from "vitest";
import { providerId } from "../../../src/engine/provider-id.js";
import { OUTPUT_VALUE, REDACTED, type Resource, SECRET, SIGNATURE, UNKNOWN } from "../../../src/model/index.js";
import { encrypted, secret } from "../../support/states.js";
import { assessStacks, demoFramework, demoRule, setup, stackOf, thing } from "./fixture.js";

const ARN = "arn:aws:rds:eu-central-1:123456789012:db:orders-1a2b";
const DEEP = "[".repeat(100_000) + "]".repeat(100_000);
const of = (outputs: Resource["outputs"], inputs: Resource["inputs"] = {}, id: string | null = "orders-1a2b") =>
  providerId({ ...thing("orders"), id: id ?? undefined, inputs, outputs });

describe("what the provider calls a resource", () => {
  test.each<[string, string | undefined, string | undefined]>([
    ["the ARN of its outputs", of({ arn: ARN }), ARN],
    ["else its id", of({}), "orders-1a2b"],
    ["not an ARN that it was given: that is of something else", of({ arn: ARN }, { arn: ARN }), "orders-1a2b"],
    ["not an ARN that is not known yet", of({ arn: UNKNOWN }), "orders-1a2b"],
    ["neither where the ARN is a secret", of({ arn: secret(ARN) }), undefined],
    ["not an ARN of another shape", of({ arn: { a: 1 } }), "orders-1a2b"],
    ["nothing before it is deployed", of({ arn: UNKNOWN }, {}, null), undefined],
    ["no id that is not known yet", of({}, {}, UNKNOWN), undefined],
    ["no id that a preview has hidden", of({}, {}, REDACTED), undefined],
    ["no empty id", of({}, {}, ""), undefined],
    ["none that is longer than any", of({}, {}, "x".repeat(2049)), undefined],
  ])("%s", (_, got, expected) => expect(got).toBe(expected));
});

describe("a secret does not leak through it", () => {
  test.each<[string, string | undefined]>([
    ["the secret is the id", of({ id: secret("orders-1a2b") })],
    ["a secret name is a part of it", of({ arn: ARN }, { identifier: secret("orders") })],
    ["a secret deep in a list", of({ arn: ARN }, { tags: [{ a: { b: secret("1a2b") } }] })],
    ["a secret in a secret object, or a key of one", of({ arn: ARN }, { tags: secret({ a: ["x", { orders: 1 }] }) })],
    [
      "a secret that nests deeper than anybody looks",
      of({ arn: ARN }, { tags: { [SIGNATURE]: SECRET, plaintext: DEEP } }),
    ],
    ["a number", of({ arn: ARN }, { account: secret(123456789012) })],
    ["a secret in an output value", of({}, { n: { [SIGNATURE]: OUTPUT_VALUE, secret: true, value: "orders" } })],
    ["a secret name, be it read and no part of it", of({ arn: ARN }, { bucketName: secret("other") })],
    ["an encrypted name: it cannot be compared", of({ arn: ARN }, { bucketName: encrypted() })],
    ["an encrypted part of the metadata", of({}, { metadata: { name: encrypted(), namespace: "shop" } })],
    ["a name that a preview has hidden", of({}, { name: REDACTED })],
  ])("%s", (_, got) => expect(got).toBeUndefined());

  test.each<[string, string | undefined, string]>([
    ["a password that is no part of it", of({ arn: ARN }, { password: secret("hunter2") }), ARN],
    ["an encrypted password", of({ arn: ARN }, { password: encrypted(), masterPassword: encrypted() }), ARN],
    [
      "an encrypted variable that is called like a name",
      of({ arn: ARN }, { environment: { apiKey: encrypted() } }),
      ARN,
    ],
    ["an empty secret", of({ arn: ARN }, { tags: secret("") }), ARN],
    ["a name that is not secret", of({ arn: ARN }, { name: "orders" }), ARN],
  ])("and it stays beside %s", (_, got, expected) => expect(got).toBe(expected));
});

test("every result of a resource has it, and that of no other", () => {
  const things = [thing("a", {}, { outputs: { arn: ARN } }), thing("b"), thing("c", {}, { id: undefined })];
  const rules = [demoRule("safe"), demoRule("tidy")];
  const { results } = assessStacks(setup([demoFramework()], rules), stackOf(...things));
  const told = [...results].map(({ urn, providerId: id }) => [urn.split("::")[3], id]);
  expect(told).toEqual([
    ["a", ARN],
    ["a", ARN],
    ["b", "b"],
    ["b", "b"],
    ["c", undefined],
    ["c", undefined],
  ]);
});
