import { daysBetween, type Exception, type ExceptionLimits, type ExceptionState, globMatches } from "../model/index.js";

/** How an exception breaks the policy on exceptions. */
export const BREACHES = ["self-approved", "over-long", "deviation-not-allowed"] as const;
export type Breach = (typeof BREACHES)[number];

/** What policy breaks, in words; whatever is in it, the exception grants nothing. Empty when policy is kept. */
export function breaches(exception: Exception, limits: ExceptionLimits): { kind: Breach; message: string }[] {
  const { severity, deviation, requestedBy, approvedBy, approvedOn, expires } = exception;
  const found: { kind: Breach; message: string }[] = [];
  if (approvedBy !== undefined && person(approvedBy) === person(requestedBy))
    found.push({ kind: "self-approved", message: `approved by ${approvedBy}, who requested it` });
  const days = approvedOn === undefined ? 0 : daysBetween(approvedOn, expires);
  const most = limits.days[severity];
  if (days > most)
    found.push({ kind: "over-long", message: `runs for ${days} days; for ${severity} rules ${most} are the most` });
  if (deviation === "operational-requirement" && !limits.operationalRequirement.includes(severity))
    found.push({
      kind: "deviation-not-allowed",
      message: `an operational requirement is not accepted for ${severity} rules`,
    });
  return found;
}

/** What an exception is worth on a day: `today` is `YYYY-MM-DD`, the day in UTC. */
export function exceptionState(exception: Exception, limits: ExceptionLimits, today: string): ExceptionState {
  const { approvedOn, expires } = exception;
  if (breaches(exception, limits).length > 0) return "refused";
  if (approvedOn === undefined || approvedOn > today) return "not-approved";
  return expires < today ? "expired" : "active";
}

/** One spelling for `A. Person` and ` a.  person`. */
function person(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

/** Stands for a part that nobody names: only a wildcard matches it. */
const ODD = "\u{e000}";

/** In which way an exception takes more than one finding calls for; undefined when it does not. */
export function breadth({ rules, resources }: Exception): string | undefined {
  const every = rules.find((pattern) => globMatches(pattern, `${pattern.split("-", 1)[0]}-${ODD}`));
  if (every !== undefined) return `"${every}" covers every rule of a provider`;
  const whole = resources.some(({ urn, type, name, tag }) => {
    if (tag !== undefined) return false;
    return everyUrn(urn) && [type, name].every((glob) => glob === undefined || globMatches(glob, ODD));
  });
  return whole ? "covers every resource, whatever its type and name" : undefined;
}

/** True for a glob that leaves the type and the name of the resource open: `urn:pulumi:prod::shop::*`. */
function everyUrn(glob: string | undefined): boolean {
  if (glob === undefined) return true;
  const [stack = "", project = ODD] = glob.split("::").map((part) => part.replace(/[*?]/g, ODD));
  return globMatches(glob, `${stack}::${project}::${ODD}::${ODD}`);
}
