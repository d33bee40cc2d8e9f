/** Reads a workbook as the report writes it: every part strictly, every cell by its place. */
import { strFromU8, unzipSync } from "fflate";
import { descendants, parseXml, type XmlElement } from "./xml.js";

export interface Workbook {
  /** All parts, by name. */
  readonly parts: Readonly<Record<string, XmlElement>>;
  /** Rows of text and numbers, by the sheet's name; the first is the head. */
  readonly sheets: Readonly<Record<string, readonly (readonly (string | number | undefined)[])[]>>;
}

export function readWorkbook(bytes: Uint8Array): Workbook {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, parseXml(strFromU8(content))]),
  );
  const names = descendants(parts["xl/workbook.xml"] as XmlElement, "sheet").map((sheet) => sheet.attributes["name"]);
  const sheets = names.map((name, i) => [name, rowsOf(parts[`xl/worksheets/sheet${i + 1}.xml`] as XmlElement)]);
  return { parts, sheets: Object.fromEntries(sheets) };
}

/** The rows of a sheet as records by the titles of the head. */
export function recordsOf(workbook: Workbook, sheet: string): Record<string, string | number | undefined>[] {
  const [head = [], ...rows] = workbook.sheets[sheet] ?? [];
  return rows.map((row) => Object.fromEntries(head.map((title, i) => [String(title), row[i]])));
}

function rowsOf(sheet: XmlElement) {
  return descendants(sheet, "row").map((row) => {
    const cells: (string | number | undefined)[] = [];
    for (const cell of row.children) {
      const [, letters = ""] = /^([A-Z]+)\d+$/.exec(cell.attributes["r"] ?? "") ?? [];
      cells[columnOf(letters)] = cellValue(cell);
    }
    return cells;
  });
}

function columnOf(letters: string): number {
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellValue(cell: XmlElement): string | number {
  if (cell.attributes["t"] === "inlineStr") return decoded(descendants(cell, "t")[0]?.text ?? "");
  return Number(descendants(cell, "v")[0]?.text);
}

/** As spreadsheets do. */
function decoded(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
