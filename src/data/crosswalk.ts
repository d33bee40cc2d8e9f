import { basename } from "node:path";
import type { Catalog, Crosswalk } from "../model/index.js";
import { unknownId } from "./nearest.js";
import type { Problems } from "./problems.js";
import { crosswalkSchema } from "./schemas.js";
import { conform, type Path, readSource } from "./source.js";

/**
 * Reads controls/crosswalks/<from>--<to>.yaml; both catalogues and every control and clause that it names must exist.
 * @param broken catalogues that could not be read: what leads to them is not judged
 */
export function loadCrosswalk(
  file: string,
  catalogs: ReadonlyMap<string, Catalog>,
  broken: ReadonlySet<string>,
  problems: Problems,
): Crosswalk | undefined {
  const source = readSource(file, problems);
  const data = source && conform(crosswalkSchema, source, problems);
  if (!source || !data) return undefined;
  const before = problems.count;
  const add = (path: Path, text: string, on?: "key") => problems.add(source.problem(path, text, on));
  if (basename(file, ".yaml") !== `${data.from}--${data.to}`)
    add([], `expected the file to be named ${data.from}--${data.to}.yaml`);
  const from = catalogs.get(data.from);
  const to = catalogs.get(data.to);
  if (broken.has(data.from) || broken.has(data.to)) return undefined;
  if (!from) add(["from"], unknownId("catalogue", data.from, catalogs.keys()));
  if (!to) add(["to"], unknownId("catalogue", data.to, catalogs.keys()));
  if (!from || !to) return undefined;
  const left = new Set(from.controls.map((control) => control.id));
  const right = new Set(to.controls.map((control) => control.id));
  for (const [i, id] of data.newInTarget.entries())
    if (!right.has(id)) add(["newInTarget", i], unknownId("control", id, right));
  for (const [id, { controls, clauses }] of Object.entries(data.map)) {
    if (!left.has(id)) add(["map", id], unknownId("control", id, left), "key");
    const seen = new Set<string>();
    for (const [i, target] of (controls ?? []).entries()) {
      const path = ["map", id, "controls", i, "id"];
      if (!right.has(target.id)) add(path, unknownId("control", target.id, right));
      if (seen.has(target.id)) add(path, `${target.id} stands twice under ${id}`);
      if (data.newInTarget.includes(target.id)) add(path, `${target.id} is in newInTarget, so nothing can lead to it`);
      seen.add(target.id);
    }
    for (const [i, clause] of (clauses ?? []).entries())
      if (!Object.hasOwn(to.clauses, clause))
        add(["map", id, "clauses", i], unknownId("clause", clause, Object.keys(to.clauses)));
  }
  if (problems.count > before) return undefined;
  const map = Object.entries(data.map).map(([id, { controls, clauses }]) => {
    const targets = (controls ?? []).map((c) => (c.partial ? { id: c.id, partial: true } : { id: c.id }));
    return [id, { controls: targets, clauses: clauses ?? [] }] as const;
  });
  return { from: data.from, to: data.to, newInTarget: data.newInTarget, map: Object.fromEntries(map) };
}
