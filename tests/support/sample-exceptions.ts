/** Exceptions in every state, for the sketched rules: for reports, which only tell what came of them. */
import { DEFAULT_LIMITS, type Exception, type ExceptionSet } from "../../src/model/index.js";

/** The day on which they are judged. */
export const SAMPLE_DAY = "2026-03-02";

/** @param hostile stands in every text of theirs */
export function sampleExceptions(hostile = ""): ExceptionSet {
  const entry = (id: number, more: Partial<Exception> & Pick<Exception, "rules">): Exception => ({
    id: `EX-${id}${hostile}`,
    resources: [{ name: "*" }],
    stacks: [],
    reason: `The trail of the organisation records this account as well.${hostile}`,
    deviation: "risk-adjustment",
    requestedBy: `team-edge${hostile}`,
    approvedBy: `security-office${hostile}`,
    approvedOn: "2026-02-01",
    expires: "2026-04-30",
    origin: { file: `exceptions.yaml${hostile}`, line: 2 + 10 * id },
    covers: more.rules,
    severity: "medium",
    ...more,
  });
  const {
    approvedBy: _by,
    approvedOn: _on,
    ...request
  } = entry(3, {
    rules: ["aws-s3-access-logging"],
    resources: [{ tag: { key: "data-classification", value: `public${hostile}` } }, { name: "sessions-*" }],
  });
  return {
    exceptions: [
      entry(1, {
        rules: ["aws-cloudtrail-multi-region"],
        resources: [{ type: "aws:cloudtrail/*", name: "sessions-*" }],
        stacks: [{ organization: "acme", stack: "staging*" }],
        severity: "high",
        ticket: `SEC-118${hostile}`,
        compensatingControl: `Alarms on calls from other regions.${hostile}`,
      }),
      entry(2, {
        rules: ["aws-cloudtrail-multi-region"],
        resources: [{ type: "aws:cloudtrail/*", name: "sessions-*" }],
        severity: "high",
        approvedOn: "2025-11-15",
        expires: "2026-01-31",
      }),
      request,
      entry(4, {
        rules: ["aws-cloudtrail-multi-region"],
        resources: [{ urn: "urn:pulumi:production*::webapp*::*" }],
        severity: "high",
        approvedBy: `team-edge${hostile}`,
        deviation: "operational-requirement",
      }),
      entry(6, { rules: ["aws-kms-*"], covers: ["aws-kms-rotation"], resources: [{ type: "aws:kms/*" }] }),
      entry(5, { rules: ["k8s-resource-limits"], severity: "low", expires: "2026-03-09", deviation: "false-positive" }),
    ],
    limits: DEFAULT_LIMITS,
    digests: { [`exceptions.yaml${hostile}`]: `sha256:${"e".repeat(64)}` },
  };
}
