import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/model/index.js";
import { assessStacks, demoFramework, demoRule, row, setup, stackOf, thing } from "./fixture.js";

/** Rules that fail on some resources, each mapped to some controls. */
function ranked(
  specs: readonly { id: string; severity: Severity; fails: number; controls: readonly string[] }[],
): string[] {
  const rules = specs.map(({ id, severity }) => demoRule(id, severity));
  const mapping = specs.flatMap(({ id, controls }) => controls.map((control) => row(control, id)));
  const controls = Object.fromEntries(mapping.map(({ control }) => [control, "technical" as const]));
  const things = Array.from({ length: 5 }, (_, i) =>
    thing(`t${i}`, Object.fromEntries(specs.filter((one) => i < one.fails).map((one) => [one.id, "fail" as const]))),
  );
  const { priorities } = assessStacks(setup([demoFramework({ mapping, controls })], rules), stackOf(...things));
  return priorities.map((one) => one.rule);
}

describe("what to fix first", () => {
  it("puts severity before everything", () => {
    expect(
      ranked([
        { id: "a", severity: "low", fails: 5, controls: ["AC-1", "AC-2", "AC-3"] },
        { id: "b", severity: "critical", fails: 1, controls: [] },
        { id: "c", severity: "medium", fails: 5, controls: ["AC-4"] },
        { id: "d", severity: "high", fails: 1, controls: [] },
      ]),
    ).toEqual(["b", "d", "c", "a"]);
  });

  it("then what clears most controls, touches most, mends most resources; then the id", () => {
    expect(
      ranked([
        { id: "e", severity: "high", fails: 1, controls: ["AC-9"] },
        { id: "d", severity: "high", fails: 1, controls: ["AC-8"] },
        { id: "c", severity: "high", fails: 4, controls: ["AC-7"] },
        { id: "b", severity: "high", fails: 1, controls: ["AC-1", "AC-2"] },
        { id: "a", severity: "high", fails: 1, controls: ["AC-2", "AC-5", "AC-6"] },
        { id: "z", severity: "high", fails: 1, controls: ["AC-2", "AC-10"] },
      ]),
    ).toEqual(["a", "b", "z", "c", "d", "e"]);
  });

  it("leaves out rules that nothing fails", () => {
    expect(ranked([{ id: "a", severity: "critical", fails: 0, controls: ["AC-1"] }])).toEqual([]);
  });
});
