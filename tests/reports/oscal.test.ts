import { describe, expect, test } from "vitest";
import type { AssessedRule, Assessment, ControlStatus, Result, Tracking } from "../../src/model/index.js";
import { groupOf } from "../../src/model/sample.js";
import { sampleAssessment } from "../support/assessment.js";
import { at, type Doc, documents, PARTS, propOf, schemaProblems } from "../support/oscal.js";
import { smallAssessment } from "../support/small.js";

const RESULTS = "oscal-assessment-results.json";
const POAM = "oscal-poam.json";
const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const controlsOf = new Map(assessment.rules.map((rule) => [rule.id, rule.controls]));
const told = results.filter((one) => (controlsOf.get(one.rule) ?? []).length > 0);

const resultOf = async (of: Assessment) => at((await documents(of)).get(RESULTS), "assessment-results", "results", 0);
const planOf = async (of: Assessment) => at((await documents(of)).get(POAM), "plan-of-action-and-milestones");
const list = (owner: Doc, ...path: (string | number)[]) => at<Doc[] | undefined>(owner, ...path) ?? [];

/** How often each word comes up. */
function tally(words: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Results by verdict, as the observations have them. */
function readBack(observations: readonly Doc[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of observations) {
    const kind = propOf(one, "result") ?? "";
    const count = Number(propOf(one, kind === "not-applicable" ? "not-applicable" : "population"));
    if (kind !== "not-applicable") expect(list(one, "subjects")).toHaveLength(count);
    counts[kind] = (counts[kind] ?? 0) + count;
  }
  return counts;
}

test("the sample holds everything that is told apart", () => {
  expect(new Set(results.map(groupOf)).size).toBe(6);
  const statuses = new Set(assessment.controls.map((one) => one.status));
  for (const status of ["not-satisfied", "excepted", "undetermined", "partial", "no-evidence"] as ControlStatus[])
    expect(statuses).toContain(status);
});

describe("assessment results read back", () => {
  test("have the counts of the assessment", async () => {
    const result = await resultOf(assessment);
    expect(readBack(list(result, "observations"))).toEqual(tally(told.map((one) => one.verdict)));
    const { summary, population } = assessment;
    for (const [verdict, count] of Object.entries(summary.results))
      expect(propOf(result, `results-${verdict}`)).toBe(String(count));
    expect(propOf(result, "results-without-control")).toBe(String(results.length - told.length));
    expect(propOf(result, "population-total")).toBe(String(population.total));
    expect(propOf(result, "input-not-assessed")).toBe("exports/torn.json");
  });

  test("have each resource that was judged once, with its URN", async () => {
    const items = list(await resultOf(assessment), "local-definitions", "inventory-items");
    const urns = items.map((one) => propOf(one, "urn"));
    expect(new Set(urns).size).toBe(urns.length);
    expect(new Set(urns)).toEqual(new Set(told.map((one) => one.urn)));
  });

  test("have the status of every control of every profile, and a finding for each on which there is evidence", async () => {
    const result = await resultOf(assessment);
    const selections = list(result, "reviewed-controls", "control-selections");
    for (const [i, profile] of assessment.profiles.entries()) {
      const props = list(selections[i] as Doc, "props").filter((one) => one["name"] === "control-status");
      const mine = assessment.controls.filter((one) => one.profile === profile.id);
      expect(tally(props.map((one) => one["value"] as string))).toEqual(tally(mine.map((one) => one.status)));
      const included = list(selections[i] as Doc, "include-controls").length;
      expect(included + list(selections[i] as Doc, "exclude-controls").length).toBe(mine.length);
      const findings = list(result, "findings").filter((one) => propOf(one, "profile") === profile.id);
      expect(findings).toHaveLength(included);
      expect(findings).toHaveLength(
        mine.filter((one) => one.results.pass + one.results.fail + one.results.error + one.results.undetermined > 0)
          .length,
      );
    }
  });

  test("never call a control of ISO/IEC 27001 satisfied or not: states are of an objective of their own", async () => {
    const document = (await documents(assessment)).get(RESULTS);
    const own = list(document as Doc, "assessment-results", "local-definitions", "objectives-and-methods");
    const ids = new Set(own.flatMap((one) => list(one, "parts").map((part) => part["id"])));
    const findings = list(await resultOf(assessment), "findings");
    const iso = findings.filter((one) => propOf(one, "profile") === "iso-27001-2022");
    expect(iso.length).toBeGreaterThan(3);
    for (const one of iso) {
      expect(at(one, "target", "type")).toBe("objective-id");
      expect(ids).toContain(at(one, "target", "target-id"));
      expect(at<string>(one, "target", "status", "state") === "satisfied").toBe(propOf(one, "label") === "supports");
    }
  });

  test("call a control of NIST satisfied only by full coverage, and give the reason", async () => {
    const nist = list(await resultOf(assessment), "findings").filter(
      (one) => propOf(one, "profile") === "fisma-moderate",
    );
    const reasons: Record<string, string> = { "not-satisfied": "fail", excepted: "fail", satisfied: "pass" };
    for (const one of nist) {
      const status = propOf(one, "control-status") ?? "";
      expect(at(one, "target", "status", "state")).toBe(status === "satisfied" ? "satisfied" : "not-satisfied");
      expect(at(one, "target", "status", "reason")).toBe(reasons[status] ?? "other");
      expect(String(at(one, "target", "status", "remarks"))).toMatch(/^(pass|fail|partial|undetermined|error)/);
      expect(list(one, "related-risks").length > 0).toBe(status !== "satisfied");
    }
    expect(new Set(nist.map((one) => propOf(one, "control-status"))).size).toBeGreaterThanOrEqual(4);
  });

  test("keep an excepted failure a failure, with deviation, approval and the day on which it ends", async () => {
    const result = await resultOf(assessment);
    const excepted = results.filter((one) => groupOf(one) === "excepted");
    const observations = list(result, "observations").filter((one) => propOf(one, "deviation") !== undefined);
    expect(readBack(observations)).toEqual({ fail: excepted.length });
    for (const one of observations)
      expect(propOf(list(one, "relevant-evidence")[0] as Doc, "approved-by")).toBeDefined();
    const risks = list(result, "risks").filter((one) => one["status"] === "deviation-approved");
    expect(risks.length).toBe(observations.length);
    for (const risk of risks) {
      const exception = assessment.exceptions.find((one) => one.id === propOf(risk, "exception"));
      expect(risk["deadline"]).toBe(`${exception?.expires}T23:59:59Z`);
      expect(list(risk, "mitigating-factors")).toHaveLength(1);
    }
  });

  test("tell who attests a control, on what evidence and until when, and cite it in the finding", async () => {
    const of = sampleAssessment({ exceptions: true, attestations: true });
    const attested = of.controls.filter(
      ({ attestation, profile }) => attestation !== undefined && profile === "fisma-moderate",
    );
    expect(attested.length).toBeGreaterThan(0);
    const result = await resultOf(of);
    const told = list(result, "observations").filter((one) => propOf(one, "result") === "attested");
    for (const one of told) {
      expect(["EXAMINE", "INTERVIEW"]).toContain((one["methods"] as unknown as string[])[0]);
      expect(String(one["expires"])).toMatch(/T23:59:59Z$/);
      const citing = list(result, "findings").filter((finding) =>
        list(finding, "related-observations").some((related) => related["observation-uuid"] === one["uuid"]),
      );
      expect(citing.length).toBe(1);
    }
    const alone = attested.filter(({ status }) => status === "attested");
    expect(alone.length).toBeGreaterThan(0);
    const findings = list(result, "findings").filter((one) => propOf(one, "control-status") === "attested");
    expect(findings.length).toBe(alone.length);
    for (const one of findings) expect(at(one, "target", "status", "reason")).toBe("other");
    expect(told.length).toBeGreaterThanOrEqual(alone.length);
    for (const document of (await documents(of)).values()) expect(schemaProblems(document)).toEqual([]);
  });

  test("tell an attested, an inherited and an unexamined control by status and reason, and never as tested", async () => {
    const statuses = ["attested", "inherited", "no-evidence"] as const;
    const controls = assessment.controls.map((one, i) => ({ ...one, status: statuses[i % 3] ?? one.status }));
    const result = await resultOf({ ...assessment, controls });
    expect(list(result, "findings")).toEqual([]);
    const [selection] = list(result, "reviewed-controls", "control-selections");
    expect(selection).not.toHaveProperty("include-controls");
    const remarks = list(selection as Doc, "props").map((one) => one["remarks"]);
    expect(remarks).toHaveLength(287);
    expect(remarks.every((one) => typeof one === "string" && one.length > 20)).toBe(true);
  });
});

describe("the plan of action", () => {
  test("has each failure once, excepted ones apart, with its item", async () => {
    const plan = await planOf(assessment);
    const failing = results.filter((one) => one.verdict === "fail");
    expect(readBack(list(plan, "observations"))).toEqual({ fail: failing.length });
    const where = (one: Result) => `${one.rule} ${one.urn}`;
    const items = list(plan, "poam-items");
    expect(items.map((one) => `${propOf(one, "rule-id")} ${propOf(one, "urn")}`)).toEqual(failing.map(where));
    expect(new Set(items.map((one) => one["uuid"])).size).toBe(items.length);
    expect(list(plan, "risks")).toHaveLength(items.length);
    const approved = list(plan, "risks").filter((one) => one["status"] === "deviation-approved");
    expect(approved).toHaveLength(failing.filter((one) => groupOf(one) === "excepted").length);
    const resources = new Map(
      list(plan, "local-definitions", "inventory-items").map((one) => [one["uuid"], propOf(one, "urn")]),
    );
    for (const one of items) expect(resources.get(propOf(one, "inventory-item"))).toBe(propOf(one, "urn"));
  });

  test("gives 30, 90 and 180 days by severity", async () => {
    const plan = await planOf({ ...assessment, assessedAt: "2026-01-31T12:00:00+02:00" });
    const days: Record<string, string> = {
      critical: "2026-03-02",
      high: "2026-03-02",
      medium: "2026-05-01",
      low: "2026-07-30",
    };
    const open = list(plan, "risks").filter((one) => one["status"] === "open");
    expect(new Set(open.map((one) => propOf(one, "severity"))).size).toBeGreaterThanOrEqual(3);
    for (const risk of open) expect(risk["deadline"]).toBe(`${days[propOf(risk, "severity") ?? ""]}T10:00:00Z`);
  });

  test("keeps its ids while resources come and go, and has none that the facts do not ask for", async () => {
    const ids = async (of: Assessment) => list(await planOf(of), "poam-items").map((one) => one["uuid"]);
    const more = new Set(await ids(sampleAssessment({ resources: 180 })));
    const fewer = await ids(sampleAssessment({ resources: 150 }));
    expect(fewer.length).toBeGreaterThan(10);
    expect(fewer.filter((one) => !more.has(one))).toEqual([]);
  });
});

describe("the plan of a history", () => {
  const FIRST = "2026-01-01T08:00:00Z";
  const SECOND = "2026-01-15T08:00:00Z";
  const failing = results.filter((one) => groupOf(one) === "fail");
  const [old, late] = failing as [Result, Result];
  /** The assessment at a time, with what is known of two of its failures. */
  const tracked = (at: string, of: Tracking, other: Tracking, change: Partial<Result> = {}): Assessment => ({
    ...assessment,
    history: { at, runs: [], count: 1 },
    results: results.flatMap((one) => {
      if (one === old) return [{ ...one, ...change, tracking: of }];
      if (one === late) return [{ ...one, tracking: other }];
      return groupOf(one) === "pass" || groupOf(one) === "not-applicable"
        ? [one]
        : [{ ...one, tracking: { since: at } }];
    }),
  });
  const itemOf = async (of: Assessment, urn: string, rule = old.rule) => {
    const plan = await planOf(of);
    const mine = (one: Doc) => propOf(one, "urn") === urn && propOf(one, "rule-id") === rule;
    return [list(plan, "poam-items").find(mine) as Doc, list(plan, "risks").find(mine) as Doc] as const;
  };
  const until = (from: string, of: Result) => {
    const days = { critical: 30, high: 30, medium: 90, low: 180 };
    const { severity } = assessment.rules.find((one) => one.id === of.rule) as AssessedRule;
    return new Date(Date.parse(from) + days[severity] * 86_400_000).toISOString().replace(".000Z", "Z");
  };

  test("dates each item by its first detection, which does not move, and counts its deadline from there", async () => {
    const [before, after] = ["2026-01-20T08:00:00Z", "2026-01-21T08:00:00Z"].map((at) =>
      tracked(at, { since: FIRST }, { since: FIRST, failing: SECOND }),
    ) as [Assessment, Assessment];
    const [item, risk] = await itemOf(before, old.urn);
    expect([propOf(item, "first-detected"), propOf(risk, "first-detected")]).toEqual([FIRST, FIRST]);
    expect(risk["deadline"]).toBe(until(FIRST, old));
    const [, undecided] = await itemOf(before, late.urn, late.rule);
    expect([propOf(undecided, "first-detected"), undecided["deadline"]]).toEqual([SECOND, until(SECOND, late)]);
    expect(await itemOf(after, old.urn)).toEqual([item, risk]);
    for (const document of (await documents(before)).values()) expect(schemaProblems(document)).toEqual([]);
  });

  test("keeps the item of a resource that was renamed, and of a failure that is excepted", async () => {
    const at = "2026-01-20T08:00:00Z";
    const uuids = async (change: Partial<Result>, tracking: Tracking) => {
      const urn = change.urn ?? old.urn;
      const [item, risk] = await itemOf(tracked(at, tracking, { since: at }, change), urn);
      return [item["uuid"], risk["uuid"]];
    };
    const first = await uuids({}, { since: FIRST });
    expect(await uuids({ urn: `${old.urn}-new` }, { since: FIRST, formerly: old.urn })).toEqual(first);
    const { exception } = results.find((one) => groupOf(one) === "excepted") as Result;
    expect(await uuids({ exception: exception as NonNullable<typeof exception> }, { since: FIRST })).toEqual(first);
    expect(await uuids({}, { since: SECOND }), "it was mended in between").not.toEqual(first);
  });

  test("makes the risk of a group as old as the oldest in it, and takes the time of the run for that of the documents", async () => {
    const at = "2026-01-20T08:00:00Z";
    const result = await resultOf(tracked(at, { since: FIRST }, { since: at }));
    const risks = list(result, "risks").filter((one) => propOf(one, "first-detected") === FIRST);
    expect(risks.map((one) => [propOf(one, "rule-id"), one["deadline"]])).toEqual([[old.rule, until(FIRST, old)]]);
    expect(result["end"]).toBe(at);
  });
});

test("an inherited control names the provider and its authorisation, and what that rests on", async () => {
  const of = sampleAssessment({ attestations: true });
  const inherited = of.controls.filter((one) => one.inheritance !== undefined);
  expect(inherited.length).toBeGreaterThan(0);
  const components = (await documents(of)).get("oscal-component-definition.json");
  const told = list(components as Doc, "component-definition", "components")
    .flatMap((one) => list(one, "control-implementations"))
    .flatMap((one) => list(one, "implemented-requirements"))
    .filter((one) => propOf(one, "authorisation") !== undefined);
  expect(told.map((one) => [propOf(one, "provider"), propOf(one, "authorisation")])).toEqual(
    inherited.map(({ inheritance }) => [inheritance?.provider, inheritance?.authorisation]),
  );
  for (const one of told) expect(propOf(one, "implementation-status")).toBe("inherited");
  expect(told.flatMap((one) => list(one, "links"))).toHaveLength(
    inherited.reduce((sum, { inheritance }) => sum + (inheritance?.evidence.length ?? 0), 0),
  );
  expect(JSON.stringify(await resultOf(of))).toContain(inherited[0]?.inheritance?.authorisation);
});

describe("rules and crosswalk", () => {
  test("each rule is a group of properties, each control names its rules", async () => {
    const document = (await documents(assessment)).get("oscal-component-definition.json");
    const component = at(document, "component-definition", "components", 0);
    const rules = list(component, "props").filter((one) => one["name"] === "rule-id");
    expect(rules.map((one) => one["value"])).toEqual(assessment.rules.map((one) => one.id));
    for (const [i, profile] of assessment.profiles.entries()) {
      const requirements = list(component, "control-implementations", i, "implemented-requirements");
      const mine = assessment.controls.filter((one) => one.profile === profile.id && one.evidence.length > 0);
      const named = requirements.flatMap((one) => list(one, "props").filter((prop) => prop["name"] === "rule-id"));
      expect(named).toHaveLength(mine.reduce((sum, one) => sum + one.evidence.length, 0));
    }
  });

  test("every crossing to a control is a map; clauses are none", async () => {
    const small = smallAssessment();
    const document = (await documents(small)).get("oscal-mapping.json");
    const mappings = list(document as Doc, "mapping-collection", "mappings");
    const crossing = new Set(small.controls.map((one) => `${one.catalog} ${one.id}`));
    expect(mappings.flatMap((one) => list(one, "maps"))).toHaveLength(crossing.size);
  });
});

describe("the same facts", () => {
  const text = async (of: Assessment) => JSON.stringify([...(await documents(of))]);
  const timeless = (document: string) => document.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, "");

  test("give the same bytes, and at another time other times only", async () => {
    expect(await text(assessment)).toBe(
      await text(sampleAssessment({ resources: 150, broken: true, exceptions: true })),
    );
    const [a, b] = [
      await text({ ...assessment, assessedAt: "2026-03-03T00:00:00Z" }),
      await text({ ...assessment, assessedAt: "2026-03-04T00:00:00Z" }),
    ];
    expect(a).not.toBe(b);
    expect(timeless(a)).toBe(timeless(b));
  });

  test.each([
    ["the time of the assessment", { assessedAt: "2026-03-04T05:06:07+01:00" }, "2026-03-04T04:06:07Z", "assessedAt"],
    ["the day of the exceptions", {}, "2026-03-02T00:00:00Z", "date"],
    [
      "the newest input",
      { parameters: { ...assessment.parameters, date: undefined } },
      "2026-03-02T09:14:00Z",
      "newest input",
    ],
    [
      "nothing",
      {
        parameters: { ...assessment.parameters, date: undefined },
        inputs: assessment.inputs.map(({ time: _, ...input }) => input),
      },
      "1970-01-01T00:00:00Z",
      "unknown",
    ],
  ])("have the time of %s", async (_, change, time, source) => {
    for (const [, document] of await documents({ ...assessment, ...change } as Assessment)) {
      const metadata = at(Object.values(document)[0] as Doc, "metadata");
      expect([metadata["last-modified"], propOf(metadata, "time-source")]).toEqual([time, source]);
      const open = list(Object.values(document)[0] as Doc, "risks").filter((one) => one["status"] === "open");
      for (const risk of open) expect(Object.hasOwn(risk, "deadline")).toBe(source !== "unknown");
    }
  });

  test("without a failure or a crosswalk there is no plan and no mapping", async () => {
    const without = {
      ...assessment,
      summary: { ...assessment.summary, results: { ...assessment.summary.results, fail: 0 } },
    };
    const files = [...(await documents(without)).keys()];
    expect(files).toEqual([RESULTS, "oscal-component-definition.json"]);
    expect(PARTS).toHaveLength(4);
  });
});
