import { Zip, ZipDeflate } from "fflate";
import { type Sheet, STYLES, sheetXml } from "./sheet.js";

const XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Text that is pressed at once. */
const CHUNK = 1 << 16;

/**
 * A workbook in pieces, with a few kilobytes of each sheet in memory at a time. Libraries that write workbooks want them
 * whole, and put the time into the file.
 */
export function* workbook(sheets: readonly Sheet[]): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for (const [name, content] of parts(sheets)) {
    const file = new ZipDeflate(name, { level: 6 });
    // A zip holds local time from 1980 on, so this is the same wherever it is made.
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    let text = XML;
    for (const piece of content) {
      text += piece;
      if (text.length < CHUNK) continue;
      file.push(Buffer.from(text));
      text = "";
      yield* ready.splice(0);
    }
    file.push(Buffer.from(text), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready;
}

function* parts(sheets: readonly Sheet[]): Generator<readonly [name: string, content: Iterable<string>]> {
  const paths = sheets.map((_, i) => `worksheets/sheet${i + 1}.xml`);
  const types = [
    `<Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${MAIN}.styles+xml"/>`,
    ...paths.map((path) => `<Override PartName="/xl/${path}" ContentType="${MAIN}.worksheet+xml"/>`),
  ];
  const rels = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`;
  const defaults = `${rels}<Default Extension="xml" ContentType="application/xml"/>`;
  yield ["[Content_Types].xml", [`<Types xmlns="${PACKAGE}/content-types">${defaults}${types.join("")}</Types>`]];
  yield ["_rels/.rels", [relationships([["officeDocument", "xl/workbook.xml"]])]];
  const listed = sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  yield [
    "xl/workbook.xml",
    [
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${listed.join("")}</sheets></workbook>`,
    ],
  ];
  const targets = [...paths.map((path) => ["worksheet", path] as const), ["styles", "styles.xml"] as const];
  yield ["xl/_rels/workbook.xml.rels", [relationships(targets)]];
  yield ["xl/styles.xml", [STYLES]];
  for (const [i, sheet] of sheets.entries()) yield [`xl/${paths[i]}`, sheetXml(sheet)];
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const rows = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${rows.join("")}</Relationships>`;
}
