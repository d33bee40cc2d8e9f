import Handlebars from "handlebars/runtime";
import type { Assessment, ReportFormat } from "../../src/model/index.js";
import { isAttested } from "../../src/model/present.js";
import { SCRIPT_WORDS } from "./script-words.js";
import { assets, templates } from "./templates.generated.js";
import { attestationsView } from "./view/attestations.js";
import { BLANK_CLOSED, BLANK_OPEN } from "./view/blanks.js";
import { controlsOf, familyView, silentView } from "./view/controls.js";
import { exceptionsView } from "./view/exceptions.js";
import { heatView } from "./view/heat.js";
import { registerHelpers } from "./view/helpers.js";
import { type Page, pageOf } from "./view/page.js";
import { populationView, recordView } from "./view/record.js";
import { inert } from "./view/rowdata.js";
import { controlLinks, idleView, orderedRules, ruleView } from "./view/rules.js";
import { shown, Trusted } from "./view/shown.js";
import { pictureView, prioritiesView, summaryView } from "./view/summary.js";
import { trendView } from "./view/trend.js";
import { count, counted } from "./view/words.js";

type Name = keyof typeof templates;

const handlebars = Handlebars.create();
registerHelpers(handlebars);
const compiled = new Map<string, Handlebars.TemplateDelegate>();
for (const [name, specification] of Object.entries(templates)) {
  const template = handlebars.template(specification as TemplateSpecification);
  compiled.set(name, template);
  handlebars.registerPartial(name, template);
}

/** Fills a template; every string of the view is made visible and cut before it is escaped. */
function filled(name: Name, view: object): string {
  const template = compiled.get(name);
  if (template === undefined) throw new Error(`there is no template ${name}`);
  return template(shown(view));
}

export const format = {
  id: "html",
  file: "report.html",
  description: "one self-contained page for auditors: reads without network and without script, prints, filters",
  render,
} satisfies ReportFormat;

function* render(assessment: Assessment): Generator<string> {
  const page = pageOf(assessment);
  yield head(page);
  yield filled("summary", summaryView(page));
  yield '<section class="glance" id="picture" aria-labelledby="picture-title"><h2 id="picture-title">At a glance</h2>';
  for (const [i, profile] of assessment.profiles.entries()) {
    yield filled("picture", pictureView(page, profile, i));
    const heat = heatView(page, profile, i);
    if (heat) yield filled("heat", heat);
  }
  const trend = trendView(page);
  if (trend) yield filled("trend", trend);
  yield "</section>";
  yield filled("priorities", prioritiesView(page));
  const byProfile = assessment.profiles.map((profile) => ({ profile, controls: controlsOf(page, profile) }));
  yield filled("controls-head", {});
  for (const [i, { profile, controls }] of byProfile.entries()) {
    yield filled("profile", { title: profile.title });
    for (const group of profile.groups) yield filled("family", familyView(page, profile, i, group, controls));
  }
  yield "</section>";
  yield* ruleSection(page);
  yield filled("population", populationView(page));
  yield filled("silent-head", {});
  for (const [i, { profile, controls }] of byProfile.entries())
    yield filled("silent", silentView(page, profile, i, controls.silent));
  yield "</section>";
  if (assessment.exceptions.length > 0) yield filled("exceptions", exceptionsView(page));
  if (isAttested(assessment)) yield filled("attestations", attestationsView(page));
  yield filled("record", recordView(page));
  yield filled("tail", {});
  yield* heldData(page);
  yield filled("end", { script: new Trusted(assets.script) });
}

/** What the script shows on demand: blanks of rows, words, and the results as data that nothing runs. */
function* heldData({ held, assessment }: Page): Generator<string> {
  yield filled("blanks", { blank: true, open: BLANK_OPEN, closed: BLANK_CLOSED });
  const data = (kind: string, number: number, json: string) =>
    filled("data", { kind, number, json: new Trusted(json) });
  yield data("words", 0, inert(SCRIPT_WORDS));
  yield data("held", assessment.rules.length, inert({ held: held.held, groups: held.groups }));
  for (const json of held.texts()) yield data("texts", 0, json);
  for (const { rule, json } of held.rows()) yield data("rows", rule, json);
}

function head({ assessment, stackOf }: Page): string {
  const titles = assessment.profiles.map((profile) => profile.title).join(", ");
  const { inputs, tool } = assessment;
  return filled("head", {
    title: `${titles}: ${inputs.length === 1 ? stackOf(0) : counted(inputs.length, "stack")}`,
    tool: `${tool.name} ${tool.version}`,
    style: new Trusted(assets.style),
    styleHash: assets.styleHash,
    scriptHash: assets.scriptHash,
    sprite: new Trusted(assets.sprite),
    exceptions: assessment.exceptions.length > 0,
    attestations: isAttested(assessment),
  });
}

function* ruleSection(page: Page): Generator<string> {
  const { written, held, total } = page.held;
  yield filled("rules-head", {
    written: count(written),
    held: count(held),
    total: count(total),
    beyond: total > held ? count(total - held) : "",
    unwritten: total > written,
  });
  const links = controlLinks(page);
  const { met, idle } = orderedRules(page);
  for (const rule of met) yield filled("rule", ruleView(page, rule, links));
  if (idle.length > 0)
    yield filled("idle", { count: counted(idle.length, "rule"), rules: idle.map((rule) => idleView(page, rule)) });
  yield "</section>";
}
