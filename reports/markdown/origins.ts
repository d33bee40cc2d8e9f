import type { Assessment } from "../../src/model/index.js";
import { type Fact, provenanceFacts, updatesFacts } from "../../src/model/origins.js";
import { count } from "../../src/model/present.js";
import { code } from "../shared/markdown.js";
import { type Extent, FULL } from "./extent.js";

/** Who assessed what and when, and the updates that led to the states, as far as it was handed in. */
export function origins({ assessedAt, provenance, inputs }: Assessment, { inputs: most }: Extent): string {
  const run = [
    ...(assessedAt === undefined ? [] : [{ name: "assessed at", value: assessedAt }]),
    ...(provenance === undefined ? [] : provenanceFacts(provenance)),
  ];
  const told = inputs.flatMap(({ organization, project, stack, updates }) =>
    updates === undefined ? [] : [{ stack: [organization, project, stack].filter(Boolean).join("/"), updates }],
  );
  if (run.length === 0 && told.length === 0) return "";
  const lines = told
    .slice(0, most)
    .map(({ stack, updates }) => `- ${code(stack, 100)}: ${facts(updatesFacts(updates))}`);
  if (told.length > lines.length) lines.push(`- and ${count(told.length - lines.length)} more: see \`${FULL}\``);
  const head = run.length === 0 ? "" : `This assessment: ${facts(run)}.`;
  return ["## Who and when", head, lines.join("\n")].filter(Boolean).join("\n\n");
}

function facts(all: readonly Fact[]): string {
  return all.map(({ name, value }) => `${name} ${code(value, 500)}`).join("; ");
}
