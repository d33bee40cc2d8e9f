import { xmlText } from "../../src/model/escape.js";
import { cut, visible } from "../../src/model/present.js";

/** What Excel takes of rows, the head among them, and of characters in a cell; a notice of the cut is added to these. */
export const MOST_ROWS = 1_048_576;
const LONGEST = 32_000;

export type Cell = string | number | undefined;

export interface Sheet {
  readonly name: string;
  /** Titles, and widths in characters. */
  readonly columns: readonly (readonly [title: string, width: number])[];
  /** One pass; whoever has more rows than fit says so elsewhere. */
  readonly rows: Iterable<readonly Cell[]>;
}

/** Styles by their place in styles.xml. */
const HEAD = 1;
const QUOTED = 2;

export const STYLES = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** The XML of a sheet in pieces: a head that stays in view, a filter, and the rows as text and numbers, never formulas. */
export function* sheetXml({ columns, rows }: Sheet): Generator<string> {
  const widths = columns.map(([, width], i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  yield `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>`;
  let last = 1;
  yield row(
    last,
    columns.map(([title]) => title),
    HEAD,
  );
  for (const cells of rows) {
    if (last === MOST_ROWS) break;
    last += 1;
    yield row(last, cells);
  }
  yield `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${last}"/></worksheet>`;
}

function row(number: number, cells: readonly Cell[], style = 0): string {
  return `<row r="${number}">${cells.map((cell, i) => cellXml(`${letters(i)}${number}`, cell, style)).join("")}</row>`;
}

function cellXml(place: string, cell: Cell, style: number): string {
  if (cell === undefined || cell === "") return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  // Text is text already; the mark keeps it so when somebody edits the cell or saves the sheet as CSV.
  const marked = /^[=+\-@＝＋－＠]/.test(cell) ? QUOTED : style;
  const attribute = marked === 0 ? "" : ` s="${marked}"`;
  return `<c r="${place}"${attribute} t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`;
}

/** Spreadsheets take `_x001B_` for the character with that number. */
function cellText(text: string): string {
  return xmlText(cut(visible(text), LONGEST).replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_"));
}

/** `A` for 0, `AA` for 26. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
