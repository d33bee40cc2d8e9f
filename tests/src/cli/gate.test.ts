import { describe, expect, it } from "vitest";
import { DEFAULT_GATE, findingsAtGate, parseGate } from "../../../src/cli/gate.js";
import { InputError, type Summary } from "../../../src/model/index.js";

const summary: Summary = {
  rules: { loaded: 1, judged: 1, failed: 1, disabled: 0 },
  results: { fail: 6, error: 1, undetermined: 2, pass: 0, "not-applicable": 0 },
  failures: { critical: 0, high: 1, medium: 2, low: 3 },
  controls: [],
};
const inputs = [{ status: "assessed" }, { status: "not assessed" }];

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
    [" error , undetermined ", ["1 rule error", "2 undetermined results"]],
  ])("%s finds %j", (text, found) => {
    expect(findingsAtGate(parseGate(text), summary, inputs)).toEqual(found);
  });

  it("is open when nothing is found", () => {
    const failures = { critical: 0, high: 0, medium: 0, low: 0 };
    const clean = { ...summary, failures, results: { ...summary.results, fail: 0, error: 0, undetermined: 0 } };
    const every = `${DEFAULT_GATE},undetermined`;
    expect(findingsAtGate(parseGate(every), clean, [{ status: "assessed" }])).toEqual([]);
  });

  it.each(["", "high,", "High", "none,error", "severe"])("refuses %j", (text) => {
    expect(() => parseGate(text)).toThrow(InputError);
  });
});
