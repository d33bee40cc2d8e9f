import { allRules } from "../../packs/rules.js";
import { openData } from "../data/compiled.js";
import { unknownId } from "../data/nearest.js";
import { InputError, type Rule } from "../model/index.js";
import { line, pad, palette, print, type Terminal, writeLine } from "./terminal.js";
import { section } from "./text.js";

/** Types that are listed one by one. */
const MOST_TYPES = 40;

/** What a rule says of a control, for `rules show`. */
interface Spoken {
  readonly catalog: string;
  readonly control: string;
  readonly coverage: string;
  readonly because: string;
  readonly statement?: string;
}

/** `konductor rules list` */
export async function listRules({ json }: { json?: boolean }, terminal: Terminal): Promise<number> {
  const rules = allRules();
  if (json) return printJson(rules.map(plain), terminal);
  const colors = palette(terminal.stdout, terminal.env);
  const width = Math.max(...rules.map((rule) => rule.id.length));
  for (const { id, severity, title } of rules)
    writeLine(terminal.stdout, line`${colors.bold(pad(id, width))}  ${pad(severity, 8)}  ${title}`);
  return 0;
}

/**
 * `konductor rules show ID`
 * @throws InputError when there is no such rule
 */
export async function showRule(id: string, { json }: { json?: boolean }, terminal: Terminal): Promise<number> {
  const rules = allRules();
  const rule = rules.find((one) => one.id === id);
  if (!rule) {
    const ids = rules.map((one) => one.id);
    throw new InputError(`${unknownId("rule", id, ids)} (\`konductor rules list\` prints them all)`);
  }
  const controls = spokenOf(rule);
  if (json) return printJson({ ...plain(rule), controls }, terminal);
  const colors = palette(terminal.stdout, terminal.env);
  const parameters = rule.parameters.map(
    (one) => `${one.name} (default ${JSON.stringify(one.default)}): ${one.description}`,
  );
  const lines = [
    line`${colors.bold(rule.id)}  ${rule.severity}`,
    print(rule.title),
    ...section("Why", [rule.rationale], colors),
    ...section("What to set", [rule.remediation], colors),
    ...section("What it does not see", [rule.limits], colors),
    ...section("What the level remediate does", rule.remedy ? [rule.remedy.does, rule.remedy.risk] : [], colors),
    ...section("Judges", judged(rule), colors),
    ...section("Consults", rule.companions.map(print), colors),
    ...section("Parameters", parameters, colors),
    ...section("Controls", controls.map(controlText), colors),
  ];
  for (const one of lines) writeLine(terminal.stdout, one);
  return 0;
}

/** The types of a rule; of those on metadata, which are hundreds, the first. */
function judged({ types }: Rule) {
  const more = types.length > MOST_TYPES ? [`and ${types.length - MOST_TYPES} more types (--json lists them)`] : [];
  return [...types.slice(0, MOST_TYPES), ...more].map(print);
}

function controlText({ catalog, control, coverage, because, statement }: Spoken): string {
  const part = statement === undefined ? "" : ` (${statement})`;
  return `${control}${part} of ${catalog}, ${coverage}: ${because}`;
}

function spokenOf(rule: Rule): Spoken[] {
  return openData()
    .frameworks()
    .flatMap(({ catalog, mapping }) =>
      mapping
        .filter((row) => row.rule === rule.id)
        .map(({ control, coverage, because, statement }) => ({
          catalog: catalog.id,
          control,
          coverage,
          because,
          ...(statement === undefined ? {} : { statement }),
        })),
    );
}

/** A rule as JSON: what it says, without what it does. */
function plain(rule: Rule) {
  const { id, title, severity, provider, phase, types, companions, rationale, remediation, limits, parameters } = rule;
  const remedy = rule.remedy && { does: rule.remedy.does, risk: rule.remedy.risk };
  return {
    ...{ id, title, severity, provider, phase, types, companions, rationale, remediation, limits, parameters },
    ...(remedy && { remedy }),
  };
}

export function printJson(value: unknown, terminal: Terminal): number {
  terminal.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  return 0;
}
