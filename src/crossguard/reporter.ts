import type { EnforcementLevel, Policy, ReportViolation } from "@pulumi/policy";

/** Bytes of violations in one answer: the language host refuses answers above 4 MiB, and each violation has overhead. */
export const ANSWER_BYTES = 3 * 1024 * 1024;
/** What protobuf and the pack's name and version add to each violation. */
const OVERHEAD = 128;

/** A violation as the SDK takes it at run time; its declared type knows the text alone. */
export interface Violation {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
}

/** Hands a violation to the SDK. Given an object, it sends the message as it is, without the description before it. */
export function report(to: ReportViolation, violation: Violation): void {
  (to as unknown as (violation: Violation) => void)(violation);
}

/** Keeps one answer to the engine below the size that it accepts. */
export class Allowance {
  #left = ANSWER_BYTES;

  /** Reports the violations of one policy: in full while there is room, then as one that says how many were left out. */
  spend(policy: Policy, to: ReportViolation, violations: readonly Violation[]): void {
    for (const [index, violation] of violations.entries()) {
      this.#left -= size(policy, violation);
      if (this.#left < 0) {
        report(to, leftOut(policy, violations.slice(index)));
        return;
      }
      report(to, violation);
    }
  }
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
