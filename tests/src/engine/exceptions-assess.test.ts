import { describe, expect, it } from "vitest";
import type { AssessmentSetup } from "../../../src/engine/index.js";
import {
  type Assessment,
  EXCEPTION_FINDINGS,
  type Exception,
  type ExceptionFindingKind,
  type Resource,
} from "../../../src/model/index.js";
import { exception, request, setOf, TODAY } from "./exceptions-fixture.js";
import { assessStacks, demoFramework, demoRule, row, setup, stackOf, thing } from "./fixture.js";

const framework = demoFramework({
  mapping: [row("AC-1", "a", { coverage: "full" }), row("AC-2", "a"), row("AC-2", "b"), row("AU-1", "b")],
  controls: { "AC-1": "technical", "AC-2": "technical", "AU-1": "technical" },
});
const rules = [demoRule("a", "high"), demoRule("b", "low")];
const things = [
  thing("t1", { a: "fail", b: "fail" }),
  thing("t2", { a: "fail" }),
  thing("u1", { a: "pass", b: "undetermined" }),
  thing("u2", { a: "error", b: "not-applicable" }),
];

function assessed(
  exceptions: readonly Exception[],
  resources: readonly Resource[] = things,
  more: Partial<NonNullable<AssessmentSetup["exceptions"]>> = {},
): Assessment {
  const given = { set: setOf(exceptions), today: TODAY, ...more };
  return assessStacks(setup([framework], rules, { exceptions: given }), stackOf(...resources));
}

const control = (assessment: Assessment, id: string) => assessment.controls.find((one) => one.id === id);
const fails = ({ results }: Assessment) =>
  [...results]
    .filter((one) => one.verdict === "fail")
    .map(({ rule, urn, exception: by }) => [rule, urn.split("::").at(-1), by?.id, by?.state]);

describe("a failure under an active exception", () => {
  const all = assessed([exception({ id: "X", rules: ["a"], severity: "high", expires: "2026-04-30" })]);

  it("stays a failure, with the exception beside it", () => {
    expect(fails(all)).toEqual([
      ["a", "t1", "X", "active"],
      ["b", "t1", undefined, undefined],
      ["a", "t2", "X", "active"],
    ]);
    expect([...all.results][0]?.exception).toEqual({
      id: "X",
      state: "active",
      approvedBy: "approver",
      expires: "2026-04-30",
    });
    expect(all.summary.results.fail).toBe(3);
    expect(all.summary.failures).toMatchObject({ high: 2, low: 1 });
  });

  it("is counted apart by summary, rule, control and row of evidence", () => {
    expect(all.summary.excepted).toEqual({ critical: 0, high: 2, medium: 0, low: 0 });
    expect(all.rules.map(({ id, excepted }) => [id, excepted])).toEqual([
      ["a", 2],
      ["b", 0],
    ]);
    expect(all.controls.map(({ id, excepted }) => [id, excepted])).toEqual([
      ["AC-1", 2],
      ["AC-2", 2],
      ["AU-1", 0],
    ]);
    expect(control(all, "AC-2")?.evidence.map(({ rule, excepted }) => [rule, excepted])).toEqual([
      ["a", 2],
      ["b", 0],
    ]);
    expect(all.exceptions.map(({ id, state, covered }) => [id, state, covered])).toEqual([["X", "active", 2]]);
    expect(all.exceptions[0]).not.toHaveProperty("covers");
  });

  it("does not contradict a control, nor satisfy it", () => {
    expect(control(all, "AC-1")?.status).toBe("error");
    expect(control(all, "AC-2")?.status).toBe("not-satisfied");
    const clean = assessed([exception()], [things[1] as Resource, thing("u1")]);
    expect(control(clean, "AC-1")?.status).toBe("excepted");
    expect(control(clean, "AC-1")?.label).toBe("excepted");
    expect(control(clean, "AU-1")?.status).toBe("partial");
  });

  it("is not among what to fix first, and counts neither resource nor control there", () => {
    expect(all.priorities.map(({ rule, resources, clears }) => [rule, resources, clears])).toEqual([["b", 1, 2]]);
    const half = assessed([exception({ resources: [{ name: "t1" }] })]);
    expect(half.priorities.map(({ rule, resources, controls }) => [rule, resources, controls])).toEqual([
      ["a", 1, 2],
      ["b", 1, 2],
    ]);
  });

  it("is the only kind of result that an exception touches", () => {
    const every = assessed([
      exception({ rules: ["a", "b"], severity: "high", expires: "2026-04-30", resources: [{ name: "*" }] }),
    ]);
    const touched = [...every.results].filter((one) => one.exception !== undefined);
    expect(touched.map((one) => one.verdict)).toEqual(["fail", "fail", "fail"]);
    expect(every.exceptions[0]?.covered).toBe(3);
  });
});

it("what grants nothing changes nothing but what is told", () => {
  const without = assessStacks(setup([framework], rules), stackOf(...things));
  const none: readonly Exception[] = [
    request(),
    exception({ approvedBy: "requester" }),
    exception({ approvedOn: "2026-03-16" }),
    exception({ expires: "2026-03-14" }),
    exception({ severity: "high", deviation: "operational-requirement" }),
    exception({ severity: "critical", expires: "2026-04-30" }),
  ];
  for (const one of none) {
    const assessment = assessed([one]);
    expect(fails(assessment).map((fail) => fail[2])).toEqual(["EX-1", undefined, "EX-1"]);
    expect(assessment.exceptions[0]?.covered).toBe(2);
    for (const part of ["summary", "controls", "rules", "priorities"] as const)
      expect(assessment[part]).toEqual(without[part]);
    const bare = [...assessment.results].map(({ exception: _, ...rest }) => rest);
    expect(bare).toEqual([...without.results]);
  }
});

describe("the assessment", () => {
  it("records the day and the limits when exceptions were given, and nothing otherwise", () => {
    const { date, exceptionLimits } = assessed([]).parameters;
    expect([date, exceptionLimits?.days.high]).toEqual([TODAY, 90]);
    const without = assessStacks(setup([framework], rules), stackOf(...things));
    expect(without.parameters).not.toHaveProperty("date");
    expect(without).toMatchObject({ exceptions: [], exceptionFindings: [] });
  });

  it("asks for tags where an exception goes by them", () => {
    const resources = [{ tag: { key: "class", value: "public" } }];
    const tagsOf = ({ name }: Resource) => (name === "t2" ? { tags: { class: "public" }, open: true } : undefined);
    expect(fails(assessed([exception({ resources })], things, { tagsOf })).map((fail) => fail[2])).toEqual([
      undefined,
      undefined,
      "EX-1",
    ]);
    expect(assessed([exception({ resources })]).summary.excepted.high).toBe(0);
  });
});

describe("findings about exceptions", () => {
  const found = (more: Partial<Exception>, one = exception) =>
    assessed([one({ resources: [{ name: "t1" }], ...more })]).exceptionFindings.map(({ kind, message }) => [
      kind,
      message,
    ]);

  it.each<[string, ReturnType<typeof found>, readonly [ExceptionFindingKind, string][]]>([
    ["nothing to say", found({}), []],
    [
      "self-approved",
      found({ approvedBy: "requester" }),
      [["self-approved", "approved by requester, who requested it"]],
    ],
    ["too long", found({ severity: "high" }), [["over-long", "runs for 121 days; for high rules 90 are the most"]]],
    [
      "not allowed",
      found({ severity: "high", expires: "2026-05-01", deviation: "operational-requirement" }),
      [["deviation-not-allowed", "an operational requirement is not accepted for high rules"]],
    ],
    [
      "expired",
      found({ expires: "2026-03-14" }),
      [["expired", "expired after 2026-03-14 and still covers 1 failing result"]],
    ],
    ["expired, idle", found({ expires: "2026-03-14", covers: ["z"] }), [["expired", "expired after 2026-03-14"]]],
    ["a request", found({}, request), [["not-approved", "waits for an approval"]]],
    [
      "approved for later",
      found({ approvedOn: "2026-03-16" }),
      [["not-approved", "is approved from 2026-03-16 on only"]],
    ],
    ["the last day", found({ expires: TODAY }), [["expiring", "ends today, with 2026-03-15"]]],
    ["a day more", found({ expires: "2026-03-16" }), [["expiring", "ends in 1 day, with 2026-03-16"]]],
    ["thirty days more", found({ expires: "2026-04-14" }), [["expiring", "ends in 30 days, with 2026-04-14"]]],
    ["thirty-one days more", found({ expires: "2026-04-15" }), []],
    ["unused", found({ covers: ["z"] }), [["unused", "covers no failing result that another does not; take it out"]]],
    ["unused, of another stack", found({ covers: ["z"], stacks: [{ stack: "prod" }] }), []],
    [
      "unused, of another stack by URN",
      found({ covers: ["z"], resources: [{ urn: "urn:pulumi:prod::demo::*:x" }] }),
      [],
    ],
  ])("%s", (_, findings, expected) => {
    expect(findings).toEqual(expected);
  });

  it.each<[string, Partial<Exception>, boolean]>([
    ["every rule", { rules: ["*"] }, true],
    ["every rule of a provider", { rules: ["aws-*"] }, true],
    ["rules on one service", { rules: ["aws-s3-*"] }, false],
    ["every name", { resources: [{ name: "*" }] }, true],
    ["every name of a type", { resources: [{ name: "*", type: "demo:index:Thing" }] }, false],
    ["every type", { resources: [{ name: "t1" }, { type: "**" }] }, true],
    ["every URN", { resources: [{ urn: "urn:*" }] }, true],
    ["every URN of a stack", { resources: [{ urn: "urn:pulumi:dev::demo::*" }] }, true],
    ["every URN of a stack of any project", { resources: [{ urn: "urn:pulumi:dev::*" }] }, true],
    ["every URN of a stack with one name", { resources: [{ urn: "urn:pulumi:dev::demo::*", name: "t1" }] }, false],
    ["every URN of a type", { resources: [{ urn: "urn:pulumi:dev::demo::demo:index:Thing::*" }] }, false],
    ["every URN of a name", { resources: [{ urn: "*::t1" }] }, false],
    ["every name with a tag", { resources: [{ name: "*", tag: { key: "a", value: "*" } }] }, false],
  ])("over-broad: %s", (_, more, broad) => {
    const kinds = assessed([exception({ covers: ["a"], ...more })]).exceptionFindings.map((one) => one.kind);
    expect(kinds.includes("over-broad")).toBe(broad);
  });

  it("come by kind, the gravest first, then in the order of the files", () => {
    const { exceptionFindings } = assessed([
      exception({ id: "1", covers: ["z"], expires: "2026-03-20" }),
      exception({ id: "2", expires: "2026-03-10", resources: [{ name: "*" }] }),
      exception({ id: "3", approvedBy: "requester" }),
      exception({ id: "4", expires: "2026-03-11" }),
    ]);
    const told = exceptionFindings.map(({ kind, exception: id }) => `${kind} ${id}`);
    expect(told).toEqual(["self-approved 3", "expired 2", "expired 4", "over-broad 2", "expiring 1", "unused 1"]);
    const places = exceptionFindings.map(({ kind }) => EXCEPTION_FINDINGS.indexOf(kind));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
