import { readFileSync } from "node:fs";
import { openData } from "../data/compiled.js";
import { importCatalog } from "../data/oscal.js";
import { writeProse } from "../data/prose.js";
import { InputError } from "../model/index.js";
import { line, type Terminal, writeLine } from "./terminal.js";

/**
 * `konductor controls import FILE`
 * @throws InputError when the file cannot be read or is no catalogue that is known here
 */
export async function importFile(file: string, terminal: Terminal): Promise<number> {
  const catalogs = openData()
    .frameworks()
    .map((framework) => framework.catalog);
  const prose = importCatalog(read(file), file, catalogs);
  const written = writeProse(prose);
  const count = Object.keys(prose.controls).length;
  writeLine(
    terminal.stdout,
    line`Text of ${count} ${count === 1 ? "control" : "controls"} of ${prose.catalog} taken from ${prose.source}, kept in ${written}`,
  );
  return 0;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file; check the path" : `cannot be read (${code})`;
    throw new InputError(why, { file });
  }
}
