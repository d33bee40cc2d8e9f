import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExceptionMatcher, exceptionState, type StackIdentity } from "../../../src/engine/index.js";
import {
  DEFAULT_LIMITS,
  EXCEPTION_STATES,
  type Exception,
  globMatches,
  SEVERITIES,
  type TagReading,
} from "../../../src/model/index.js";
import { exception, request, setOf, TODAY } from "./exceptions-fixture.js";
import { thing } from "./fixture.js";

const STACK: StackIdentity = { organization: "acme", project: "demo", name: "dev" };
const match = (
  list: readonly Exception[],
  resource = thing("t1"),
  stack = STACK,
  tags?: () => TagReading | undefined,
) => new ExceptionMatcher(setOf(list), TODAY).match("a", resource, stack, tags);
const matches = (more: Partial<Exception>, stack = STACK, tags?: () => TagReading | undefined) =>
  match([exception(more)], thing("t1"), stack, tags) !== undefined;

describe("the state of an exception", () => {
  const state = (one: Exception, today: string) => exceptionState(one, DEFAULT_LIMITS, today);

  it("is active from the first day to the last, both whole", () => {
    const one = exception({ approvedOn: "2026-03-01", expires: "2026-03-31" });
    expect(state(one, "2026-02-28")).toBe("not-approved");
    expect(state(one, "2026-03-01")).toBe("active");
    expect(state(one, "2026-03-31")).toBe("active");
    expect(state(one, "2026-04-01")).toBe("expired");
    const day = exception({ approvedOn: "2024-02-29", expires: "2024-02-29" });
    expect(["2024-02-28", "2024-02-29", "2024-03-01"].map((today) => state(day, today))).toEqual([
      "not-approved",
      "active",
      "expired",
    ]);
  });

  it("is not-approved for a request, whatever the day", () => {
    for (const today of ["2025-01-01", TODAY, "2030-01-01"]) expect(state(request(), today)).toBe("not-approved");
  });

  it.each([
    ["critical", "2026-03-31", "2026-04-01"],
    ["high", "2026-05-30", "2026-05-31"],
    ["medium", "2026-08-28", "2026-08-29"],
    ["low", "2027-03-01", "2027-03-02"],
  ] as const)("is refused when one for %s runs longer than to %s", (severity, longest, longer) => {
    expect(state(exception({ severity, expires: longest }), TODAY)).toBe("active");
    expect(state(exception({ severity, expires: longer }), TODAY)).toBe("refused");
    const limits = { ...DEFAULT_LIMITS, days: { ...DEFAULT_LIMITS.days, [severity]: 1000 } };
    expect(exceptionState(exception({ severity, expires: longer }), limits, TODAY)).toBe("active");
  });

  it.each([
    "requester",
    "Requester",
    " requester\t",
    "ＲＥＱＵＥＳＴＥＲ",
  ])("is refused when %j approves it", (approvedBy) => {
    expect(state(exception({ approvedBy }), TODAY)).toBe("refused");
    expect(state(exception({ approvedBy: `${approvedBy}2` }), TODAY)).toBe("active");
  });

  it("is refused for an operational requirement where the severity does not allow it", () => {
    const one = (severity: Exception["severity"]) =>
      exception({ severity, deviation: "operational-requirement", expires: "2026-03-20" });
    const states = (limits = DEFAULT_LIMITS) =>
      SEVERITIES.map((severity) => exceptionState(one(severity), limits, TODAY));
    expect(states()).toEqual(["refused", "refused", "active", "active"]);
    expect(states({ ...DEFAULT_LIMITS, operationalRequirement: ["high"] })).toEqual([
      "refused",
      "active",
      "refused",
      "refused",
    ]);
  });

  it("stays refused before it begins, after it ends, and as a request", () => {
    const self = exception({ approvedBy: "requester" });
    expect(["2026-02-01", "2027-01-01"].map((today) => state(self, today))).toEqual(["refused", "refused"]);
    expect(state(request({ severity: "high", deviation: "operational-requirement" }), TODAY)).toBe("refused");
  });
});

describe("an exception matches", () => {
  it.each<[string, Partial<Exception>, boolean]>([
    ["the rule", { covers: ["a", "b"] }, true],
    ["another rule only", { covers: ["b"] }, false],
    ["the URN", { resources: [{ urn: "urn:pulumi:dev::demo::demo:index:Thing::t1" }] }, true],
    ["another URN", { resources: [{ urn: "urn:pulumi:dev::demo::demo:index:Thing::t2" }] }, false],
    ["a glob over URNs", { resources: [{ urn: "urn:pulumi:*::demo:index:*" }] }, true],
    ["the type", { resources: [{ type: "demo:index:Thing" }] }, true],
    ["a glob over another type", { resources: [{ type: "aws:*" }] }, false],
    ["one selector of several", { resources: [{ name: "x" }, { name: "t?" }] }, true],
    ["one half of a selector", { resources: [{ name: "t1", type: "aws:*" }] }, false],
    [
      "the other half, beside the URN",
      { resources: [{ urn: "urn:pulumi:dev::demo::demo:index:Thing::t1", name: "x" }] },
      false,
    ],
    ["the stack", { stacks: [{ project: "demo", stack: "d*", organization: "acme" }] }, true],
    ["one stack of several", { stacks: [{ stack: "prod" }, { project: "demo" }] }, true],
    ["another project", { stacks: [{ stack: "dev", project: "shop" }] }, false],
    ["a tag, when nobody knows the tags", { resources: [{ tag: { key: "a", value: "*" } }] }, false],
  ])("%s: %j %s", (_, more, expected) => {
    expect(matches(more)).toBe(expected);
  });

  it("no organisation that is not known, even by *", () => {
    const nobody = { ...STACK, organization: undefined };
    expect(matches({ stacks: [{ organization: "*" }] }, nobody)).toBe(false);
    expect(matches({ stacks: [{ stack: "dev" }] }, nobody)).toBe(true);
  });

  it("tags that are known, and no others", () => {
    const resources = [{ tag: { key: "class", value: "pub*" } }];
    const read = (tags: Record<string, string>, open = false) => matches({ resources }, STACK, () => ({ tags, open }));
    expect(read({ class: "public" })).toBe(true);
    expect(read({ class: "public" }, true)).toBe(true);
    expect(read({ class: "secret" })).toBe(false);
    expect(read({ Class: "public" })).toBe(false);
    expect(read({}, true)).toBe(false);
    const inherited = [{ tag: { key: "constructor", value: "*" } }];
    expect(matches({ resources: inherited }, STACK, () => ({ tags: {}, open: true }))).toBe(false);
  });

  it("without asking for tags where no selector needs them", () => {
    const tags = () => {
      throw new Error("asked");
    };
    expect(matches({ resources: [{ name: "t1" }] }, STACK, tags)).toBe(true);
    expect(matches({ resources: [{ name: "x", tag: { key: "a", value: "b" } }] }, STACK, tags)).toBe(false);
  });
});

describe("of several exceptions", () => {
  it("the best state wins, then the first id, whatever their order and however they name the resource", () => {
    const urn = thing("t1").urn;
    const worst = [
      request({ id: "A", resources: [{ urn }] }),
      exception({ id: "B", approvedBy: "requester" }),
      exception({ id: "C", expires: "2026-03-14", resources: [{ urn }] }),
      exception({ id: "E" }),
      exception({ id: "D", resources: [{ urn }] }),
    ];
    const order = ["D", "E", "C", "B", "A"];
    for (let n = worst.length; n > 0; n--) {
      const left = worst.filter(({ id }) => order.slice(worst.length - n).includes(id));
      expect(match(left)?.exception.id).toBe(order[worst.length - n]);
      expect(match(left.toReversed())?.exception.id).toBe(order[worst.length - n]);
    }
    expect(match([])).toBeUndefined();
  });

  const glob = fc.constantFrom(
    "*",
    "t*",
    "t1",
    "t2",
    "?1",
    "x",
    "urn:pulumi:dev::demo::demo:index:Thing::t1",
    "urn:pulumi:d*",
  );
  const selector = fc.record(
    { urn: glob, type: fc.constantFrom("demo:*", "aws:*"), name: glob },
    { requiredKeys: ["name"] },
  );
  const anyException = fc
    .record({
      id: fc.constantFrom("A", "B", "C", "D", "E"),
      covers: fc.subarray(["a", "b"], { minLength: 1 }),
      resources: fc.array(fc.oneof(selector, fc.record({ urn: glob })), { minLength: 1, maxLength: 3 }),
      stacks: fc.array(fc.record({ stack: fc.constantFrom("dev", "prod", "*") }), { maxLength: 2 }),
      approvedBy: fc.constantFrom("requester", "approver"),
      approvedOn: fc.constantFrom("2026-03-01", TODAY, "2026-03-16"),
      expires: fc.constantFrom("2026-03-16", "2026-04-30", "2027-01-01"),
    })
    .map((more) => exception(more));

  it("the one that a plain search would find is found, for every rule and resource", () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(anyException, { selector: ({ id }) => id }),
        fc.constantFrom("2026-03-15", "2026-04-01"),
        (list, today) => {
          const matcher = new ExceptionMatcher(setOf(list), today);
          for (const rule of ["a", "b", "c"])
            for (const resource of [thing("t1"), thing("t2"), thing("x")]) {
              const plain = list
                .filter((one) => one.covers.includes(rule))
                .filter(
                  (one) => one.stacks.length === 0 || one.stacks.some(({ stack = "*" }) => globMatches(stack, "dev")),
                )
                .filter(({ resources }) =>
                  resources.some((wanted) =>
                    (["urn", "type", "name"] as const).every((key) => globMatches(wanted[key] ?? "*", resource[key])),
                  ),
                )
                .map((one) => ({ exception: one, state: exceptionState(one, DEFAULT_LIMITS, today) }))
                .sort((a, b) => rank(a.state) - rank(b.state) || (a.exception.id < b.exception.id ? -1 : 1));
              const given = matcher.match(rule, resource, STACK);
              expect(given).toEqual(plain[0]);
              if (given) found += 1;
            }
        },
      ),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(500);
  });
});

const rank = (state: (typeof EXCEPTION_STATES)[number]) => EXCEPTION_STATES.indexOf(state);
