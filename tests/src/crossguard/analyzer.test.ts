import { describe, expect, test } from "vitest";
import { ANSWER_BYTES } from "../../../src/crossguard/reporter.js";
import { type Resource, type Rule, UNKNOWN } from "../../../src/model/index.js";
import { made, outcome } from "./rules.js";
import { analyzerOf } from "./sdk.js";

const fails = (seen: Resource[] = []): Partial<Rule> => ({
  evaluate: (resource) => {
    seen.push(resource);
    return outcome("fail", { observations: [{ path: "acl", expected: "private" }] });
  },
});
const ofStack: Partial<Rule> = { phase: "stack" };
const undecided: Partial<Rule> = { evaluate: () => outcome("undetermined", { reason: "acl is not known" }) };

const told = (answer: { diagnosticsList: { policyname: string; enforcementlevel: number }[] }) =>
  answer.diagnosticsList.map(
    ({ policyname, enforcementlevel }) => `${policyname} ${["advisory", "mandatory"][enforcementlevel]}`,
  );

describe("one resource", () => {
  test("is judged by the rules for its type, once by each", async () => {
    const seen: Resource[] = [];
    const pack = analyzerOf([made("a", fails(seen)), made("b", { ...fails(seen), types: ["x:y/z:Z"] }), made("c")]);
    const answer = await pack.analyze();
    expect(told(answer)).toEqual(["a mandatory"]);
    expect(answer.notApplicableList.map(({ policyName }) => policyName)).toEqual(["b"]);
    expect(seen).toHaveLength(1);
  });

  test("is handed to a rule with its unknown values, as inputs and outputs alike", async () => {
    const seen: Resource[] = [];
    await analyzerOf([made("a", fails(seen))]).analyze();
    const [resource] = seen;
    expect(resource).toMatchObject({ urn: "urn:pulumi:s::p::a:b/c:C::n", type: "a:b/c:C", id: undefined });
    expect(resource?.inputs["unknown"]).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    expect(resource?.outputs).toBe(resource?.inputs);
  });

  test("a rule that does not apply gives its reason", async () => {
    const idle = made("a", { evaluate: () => outcome("not-applicable", { reason: "it is a log bucket" }) });
    expect((await analyzerOf([idle, made("b")]).analyze()).notApplicableList).toEqual([
      { policyName: "a", reason: "it is a log bucket" },
    ]);
  });

  test("an error of a rule is a warning about the rule, and the others go on", async () => {
    const broken = made("a", {
      evaluate: () => ({
        ...outcome("fail"),
        get observations(): never {
          throw new Error("hunter2");
        },
      }),
    });
    const failed = made("b", { evaluate: () => outcome("error", { reason: "the rule failed to run: TypeError" }) });
    const answer = await analyzerOf([broken, failed, made("c", fails())]).analyze();
    expect(told(answer)).toEqual(["a advisory", "b advisory", "c mandatory"]);
    expect(answer.diagnosticsList[0]?.message).toContain("Not judged");
    expect(answer.diagnosticsList[0]?.message).not.toContain("hunter2");
  });
});

test("a request that cannot be read is told, and ends nothing", async () => {
  const lost = made("a", {
    evaluate: () => {
      throw new Error("hunter2");
    },
  });
  const answer = await analyzerOf([lost]).analyze();
  expect(told(answer)).toEqual(["konductor-undetermined advisory"]);
  expect(answer.diagnosticsList[0]?.message).toMatch(/^Not judged: what the engine sent could not be read/);
  expect(JSON.stringify(answer)).not.toContain("hunter2");
});

describe("what could not be decided", () => {
  test("is kept until the stack is judged, and told once for each rule", async () => {
    const pack = analyzerOf([made("a", undecided), made("b", { ...undecided, ...ofStack })]);
    expect(told(await pack.analyze())).toEqual([]);
    const answer = await pack.analyzeStack(["two", "one"]);
    expect(told(answer)).toEqual(["konductor-undetermined advisory", "konductor-undetermined advisory"]);
    expect(answer.diagnosticsList.map(({ urn }) => urn)).toEqual([
      "urn:pulumi:s::p::a:b/c:C::n",
      "urn:pulumi:s::p::a:b/c:C::one",
    ]);
    expect(answer.diagnosticsList[0]?.message).toContain(
      "(a): 1 resource.\n  - urn:pulumi:s::p::a:b/c:C::n: acl is not known",
    );
    expect(answer.diagnosticsList[1]?.message).toContain("(b): 2 resources.");
  });

  test("on inputs is judged again on outputs, which say more", async () => {
    const known = made("a", {
      evaluate: ({ inputs }) =>
        inputs["acl"] === UNKNOWN
          ? outcome("undetermined", { reason: "acl is not known" })
          : outcome("fail", { observations: [{ path: "acl", expected: "private" }] }),
    });
    const pack = analyzerOf([known]);
    expect(told(await pack.analyze(undefined, { acl: UNKNOWN }))).toEqual([]);
    const answer = await pack.analyzeStack(["m", "n"], { acl: "public-read" });
    expect(told(answer)).toEqual(["a mandatory"]);
    expect(answer.diagnosticsList[0]?.urn).toBe("urn:pulumi:s::p::a:b/c:C::n");
  });

  test("is forgotten once it has been decided", async () => {
    let verdict: "undetermined" | "pass" = "undetermined";
    const changing = made("b", { evaluate: () => outcome(verdict) });
    const pack = analyzerOf([made("a"), changing, made("s", ofStack)]);
    await pack.analyze();
    expect(told(await pack.analyzeStack())).toEqual(["konductor-undetermined advisory"]);
    verdict = "pass";
    await pack.analyze();
    expect(told(await pack.analyzeStack())).toEqual([]);
  });
});

describe("a stack", () => {
  test("is built once for all rules, sorted by URN", async () => {
    const seen: Resource[] = [];
    const pack = analyzerOf([made("a", { ...fails(seen), ...ofStack }), made("b", { ...fails(seen), ...ofStack })]);
    const answer = await pack.analyzeStack(["two", "one"]);
    expect(answer.diagnosticsList.map(({ policyname, urn }) => `${policyname} ${urn.split("::")[3]}`)).toEqual([
      "a one",
      "a two",
      "b one",
      "b two",
    ]);
    expect(seen[1]).toBe(seen[0]);
  });

  test("parameters are read once, however many resources there are", async () => {
    let parsed = 0;
    const parse = () => ({ read: (parsed += 1) });
    const parameter = { name: "read", schema: {}, default: 0, description: "" };
    const rule = made("a", { ...fails(), ...ofStack, parameters: [parameter], parse });
    await analyzerOf([rule]).analyzeStack(["one", "two", "three"]);
    expect(parsed).toBe(1);
  });

  test("rules for single resources keep out of it", async () => {
    expect(await analyzerOf([made("a", fails())]).analyzeStack()).toEqual({
      diagnosticsList: [],
      notApplicableList: [],
    });
  });

  test("a rule without a resource to judge does not apply", async () => {
    const pack = analyzerOf([made("a", { ...ofStack, types: ["x:y/z:Z"] })]);
    expect((await pack.analyzeStack()).notApplicableList.map(({ policyName }) => policyName)).toEqual(["a"]);
  });

  test("an answer that grows too long is cut, and stays mandatory", async () => {
    const wordy = { ...fails(), ...ofStack, rationale: "because ".repeat(300) };
    const names = Array.from({ length: 2_000 }, (_, index) => `n${index}`);
    const answer = await analyzerOf([made("a", wordy), made("b", wordy)]).analyzeStack(names);
    const bytes = answer.diagnosticsList.reduce(
      (sum, { message, description, urn }) => sum + Buffer.byteLength(message + description + urn),
      0,
    );
    expect(bytes).toBeLessThan(ANSWER_BYTES * 1.01);
    expect(told({ diagnosticsList: answer.diagnosticsList.slice(-2) })).toEqual(["a mandatory", "b mandatory"]);
    const [a, b] = answer.diagnosticsList
      .slice(-2)
      .map(({ message }) => Number(/^\d+(?= more violations)/.exec(message)));
    expect((a as number) + (b as number) + answer.diagnosticsList.length - 2).toBe(4_000);
  });
});
