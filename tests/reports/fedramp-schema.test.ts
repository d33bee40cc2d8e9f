import { describe, expect, test } from "vitest";
import { format } from "../../reports/fedramp/render.js";
import type { Assessment } from "../../src/model/index.js";
import { oscalId } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { hasFedramp, recordProblems, ruleIds, rulesIndicators } from "../support/fedramp.js";
import { HOSTILE } from "../support/hostile.js";
import { indicatorSet, sampleSystem } from "../support/sample-system.js";
import { smallAssessment, withTexts } from "../support/small.js";

const textOf = (assessment: Assessment) => [...format.render(assessment)].join("");

describe.skipIf(!hasFedramp)("FedRAMP's schema holds", () => {
  test.each([
    ["one profile", sampleAssessment({ profiles: ["fisma-moderate"] })],
    [
      "exceptions, attestations, a broken input",
      sampleAssessment({ broken: true, exceptions: true, attestations: true }),
    ],
    ["one without a resource", sampleAssessment({ resources: 0, stacks: 1 })],
    ["every kind of text", smallAssessment()],
  ])("of an assessment of %s", (_, assessment) => {
    const record = JSON.parse(textOf(assessment));
    expect(record.keySecurityIndicators.length).toBeGreaterThan(2);
    expect(record.securityControls.length).toBeGreaterThan(2);
    expect(recordProblems(record)).toEqual([]);
  });

  test("of one of which people say nothing but where the overview is", () => {
    const { certificationPackageOverview, indicatorSet } = sampleSystem();
    const system = { certificationPackageOverview, ports: [], requirements: [], indicators: [], indicatorSet };
    const record = JSON.parse(textOf({ ...sampleAssessment({ resources: 9, stacks: 1 }), system }));
    expect(recordProblems(record)).toEqual([]);
    expect(record).not.toHaveProperty("portsAndProtocols");
    expect(record.fedRampRequirements).toEqual([]);
  });

  test("sees what is wrong", () => {
    const text = textOf(smallAssessment());
    const spoilt = (from: string | RegExp, to: string) => {
      expect(text).toMatch(from);
      return recordProblems(JSON.parse(text.replace(from, to)));
    };
    expect(
      spoilt(/"certificationPackageOverviewUri": "[^"]*"/, '"certificationPackageOverviewUri": "no address"'),
    ).not.toEqual([]);
    expect(spoilt(/"certificationPackageOverviewUri": "[^"]*",/, "")).not.toEqual([]);
    expect(spoilt(/"controlImplementationStatus": "[^"]*"/, '"controlImplementationStatus": "Planned"')).not.toEqual(
      [],
    );
    expect(spoilt(/"lastUpdated": "2025-09-01"/, '"lastUpdated": "2025"')).not.toEqual([]);
    expect(spoilt(/"evidenceLocation": "[^"]*"/, '"evidenceLocation": "a b"')).not.toEqual([]);
    expect(spoilt(/"ksiTests": \[/, '"tests": [')).not.toEqual([]);
  });

  const small = smallAssessment();
  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))("around %s", (_, hostile) => {
    const { system, ...rest } = withTexts(small, (text) => `${hostile}${text}${hostile}`);
    // The loader takes nothing but an address there.
    const address = small.system?.certificationPackageOverview ?? "";
    const whole = { ...rest, system: { ...system, certificationPackageOverview: address } } as Assessment;
    expect(recordProblems(JSON.parse(textOf(whole)))).toEqual([]);
  });

  test("around addresses of evidence of every kind", () => {
    const located = HOSTILE.map((hostile) => {
      const url = `https://wiki.example.org/${hostile}?${hostile}#${hostile}`;
      const assessment = withTexts(small, (text) => (text === "https://wiki.example.org/access" ? url : text));
      const text = textOf(assessment);
      expect(recordProblems(JSON.parse(text)), url).toEqual([]);
      return /"evidenceLocation": "/.test(text);
    });
    expect(located.filter(Boolean).length).toBeGreaterThan(200);
  });
});

describe.skipIf(!hasFedramp)("FedRAMP's rules", () => {
  test("have the indicators of the set, with their names and controls", () => {
    const { indicators } = indicatorSet();
    const rules = rulesIndicators();
    expect(indicators.map(({ id }) => id).toSorted()).toEqual(Object.keys(rules).toSorted());
    for (const { id, title, controls } of indicators) {
      expect(title).toBe(rules[id]?.name);
      expect(controls.map(oscalId).toSorted()).toEqual([...(rules[id]?.controls ?? [])].toSorted());
    }
  });

  test("have the requirements of the sample", () => {
    const known = ruleIds();
    expect(known.size).toBeGreaterThan(100);
    for (const { id } of sampleSystem().requirements) expect(known).toContain(id);
  });
});
