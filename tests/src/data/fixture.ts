import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { kind, rule, z } from "../../../src/authoring/index.js";
import { InputErrors } from "../../../src/data/problems.js";
import type { Rule } from "../../../src/model/index.js";

/** A small data set in which all is well: two catalogues, profiles, a mapping, a crosswalk. */
export const SOUND: Readonly<Record<string, string>> = {
  "controls/demo/catalog.yaml": `id: demo
title: Demo catalogue
version: "1"
publisher: Nobody
url: https://example.org/demo
reporting: satisfaction
baselines: [low, high]
groups:
  AC: Access
  AU: Audit
`,
  "controls/demo/catalog/ac.yaml": `AC-1:
  title: First
  baselines: [low, high]
  related: [AU-1]
  parameters: { "AC-01_ODP": days }
AC-2:
  title: Second
  baselines: [high]
  parameters:
    "AC-02_ODP[01]": ports
    "AC-02_ODP[02]": years
AC-2(1):
  title: Second, enhanced
  enhances: AC-2
  withdrawn: true
`,
  "controls/demo/catalog/au.yaml": `AU-1: { title: Third }
AU-2: { title: Fourth }
`,
  "controls/demo/dispositions/ac.yaml": `AC-1: { disposition: technical, reason: "Seen in the settings." }
AC-2: { disposition: hybrid, reason: "Partly seen." }
`,
  "controls/demo/dispositions/au.yaml": `AU-1: { disposition: inherited, reason: "The provider's." }
`,
  "controls/demo/profiles/low.yaml": `id: demo-low
title: Low
catalog: demo
baseline: low
parameters:
  "AC-01_ODP": 30
`,
  "controls/demo/profiles/high.yaml": `id: demo-high
title: High
catalog: demo
baseline: high
parameters: { "AC-01_ODP": 10, "AC-02_ODP[01]": "22, 3389" }
`,
  "controls/demo/profiles/tailored.yaml": `id: demo-tailored
title: Tailored
catalog: demo
extends: demo-high
include: [AU-1]
exclude:
  AC-2: Nobody has ports.
parameters: { "AC-01_ODP": 20 }
`,
  "controls/other/catalog.yaml": `id: other
title: Other catalogue
version: "2"
publisher: Nobody
url: https://example.org/other
reporting: support
groups: { A.5: Organisation }
controls:
  A.5.1: { title: Policies }
  A.5.10: { title: Use }
clauses: { "4.1": Context }
`,
  "controls/other/dispositions/a.5.yaml": `A.5.1: { disposition: organisational, reason: "On paper." }
A.5.10: { disposition: organisational, reason: "A signature." }
`,
  "controls/other/profiles/other.yaml": `id: other
title: All of it
catalog: other
include: all
`,
  "controls/crosswalks/demo--other.yaml": `from: demo
to: other
newInTarget: [A.5.10]
map:
  AC-1:
    controls: [{ id: A.5.1, partial: true }]
    clauses: ["4.1"]
`,
  "mappings/demo/aws.yaml": `catalog: demo
provider: aws
controls:
  AC-2:
    - { rule: aws-demo-ports, coverage: full, because: "All of it.", parameters: { ports: "AC-02_ODP[01]" } }
  AC-1:
    - { rule: aws-demo-kept, coverage: partial, because: "Half of it.", parameters: { days: AC-01_ODP } }
    - { rule: aws-demo-kept, coverage: supporting, because: "A bit.", statement: ac-1_smt.a }
`,
  "mappings/unmapped.yaml": `aws-demo-plain: "No catalogue asks for it."
`,
};

const demo = kind<{ days: number }>({ name: "demo", types: ["aws:demo/demo:Demo"] });
const said = { severity: "low" as const, resource: demo, rationale: "r", remediation: "r", limits: "l" };

/** The rules that the mapping of `SOUND` names, and one that no mapping names. */
export const RULES: readonly Rule[] = [
  rule({
    ...said,
    id: "aws-demo-kept",
    title: "Kept for some days",
    parameters: {
      days: z.int().min(1).default(7).describe("Days"),
      strict: z.boolean().default(false).describe("Strict"),
    },
    check: (subject, { days }) => subject.get("days").is(days),
  }),
  rule({
    ...said,
    id: "aws-demo-ports",
    title: "Ports closed",
    parameters: { ports: z.array(z.int()).default([22]).describe("Ports") },
    check: (subject) => subject.get("days").is(1),
  }),
  rule({ ...said, id: "aws-demo-plain", title: "Plain", check: (subject) => subject.get("days").is(1) }),
];

/** Writes `SOUND` with changes to a new folder; `null` leaves a file out. Gives its path relative to the working directory. */
export function tree(changes: Readonly<Record<string, string | Buffer | null>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "konductor-data-"));
  for (const [file, content] of Object.entries({ ...SOUND, ...changes })) {
    if (content === null) continue;
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return relative(process.cwd(), root);
}

/** The problems of what `run` throws, each as `file:line:column: path: message` with the root taken off. */
export function problemsOf(root: string, run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputErrors) return error.problems.map((problem) => problem.located.replace(`${root}/`, ""));
    throw error;
  }
  return [];
}
