import { openData } from "../data/compiled.js";
import { importCatalog } from "../data/oscal.js";
import { writeProse } from "../data/prose.js";
import { readText } from "./read-text.js";
import { line, type Terminal, writeLine } from "./terminal.js";

/**
 * `konductor controls import FILE`
 * @throws InputError when the file cannot be read or is no catalogue that is known here
 */
export async function importFile(file: string, terminal: Terminal): Promise<number> {
  const catalogs = openData()
    .frameworks()
    .map((framework) => framework.catalog);
  const prose = importCatalog(readText(file), file, catalogs);
  const written = writeProse(prose);
  const count = Object.keys(prose.controls).length;
  writeLine(
    terminal.stdout,
    line`Text of ${count} ${count === 1 ? "control" : "controls"} of ${prose.catalog} taken from ${prose.source}, kept in ${written}`,
  );
  return 0;
}
