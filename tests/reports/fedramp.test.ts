import { describe, expect, test } from "vitest";
import { ownerOf, recordOf } from "../../reports/fedramp/record.js";
import { format } from "../../reports/fedramp/render.js";
import { controlStatus, indicatorStatus } from "../../reports/fedramp/status.js";
import { openData } from "../../src/data/compiled.js";
import type { AssessedControl, Assessment, ControlStatus, ReportPart, VerdictCounts } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { textOfPart } from "../support/formats.js";
import { sampleSystem } from "../support/sample-system.js";

const NONE: VerdictCounts = { pass: 0, fail: 0, undetermined: 0, "not-applicable": 0, error: 0 };
const [sample] = sampleAssessment({ resources: 9, stacks: 1 }).controls;

/** A control with that status, and so many passing results of a rule that shows so much of it. */
function control(status: ControlStatus, pass = 0, coverage: "full" | "partial" = "partial"): AssessedControl {
  const { attestation: _, inheritance: __, ...rest } = sample as AssessedControl;
  const results = { ...NONE, pass };
  return { ...rest, status, results, evidence: [{ rule: "r", coverage, because: "b", results, excepted: 0 }] };
}
const word = { attestation: {} } as unknown as Pick<AssessedControl, "attestation">;
const provider = { inheritance: {} } as unknown as Pick<AssessedControl, "inheritance">;

describe("the status of a control", () => {
  test.each([
    ["satisfied by full coverage", control("satisfied", 3, "full"), "Implemented"],
    ["satisfied by a part and an attestation", { ...control("satisfied", 3), ...word }, "Implemented"],
    ["satisfied by a part and a provider whom nobody named", control("satisfied", 3), "Partially Implemented"],
    ["attested", { ...control("attested"), ...word }, "Implemented"],
    ["inherited from a named provider", { ...control("inherited"), ...provider }, "Implemented"],
    ["inherited from nobody", control("inherited"), undefined],
    ["shown in part", control("partial", 3), "Partially Implemented"],
    ["contradicted here and shown there", control("not-satisfied", 3), "Partially Implemented"],
    ["contradicted", control("not-satisfied"), "Not Implemented"],
    ["contradicted, and attested", { ...control("not-satisfied"), ...word }, "Not Implemented"],
    ["excepted", control("excepted"), "Not Implemented"],
    ["undetermined", control("undetermined", 3, "full"), undefined],
    ["undetermined, and attested", { ...control("undetermined", 3, "full"), ...word }, undefined],
    ["in error", control("error", 3, "full"), undefined],
    ["without evidence", control("no-evidence"), undefined],
  ])("%s", (_, one, expected) => expect(controlStatus(one)).toBe(expected));

  test("is never the whole while something is undetermined, in error, contradicted or excepted", () => {
    for (const status of ["undetermined", "error", "not-satisfied", "excepted", "partial", "no-evidence"] as const)
      for (const more of [{}, word, provider])
        expect(controlStatus({ ...control(status, 5, "full"), ...more })).not.toBe("Implemented");
  });
});

describe("the status of an indicator", () => {
  const shown = control("partial", 2);
  const against = control("not-satisfied");
  test.each([
    ["nothing said, nothing shown", undefined, [control("no-evidence")], undefined],
    ["nothing said, no control named", undefined, [], undefined],
    ["nothing said, a part shown", undefined, [shown, control("no-evidence")], "Partially Implemented"],
    [
      "nothing said, all shown: the controls are not the whole of it",
      undefined,
      [control("satisfied", 1, "full")],
      "Partially Implemented",
    ],
    ["stated, nothing against it", "Implemented", [shown, control("no-evidence")], "Implemented"],
    ["stated, no control named", "Implemented", [], "Implemented"],
    ["stated, and undetermined", "Implemented", [shown, control("undetermined")], undefined],
    ["stated, and in error", "Implemented", [control("error")], undefined],
    ["stated in part, and undetermined", "Partially Implemented", [control("undetermined")], "Partially Implemented"],
    ["stated, contradicted and shown", "Implemented", [shown, against], "Partially Implemented"],
    ["stated, and contradicted", "Implemented", [against], "Not Implemented"],
    ["stated, and excepted", "Implemented", [control("excepted")], "Not Implemented"],
    ["said not to be, whatever is shown", "Not Implemented", [control("satisfied", 1, "full")], "Not Implemented"],
  ] as const)("%s", (_, stated, controls, expected) => expect(indicatorStatus(stated, controls)).toBe(expected));
});

test("every parameter of SP 800-53 finds its control", () => {
  const { controls } = openData().framework("nist-800-53-r5").catalog;
  const owned = controls.flatMap(({ id, parameters }) => Object.keys(parameters).map((odp) => [odp, id]));
  expect(owned.length).toBeGreaterThan(700);
  for (const [odp, id] of owned) expect(ownerOf(odp as string), odp).toBe(id);
  expect(ownerOf("nonsense")).toBeUndefined();
});

describe("the record", () => {
  const assessment = sampleAssessment({ resources: 150, broken: true, exceptions: true, attestations: true });
  const record = recordOf(assessment);

  test("has every control of SP 800-53 once, also where several profiles have it", () => {
    const nist = assessment.controls.filter(({ catalog }) => catalog === "nist-800-53-r5");
    expect(record.controls.map(({ id }) => id)).toEqual(nist.map(({ id }) => id));
    const again = nist.slice(0, 5).map((one) => ({ ...one, profile: "other" }));
    const twice = recordOf({ ...assessment, controls: [...assessment.controls, ...again] });
    expect(twice.controls).toEqual(record.controls);
  });

  test("has all 46 indicators, and what was said of them", () => {
    expect(record.indicators).toHaveLength(46);
    const said = record.indicators.filter(({ implementation }) => implementation.length > 0).map(({ id }) => id);
    expect(said.toSorted()).toEqual(["KSI-PIY-RES", "KSI-SVC-SIN"]);
    expect(record.indicators.filter(({ evidence }) => evidence.length > 0).length).toBeGreaterThan(10);
  });

  test("tells exceptions by name, and values of parameters as text", () => {
    const text = JSON.stringify(record);
    const active = assessment.exceptions.filter(({ state, covered }) => state === "active" && covered > 0);
    expect(active.length).toBeGreaterThan(0);
    for (const { id } of active) expect(text).toContain(id);
    expect(record.controls.find(({ id }) => id === "AU-11")?.parameters).toEqual([{ id: "AU-11_ODP", value: "365" }]);
  });

  test("tells of an attestation that expired that it counts for nothing", () => {
    const told = record.controls.find(({ id }) => id === "PS-1");
    expect(told).not.toHaveProperty("status");
    expect(told?.sentences.join()).toContain("expired after `2026-03-01` and counts for nothing");
  });

  test.each([
    ["the assessment", { assessedAt: "2026-03-04T00:00:00Z" }, "2026-03-04T00:00:00Z"],
    ["the day of judgement", {}, assessment.parameters.date],
  ])("was updated at the time of %s", (_, more, expected) => {
    expect(recordOf({ ...assessment, ...more }).updated).toBe(expected);
  });

  test("was updated with the newest deployment where nothing else is known, and else at no time", () => {
    const { date: _, ...parameters } = assessment.parameters;
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+02:00", "not a time", undefined];
    const inputs = assessment.inputs.map(({ time: _, ...input }, i) => ({
      ...input,
      ...(times[i] ? { time: times[i] } : {}),
    }));
    expect(recordOf({ ...assessment, parameters, inputs: inputs as Assessment["inputs"] }).updated).toBe(times[0]);
    const timeless = inputs.map(({ time: _, ...input }) => input);
    expect(recordOf({ ...assessment, parameters, inputs: timeless }).updated).toBeUndefined();
  });

  test("needs a system file and a profile of SP 800-53", () => {
    const { system: _, ...without } = assessment;
    for (const part of [format, ...format.others]) {
      expect(part.applies(assessment)).toBe(true);
      expect(part.applies(without)).toBe(false);
      expect(part.applies(sampleAssessment({ resources: 9, profiles: ["iso-27001-2022"] }))).toBe(false);
      expect(part.needs).toContain("--system");
    }
    expect(() => recordOf(without)).toThrow("what no stack tells");
  });
});

test("both files say the same of every control and indicator", async () => {
  const assessment = sampleAssessment({ resources: 150, exceptions: true, attestations: true });
  const json = JSON.parse(await textOfPart(format, assessment));
  const markdown = await textOfPart(format.others[0] as ReportPart, assessment);
  const told = new Map(
    markdown
      .split("\n### ")
      .slice(1)
      .map((part) => [part.split(" ")[0]?.split("\n")[0]?.replaceAll("\\", ""), /- Status: (.*)/.exec(part)?.[1]]),
  );
  const entries = [
    ...json.securityControls.map((one: Record<string, string>) => [
      one["controlId"],
      one["controlImplementationStatus"],
    ]),
    ...json.keySecurityIndicators.map((one: Record<string, string>) => [one["ksiId"], one["ksiImplementationStatus"]]),
    ...json.fedRampRequirements.map((one: Record<string, string>) => [one["frrID"], one["frrImplementationStatus"]]),
  ];
  expect(entries.length).toBe(287 + 46 + sampleSystem().requirements.length);
  expect([...told].toSorted()).toEqual(entries.map(([id, status]) => [id, status ?? "none"]).toSorted());
});
