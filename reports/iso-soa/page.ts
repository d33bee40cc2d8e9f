import { createHash } from "node:crypto";
import { xmlText } from "../../src/model/escape.js";
import type { Assessment } from "../../src/model/index.js";
import { count, counted, cut } from "../../src/model/present.js";
import {
  APPLICABILITIES,
  COLUMNS,
  IMPLEMENTATION_WORDS,
  NOT_NAMED,
  REST_NOT_NAMED,
  type Statement,
  type StatementRow,
  statementsOf,
  TECHNICAL_WORDS,
  type TechnicalWord,
} from "./statement.js";
import { STYLE } from "./style.js";

const LONGEST = 4000;

/** Text of an element or an attribute; it cannot leave it. */
const text = (value: string) => xmlText(cut(value, LONGEST));

/** A shape beside the word, so that nothing is told by colour alone. */
const SHAPES: Readonly<Record<TechnicalWord, readonly [shape: string, style: string]>> = {
  supports: ["●", "for"],
  contradicts: ["▲", "against"],
  "contradicts, excepted": ["△", "against"],
  undetermined: ["◆", "open"],
  none: ["○", ""],
};

/** One file that needs nothing else: no script, no network. */
export function* page(assessment: Assessment): Generator<string> {
  const statements = statementsOf(assessment);
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`;
  yield `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Statement of applicability</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Statement of applicability</h1>
${about(assessment)}
`;
  for (const [i, statement] of statements.entries()) {
    yield section(statement, i);
    for (const row of statement.rows) yield tableRow(row);
    yield "</tbody>\n</table>\n</section>\n";
  }
  yield "</main>\n</body>\n</html>\n";
}

function about({ tool, inputs, assessedAt, parameters }: Assessment): string {
  const stacks = inputs.filter(({ status }) => status === "assessed");
  const missing = inputs.length - stacks.length;
  const names = stacks.map(({ path, organization, project, stack }) => {
    const name = [organization, project, stack].filter(Boolean).join("/");
    return name === "" ? path : name;
  });
  const not =
    missing === 0
      ? ""
      : ` ${counted(missing, "input")} could not be assessed and ${missing === 1 ? "is" : "are"} not in it.`;
  const day = assessedAt ?? parameters.date;
  const on = day === undefined ? "" : ` on ${text(day)}`;
  return `<p>Made by ${text(`${tool.name} ${tool.version}`)}${on} from the configuration of ${counted(stacks.length, "stack")}: ${text(names.join(", "))}.${not}</p>
<p class="soft">Technical evidence supports a control, contradicts it, is undetermined, or there is none. Owner and last review are those of attestations; where nobody attested a control they are empty. Whether a control is met is for people to say.</p>`;
}

function section({ title, rows }: Statement, index: number): string {
  const tally = (name: string, words: readonly string[], of: (row: StatementRow) => string) =>
    words
      .map((word) => [word, rows.filter((row) => of(row) === word).length] as const)
      .filter(([, n]) => n > 0)
      .map(([word, n]) => `<li>${name}: ${text(word)} <b>${count(n)}</b></li>`);
  const tallies = [
    ...tally("Applicable", APPLICABILITIES, (row) => row.applicable),
    ...tally(
      "Status",
      [...Object.values(IMPLEMENTATION_WORDS), NOT_NAMED, REST_NOT_NAMED],
      (row) => row.implementation,
    ),
    ...tally("Technical evidence", TECHNICAL_WORDS, (row) => row.technical),
  ];
  const heads = COLUMNS.map(([name], i) => `<th role="columnheader" scope="col" class="c${i}">${sentence(name)}</th>`);
  return `<section aria-labelledby="statement-${index}">
<h2 id="statement-${index}">${text(title)}</h2>
<ul class="tally">${tallies.join("")}</ul>
<table role="table">
<caption>${counted(rows.length, "control")}, in the order of the standard</caption>
<thead role="rowgroup"><tr role="row">${heads.join("")}</tr></thead>
<tbody role="rowgroup">
`;
}

function tableRow(row: StatementRow): string {
  const cells = COLUMNS.map(([name, , value], i) => {
    const content = cell(name, row, value(row));
    const attributes = `data-title="${sentence(name)}"${content === "" ? ' class="void"' : ""}`;
    return i === 0
      ? `<th role="rowheader" scope="row" ${attributes}>${content}</th>`
      : `<td role="cell" ${attributes}>${content}</td>`;
  });
  return `<tr role="row">${cells.join("")}</tr>\n`;
}

function cell(name: string, row: StatementRow, value: string): string {
  if (name === "evidence reference")
    return row.evidence.length === 0 ? "" : `<ul>${row.evidence.map((one) => `<li>${text(one)}</li>`).join("")}</ul>`;
  if (name !== "technical evidence" || row.technical === "") return text(value);
  const [shape, style] = SHAPES[row.technical];
  const attribute = style === "" ? "" : ` class="${style}"`;
  return `<span${attribute}><span aria-hidden="true">${shape}</span> ${text(value)}</span>`;
}

/** `Last review` */
function sentence(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
