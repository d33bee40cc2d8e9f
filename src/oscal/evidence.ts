import { isMembers, listOf, type Members, type OscalDocument, type Place, textOf, within } from "./document.js";
import type { Tell } from "./lint.js";

/** Finds observations that nothing rests on, and findings of not satisfied without a risk. */
export function evidenceFindings({ model }: OscalDocument, tell: Tell, all: readonly Place[]): void {
  const cited = citations(all, model === "plan-of-action-and-milestones" ? PLANNED : ["findings"]);
  for (const place of all) {
    if (place.name === "observations" && !isCited(place, cited) && !isIdle(place.value))
      tell("uncited-observation", place, "", "no finding cites it: name it in related-observations, or drop it");
    if (place.name === "findings" && isNotSatisfied(place.value) && listOf(place.value, "related-risks").length === 0)
      tell("risk-missing", place, "", "it is not satisfied, and tied to no risk: name one in related-risks");
  }
}

/** A plan has items and risks beside findings, and need not have findings. */
const PLANNED: readonly string[] = ["findings", "risks", "poam-items"];

/** UUIDs of the observations that are cited, by the result in which they are; a plan is one whole. */
function citations(
  all: readonly Place[],
  by: readonly string[],
): ReadonlyMap<Members | undefined, ReadonlySet<string>> {
  const cited = new Map<Members | undefined, Set<string>>();
  for (const place of all) {
    if (!by.includes(place.name)) continue;
    const whole = within(place, "results")?.value;
    let uuids = cited.get(whole);
    if (!uuids) cited.set(whole, (uuids = new Set()));
    for (const one of listOf(place.value, "related-observations"))
      uuids.add((textOf(one, "observation-uuid") ?? "").toLowerCase());
  }
  return cited;
}

function isCited(place: Place, cited: ReturnType<typeof citations>): boolean {
  const uuid = textOf(place.value, "uuid")?.toLowerCase();
  return uuid === undefined || cited.get(within(place, "results")?.value)?.has(uuid) === true;
}

/** Nothing was tested: the population that it concerns is empty. */
function isIdle(observation: Members): boolean {
  return listOf(observation, "props").some(
    (one) => textOf(one, "name") === "population" && textOf(one, "value") === "0",
  );
}

function isNotSatisfied({ target }: Members): boolean {
  const status = isMembers(target) ? target["status"] : undefined;
  return isMembers(status) && textOf(status, "state") === "not-satisfied";
}
