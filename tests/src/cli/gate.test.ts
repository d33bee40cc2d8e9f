import { describe, expect, it } from "vitest";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "../../../src/cli/gate.js";
import {
  type AttestationFindingKind,
  type ExceptionFindingKind,
  InputError,
  type Summary,
} from "../../../src/model/index.js";

const summary: Summary = {
  rules: { loaded: 1, judged: 1, failed: 1, disabled: 0 },
  results: { fail: 6, error: 1, undetermined: 2, pass: 0, "not-applicable": 0 },
  failures: { critical: 0, high: 1, medium: 2, low: 4 },
  excepted: { critical: 0, high: 0, medium: 0, low: 1 },
  controls: [],
};
const inputs = [{ status: "assessed" }, { status: "not assessed" }];
const finding = (kind: ExceptionFindingKind) => ({ kind, exception: "EX-1", message: "" });
const about = (kind: AttestationFindingKind) =>
  ({ kind, catalog: "c", control: "AC-1", on: "attestation", message: "" }) as const;
const attestationFindings = [about("expired"), about("expiring"), about("unused")];
const exceptionFindings = [finding("self-approved"), finding("expired"), finding("expired"), finding("unused")];

describe("the gate", () => {
  it.each([
    [DEFAULT_GATE, ["1 high failure", "2 medium failures", "3 low failures", "1 rule error", "1 input not assessed"]],
    ["none", []],
    ["critical", []],
    ["high", ["1 high failure"]],
    ["medium,critical", ["1 high failure", "2 medium failures"]],
    ["low", ["1 high failure", "2 medium failures", "3 low failures"]],
    ["any", ["1 high failure", "2 medium failures", "3 low failures"]],
    ["error", ["1 rule error"]],
    ["undetermined", ["2 undetermined results"]],
    ["not-assessed", ["1 input not assessed"]],
    ["expired-exception", ["2 findings about exceptions"]],
    ["refused-exception", ["1 finding about exceptions"]],
    ["refused-exception,expired-exception", ["3 findings about exceptions"]],
    ["high,any-exception", ["1 high failure", "4 findings about exceptions"]],
    ["expired-attestation", ["1 finding about attestations"]],
    ["expired-exception,any-attestation", ["2 findings about exceptions", "3 findings about attestations"]],
    [" error , undetermined ", ["1 rule error", "2 undetermined results"]],
  ])("%s finds %j", (text, found) => {
    expect(findingsAtGate(parseGate(text), { summary, inputs, exceptionFindings, attestationFindings })).toEqual(found);
  });

  it("is open when nothing is found", () => {
    const failures = { critical: 0, high: 0, medium: 0, low: 0 };
    const clean = { ...summary, failures, results: { ...summary.results, fail: 0, error: 0, undetermined: 0 } };
    const every = parseGate(`${DEFAULT_GATE},undetermined,any-exception,any-attestation`);
    const inputs = [{ status: "assessed" }];
    const excepted = { ...clean, excepted: failures };
    expect(
      findingsAtGate(every, { summary: excepted, inputs, exceptionFindings: [], attestationFindings: [] }),
    ).toEqual([]);
    const all = { ...clean, failures: summary.failures, excepted: summary.failures };
    expect(findingsAtGate(every, { summary: all, inputs, exceptionFindings: [], attestationFindings: [] })).toEqual([]);
  });

  it.each([
    "",
    "high,",
    "High",
    "none,error",
    "severe",
    "exception",
    "attestation",
    "constructor",
  ])("refuses %j", (text) => {
    expect(() => parseGate(text)).toThrow(InputError);
  });
});
