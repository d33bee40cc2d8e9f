import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSystem } from "../../../src/data/system.js";
import { HOSTILE } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { problemsOf } from "./fixture.js";

const folder = temporaryFolder();
const INDICATORS = {
  indicators: ["KSI-IAM-ELP", "KSI-SVC-SIN"].map((id) => ({ id, title: id, theme: "X", controls: [] })),
};
const OVERVIEW = "certificationPackageOverview: https://trust.example.com/overview.json\n";

const load = (text: string | Buffer) => loadSystem(folder.write("system.yaml", text), INDICATORS);
const problems = (text: string | Buffer) => problemsOf(folder.path, () => load(text));

describe("a system file", () => {
  test("is loaded in the order of its entries, with its digest", () => {
    const { facts, digest } = load(`${OVERVIEW}version: "3"
ports:
  - { service: Shop, port: "8000-8080", protocol: TCP, encryption: TLS, purpose: Web }
  - { port: "443" }
requirements:
  SDR-CSO-MTD: { implementation: [So.], validation: [Seen.], assessment: [Found.], status: Implemented }
  AFC-CSO-INB: { implementation: [Thus., And thus.] }
indicators:
  KSI-SVC-SIN: { status: Partially Implemented }
  KSI-IAM-ELP: { implementation: [Roles.] }
`);
    expect(facts).toEqual({
      certificationPackageOverview: "https://trust.example.com/overview.json",
      version: "3",
      ports: [
        { service: "Shop", port: "8000-8080", protocol: "TCP", encryption: "TLS", purpose: "Web" },
        { port: "443" },
      ],
      requirements: [
        {
          id: "SDR-CSO-MTD",
          status: "Implemented",
          implementation: ["So."],
          validation: ["Seen."],
          assessment: ["Found."],
        },
        { id: "AFC-CSO-INB", implementation: ["Thus.", "And thus."], validation: [], assessment: [] },
      ],
      indicators: [
        { id: "KSI-SVC-SIN", status: "Partially Implemented", implementation: [], validation: [], assessment: [] },
        { id: "KSI-IAM-ELP", implementation: ["Roles."], validation: [], assessment: [] },
      ],
    });
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test("may be JSON, and say nothing but where the overview is and that no rule is answered", () => {
    const { facts } = load(JSON.stringify({ certificationPackageOverview: "https://e.example/o", requirements: {} }));
    expect(facts).toEqual({
      certificationPackageOverview: "https://e.example/o",
      ports: [],
      requirements: [],
      indicators: [],
    });
  });
});

const EMPTY = `${OVERVIEW}requirements: {}\n`;

describe("a system file is refused for", () => {
  test.each([
    [
      "silence about the rules",
      OVERVIEW,
      "system.yaml:1:1: requirements: expected FedRAMP's rules and how each is met, or {}",
    ],
    ["no overview", "requirements: {}\n", /^system\.yaml:1:1: certificationPackageOverview: /],
    [
      "an overview that is no address",
      "certificationPackageOverview: here\nrequirements: {}\n",
      "system.yaml:1:31: certificationPackageOverview: expected an address that begins with https://",
    ],
    [
      "an overview without encryption",
      "certificationPackageOverview: http://e.example\nrequirements: {}\n",
      "system.yaml:1:31: certificationPackageOverview: expected an address that begins with https://",
    ],
    ["an unknown key", `${EMPTY}port: []\n`, /^system\.yaml:3:1: port: unknown key "port": did you mean "ports"\?/],
    [
      "an indicator that there is none of",
      `${EMPTY}indicators:\n  KSI-IAM-ELB: {}\n`,
      'system.yaml:4:3: indicators.KSI-IAM-ELB: unknown indicator "KSI-IAM-ELB": did you mean "KSI-IAM-ELP"?',
    ],
    [
      "an indicator that is a name of every object",
      `${EMPTY}indicators:\n  constructor: {}\n`,
      'system.yaml:4:3: indicators.constructor: unknown indicator "constructor"',
    ],
    [
      "an id that is none of a rule",
      `${OVERVIEW}requirements:\n  SDR1: { implementation: [x] }\n`,
      "system.yaml:3:3: requirements.SDR1: expected the id of a rule as SDR-CSO-FRR",
    ],
    [
      "a rule without how it is met",
      `${OVERVIEW}requirements:\n  SDR-CSO-FRR: { implementation: [] }\n`,
      "system.yaml:3:34: requirements.SDR-CSO-FRR.implementation: expected how the rule is met",
    ],
    [
      "a statement without words",
      `${OVERVIEW}requirements:\n  SDR-CSO-FRR: { implementation: [" "] }\n`,
      "system.yaml:3:35: requirements.SDR-CSO-FRR.implementation[0]: expected text, found none",
    ],
    [
      "another status",
      `${EMPTY}indicators:\n  KSI-IAM-ELP: { status: Planned }\n`,
      /^system\.yaml:4:26: indicators\.KSI-IAM-ELP\.status: .*"Implemented"/,
    ],
    [
      "an id twice",
      `${OVERVIEW}requirements:\n  SDR-CSO-FRR: { implementation: [x] }\n  SDR-CSO-FRR: { implementation: [y] }\n`,
      /^system\.yaml:4:3: .*unique/,
    ],
    [
      "a port that is a number",
      `${EMPTY}ports: [{ port: 443 }]\n`,
      'system.yaml:3:17: ports[0].port: expected text: put the number in quotes, "443"',
    ],
    [
      "a port that is none",
      `${EMPTY}ports: [{ port: "http" }]\n`,
      "system.yaml:3:17: ports[0].port: expected a port, or a range as 8000-8080",
    ],
    [
      "a port that says nothing",
      `${EMPTY}ports: [{}]\n`,
      /^system\.yaml:3:9: ports\[0\]: expected at least one of service/,
    ],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]), "system.yaml: is not UTF-8 text"],
    ["nothing", "", /^system\.yaml:1:1: /],
  ])("%s", (_, text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    if (typeof expected === "string") expect(found[0]).toBe(expected);
    else expect(found[0]).toMatch(expected);
  });

  test("being absent", () => {
    expect(problemsOf(folder.path, () => loadSystem(join(folder.path, "none.yaml"), INDICATORS))).toEqual([
      "none.yaml: there is no such file",
    ]);
  });

  test("hostile ids, addresses and keys", () => {
    for (const hostile of HOSTILE) {
      const entry = { implementation: [hostile] };
      for (const data of [
        ...(/^https:/.test(hostile) ? [] : [{ certificationPackageOverview: hostile, requirements: {} }]),
        { certificationPackageOverview: "https://e.example", requirements: { [hostile]: entry } },
        { certificationPackageOverview: "https://e.example", requirements: {}, indicators: { [hostile]: entry } },
        { certificationPackageOverview: "https://e.example", requirements: {}, [hostile]: "x" },
      ])
        expect(problems(JSON.stringify(data)).length, JSON.stringify(data)).toBeGreaterThan(0);
    }
  });
});
