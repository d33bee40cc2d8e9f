import type { AssessedControl, ImplementationStatus } from "../../src/model/index.js";
import { isWhole } from "../shared/evidence.js";

/**
 * How far the evidence shows a control implemented; undefined where it shows nothing, or nothing certain: the schema has no word
 * for that, and may do without. A failure stays one under an exception.
 */
export function controlStatus(control: AssessedControl): ImplementationStatus | undefined {
  switch (control.status) {
    case "satisfied":
      return isWhole(control) ? "Implemented" : "Partially Implemented";
    case "attested":
      return "Implemented";
    // That it is the provider's says nothing where nobody named one.
    case "inherited":
      return control.inheritance === undefined ? undefined : "Implemented";
    case "partial":
      return "Partially Implemented";
    case "not-satisfied":
    case "excepted":
      return control.results.pass > 0 ? "Partially Implemented" : "Not Implemented";
    case "undetermined":
    case "error":
    case "no-evidence":
      return undefined;
  }
}

/**
 * How far an indicator is implemented. The controls that it names are related to it and not the whole of it, so evidence on them
 * shows a part at best, and the rest is the word of people; but evidence against them outweighs that word, and what is
 * undetermined keeps it from being the whole.
 */
export function indicatorStatus(
  stated: ImplementationStatus | undefined,
  controls: readonly AssessedControl[],
): ImplementationStatus | undefined {
  if (stated === "Not Implemented") return stated;
  const statuses = controls.map(({ status }) => status);
  const shown = controls.map(controlStatus).some((status) => status !== undefined && status !== "Not Implemented");
  if (statuses.includes("not-satisfied") || statuses.includes("excepted"))
    return shown ? "Partially Implemented" : "Not Implemented";
  if (statuses.includes("undetermined") || statuses.includes("error"))
    return stated === "Implemented" ? undefined : stated;
  return stated ?? (shown ? "Partially Implemented" : undefined);
}
