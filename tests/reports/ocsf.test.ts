import { describe, expect, test } from "vitest";
import { format } from "../../reports/ocsf/render.js";
import type { Assessment, Result } from "../../src/model/index.js";
import { groupOf, type ResultGroup } from "../../src/model/sample.js";
import { sampleAssessment } from "../support/assessment.js";
import { HOSTILE } from "../support/hostile.js";
import { type Event, eventsOf, hasPublished, ocsfProblems } from "../support/ocsf.js";
import { smallAssessment, withTexts } from "../support/small.js";

const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true });
const results = [...assessment.results];
const events = (from: Assessment) => eventsOf([...format.render(from)].join(""));
const all = events(assessment);
const resultOf = (event: Event) => results[event.unmapped["result"] as number] as Result;

describe("an event of OCSF", () => {
  test("there is one for each result, as the class demands", () => {
    expect(all).toHaveLength(results.length);
    expect(all.flatMap(ocsfProblems)).toEqual([]);
    expect(new Set(all.map(({ finding_info }) => finding_info.uid)).size).toBe(all.length);
    expect(new Set(all.map((one) => one["class_uid"]))).toEqual(new Set([2003]));
  });

  test("the check would see what is wrong", () => {
    const [event] = all as [Event];
    const spoilt: readonly Partial<Event>[] = [
      { time: undefined as never },
      { time: 1.5 },
      { severity_id: 7 },
      { status_id: 2 },
      { severity: "Grave" },
      { activity_id: 2 },
      { cloud: undefined as never },
      { compliance: { ...event.compliance, status_id: 1, status: "Fail" } },
      { finding_info: { title: "no uid" } as never },
      { resources: [] },
      { odd: true },
    ];
    for (const change of spoilt) expect(ocsfProblems({ ...event, ...change }), JSON.stringify(change)).not.toEqual([]);
  });

  test.runIf(hasPublished)("the published schema is asked as well", () => {
    const [event] = all as [Event];
    expect(ocsfProblems({ ...event, odd: true }).join()).toContain("published");
  });

  const expected: Readonly<Record<ResultGroup, readonly [compliance: string, finding: string]>> = {
    fail: ["3 Fail", "1 New"],
    excepted: ["3 Fail", "3 Suppressed"],
    error: ["99 Error", "1 New"],
    undetermined: ["2 Warning", "1 New"],
    pass: ["1 Pass", "99 Nothing found"],
    "not-applicable": ["99 Not applicable", "99 Not applicable"],
  };
  test.each(Object.entries(expected))("%s is said as what it is", (group, [compliance, finding]) => {
    const own = all.filter((event) => groupOf(resultOf(event)) === group);
    expect(own.length).toBeGreaterThan(0);
    for (const { status_id, status, compliance: checked, severity_id, remediation } of own) {
      expect(`${checked.status_id} ${checked.status}`).toBe(compliance);
      expect(checked.checks.map((check) => check.status_id)).toEqual([checked.status_id]);
      expect(`${status_id} ${status}`).toBe(finding);
      const calm = group === "pass" || group === "not-applicable";
      expect(severity_id === 1).toBe(calm);
      expect(remediation === undefined).toBe(calm);
    }
  });

  test("an exception that grants nothing suppresses nothing, and is told", () => {
    const void_ = all.filter((event) => /expired|refused|not-approved/.test(resultOf(event).exception?.state ?? ""));
    expect(void_.length).toBeGreaterThan(0);
    for (const { status, status_detail } of void_) {
      expect(status).toBe("New");
      expect(status_detail).toContain("grants nothing");
    }
  });

  test("tells the controls of all standards, each once", () => {
    const event = all.find((one) => resultOf(one).rule === "aws-rds-instance-encrypted");
    expect(event?.compliance).toMatchObject({
      standards: ["NIST SP 800-53 Revision 5", "ISO/IEC 27001:2022"],
      control: "SC-28, SC-28(1), A.8.24",
      requirements: [
        "NIST SP 800-53 Revision 5 SC-28",
        "NIST SP 800-53 Revision 5 SC-28(1)",
        "ISO/IEC 27001:2022 A.8.24",
      ],
    });
  });

  test("names account and region where they are known", () => {
    const seen = new Set<string>();
    for (const event of all) {
      const { type, providerId, urn, account, region } = resultOf(event);
      const { cloud } = event;
      const [resource] = event.resources;
      expect([resource?.uid, resource?.uid_alt]).toContain(urn);
      if (providerId?.startsWith("arn:")) expect(resource?.uid).toBe(providerId);
      else expect(resource?.uid).toBe(urn);
      if (type.startsWith("kubernetes")) expect(cloud).toBeUndefined();
      else expect(cloud?.provider).toBe("AWS");
      expect(cloud?.account?.uid).toBe(account);
      expect([cloud?.region, resource?.region]).toEqual(Array(2).fill(region === "global" ? undefined : region));
      seen.add(`${type.split("/")[0]} ${cloud?.region !== undefined} ${cloud?.account !== undefined}`);
    }
    expect(seen).toContain("aws:s3 false false");
    expect(seen).toContain("aws:iam false true");
    expect(seen).toContain("aws:kms true true");
    expect(seen).toContain("aws:s3 true true");
  });

  test("holds what was looked at", () => {
    const failing = all.filter((event) => resultOf(event).verdict === "fail");
    for (const event of failing) {
      const { observations } = resultOf(event);
      expect(event.evidences?.map(({ data }) => data)).toEqual(observations);
    }
  });
});

describe("the time of an event", () => {
  const timeOf = (from: Assessment) => {
    const [first] = events(from);
    return [first?.time, first?.unmapped["timeSource"]];
  };
  const bare = sampleAssessment({ resources: 20, stacks: 1 });
  const timeless = { ...bare, inputs: bare.inputs.map(({ time: _, ...input }) => input) };

  test.each<[string, Assessment, unknown]>([
    ["is that of the assessment", { ...bare, assessedAt: "2026-05-01T00:00:01Z" }, [1777593601000, "assessedAt"]],
    ["else the day of the exceptions", assessment, [Date.parse("2026-03-02"), "date"]],
    ["else that of the newest input", bare, [Date.parse("2026-03-02T09:14:00Z"), "newest input"]],
    ["or said to be unknown", timeless, [0, "unknown"]],
  ])("%s", (_, from, expected) => expect(timeOf(from)).toEqual(expected));
});

test("the same rule on the same resource has the same uid in another run, and another elsewhere", () => {
  const uids = (from: Assessment) => new Set(events(from).map(({ finding_info }) => finding_info.uid));
  const again = uids({ ...assessment, assessedAt: "2027-01-01T00:00:00Z", results: results.toReversed() });
  expect(again).toEqual(uids(assessment));
  const moved = uids({ ...assessment, inputs: assessment.inputs.map((one) => ({ ...one, organization: "b" })) });
  expect([...moved].some((uid) => again.has(uid))).toBe(false);
});

test("a rule or an input that the assessment does not tell, and no word on why", () => {
  const bare = results.map((result) => ({ ...result, input: 99, observations: [] }));
  const told = events({ ...assessment, rules: [], controls: [], results: bare });
  expect(told).toHaveLength(bare.length);
  expect(told.flatMap(ocsfProblems)).toEqual([]);
  expect(told.some(({ severity }) => severity === "Unknown")).toBe(true);
});

const small = smallAssessment();
test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("around %s", (_, hostile) => {
  const told = events(withTexts(small, (text) => `${hostile}${text}${hostile}`));
  expect(told).toHaveLength(small.results.length);
  expect(told.flatMap(ocsfProblems)).toEqual([]);
});
