import { join } from "node:path";
import { openData } from "../data/compiled.js";
import { unknownId } from "../data/nearest.js";
import { readProse } from "../data/prose.js";
import { InputError } from "../model/index.js";
import { catalogDocument, catalogFile, type Making, profileDocument, profileFile } from "../oscal/catalog.js";
import type { Json } from "../oscal/json.js";
import type { ExportOptions } from "./commands/controls.js";
import { chooseProfiles, isPath } from "./library.js";
import { line, type Terminal, writeLine } from "./terminal.js";
import { tool } from "./tool.js";
import { prepareFolder, type ReportFile, writeReports } from "./write.js";

/**
 * `konductor controls export ID...`: catalogues and profiles as OSCAL. With a profile comes the catalogue that it imports.
 * @throws InputError when there is no such catalogue or profile, or the folder cannot be written
 */
export async function exportControls(
  asked: readonly string[],
  { out }: ExportOptions,
  terminal: Terminal,
): Promise<number> {
  const data = openData();
  const ids = [...new Set(asked)];
  const known = Object.keys(data.index.profiles);
  const all = [...new Set([...data.index.catalogs, ...known])];
  const strange = ids.find((id) => !isPath(id) && !all.includes(id));
  if (strange !== undefined)
    throw new InputError(
      `${unknownId("catalogue or profile", strange, all)} (there are ${all.join(", ")}; a file of your own is given by its path)`,
    );
  // A catalogue and a profile may have one id: then both are meant.
  const catalogs = ids.filter((id) => data.index.catalogs.includes(id)).map(data.framework);
  const { frameworks, profiles } = await chooseProfiles(
    data,
    ids.filter((id) => isPath(id) || known.includes(id)),
  );
  const making: Making = { tool, at: new Date().toISOString() };
  const files = new Map<string, Json>();
  for (const { catalog } of [...catalogs, ...frameworks])
    files.set(catalogFile(catalog.id), catalogDocument(catalog, readProse(catalog.id), making));
  for (const { catalog, profiles: its } of frameworks)
    for (const profile of its.filter(({ id }) => profiles.includes(id)))
      files.set(profileFile(profile.id), profileDocument(profile, catalog, making));
  prepareFolder(out);
  writeReports(
    out,
    [...files].map(([name, document]) => file(name, document)),
  );
  for (const name of files.keys()) writeLine(terminal.stdout, line`${join(out, name)}`);
  return 0;
}

function file(name: string, document: Json): ReportFile {
  return { name, content: [`${JSON.stringify(document, undefined, 1)}\n`] };
}
