/** Exceptions for tests of the engine, well-formed unless they say otherwise. */
import { DEFAULT_LIMITS, type Exception, type ExceptionLimits, type ExceptionSet } from "../../../src/model/index.js";

/** A day inside the exceptions below. */
export const TODAY = "2026-03-15";

export function exception(more: Partial<Exception> = {}): Exception {
  const rules = more.rules ?? ["a"];
  return {
    id: "EX-1",
    rules,
    covers: rules,
    severity: "medium",
    resources: [{ name: "t*" }],
    stacks: [],
    reason: "Because.",
    deviation: "risk-adjustment",
    requestedBy: "requester",
    approvedBy: "approver",
    approvedOn: "2026-03-01",
    expires: "2026-06-30",
    origin: { file: "exceptions.yaml", line: 2 },
    ...more,
  };
}

/** A request: nobody has approved it. */
export function request(more: Partial<Exception> = {}): Exception {
  const { approvedBy: _by, approvedOn: _on, ...rest } = exception(more);
  return rest;
}

export function setOf(exceptions: readonly Exception[], limits: Partial<ExceptionLimits> = {}): ExceptionSet {
  return { exceptions, limits: { ...DEFAULT_LIMITS, ...limits }, digests: { "exceptions.yaml": "sha256:0" } };
}
