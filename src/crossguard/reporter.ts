import type { EnforcementLevel, Policy } from "@pulumi/policy";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";

/** Bytes of violations in one answer: the language host refuses answers above 4 MiB, and each violation has overhead. */
export const ANSWER_BYTES = 3 * 1024 * 1024;
/** What protobuf and the pack's name and version add to each violation. */
const OVERHEAD = 128;

/** A violation of a policy; without a URN it is on the stack, without a level of its own it has the policy's. */
export interface Violation {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
}

/** Name and version of the pack, as they stand beside each violation. */
export interface PackName {
  readonly name: string;
  readonly version: string;
}

const LEVELS: Readonly<Record<EnforcementLevel, 0 | 1 | 2 | 3>> = {
  advisory: analyzer.EnforcementLevel.ADVISORY,
  mandatory: analyzer.EnforcementLevel.MANDATORY,
  // What is still violated after its remediation, or could not be remediated, counts as mandatory.
  remediate: analyzer.EnforcementLevel.MANDATORY,
  // What is reported nevertheless, such as a request that could not be read.
  disabled: analyzer.EnforcementLevel.ADVISORY,
};
const SEVERITIES = {
  low: analyzer.PolicySeverity.POLICY_SEVERITY_LOW,
  medium: analyzer.PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: analyzer.PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: analyzer.PolicySeverity.POLICY_SEVERITY_CRITICAL,
} as const;

/** One answer to the engine, kept below the size that it accepts. */
export class Answer {
  readonly #diagnostics: analyzer.AnalyzeDiagnostic[] = [];
  readonly #idle: analyzer.PolicyNotApplicable[] = [];
  #left = ANSWER_BYTES;

  constructor(private readonly pack: PackName) {}

  /** Adds the violations of one policy: in full while there is room, then as one that says how many were left out. */
  violated(policy: Policy, level: EnforcementLevel, violations: readonly Violation[]): void {
    for (const [index, violation] of violations.entries()) {
      this.#left -= size(policy, violation);
      if (this.#left < 0) {
        this.#add(policy, level, leftOut(policy, violations.slice(index)));
        return;
      }
      this.#add(policy, level, violation);
    }
  }

  /** Without it the engine would count the policy as passed. */
  notApplicable(idle: analyzer.PolicyNotApplicable): void {
    this.#idle.push(idle);
  }

  response(): analyzer.AnalyzeResponse {
    const response = new analyzer.AnalyzeResponse();
    response.setDiagnosticsList(this.#diagnostics);
    response.setNotApplicableList(this.#idle);
    return response;
  }

  #add(policy: Policy, level: EnforcementLevel, { message, urn, enforcementLevel }: Violation): void {
    const diagnostic = new analyzer.AnalyzeDiagnostic();
    diagnostic.setPolicyname(policy.name);
    diagnostic.setPolicypackname(this.pack.name);
    diagnostic.setPolicypackversion(this.pack.version);
    diagnostic.setDescription(policy.description);
    diagnostic.setMessage(message);
    diagnostic.setEnforcementlevel(LEVELS[enforcementLevel ?? level]);
    if (urn !== undefined) diagnostic.setUrn(urn);
    if (policy.severity !== undefined) diagnostic.setSeverity(SEVERITIES[policy.severity]);
    this.#diagnostics.push(diagnostic);
  }
}

/** Says that a policy has nothing to say, and why. */
export function idle(policy: string, reason: string): analyzer.PolicyNotApplicable {
  const message = new analyzer.PolicyNotApplicable();
  message.setPolicyName(policy);
  message.setReason(reason);
  return message;
}

/** Mandatory when any of those it stands for is: an answer that is too long must not let an update pass. */
function leftOut(policy: Policy, violations: readonly Violation[]): Violation {
  const first = violations.find((violation) => violation.enforcementLevel === undefined) ?? violations[0];
  return {
    ...first,
    message:
      `${violations.length} more violations of ${policy.name} are left out: there are more than one answer can hold. ` +
      "Run `konductor assess` on the stack for all of them.",
  };
}

function size(policy: Policy, violation: Violation): number {
  const texts = [policy.name, policy.description, violation.message, violation.urn ?? ""];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), OVERHEAD);
}
