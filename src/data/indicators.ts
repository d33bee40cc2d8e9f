import { basename } from "node:path";
import type { Catalog, IndicatorSet } from "../model/index.js";
import { unknownId } from "./nearest.js";
import type { Problems } from "./problems.js";
import { indicatorsSchema } from "./schemas.js";
import { conform, type Path, readSource } from "./source.js";

/**
 * Reads controls/indicators/<set>.yaml; the catalogue, every control and every theme that it names must exist.
 * @param broken catalogues that could not be read: what leads to them is not judged
 */
export function loadIndicators(
  file: string,
  catalogs: ReadonlyMap<string, Catalog>,
  broken: ReadonlySet<string>,
  problems: Problems,
): IndicatorSet | undefined {
  const source = readSource(file, problems);
  const data = source && conform(indicatorsSchema, source, problems);
  if (!source || !data || broken.has(data.catalog)) return undefined;
  const before = problems.count;
  const add = (path: Path, text: string, on?: "key") => problems.add(source.problem(path, text, on));
  if (basename(file, ".yaml") !== data.id) add(["id"], `expected the file to be named ${data.id}.yaml`);
  const catalog = catalogs.get(data.catalog);
  if (!catalog) add(["catalog"], unknownId("catalogue", data.catalog, catalogs.keys()));
  const known = new Map(catalog?.controls.map((control) => [control.id, control]));
  const indicators = Object.entries(data.indicators).map(([id, { title, controls }]) => {
    const theme = id.split("-")[1] ?? "";
    if (!Object.hasOwn(data.themes, theme))
      add(["indicators", id], unknownId("theme", theme, Object.keys(data.themes)), "key");
    for (const [i, control] of controls.entries()) {
      const path = ["indicators", id, "controls", i];
      if (catalog && !known.has(control)) add(path, unknownId("control", control, known.keys()));
      if (known.get(control)?.withdrawn) add(path, `control ${control} is withdrawn`);
      if (controls.indexOf(control) < i) add(path, `${control} stands twice under ${id}`);
    }
    return { id, title, theme, controls };
  });
  return problems.count > before ? undefined : { ...data, indicators };
}
