import { openData } from "../data/compiled.js";
import { parseJson } from "../data/json.js";
import { InputError, oscalId } from "../model/index.js";
import { counted } from "../model/present.js";
import { MODELS, type OscalDocument, oscalDocument } from "../oscal/document.js";
import { lintOscal } from "../oscal/lint.js";
import type { OscalLintOptions } from "./commands/oscal.js";
import { readText } from "./read-text.js";
import { printJson } from "./rules.js";
import { line, palette, type Terminal, writeLine } from "./terminal.js";

/**
 * `konductor oscal lint FILE...`. Resolves to 1 when something is found, else to 0.
 * @throws InputError when a file cannot be read or holds no OSCAL document
 */
export async function lintFiles(
  files: readonly string[],
  { json }: OscalLintOptions,
  terminal: Terminal,
): Promise<number> {
  const documents = [...new Set(files)].map(open);
  const catalogs = openData()
    .frameworks()
    .map(({ catalog: { id, controls } }) => ({
      catalog: id,
      ids: new Set(controls.map((control) => oscalId(control.id))),
      parameters: new Set(controls.flatMap(({ parameters }) => Object.keys(parameters).map(oscalId))),
    }));
  const report = lintOscal(documents, catalogs);
  const code = report.findings.length > 0 ? 1 : 0;
  if (json) {
    printJson(report, terminal);
    return code;
  }
  const colors = palette(terminal.stdout, terminal.env);
  for (const { file, path, message, check } of report.findings)
    writeLine(terminal.stdout, line`${colors.bold(file)}: ${path}: ${message} ${colors.dim(`(${check})`)}`);
  for (const { file, message } of report.notes)
    writeLine(terminal.stderr, line`${colors.yellow("note:")} ${file}: ${message}`);
  const found = code === 0 ? "Nothing found" : counted(report.findings.length, "finding");
  writeLine(terminal.stdout, line`${found} in ${counted(documents.length, "document")}`);
  return code;
}

function open(file: string): OscalDocument {
  const document = oscalDocument(file, parseJson(readText(file), file));
  if (document !== undefined) return document;
  const text = `not an OSCAL document in JSON: its root has to hold one of ${MODELS.join(", ")}`;
  throw new InputError(text, { file });
}
