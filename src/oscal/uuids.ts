import { isMembers, type OscalDocument, type Place, pathOf, textOf, textsOf } from "./document.js";
import type { Tell } from "./lint.js";

/** Where each UUID of a document is given, in lower case; the first place is the one that counts. */
export type Uuids = ReadonlyMap<string, readonly Place[]>;

export function uuidsOf(all: readonly Place[]): Uuids {
  const found = new Map<string, Place[]>();
  for (const place of all) {
    const uuid = textOf(place.value, "uuid")?.toLowerCase();
    if (uuid === undefined) continue;
    const same = found.get(uuid);
    if (same) same.push(place);
    else found.set(uuid, [place]);
  }
  return found;
}

export function duplicateFindings(uuids: Uuids, tell: Tell): void {
  for (const [uuid, [first, ...others]] of uuids)
    for (const place of others)
      tell("duplicate-uuid", place, "uuid", `${uuid} is given to ${pathOf(first as Place)} too; give each its own`);
}

/** Members that refer by UUID to what stands in the same document, and the lists in which it may stand. */
const LOCAL: Readonly<Record<string, readonly string[]>> = {
  "observation-uuid": ["observations"],
  "risk-uuid": ["risks"],
  "finding-uuid": ["findings"],
  "response-uuid": ["remediations"],
  "party-uuid": ["parties"],
  "party-uuids": ["parties"],
  "member-of-organizations": ["parties"],
  "location-uuids": ["locations"],
};

/** Members that refer by UUID to what may stand in an imported document as well. */
const IMPORTABLE: Readonly<Record<string, readonly string[] | undefined>> = {
  "actor-uuid": undefined,
  "subject-uuid": undefined,
  "component-uuid": ["components"],
  "task-uuid": ["tasks"],
  "activity-uuid": ["activities"],
  "subject-placeholder-uuid": undefined,
  "implementation-uuid": undefined,
  "implementation-statement-uuid": ["statements"],
  "provided-uuid": ["provided"],
  "responsibility-uuid": ["responsibilities"],
};

/** References beside which a type tells the kind. */
const TYPED: ReadonlySet<string> = new Set(["subject-uuid", "actor-uuid"]);
const BY_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ["component", ["components"]],
  ["inventory-item", ["inventory-items"]],
  ["location", ["locations"]],
  ["party", ["parties"]],
  ["user", ["users"]],
  ["resource", ["resources"]],
  ["tool", ["components"]],
  ["assessment-platform", ["assessment-platforms"]],
]);

/** A document refers to others that nobody handed in, so that a UUID may be theirs. */
function importsOthers({ root }: OscalDocument, all: readonly Place[]): boolean {
  if (all.some(({ name }) => name === "import-component-definitions" || name === "leveraged-authorizations"))
    return true;
  return ["import-ap", "import-ssp", "import-profile"].some((name) => {
    const imported = root[name];
    return isMembers(imported) && !(textOf(imported, "href") ?? "").startsWith("#");
  });
}

/** @param uuids those of the document first, then those of the documents beside it */
export function referenceFindings(
  document: OscalDocument,
  all: readonly Place[],
  uuids: readonly Uuids[],
  tell: Tell,
): void {
  const open = importsOthers(document, all);
  const find = (uuid: string) => uuids.flatMap((one) => one.get(uuid.toLowerCase())?.[0] ?? [])[0];
  for (const place of all)
    for (const member of Object.keys(place.value)) {
      const local = Object.hasOwn(LOCAL, member);
      if (!local && !Object.hasOwn(IMPORTABLE, member)) continue;
      const typed = TYPED.has(member) ? BY_TYPE.get(textOf(place.value, "type") ?? "") : undefined;
      const kinds = typed ?? (local ? LOCAL[member] : IMPORTABLE[member]);
      for (const uuid of textsOf(place.value, member)) {
        const target = find(uuid);
        if (target === undefined && (local || !open))
          tell("dangling-reference", place, member, `nothing has the UUID ${uuid}; name what exists, or drop it`);
        if (target !== undefined && kinds !== undefined && !kinds.includes(target.name))
          tell("reference-of-another-kind", place, member, strange(uuid, target, kinds));
      }
    }
  for (const place of all) linkFinding(place, find, tell);
}

function strange(uuid: string, target: Place, kinds: readonly string[]): string {
  return `${uuid} is ${pathOf(target)}, and one of ${kinds.join(" or ")} is expected here`;
}

const INTERNAL = /^#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Links into the document itself lead to its back matter; some have a control's id behind the `#`, which is let be. */
function linkFinding(place: Place, find: (uuid: string) => Place | undefined, tell: Tell): void {
  for (const member of ["href", "source"]) {
    const uuid = INTERNAL.exec(textOf(place.value, member) ?? "")?.[1];
    if (uuid === undefined || find(uuid) !== undefined) continue;
    tell("dangling-reference", place, member, `nothing has the UUID ${uuid}; put a resource with it into back-matter`);
  }
}
